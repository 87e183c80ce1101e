/** A map that tells a journal of its changes. */

import { Journalled, type Journal } from './journal';

/** Entries by key. When time goes back and forth, the order of the keys changes: it must not matter to anybody. */
export class JournalledMap<K, V> extends Journalled {
  private readonly entries = new Map<K, V>();

  constructor(private readonly journal: Journal) {
    super();
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    return this.entries.get(key);
  }

  set(key: K, value: V): void {
    this.journal.touchEntry(this.entries, key);
    this.entries.set(key, value);
  }

  delete(key: K): void {
    if (this.entries.has(key)) {
      this.journal.touchEntry(this.entries, key);
      this.entries.delete(key);
    }
  }

  /** All values, in no order. */
  values(): IterableIterator<V> {
    return this.entries.values();
  }
}
