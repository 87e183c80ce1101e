/** Finds out from what was printed how wide addresses are, which printer printed, and of which age the debugger is. */

import type { Architecture, TargetInfo } from '../../target/targetInfo';
import type {
  LogCommand,
  LogHandle,
  LogHandleTable,
  LogKernelHandle,
  LogTrace,
} from '../logEvents';

const WIDE = 0xffff_ffffn;

/** Gathers evidence; the majority decides where it contradicts itself. */
export class WidthVotes {
  private narrow = 0;
  private wide = 0;
  private live = 0;
  private dump = 0;
  private style: TargetInfo['debuggerStyle'] | null = null;
  private hasBanner = false;
  private isX86 = false;

  /** A prompt such as `0:000:x86>`. */
  prompt({ prompt }: LogCommand): void {
    this.isX86 ||= prompt.endsWith(':x86>');
  }

  /** The digits of a padded handle value tell; the live printer pads nothing. */
  handle(record: LogHandle | LogKernelHandle): void {
    if (record.kind === 'kernelHandle') {
      this.vote(record.digits);
      return;
    }
    this.block(record.form, record.digits, record.value !== null && record.value > WIDE);
  }

  /** A user-mode block: its printer, the digits of its value, and whether that has more than 32 bits. */
  block(form: LogHandle['form'], digits: number, isWide: boolean): void {
    if (form === 'dump') {
      this.dump++;
      this.vote(digits);
    } else if (form === 'live') {
      this.live++;
    }
    if (isWide) {
      this.wide++;
    }
  }

  trace(record: LogTrace): void {
    this.record(record.frames[0]?.digits ?? 0, record.form === 'user' ? record.digits : 0);
  }

  /** A trace record: digits of its first address and of its handle value, 0 for what does not tell. */
  record(addressDigits: number, valueDigits: number): void {
    this.vote(addressDigits);
    this.vote(valueDigits);
  }

  table({ style }: LogHandleTable): void {
    if (this.style === null || style === 'xp') {
      this.style = style;
    }
  }

  /** A line such as `processor number 0`. */
  banner(): void {
    this.hasBanner = true;
  }

  /** 8 where nothing tells. */
  get pointerSize(): 4 | 8 {
    return this.narrow > this.wide || (this.isX86 && this.wide === 0) ? 4 : 8;
  }

  /** What the evidence says about the processor; it never tells x64 from ARM64. */
  get architecture(): Architecture {
    return this.isX86 && this.pointerSize === 4 ? 'x86' : 'unknown';
  }

  get liveness(): TargetInfo['liveness'] {
    return this.dump > this.live ? 'dump' : 'live';
  }

  get debuggerStyle(): TargetInfo['debuggerStyle'] {
    return this.style === 'win7' && !this.hasBanner ? 'modern' : (this.style ?? 'modern');
  }

  private vote(digits: number): void {
    if (digits === 16) {
      this.wide++;
    } else if (digits === 8) {
      this.narrow++;
    }
  }
}
