/** The life of a handle table entry, as a state machine (user-handles.md 3). */

/** What an entry is. */
export type EntryState = 'free' | 'live' | 'marked' | 'destroying';

/** A change of an entry. */
export interface EntryTransition {
  readonly event:
    | 'allocate'
    | 'lock or unlock'
    | 'destroy'
    | 'mark, locked'
    | 'mark, not locked'
    | 'last unlock'
    | 'free';
  readonly from: EntryState;
  readonly to: EntryState;
  /** Bits of `bFlags` that it sets and clears. */
  readonly sets: number;
  readonly clears: number;
  readonly effect: string;
  readonly source: string;
}

/** Every change, in the order of a life. 0x08 and the order of the free list are this project's model. */
export const ENTRY_LIFE: readonly EntryTransition[] = [
  {
    event: 'allocate',
    from: 'free',
    to: 'live',
    sets: 0,
    clears: 0xff,
    effect:
      'leaves the free list; phead, owner and type are filled in (0x40 when the object had to go to pool); the object learns its handle; the count of the process grows',
    source: 'SEED ROS VOL GC-PPI PROJECT',
  },
  {
    event: 'lock or unlock',
    from: 'live',
    to: 'live',
    sets: 0,
    clears: 0,
    effect: 'cLockObj goes up or down',
    source: 'GC-HEAD ROS',
  },
  {
    event: 'destroy',
    from: 'live',
    to: 'destroying',
    sets: 0x02,
    clears: 0,
    effect: 'destruction begins',
    source: 'SEED ROS',
  },
  {
    event: 'mark, locked',
    from: 'destroying',
    to: 'marked',
    sets: 0x01,
    clears: 0x02,
    effect: 'stays until the last unlock; its handle is refused from now on',
    source: 'SEED ROS',
  },
  {
    event: 'mark, not locked',
    from: 'destroying',
    to: 'free',
    sets: 0x01,
    clears: 0,
    effect: 'is freed at once',
    source: 'SEED ROS',
  },
  {
    event: 'last unlock',
    from: 'marked',
    to: 'free',
    sets: 0x0a,
    clears: 0,
    effect: 'is freed; 0x08 as this project models it',
    source: 'ROS PROJECT',
  },
  {
    event: 'free',
    from: 'destroying',
    to: 'free',
    sets: 0,
    clears: 0xff,
    effect:
      'wUniq grows by one, type becomes Free, owner 0; phead takes the index of the old head of the free list, the entry becomes the head; the count of the process shrinks',
    source: 'SEED ROS PROJECT',
  },
];
