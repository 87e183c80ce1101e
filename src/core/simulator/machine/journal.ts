/**
 * What changed in a machine since somebody last asked. Parts that a program can have very many of (objects, table entries,
 * trace records, memory of the windowing system) tell the journal before they change, once between two cuts; it keeps how
 * they were. Going back and forth therefore costs what changed, not what there is.
 */

import type { KeptRecord, TraceRing } from './traceRing';

/** How something was before it changed. */
export interface Change {
  /** Puts the kept state back, and keeps the present one instead. */
  exchange(): void;
  /** Bytes that keeping it takes, roughly. */
  readonly bytes: number;
  /** Stretch in which the part came into being: before it, nobody can reach it. 0 when that is not known. */
  readonly born: number;
  /** What must be brought up to date when all changes are made. */
  readonly settles?: TraceRing;
  /** What it tells of, when one change can tell of all that several kept one after the other. */
  readonly subject?: object;
  /** Takes in a later change of the same subject. None of them is undone. */
  absorb?(later: Change): void;
  /** Nothing is added any more. */
  seal?(): void;
}

/** A part that tells the journal of its changes: whoever else keeps state leaves it alone, and all that only it leads to. */
export abstract class Journalled {
  /** For whoever walks over state. */
  get isJournalled(): boolean {
    return true;
  }
}

/** The changes of one machine, in the order in which they happened. While nobody asks for them, none are kept. */
export class Journal {
  /** Number of the stretch between two cuts; 0 while nothing is kept. Parts remember in which one they told of a change. */
  epoch = 0;
  /** Trace records that somebody has kept, by the numbers that the machine's observer gave them; null when there is none. */
  recordOf: (number: number) => KeptRecord | null = () => null;
  private changes: Change[] = [];
  private readonly unsettled = new Set<TraceRing>();
  private keys = new Map<object, Set<unknown>>();

  /** Keeps a change. Only between cuts, and only the first of a part. */
  keep(change: Change): void {
    this.changes.push(change);
  }

  /** An entry of a map is about to change. */
  touchEntry<K, V>(map: Map<K, V>, key: K): void {
    if (this.epoch === 0) {
      return;
    }
    const known = this.keys.get(map) ?? new Set();
    this.keys.set(map, known);
    if (!known.has(key)) {
      known.add(key);
      this.keep(new EntryChange(map, key));
    }
  }

  /** Puts everything back as it was before some changes; {@link settle} completes it. */
  undo(changes: readonly Change[]): void {
    for (let index = changes.length - 1; index >= 0; index--) {
      this.exchange(changes[index]);
    }
  }

  /** Carries out changes that were undone; {@link settle} completes it. */
  redo(changes: readonly Change[]): void {
    changes.forEach((change) => this.exchange(change));
  }

  /** All changes that shall be undone or carried out are. */
  settle(): void {
    this.unsettled.forEach((ring) => ring.refresh());
    this.unsettled.clear();
  }

  private exchange(change: Change | undefined): void {
    change?.exchange();
    if (change?.settles !== undefined) {
      this.unsettled.add(change.settles);
    }
  }

  /** Ends a stretch, or begins the first one: what changed in it. */
  cut(): Change[] {
    const { changes } = this;
    this.changes = [];
    this.keys = new Map();
    this.epoch++;
    changes.forEach((change) => change.seal?.());
    return changes;
  }
}

/** An entry of a map. The order of the map's keys is not kept. */
class EntryChange<K, V> implements Change {
  readonly bytes = 64;
  readonly born = 0;
  private value: V | undefined;
  private existed: boolean;

  constructor(
    private readonly map: Map<K, V>,
    private readonly key: K,
  ) {
    this.value = map.get(key);
    this.existed = map.has(key);
  }

  exchange(): void {
    const { map, key, value, existed } = this;
    this.value = map.get(key);
    this.existed = map.has(key);
    if (existed) {
      map.set(key, value as V);
    } else {
      map.delete(key);
    }
  }
}
