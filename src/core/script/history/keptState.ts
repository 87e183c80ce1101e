/**
 * Keeps the state of a graph of objects: how each one was when it was last looked at. Looking again finds what changed, whoever
 * changed it; the same objects get their old values back, so that whoever holds one of them need not know. Parts that tell a
 * journal of their changes are left to it.
 */

import { Journalled, type Change } from '../../simulator/machine/journal';
import { keep, type Kept } from './keptObjects';

/** What an entry of the table of kept objects takes. */
const ENTRY_BYTES = 48;

/** The objects that are reached from some others, and how they were. */
export class KeptState {
  /** Those that can be reached. */
  private current = new Map<object, Kept>();
  /** All that were ever seen. */
  private readonly known = new WeakMap<object, Kept>();

  /** What `constant` holds is not looked into, nor are functions and accessors. */
  constructor(
    private readonly roots: readonly object[],
    private readonly constant: ReadonlySet<object>,
  ) {}

  /** Objects that are looked at. */
  get size(): number {
    return this.current.size;
  }

  /** Bytes that the table takes, roughly. */
  get bytes(): number {
    let bytes = 0;
    for (const kept of this.current.values()) {
      bytes += ENTRY_BYTES + kept.bytes;
    }
    return bytes;
  }

  /** Looks at everything: what changed since the last time. What cannot be reached any more is looked at once more. */
  look(): Change[] {
    const before = this.current;
    const reached = new Map<object, Kept>();
    const changes: Change[] = [];
    const open: object[] = [...this.roots];
    for (let object = open.pop(); object !== undefined; object = open.pop()) {
      if (reached.has(object) || this.constant.has(object) || object instanceof Journalled) {
        continue;
      }
      reached.set(object, this.examine(object, before, changes, open));
    }
    this.current = reached;
    for (const [object, kept] of before) {
      if (!reached.has(object)) {
        changes.push(...kept.difference(), new LostChange(this, object, kept));
      }
    }
    return changes;
  }

  /** An object can be reached again. */
  add(object: object, kept: Kept): void {
    this.current.set(object, kept);
    kept.putBack();
  }

  /** Puts everything back as it was when it was last looked at. */
  putBack(): void {
    for (const kept of this.current.values()) {
      kept.putBack();
    }
  }

  private examine(
    object: object,
    before: ReadonlyMap<object, Kept>,
    changes: Change[],
    open: object[],
  ): Kept {
    const earlier = before.get(object) ?? this.known.get(object);
    if (earlier === undefined) {
      const kept = keep(object);
      this.known.set(object, kept);
      kept.reach(open);
      return kept;
    }
    changes.push(...earlier.difference());
    earlier.reach(open);
    return earlier;
  }
}

/** An object that could not be reached any more. */
class LostChange implements Change {
  readonly bytes = 48;
  readonly born = 0;

  constructor(
    private readonly state: KeptState,
    private readonly object: object,
    private readonly kept: Kept,
  ) {}

  /** Whichever way time goes: one object too many is looked at, which does no harm. */
  exchange(): void {
    this.state.add(this.object, this.kept);
  }
}
