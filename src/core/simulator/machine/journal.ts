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
  private maps = new Map<object, MapChange>();

  /** Keeps a change. Only between cuts, and only the first of a part. */
  keep(change: Change): void {
    this.changes.push(change);
  }

  /** An entry of a map is about to change. */
  touchEntry<K, V>(map: Map<K, V>, key: K): void {
    if (this.epoch === 0) {
      return;
    }
    let change = this.maps.get(map);
    if (change === undefined) {
      change = new MapChange(map);
      this.maps.set(map, change);
      this.keep(change);
    }
    change.add(key);
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
    this.maps = new Map();
    this.epoch++;
    changes.forEach((change) => change.seal?.());
    return changes;
  }
}

/** Stands for the value of an entry that did not exist. */
const ABSENT = Symbol('no entry');

/** Some entries of a map. The order of the map's keys is not kept. */
class MapChange implements Change {
  readonly born = 0;
  private readonly keys: unknown[] = [];
  private readonly values: unknown[] = [];
  /** The keys; null once nothing is added any more. */
  private known: Set<unknown> | null = new Set();

  constructor(private readonly map: Map<unknown, unknown>) {}

  get subject(): object {
    return this.map;
  }

  get bytes(): number {
    return 120 + this.keys.length * 16;
  }

  /** An entry is about to change, perhaps not for the first time. */
  add(key: unknown): void {
    this.keepOnce(key, this.map.has(key) ? this.map.get(key) : ABSENT);
  }

  seal(): void {
    this.known = null;
  }

  absorb(later: MapChange): void {
    this.known = new Set(this.keys);
    later.keys.forEach((key, index) => this.keepOnce(key, later.values[index]));
    this.seal();
  }

  exchange(): void {
    const { map, keys, values } = this;
    keys.forEach((key, index) => {
      const value = values[index];
      values[index] = map.has(key) ? map.get(key) : ABSENT;
      if (value === ABSENT) {
        map.delete(key);
      } else {
        map.set(key, value);
      }
    });
  }

  private keepOnce(key: unknown, value: unknown): void {
    if (this.known?.has(key) === false) {
      this.known.add(key);
      this.keys.push(key);
      this.values.push(value);
    }
  }
}
