/** A USER object of a simulated session: what the windowing system knows besides the bytes. */

import type { Address } from '../../model/identifiers';
import type { UserType } from '../../windows/user/userTypes';
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

/** One object. */
export class UserObject {
  readonly index: number;
  readonly handle: number;
  readonly type: UserType;
  readonly header: SessionHeader;
  readonly block: HeapBlock;
  readonly desktop: UserDesktop | null;
  /** Null: nobody owns it. */
  owner: GuiProcess | GuiThread | null = null;
  /** cLockObj. */
  locks = 0;
  /** Marked for destruction; it goes with the last lock. */
  marked = false;
  destroyed = false;
  /** Text of a window; empty for all others. */
  text = '';
  /** Memory that belongs to it besides its own block: menu items, window text. */
  readonly extra: HeapBlock[] = [];
  /** Other objects that go with it, by handle: the transactions of a DDE conversation, for example. */
  readonly parts: number[] = [];

  constructor(parts: UserObjectParts) {
    this.index = parts.index;
    this.handle = parts.handle;
    this.type = parts.type;
    this.header = parts.header;
    this.block = parts.block;
    this.desktop = parts.desktop;
  }

  /** The process that the object counts for; null when nobody owns it. */
  get process(): GuiProcess | null {
    return this.owner?.kind === 'thread' ? this.owner.process : this.owner;
  }
}
