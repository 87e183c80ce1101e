/** The frames of trace records as text: each address is resolved once and kept. */

import type { Address } from '../model/identifiers';
import type { ResolvedAddress } from '../model/stackFrame';
import type { SymbolSource } from '../target/symbolSource';
import { escapeText } from './escapeText';

/** A leak repeats few addresses; the limit only guards against hostile logs. */
const MOST_CACHED_FRAMES = 200_000;

/** How a debugger writes the numbers of a frame. */
export interface FrameStyle {
  /** Digits of an address. */
  readonly digits: number;
  /** Digits of a displacement at least. */
  readonly displacementDigits: number;
  readonly upperCase: boolean;
}

/** Prints frames in one style. */
export class FramePrinter {
  private readonly frames = new Map<Address, string>();

  constructor(
    private readonly symbols: SymbolSource,
    private readonly style: FrameStyle,
  ) {}

  /** `0x<address>: module!symbol+0x<displacement>` and a line feed. The address must have been prepared. */
  frame(address: Address): string {
    const known = this.frames.get(address);
    if (known !== undefined) {
      return known;
    }
    if (this.frames.size >= MOST_CACHED_FRAMES) {
      this.frames.clear();
    }
    const { digits, displacementDigits, upperCase } = this.style;
    const resolved = this.symbols.resolve(address);
    const displacement = prefixedHex(resolved.displacement, displacementDigits, upperCase);
    const place =
      resolved.addressUnrecorded === true
        ? `0x${'?'.repeat(digits)}`
        : prefixedHex(address, digits, upperCase);
    const text = `${place}: ${frameName(resolved)}+${displacement}\n`;
    this.frames.set(address, text);
    return text;
  }
}

/** `0x` and at least `digits` digits in the letter case wanted. */
export function prefixedHex(value: number | bigint, digits: number, upperCase: boolean): string {
  const text = value.toString(16).padStart(digits, '0');
  return `0x${upperCase ? text.toUpperCase() : text}`;
}

/** `module!symbol`, the module alone, or nothing. */
function frameName({ module, symbol }: ResolvedAddress): string {
  return escapeText(symbol === null ? (module ?? '') : `${module ?? ''}!${symbol}`);
}
