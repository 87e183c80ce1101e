/** Who owns USER objects: from what entries say to threads and processes (user-handles.md 1, 5.6). */

import type { GuiProcess, GuiThread, UserHandleAccess } from '../target/userHandles';
import type { UserOwnerKind } from '../windows/user/userTypeFacts';
import { typesOf } from '../windows/user/userTypes';
import type { UserHandleTable } from './userTable';

/** The owner of an entry. */
export type UserOwner =
  | { readonly kind: 'none' }
  /** `process` null: the target does not list the thread's process. */
  | { readonly kind: 'thread'; readonly thread: GuiThread; readonly process: GuiProcess | null }
  | { readonly kind: 'process'; readonly process: GuiProcess }
  /** An address or id that the target does not know; `as` is what the type says it is. */
  | {
      readonly kind: 'unknown';
      readonly value: bigint;
      readonly as: 'thread' | 'process' | 'either';
    };

/** A process number that stands for no owner. */
export const NO_OWNER = -1;
/** A process number that stands for an owner the target does not know. */
export const UNKNOWN_OWNER = -2;

/** Resolves the owners of a table's entries. */
export class UserOwners {
  private readonly threads = new PointerMap<GuiThread>();
  private readonly processes = new PointerMap<GuiProcess>();
  private readonly processesById = new Map<number, GuiProcess>();
  /** By the value of `bType`. */
  private readonly kinds: readonly UserOwnerKind[];

  constructor(
    private readonly table: UserHandleTable,
    access: Pick<UserHandleAccess, 'guiProcesses' | 'guiThreads'>,
  ) {
    this.kinds = typesOf(table.profile.version).map(({ owner }) => owner);
    const byId = table.profile.owner === 'entry-id';
    for (const process of access.guiProcesses()) {
      this.processesById.set(process.processId, process);
      this.processes.set(byId ? BigInt(process.processId) : process.processInfo, process);
    }
    for (const thread of access.guiThreads()) {
      this.threads.set(byId ? BigInt(thread.threadId) : thread.threadInfo, thread);
    }
  }

  /** The owner of an entry; `none` for entries that are free, unreadable or past the table. */
  ownerOf(index: number): UserOwner {
    const { columns } = this.table;
    const low = columns.ownerLow[index] ?? 0;
    const high = columns.ownerHigh[index] ?? 0;
    if (!this.table.isInUse(index) || (low === 0 && high === 0)) {
      return { kind: 'none' };
    }
    const kind = this.kindOf(index);
    const thread = kind === 'process' ? undefined : this.threads.get(low, high);
    if (thread !== undefined) {
      return { kind: 'thread', thread, process: this.processOf(thread.processId) };
    }
    const process = kind === 'thread' ? undefined : this.processes.get(low, high);
    if (process !== undefined) {
      return { kind: 'process', process };
    }
    const as = kind === 'thread' || kind === 'process' ? kind : 'either';
    return { kind: 'unknown', value: this.table.ownerValue(index), as };
  }

  /** The process that an entry counts for, {@link NO_OWNER} or {@link UNKNOWN_OWNER}; makes no objects. */
  processIdOf(index: number): number {
    const { columns } = this.table;
    const low = columns.ownerLow[index] ?? 0;
    const high = columns.ownerHigh[index] ?? 0;
    if (low === 0 && high === 0) {
      return NO_OWNER;
    }
    const kind = this.kindOf(index);
    const thread = kind === 'process' ? undefined : this.threads.get(low, high);
    const process = kind === 'thread' ? undefined : this.processes.get(low, high);
    return thread?.processId ?? process?.processId ?? UNKNOWN_OWNER;
  }

  /** The thread that owns an entry; null when a process or nobody known does. */
  threadIdOf(index: number): number | null {
    const owner = this.ownerOf(index);
    return owner.kind === 'thread' ? owner.thread.threadId : null;
  }

  /** A process by its id; null when the target does not list it. */
  processOf(processId: number): GuiProcess | null {
    return this.processesById.get(processId) ?? null;
  }

  private kindOf(index: number): UserOwnerKind {
    return this.kinds[this.table.columns.type[index] ?? 0] ?? 'unknown';
  }
}

/** A map from 64-bit numbers in halves, so that look-ups allocate nothing. */
class PointerMap<T> {
  private readonly byHigh = new Map<number, Map<number, T>>();

  /** Adds an item; null has no place and is left out. */
  set(pointer: bigint | null, item: T): void {
    if (pointer === null || pointer === 0n) {
      return;
    }
    const high = Number(BigInt.asUintN(32, pointer >> 32n));
    let byLow = this.byHigh.get(high);
    if (byLow === undefined) {
      byLow = new Map();
      this.byHigh.set(high, byLow);
    }
    byLow.set(Number(BigInt.asUintN(32, pointer)), item);
  }

  get(low: number, high: number): T | undefined {
    return this.byHigh.get(high)?.get(low);
  }
}
