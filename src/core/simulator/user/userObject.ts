/** A USER object of a simulated session: what the windowing system knows besides the bytes. */

import type { Address } from '../../model/identifiers';
import type { UserType } from '../../windows/user/userTypes';
import { Journalled, type Change, type Journal } from '../machine/journal';
import type { GuiProcess, GuiThread } from './guiParties';
import type { SessionHeader } from './objectHeader';
import type { UserDesktop } from './userDesktop';
import type { UserHeap } from './userHeap';

/** A block of memory of a heap. */
export interface HeapBlock {
  readonly heap: UserHeap;
  readonly place: Address;
  /** Bytes as they were asked for. */
  readonly size: number;
}

/** What a facility of a type is made of. */
export interface UserObjectParts {
  readonly index: number;
  /** 32 bits. */
  readonly handle: number;
  readonly type: UserType;
  readonly header: SessionHeader;
  readonly block: HeapBlock;
  readonly desktop: UserDesktop | null;
}

/** What changes of an object while it lives; once it is gone, how it was last. */
export interface UserObjectState {
  /** Null: nobody owns it. */
  readonly owner: GuiProcess | GuiThread | null;
  /** cLockObj. */
  readonly locks: number;
  /** Marked for destruction; it goes with the last lock. */
  readonly marked: boolean;
  /** Text of a window; empty for all others. */
  readonly text: string;
  /** Memory that belongs to it besides its own block: menu items, window text. */
  readonly extra: readonly HeapBlock[];
  /** Other objects that go with it, by handle: the transactions of a DDE conversation, for example. */
  readonly parts: readonly number[];
}

const AT_FIRST: UserObjectState = {
  owner: null,
  locks: 0,
  marked: false,
  text: '',
  extra: [],
  parts: [],
};

/** One object. */
export class UserObject extends Journalled {
  readonly index: number;
  readonly handle: number;
  readonly type: UserType;
  readonly header: SessionHeader;
  readonly block: HeapBlock;
  readonly desktop: UserDesktop | null;
  private state = AT_FIRST;
  /** Stretch of the journal in which it last told of a change, or came into being. */
  private told: number;

  constructor(
    parts: UserObjectParts,
    private readonly journal: Journal,
  ) {
    super();
    this.index = parts.index;
    this.handle = parts.handle;
    this.type = parts.type;
    this.header = parts.header;
    this.block = parts.block;
    this.desktop = parts.desktop;
    this.told = journal.epoch;
  }

  /** How it is now. */
  get now(): UserObjectState {
    return this.state;
  }

  get owner(): GuiProcess | GuiThread | null {
    return this.state.owner;
  }

  /** The process that the object counts for; null when nobody owns it. */
  get process(): GuiProcess | null {
    const { owner } = this.state;
    return owner?.kind === 'thread' ? owner.process : owner;
  }

  change(change: Partial<UserObjectState>): void {
    const { journal } = this;
    if (this.told !== journal.epoch) {
      this.told = journal.epoch;
      journal.keep(new StateChange(this));
    }
    this.state = { ...this.state, ...change };
  }

  /** Other objects go with it from now on, by handle. */
  addPart(handle: number): void {
    this.change({ parts: [...this.state.parts, handle] });
  }

  /** Puts a state back; the journal calls it. */
  putBack(state: UserObjectState): void {
    this.state = state;
  }
}

/** How an object was. */
class StateChange implements Change {
  readonly born = 0;
  private state: UserObjectState;

  constructor(private readonly object: UserObject) {
    this.state = object.now;
  }

  get bytes(): number {
    return 120 + (this.state.extra.length + this.state.parts.length) * 8;
  }

  exchange(): void {
    const { object, state } = this;
    this.state = object.now;
    object.putBack(state);
  }
}
