/** The text of trace records: frames are resolved once and kept (output-formats.md 2.4, 4). */

import type { HandleTrace, TraceOperation } from '../model/handleTrace';
import type { Address } from '../model/identifiers';
import type { ResolvedAddress } from '../model/stackFrame';
import type { SymbolSource } from '../target/symbolSource';
import type { TargetInfo } from '../target/targetInfo';
import { escapeText } from './escapeText';

/** Stands before every record and after the last. */
export const SEPARATOR = `${'-'.repeat(38)}\n`;

/** A leak repeats few addresses; the limit only guards against hostile logs. */
const MOST_CACHED_FRAMES = 200_000;

const USER_LABELS: Readonly<Record<TraceOperation, string>> = {
  open: 'OPEN',
  close: 'CLOSE',
  badref: '*** BAD REFERENCE ***',
};

const KERNEL_LABELS: Readonly<Record<TraceOperation, string>> = {
  open: 'OPEN',
  close: 'CLOSE',
  badref: 'BAD REFERENCE',
};

/** Prints trace records the way the target's debugger does. */
export class TracePrinter {
  private readonly frames = new Map<Address, string>();
  private readonly digits: number;
  private readonly kernel: boolean;
  private readonly upperCase: boolean;
  private readonly padded: boolean;

  constructor(
    private readonly target: TargetInfo,
    private readonly symbols: SymbolSource,
  ) {
    this.digits = target.pointerSize * 2;
    this.kernel = target.mode === 'kernel';
    this.upperCase = this.kernel || target.debuggerStyle === 'xp';
    this.padded = !this.kernel;
  }

  /** A record with its separator in front. Its addresses must have been prepared. */
  record(trace: HandleTrace): string {
    let text = SEPARATOR + this.heading(trace);
    for (const frame of trace.stack) {
      if (frame === 0n) {
        break;
      }
      if (!this.isHidden(frame)) {
        text += this.frame(frame);
      }
    }
    return text;
  }

  private heading(trace: HandleTrace): string {
    if (this.kernel) {
      return `Handle ${this.number(trace.handle, 0)} - ${KERNEL_LABELS[trace.operation]}:\n`;
    }
    const thread = this.number(trace.threadId, this.digits);
    const process = this.number(trace.processId, this.digits);
    return `Handle = ${this.number(trace.handle, this.digits)} - ${USER_LABELS[trace.operation]}\nThread ID = ${thread}, Process ID = ${process}\n\n`;
  }

  /** Kernel-range addresses in user-mode stacks, which debuggers up to Windows 7 leave out. */
  private isHidden(frame: Address): boolean {
    return this.target.hidesKernelFrames && !this.kernel && isKernelAddress(frame, this.target);
  }

  private frame(address: Address): string {
    const known = this.frames.get(address);
    if (known !== undefined) {
      return known;
    }
    if (this.frames.size >= MOST_CACHED_FRAMES) {
      this.frames.clear();
    }
    const resolved = this.symbols.resolve(address);
    const displacement = this.number(resolved.displacement, this.padded ? this.digits : 0);
    const text = `${this.number(address, this.digits)}: ${frameName(resolved)}+${displacement}\n`;
    this.frames.set(address, text);
    return text;
  }

  /** `0x` and digits in the debugger's letter case. */
  private number(value: number | bigint, digits: number): string {
    const text = value.toString(16).padStart(digits, '0');
    return `0x${this.upperCase ? text.toUpperCase() : text}`;
  }
}

/** True for addresses in the kernel's half. */
export function isKernelAddress(address: Address, target: TargetInfo): boolean {
  return target.pointerSize === 4 ? address >= 0x8000_0000n : address >> 63n === 1n;
}

/** `module!symbol`, the module alone, or nothing. */
function frameName({ module, symbol }: ResolvedAddress): string {
  return escapeText(symbol === null ? (module ?? '') : `${module ?? ''}!${symbol}`);
}
