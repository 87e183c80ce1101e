/** How one object was: its fields, elements, entries or bytes, and what is different since. */

import type { Change } from '../../simulator/machine/journal';
import { KeptBytes } from './keptBytes';

/** An object and its state when it was last looked at. */
export interface Kept {
  /** Bytes that the state takes, roughly. */
  readonly bytes: number;
  /** What changed; from now on the present state is the kept one. */
  difference(): readonly Change[];
  /** Gives the object the kept state. */
  putBack(): void;
  /** Adds the objects that the kept state leads to. */
  reach(open: object[]): void;
}

type Fields = Record<string, unknown>;

const NOTHING: readonly Change[] = [];

/** Looks at an object for the first time. Sets are not expected and throw. */
export function keep(object: object): Kept {
  if (Array.isArray(object)) {
    return new KeptArray(object);
  }
  if (ArrayBuffer.isView(object)) {
    return new KeptBytes(object);
  }
  if (object instanceof Map) {
    return new KeptMap(object);
  }
  if (object instanceof Set) {
    throw new TypeError('The state of a script holds no sets.');
  }
  return new KeptFields(object as Fields);
}

/**
 * An array for values of any kind. One that holds nothing but numbers, with a fraction or beyond 31 bits among them, gives
 * all of them back as floats, and an object whose integer fields are given floats changes its shape: whatever was compiled
 * for it would be compiled again.
 */
function ofAnyKind(): unknown[] {
  const values: unknown[] = [null];
  values.length = 0;
  return values;
}

function valuesOf(target: Fields, keys: readonly string[]): unknown[] {
  const values = ofAnyKind();
  for (const key of keys) {
    values.push(target[key]);
  }
  return values;
}

function reachAll(values: readonly unknown[], open: object[]): void {
  for (const value of values) {
    if (typeof value === 'object' && value !== null) {
      open.push(value);
    }
  }
}

/** An object with fields. */
class KeptFields implements Kept {
  keys: readonly string[];
  values: unknown[];
  private all: readonly string[];

  constructor(readonly target: Fields) {
    this.all = Object.keys(target);
    this.keys = plainKeys(target, this.all);
    this.values = valuesOf(target, this.keys);
  }

  get bytes(): number {
    return 80 + this.values.length * 8;
  }

  difference(): readonly Change[] {
    const { target, keys, values } = this;
    const all = Object.keys(target);
    if (!same(all, this.all)) {
      this.all = all;
      this.keys = plainKeys(target, all);
      this.values = valuesOf(target, this.keys);
      return [new KeysChange(this, keys, values)];
    }
    let change: FieldsChange | null = null;
    for (let index = 0; index < keys.length; index++) {
      const value = target[keys[index] ?? ''];
      if (value !== values[index]) {
        change ??= new FieldsChange(this);
        change.add(index, values[index]);
        values[index] = value;
      }
    }
    return change === null ? NOTHING : [change];
  }

  putBack(): void {
    const { target, keys, values } = this;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? '';
      if (target[key] !== values[index]) {
        target[key] = values[index];
      }
    }
  }

  reach(open: object[]): void {
    reachAll(this.values, open);
  }
}

/** Accessors have no state of their own. */
function plainKeys(target: Fields, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => Object.getOwnPropertyDescriptor(target, key)?.get === undefined);
}

