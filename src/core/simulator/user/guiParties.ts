/** Processes and threads that use the windowing system, as their session keeps them. */

import { address, type Address } from '../../model/identifiers';
import type { ThreadStack } from '../machine/threadStack';
import type { UserDesktop } from './userDesktop';

/** A process as the windowing system needs it. */
export interface SessionProcess {
  readonly processId: number;
  readonly image: string;
  /** The EPROCESS; 0 when there is none. */
  readonly objectAddress: Address;
  /** The jobs it is in. */
  readonly jobs: readonly object[];
  /** The one that keeps it from USER handles of processes outside (JOB_OBJECT_UILIMIT_HANDLES); null when none does. */
  readonly restrictingJob: object | null;
}

/** A thread as the windowing system needs it. */
export interface SessionThread extends ThreadStack {
  readonly threadId: number;
  readonly process: SessionProcess;
  readonly teb: Address;
}

/** A process that has called the windowing system. */
export class GuiProcess {
  readonly kind = 'process';
  /** UserHandleCount. */
  count = 0;
  /** UserHandleCountPeak. */
  peak = 0;
  /** GDIHandleCount: the bitmaps of its cursors and icons, the only GDI objects that are simulated. */
  gdiCount = 0;
  /** GDIHandleCountPeak. */
  gdiPeak = 0;
  ended = false;

  constructor(
    readonly process: SessionProcess,
    /** Its PROCESSINFO. */
    readonly info: Address,
    /** USERProcessHandleQuota. */
    readonly quota: number,
    /** How many 64 KB steps higher than usual the process maps what it shares. */
    readonly mappingSteps: number,
  ) {}

  get processId(): number {
    return this.process.processId;
  }
}

/** A thread that has called the windowing system. */
export class GuiThread {
  readonly kind = 'thread';
  /** Its THREADINFO. */
  info: Address = address(0);
  /** Null for threads that were never on a desktop. */
  desktop: UserDesktop | null = null;
  ended = false;

  constructor(
    readonly thread: SessionThread,
    readonly process: GuiProcess,
  ) {}

  get threadId(): number {
    return this.thread.threadId;
  }
}
