/** What one stop of an Application Verifier log says. */

import { address, type Address } from '../../model/identifiers';
import type { SymbolText } from '../frameLine';

/** A stop under construction. */
export interface VerifierStop {
  /** From 0. */
  readonly line: number;
  readonly time: string;
  /** `Handles`, `Leak`, `Heaps` … */
  readonly layer: string;
  /** Null when it cannot be read. */
  readonly code: number | null;
  message: string;
  /** Numbers of the parameters 1 to 4; null for those that cannot be read. */
  readonly parameters: Map<number, bigint | null>;
  /** Innermost first. */
  readonly frames: Address[];
}

/** Characters of a frame that are read. */
const LONGEST_FRAME = 4096;
/** NULL handle passed as parameter. */
const NULL_HANDLE = 0x303;
/** Incorrect object type for handle; parameter 1 is the handle. */
const WRONG_TYPE = 0x305;
/** A handle was leaked when its library was unloaded; parameter 1 is the handle. */
const LEAKED = 0x901;

/** A stop of which only the attributes are known. */
export function emptyStop(
  attributes: Readonly<Record<string, string>>,
  line: number,
): VerifierStop {
  const code = /^(?:0x)?([0-9a-f]{1,8})$/i.exec((attributes['StopCode'] ?? '').trim())?.[1];
  return {
    line,
    time: attributes['Time'] ?? '',
    layer: attributes['LayerName'] ?? '',
    code: code === undefined ? null : Number.parseInt(code, 16),
    message: '',
    parameters: new Map(),
    frames: [],
  };
}

/** `stop 0x300: Invalid handle exception for current stack trace.` */
export function stopTitle({ code, message, layer, time }: VerifierStop): string {
  const name = code === null ? `stop of the layer ${layer}` : `stop 0x${code.toString(16)}`;
  const when = time === '' ? '' : ` (${time})`;
  return `${name}: ${message.slice(0, 200)}${when}`;
}

/** The handle that was used and was bad, where the stop names it; null otherwise. 0x300 does not. */
export function usedHandle({ code, parameters }: VerifierStop): bigint | null {
  switch (code) {
    case NULL_HANDLE:
      return 0n;
    case WRONG_TYPE:
      return parameters.get(1) ?? null;
    default:
      return null;
  }
}

/** The handle that was left open; null for other stops. */
export function leakedHandle({ code, parameters }: VerifierStop): bigint | null {
  return code === LEAKED ? (parameters.get(1) ?? null) : null;
}

/** A frame: its names, and its address where the log tells it. */
export interface StopFrame extends SymbolText {
  readonly address: Address | null;
}

/** `ntdll!KiRaiseUserExceptionDispatcher+3a ( @ 0)`, `app!main+12 (c:\src\app.cpp @ 34)`, `vfbasics!+7ffa194a2c50 ( @ 0)` */
export function stopFrame(text: string): StopFrame {
  const trimmed = text.trim().slice(0, LONGEST_FRAME);
  const [, name = trimmed, path = '', line] =
    /^(.*?\+[0-9a-f]{1,16}) \((.*) @ (\d{1,9})\)$/i.exec(trimmed) ??
    /^(.*?) \((.*) @ (\d{1,9})\)$/.exec(trimmed) ??
    [];
  const file = path.trim();
  const plus = name.lastIndexOf('+');
  const digits = plus === -1 ? undefined : /^[0-9a-f]{1,16}$/i.exec(name.slice(plus + 1))?.[0];
  const displacement = digits === undefined ? null : BigInt(`0x${digits}`);
  const whole = digits === undefined ? name : name.slice(0, plus);
  const bang = whole.indexOf('!');
  const module = bang <= 0 ? null : whole.slice(0, bang);
  const symbol = whole.slice(bang + 1);
  // Without a symbol the number is the whole address.
  const isPlace = symbol === '' && displacement !== null;
  return {
    module,
    symbol: symbol === '' ? null : symbol,
    displacement,
    address: isPlace ? address(displacement) : null,
    ...(file === '' || line === undefined ? {} : { source: { file, line: Number(line) } }),
  };
}
