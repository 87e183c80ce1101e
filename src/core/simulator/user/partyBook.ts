/** The processes and threads that a session knows, and their counters in memory. */

import { address, type Address } from '../../model/identifiers';
import { fieldOf, type UserField } from '../../windows/user/userLayouts';
import type { UserProfile } from '../../windows/user/userProfiles';
import { GuiProcess, GuiThread, type SessionProcess, type SessionThread } from './guiParties';
import type { UserHeap } from './userHeap';

/** Bytes of a PROCESSINFO and of a THREADINFO; simulated except for the counters at the start of the first. */
const INFO_SIZE = 0x300;
/** Different places at which processes map what they share. */
const MAPPING_STEPS = 4;

/** Members of W32PROCESS that are written, where the version's layout is public. */
const COUNTER_MEMBERS = [
  'Process',
  'W32Pid',
  'GDIHandleCount',
  'GDIHandleCountPeak',
  'UserHandleCount',
  'UserHandleCountPeak',
] as const;
type CounterMember = (typeof COUNTER_MEMBERS)[number];

/** Who uses the windowing system. */
export class PartyBook {
  private readonly byProcess = new Map<SessionProcess, GuiProcess>();
  private readonly byThread = new Map<SessionThread, GuiThread>();
  private readonly fields: ReadonlyMap<CounterMember, UserField | null>;
  /** The process that keeps the session's own objects: CSRSS, the first one that calls. */
  server: GuiProcess | null = null;

  constructor(
    profile: UserProfile,
    private readonly pool: UserHeap,
    private readonly quota: number,
  ) {
    this.fields = new Map(
      COUNTER_MEMBERS.map((member) => [member, fieldOf('W32PROCESS', member, profile)]),
    );
  }

  /** Processes that have called the windowing system and still run, in the order of their first call. */
  processes(): readonly GuiProcess[] {
    return [...this.byProcess.values()].filter(({ ended }) => !ended);
  }

  /** Threads that have called the windowing system and still run. */
  threads(): readonly GuiThread[] {
    return [...this.byThread.values()].filter(({ ended }) => !ended);
  }

  process(process: SessionProcess): GuiProcess | null {
    return this.byProcess.get(process) ?? null;
  }

  thread(thread: SessionThread): GuiThread | null {
    return this.byThread.get(thread) ?? null;
  }

  /** Who takes over what is still locked when its owner ends: a thread of the server process, or the process itself. */
  heirOf(owner: GuiProcess | GuiThread): GuiProcess | GuiThread | null {
    const { server } = this;
    const heir =
      owner.kind === 'process'
        ? server
        : (this.threads().find((gui) => gui.process === server && gui !== owner) ?? null);
    return heir === null || heir === owner || heir.ended ? null : heir;
  }

  /** The thread of a process that called last for the first time, whether it still runs or not. */
  lastThreadOf(process: GuiProcess): GuiThread | null {
    return [...this.byThread.values()].filter((gui) => gui.process === process).at(-1) ?? null;
  }

  addThread(thread: SessionThread): GuiThread {
    const gui = new GuiThread(thread, this.addProcess(thread.process));
    this.byThread.set(thread, gui);
    return gui;
  }

  addProcess(process: SessionProcess): GuiProcess {
    const known = this.byProcess.get(process);
    if (known !== undefined) {
      return known;
    }
    const steps = this.byProcess.size % MAPPING_STEPS;
    const gui = new GuiProcess(process, this.place(), this.quota, steps);
    this.byProcess.set(process, gui);
    this.server ??= gui;
    this.write(gui, 'Process', process.objectAddress);
    this.write(gui, 'W32Pid', BigInt(process.processId));
    return gui;
  }

  /** Room for a PROCESSINFO or THREADINFO; address 0 when the pool is full. */
  place(): Address {
    return this.pool.allocate(INFO_SIZE) ?? address(0);
  }

  /** Brings the counters of a process up to date. */
  writeCounts(process: GuiProcess): void {
    this.write(process, 'GDIHandleCount', BigInt(process.gdiCount));
    this.write(process, 'GDIHandleCountPeak', BigInt(process.gdiPeak));
    this.write(process, 'UserHandleCount', BigInt(process.count));
    this.write(process, 'UserHandleCountPeak', BigInt(process.peak));
  }

  private write(process: GuiProcess, member: CounterMember, value: bigint): void {
    const { pool } = this;
    const field = this.fields.get(member) ?? null;
    if (field !== null && field.size !== null && process.info !== 0n) {
      pool.arena.writeField(pool.arena.offsetOf(process.info) + field.offset, field.size, value);
    }
  }
}
