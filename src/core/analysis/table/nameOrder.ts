/** The alphabetical order of all names of a table, letter case ignored. */

import { NAME_CHUNK_SHIFT, type NameColumn } from '../../model/nameColumn';
import type { Utf16Units } from '../../util/utf16';
import { WorkMeter, type Work } from '../work';

/** Characters looked at between two rests. */
const STRETCH = 400_000;
/** Shorter runs are sorted by insertion. */
const SHORT = 12;

/**
 * For each name by number its place in the order, from 1. "No name" comes last, with the place {@link NameColumn.distinct}
 * + 1. Texts that differ in letter case only stand in the order they were first seen.
 */
export async function orderNames(names: NameColumn, work: Work): Promise<Uint32Array> {
  const order = new NameSorter(names);
  await order.prepare(names, work);
  await order.sort(work);
  const ranks = new Uint32Array(names.distinct + 1);
  ranks[0] = names.distinct + 1;
  order.items.forEach((id, place) => {
    ranks[id] = place + 1;
  });
  return ranks;
}

interface Run {
  readonly from: number;
  readonly to: number;
  /** Units that all names of the run have in common. */
  readonly depth: number;
}

/** Quicksort by one character at a time: common beginnings, which object names have a lot of, are compared once. */
class NameSorter {
  /** Numbers of names, sorted at the end. */
  readonly items: Uint32Array;
  private readonly keys: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly lengths: Uint32Array;
  /** Folded units by chunk. */
  private readonly texts: Utf16Units[] = [];
  /** Characters looked at since the last count. */
  private looked = 0;

  constructor(names: NameColumn) {
    const { distinct } = names;
    this.items = new Uint32Array(distinct);
    this.keys = new Uint32Array(distinct);
    this.starts = new Uint32Array(distinct + 1);
    this.lengths = new Uint32Array(distinct + 1);
  }

  /** Notes where each name is. */
  async prepare(names: NameColumn, work: Work): Promise<void> {
    const meter = new WorkMeter(work, STRETCH * 4);
    for (const chunk of names.chunks) {
      this.texts.push(chunk.folded);
      for (let index = 0; index < chunk.count; index++) {
        const id = chunk.firstId + index;
        this.items[id - 1] = id;
        this.starts[id] = chunk.start(index);
        this.lengths[id] = chunk.end(index) - chunk.start(index);
      }
      if (meter.add(chunk.length)) {
        await meter.rest();
      }
    }
  }

  async sort(work: Work): Promise<void> {
    const meter = new WorkMeter(work, STRETCH);
    const pending: Run[] = [{ from: 0, to: this.items.length, depth: 0 }];
    for (let run = pending.pop(); run !== undefined; run = pending.pop()) {
      const length = run.to - run.from;
      if (length <= SHORT) {
        this.insertionSort(run);
      } else {
        this.split(run, pending);
      }
      this.looked += length;
      if (meter.add(this.looked)) {
        await meter.rest();
      }
      this.looked = 0;
    }
  }

  /** Splits a run by the characters at its depth into smaller, equal and larger ones. */
  private split(run: Run, pending: Run[]): void {
    const { items, keys } = this;
    const { from, to, depth } = run;
    for (let at = from; at < to; at++) {
      keys[at] = this.keyAt(items[at] ?? 0, depth);
    }
    const pivot = this.pivot(from, to);
    let less = from;
    let greater = to;
    for (let at = from; at < greater;) {
      const key = keys[at] ?? 0;
      if (key < pivot) {
        this.swap(at++, less++);
      } else if (key > pivot) {
        this.swap(at, --greater);
      } else {
        at++;
      }
    }
    if (greater < to) {
      pending.push({ from: greater, to, depth });
    }
    if (pivot === 0) {
      // Equal to the end: the first seen comes first.
      items.subarray(less, greater).sort();
    } else {
      pending.push({ from: less, to: greater, depth: depth + 1 });
    }
    if (less > from) {
      pending.push({ from, to: less, depth });
    }
  }

  /** The median of three keys. */
  private pivot(from: number, to: number): number {
    const first = this.keys[from] ?? 0;
    const middle = this.keys[(from + to) >>> 1] ?? 0;
    const last = this.keys[to - 1] ?? 0;
    return Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
  }

  private swap(a: number, b: number): void {
    const { items, keys } = this;
    const item = items[a] ?? 0;
    const key = keys[a] ?? 0;
    items[a] = items[b] ?? 0;
    keys[a] = keys[b] ?? 0;
    items[b] = item;
    keys[b] = key;
  }

  private insertionSort(run: Run): void {
    const { items } = this;
    for (let at = run.from + 1; at < run.to; at++) {
      const item = items[at] ?? 0;
      let place = at;
      for (; place > run.from; place--) {
        const before = items[place - 1] ?? 0;
        if (this.compare(before, item, run.depth) <= 0) {
          break;
        }
        items[place] = before;
      }
      items[place] = item;
    }
  }

  private compare(a: number, b: number, from: number): number {
    for (let depth = from; ; depth++) {
      const key = this.keyAt(a, depth);
      const other = this.keyAt(b, depth);
      if (key !== other) {
        return key - other;
      }
      if (key === 0) {
        return a - b;
      }
    }
  }

  /** 1 + the unit at a depth; 0 past the end. */
  private keyAt(id: number, depth: number): number {
    this.looked++;
    if (depth >= (this.lengths[id] ?? 0)) {
      return 0;
    }
    const units = this.texts[(id - 1) >>> NAME_CHUNK_SHIFT];
    return (units?.[(this.starts[id] ?? 0) + depth] ?? 0) + 1;
  }
}