function same(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

/** Other values of some fields. */
class FieldsChange implements Change {
  readonly born = 0;
  private readonly indexes: number[] = [];
  private readonly values = ofAnyKind();

  constructor(private readonly kept: KeptFields) {}

  get bytes(): number {
    return 150 + this.values.length * 16;
  }

  add(index: number, value: unknown): void {
    this.indexes.push(index);
    this.values.push(value);
  }

  exchange(): void {
    const { kept, indexes, values } = this;
    indexes.forEach((index, position) => {
      const value = values[position];
      values[position] = kept.values[index];
      kept.values[index] = value;
      kept.target[kept.keys[index] ?? ''] = value;
    });
  }
}

/** Other fields. Those that came since stay, with their values. */
class KeysChange implements Change {
  readonly born = 0;

  constructor(
    private readonly kept: KeptFields,
    private keys: readonly string[],
    private values: unknown[],
  ) {}

  get bytes(): number {
    return 80 + this.values.length * 8;
  }

  exchange(): void {
    const { kept, keys, values } = this;
    this.keys = kept.keys;
    this.values = kept.values;
    kept.keys = keys;
    kept.values = values;
    kept.putBack();
  }
}

/** Equal elements behind which changed ones are kept by themselves. */
const RUN_GAP = 16;

/** An array. */
class KeptArray implements Kept {
  readonly values: unknown[];

  constructor(readonly target: unknown[]) {
    this.values = target.slice();
  }

  get bytes(): number {
    return 64 + this.values.length * 8;
  }

  difference(): readonly Change[] {
    const { target, values } = this;
    return target.length === values.length ? this.runs() : [this.resized()];
  }

  /** What changed in an array of the same length. */
  private runs(): readonly Change[] {
    const { target, values } = this;
    const { length } = target;
    const changes: Change[] = [];
    for (let start = 0; start < length; start++) {
      if (target[start] === values[start]) {
        continue;
      }
      let last = start;
      for (let at = start + 1; at < length && at - last <= RUN_GAP; at++) {
        last = target[at] === values[at] ? last : at;
      }
      const earlier = values.slice(start, last + 1);
      replaceElements(values, start, earlier.length, target.slice(start, last + 1));
      changes.push(new ElementsChange(this, start, earlier, earlier.length));
      start = last;
    }
    return changes;
  }

  private resized(): Change {
    const { target, values } = this;
    const common = Math.min(target.length, values.length);
    let start = 0;
    while (start < common && target[start] === values[start]) {
      start++;
    }
    let tail = 0;
    while (
      tail < common - start &&
      target[target.length - 1 - tail] === values[values.length - 1 - tail]
    ) {
      tail++;
    }
    const present = target.slice(start, target.length - tail);
    const earlier = values.slice(start, values.length - tail);
    replaceElements(values, start, earlier.length, present);
    return new ElementsChange(this, start, earlier, present.length);
  }

  putBack(): void {
    const { target, values } = this;
    target.length = values.length;
    for (let index = 0; index < values.length; index++) {
      target[index] = values[index];
    }
  }

  reach(open: object[]): void {
    reachAll(this.values, open);
  }
}

/** Other elements in the middle of an array. */
class ElementsChange implements Change {
  readonly born = 0;

  constructor(
    private readonly kept: KeptArray,
    private readonly start: number,
    private elements: readonly unknown[],
    /** Elements that are there in their place. */
    private count: number,
  ) {}

  get bytes(): number {
    return 96 + this.elements.length * 8;
  }

  exchange(): void {
    const { kept, start, elements, count } = this;
    this.elements = kept.values.slice(start, start + count);
    this.count = elements.length;
    replaceElements(kept.values, start, count, elements);
    replaceElements(kept.target, start, count, elements);
  }
}

function replaceElements(
  array: unknown[],
  start: number,
  count: number,
  elements: readonly unknown[],
): void {
  if (count === elements.length) {
    for (let index = 0; index < count; index++) {
      array[start + index] = elements[index];
    }
    return;
  }
  const tail = array.slice(start + count);
  array.length = start;
  for (const part of [elements, tail]) {
    for (const element of part) {
      array.push(element);
    }
  }
}

/** A map, with the order of its entries. */
class KeptMap implements Kept {
  /** Keys and values, one after the other. */
  values: readonly unknown[];

  constructor(readonly target: Map<unknown, unknown>) {
    this.values = entriesOf(target);
  }

  get bytes(): number {
    return 64 + this.values.length * 8;
  }

  difference(): readonly Change[] {
    const { values } = this;
    const present = entriesOf(this.target);
    if (same(present, values)) {
      return NOTHING;
    }
    this.values = present;
    return [new EntriesChange(this, values)];
  }

  putBack(): void {
    const { target, values } = this;
    if (same(entriesOf(target), values)) {
      return;
    }
    target.clear();
    for (let index = 0; index < values.length; index += 2) {
      target.set(values[index], values[index + 1]);
    }
  }

  reach(open: object[]): void {
    reachAll(this.values, open);
  }
}

function entriesOf(map: ReadonlyMap<unknown, unknown>): readonly unknown[] {
  const values = ofAnyKind();
  for (const [key, value] of map) {
    values.push(key, value);
  }
  return values;
}

/** Other entries of a map. */
class EntriesChange implements Change {
  readonly born = 0;

  constructor(
    private readonly kept: KeptMap,
    private values: readonly unknown[],
  ) {}

  get bytes(): number {
    return 64 + this.values.length * 8;
  }

  exchange(): void {
    const { kept, values } = this;
    this.values = kept.values;
    kept.values = values;
    kept.putBack();
  }
}
