/**
 * Keeps the state of a graph of objects and puts it back in place: the same objects have their old values again, so that
 * whoever holds one of them need not know. What did not change since the snapshot before is shared with it.
 */

/**
 * Bytes of typed arrays that are kept together: a record of a 64-bit trace ring, or two of a 32-bit one. Programs repeat
 * themselves, so most of them are there already.
 */
const CHUNK = 160;
/** What a map takes for an entry. */
const ENTRY_BYTES = 24;

type Fields = Record<string, unknown>;

interface ObjectRecord {
  readonly kind: 'object';
  readonly target: Fields;
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
}

interface ArrayRecord {
  readonly kind: 'array';
  readonly target: unknown[];
  readonly values: readonly unknown[];
}

interface MapRecord {
  readonly kind: 'map';
  readonly target: Map<unknown, unknown>;
  /** Keys and values, one after the other. */
  readonly values: readonly unknown[];
}

interface BytesRecord {
  readonly kind: 'bytes';
  readonly target: ArrayBufferView;
  readonly chunks: Uint8Array[];
}

/** Pieces of memory, each distinct one once. */
export class ChunkPool {
  /** Bytes of all pieces. */
  bytes = 0;
  private readonly chunks = new Map<number, Uint8Array[]>();

  /** The kept copy of a piece. */
  intern(bytes: Uint8Array): Uint8Array {
    let hash = bytes.length;
    for (const byte of bytes) {
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const known = this.chunks.get(hash);
    const found = known?.find((chunk) => same(chunk, bytes));
    if (found !== undefined) {
      return found;
    }
    const made = bytes.slice();
    this.bytes += made.length + ENTRY_BYTES;
    if (known === undefined) {
      this.chunks.set(hash, [made]);
    } else {
      known.push(made);
    }
    return made;
  }
}

type Kept = ObjectRecord | ArrayRecord | MapRecord | BytesRecord;

/** The state of a graph at one moment. */
export class Snapshot {
  /** Bytes that this snapshot takes beside pieces of memory and what it shares with the one before, roughly. */
  bytes = 0;

  constructor(readonly records: ReadonlyMap<object, Kept>) {}

  /** Keeps the pieces of memory in another pool, after others of the old one were given up. */
  moveTo(pool: ChunkPool): void {
    for (const record of this.records.values()) {
      if (record.kind === 'bytes') {
        record.chunks.forEach((chunk, index) => {
          record.chunks[index] = pool.intern(chunk);
        });
      }
    }
  }

  /** Puts the state back. Objects that came into being later are no longer reached. */
  restore(): void {
    for (const record of this.records.values()) {
      restoreRecord(record);
    }
  }
}

/**
 * Takes the state of everything that is reached from some objects. What `constant` holds is not looked into, nor are
 * functions and accessors; sets are not expected in such graphs and throw.
 */
export function takeSnapshot(
  roots: readonly object[],
  constant: ReadonlySet<object>,
  previous: Snapshot | null,
  pool: ChunkPool,
): Snapshot {
  const records = new Map<object, Kept>();
  const open: object[] = [...roots];
  let bytes = 0;
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (records.has(object) || constant.has(object)) {
      continue;
    }
    const earlier = previous?.records.get(object);
    const record = recordOf(object, earlier, pool);
    bytes += record === earlier ? ENTRY_BYTES : ENTRY_BYTES + sizeOf(record);
    records.set(object, record);
    if (record.kind !== 'bytes') {
      reach(record.values, open);
    }
  }
  const snapshot = new Snapshot(records);
  snapshot.bytes = bytes;
  return snapshot;
}

function reach(values: readonly unknown[], open: object[]): void {
  for (const value of values) {
    if (typeof value === 'object' && value !== null) {
      open.push(value);
    }
  }
}

function recordOf(object: object, earlier: Kept | undefined, pool: ChunkPool): Kept {
  if (Array.isArray(object)) {
    const target: unknown[] = object;
    return earlier?.kind === 'array' && same(earlier.values, target)
      ? earlier
      : { kind: 'array', target, values: target.slice() };
  }
  if (ArrayBuffer.isView(object)) {
    return bytesRecord(object, earlier?.kind === 'bytes' ? earlier : undefined, pool);
  }
  if (object instanceof Map) {
    const target: Map<unknown, unknown> = object;
    const values = [...target].flat(1);
    return earlier?.kind === 'map' && same(earlier.values, values)
      ? earlier
      : { kind: 'map', target, values };
  }
  if (object instanceof Set) {
    throw new TypeError('The state of a script holds no sets.');
  }
  return objectRecord(object as Fields, earlier?.kind === 'object' ? earlier : undefined);
}

function objectRecord(target: Fields, earlier: ObjectRecord | undefined): ObjectRecord {
  const own = Object.keys(target);
  const keys =
    earlier !== undefined && same(earlier.keys, own) ? earlier.keys : plainKeys(target, own);
  const values = keys.map((key) => target[key]);
  return earlier !== undefined && keys === earlier.keys && same(earlier.values, values)
    ? earlier
    : { kind: 'object', target, keys, values };
}

/** Accessors have no state of their own. */
function plainKeys(target: Fields, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => Object.getOwnPropertyDescriptor(target, key)?.get === undefined);
}

function bytesRecord(
  target: ArrayBufferView,
  earlier: BytesRecord | undefined,
  pool: ChunkPool,
): BytesRecord {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  let isSame = earlier !== undefined;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    const known = earlier?.chunks[at / CHUNK];
    if (known !== undefined && same(known, chunk)) {
      chunks.push(known);
    } else {
      isSame = false;
      chunks.push(pool.intern(chunk));
    }
  }
  return isSame && earlier !== undefined ? earlier : { kind: 'bytes', target, chunks };
}

function same(left: ArrayLike<unknown>, right: ArrayLike<unknown>): boolean {
  if (left.length !== right.length) {
    return false;
  }
  for (let index = 0; index < left.length; index++) {
    if (left[index] !== right[index]) {
      return false;
    }
  }
  return true;
}

function sizeOf(record: Kept): number {
  if (record.kind !== 'bytes') {
    return 48 + record.values.length * 8;
  }
  return 48 + record.chunks.length * 8;
}

function restoreRecord(record: Kept): void {
  switch (record.kind) {
    case 'object':
      record.keys.forEach((key, index) => {
        const value = record.values[index];
        if (record.target[key] !== value) {
          record.target[key] = value;
        }
      });
      break;
    case 'array': {
      const { target, values } = record;
      target.length = values.length;
      for (let index = 0; index < values.length; index++) {
        target[index] = values[index];
      }
      break;
    }
    case 'map': {
      record.target.clear();
      for (let index = 0; index < record.values.length; index += 2) {
        record.target.set(record.values[index], record.values[index + 1]);
      }
      break;
    }
    case 'bytes': {
      const { target } = record;
      const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
      record.chunks.forEach((chunk, index) => bytes.set(chunk, index * CHUNK));
      break;
    }
  }
}
