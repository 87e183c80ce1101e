/** The text of `!htrace` records (output-formats.md 2.4, 4). */

import { NO_ACTOR, type HandleTrace, type TraceOperation } from '../model/handleTrace';
import type { Address } from '../model/identifiers';
import type { SymbolSource } from '../target/symbolSource';
import type { TargetInfo } from '../target/targetInfo';
import { FramePrinter, prefixedHex, type FrameStyle } from './framePrinter';

/** Stands before every record and after the last. */
export const SEPARATOR = `${'-'.repeat(38)}\n`;

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
  private readonly digits: number;
  private readonly kernel: boolean;
  private readonly style: FrameStyle;
  private readonly frames: FramePrinter;

  constructor(
    private readonly target: TargetInfo,
    symbols: SymbolSource,
  ) {
    this.digits = target.pointerSize * 2;
    this.kernel = target.mode === 'kernel';
    this.style = {
      digits: this.digits,
      displacementDigits: this.kernel ? 0 : this.digits,
      upperCase: this.kernel || target.debuggerStyle === 'xp',
    };
    this.frames = new FramePrinter(symbols, this.style);
  }

  /** A record with its separator in front. Its addresses must have been prepared. */
  record(trace: HandleTrace): string {
    let text = SEPARATOR + this.heading(trace);
    for (const frame of trace.stack) {
      if (frame === 0n) {
        break;
      }
      if (!isHiddenFrame(frame, this.target)) {
        text += this.frames.frame(frame);
      }
    }
    return text;
  }

  private heading(trace: HandleTrace): string {
    if (this.kernel) {
      return `Handle ${this.number(trace.handle, 0)} - ${KERNEL_LABELS[trace.operation]}:\n`;
    }
    const head = `Handle = ${this.number(trace.handle, this.digits)} - ${USER_LABELS[trace.operation]}\n`;
    if (trace.threadId === NO_ACTOR && trace.processId === NO_ACTOR) {
      return `${head}\n`;
    }
    const thread = this.number(trace.threadId, this.digits);
    const process = this.number(trace.processId, this.digits);
    return `${head}Thread ID = ${thread}, Process ID = ${process}\n\n`;
  }

  private number(value: number | bigint, digits: number): string {
    return prefixedHex(value, digits, this.style.upperCase);
  }
}

/** True for kernel-range addresses in user-mode stacks, which debuggers up to Windows 7 leave out; later ones print them bare. */
export function isHiddenFrame(frame: Address, target: TargetInfo): boolean {
  return target.hidesKernelFrames && target.mode === 'user' && isKernelAddress(frame, target);
}

/** True for addresses in the kernel's half. */
export function isKernelAddress(address: Address, target: TargetInfo): boolean {
  return target.pointerSize === 4 ? address >= 0x8000_0000n : address >> 63n === 1n;
}
