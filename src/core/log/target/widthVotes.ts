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
    if (record.form === 'dump') {
      this.dump++;
      this.vote(record.digits);
    } else if (record.form === 'live') {
      this.live++;
    }
    if (record.value !== null && record.value > WIDE) {
      this.wide++;
    }
  }

  trace(record: LogTrace): void {
    for (const { digits } of record.frames.slice(0, 1)) {
      this.vote(digits);
    }
    if (record.form === 'user') {
      this.vote(record.digits);
    }
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
