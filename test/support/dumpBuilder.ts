/** Writes minidumps for tests: right by default, wrong on purpose where a test says so. */

import { MemoryByteSource } from '../../src/core/util/byteSource';
import { asciiz, concat, patch, struct, utf16, type Fields } from './struct';

/** A module to write. */
export interface ModuleSpec {
  readonly path: string;
  readonly base: bigint;
  readonly size: number;
  readonly timeDateStamp?: number;
  /** A CodeView record as it stands. */
  readonly codeView?: Uint8Array;
}

/** A thread to write. */
export interface ThreadSpec {
  readonly id: number;
  readonly suspendCount?: number;
  readonly teb?: bigint;
  /** A CONTEXT as it stands. */
  readonly context?: Uint8Array;
  readonly stack?: { readonly start: bigint; readonly bytes: Uint8Array };
}

/** A handle to write. Names are texts, or RVAs that point somewhere on purpose. */
export interface HandleSpec {
  readonly value: number | bigint;
  readonly type?: string | number;
  readonly name?: string | number;
  readonly attributes?: number;
  readonly access?: number;
  readonly handleCount?: number;
  readonly pointerCount?: number;
  readonly infoRva?: number;
}

/** What may be wrong with a handle stream. */
export interface HandleStreamOptions {
  /** Real distance of the descriptors, 40 unless told. */
  readonly stride?: number;
  /** Real size of the header, 16 unless told. */
  readonly headerSize?: number;
  readonly declaredHeaderSize?: number;
  readonly declaredStride?: number;
  readonly declaredCount?: number;
  /** DataSize of the directory entry. */
  readonly dataSize?: number;
}

/** A recorded operation to write. */
export interface OperationSpec {
  readonly handle: number | bigint;
  /** 0 unused, 1 open, 2 close, 3 bad reference. */
  readonly operation: number;
  readonly processId?: number;
  readonly threadId?: number;
  readonly stack?: readonly bigint[];
  /** Depth as written, when it is not the length of the stack. */
  readonly depth?: number;
}

interface StreamEntry {
  readonly type: number;
  readonly size: number;
  readonly rva: number;
}

const HEADER_SIZE = 32;
const ENTRY_SIZE = 12;

/** Collects streams and writes the file. Offsets (RVAs) are known as soon as something is added. */
export class DumpBuilder {
  private readonly chunks: Uint8Array[];
  private readonly streams: StreamEntry[] = [];
  private readonly strings = new Map<string, number>();
  private size: number;

  /** With `reserved` entries the directory comes first and can hold that many; without, it comes last. */
  constructor(private readonly reserved = 0) {
    this.size = HEADER_SIZE + ENTRY_SIZE * reserved;
    this.chunks = [new Uint8Array(this.size)];
  }

  /** Adds bytes at the next multiple of 4 and returns where they are. */
  add(bytes: Uint8Array): number {
    const padding = -this.size & 3;
    this.chunks.push(new Uint8Array(padding), bytes);
    const rva = this.size + padding;
    this.size = rva + bytes.length;
    return rva;
  }

  /** Adds a MINIDUMP_STRING, once for each text unless `again`. */
  string(text: string, again = false): number {
    const known = this.strings.get(text);
    if (known !== undefined && !again) {
      return known;
    }
    const units = utf16(text);
    const head = struct(4, { u32: { 0: units.length } });
    const rva = this.add(concat([head, units, new Uint8Array(2)]));
    this.strings.set(text, rva);
    return rva;
  }

  /** Adds a stream; `entry` overrides what the directory says about it. */
  stream(type: number, bytes: Uint8Array, entry: Partial<StreamEntry> = {}): this {
    const rva = this.add(bytes);
    this.streams.push({ type, size: bytes.length, rva, ...entry });
    return this;
  }

  /** Adds a directory entry without any bytes. */
  entry(type: number, size: number, rva: number): this {
    this.streams.push({ type, size, rva });
    return this;
  }

  /** SystemInfo: Windows 10 22H2 x64 unless told. */
  systemInfo(fields: Fields = {}): this {
    const bytes = struct(0x38, {
      u16: { 0: 9 },
      u8: { 6: 8, 7: 1 },
      u32: { 8: 10, 12: 0, 16: 19045, 20: 2, 24: this.string('') },
    });
    patch(bytes, 0, fields);
    return this.stream(7, bytes);
  }

  /** MiscInfo with a process id. */
  miscInfo(processId: number): this {
    return this.stream(15, struct(24, { u32: { 0: 24, 4: 3, 8: processId, 12: 1_700_000_000 } }));
  }

  /** ModuleList; `padding` bytes go between the count and the first module. */
  modules(modules: readonly ModuleSpec[], padding = 0): this {
    const entries = modules.map((module) => {
      const codeView = module.codeView ?? new Uint8Array();
      const codeViewRva = codeView.length === 0 ? 0 : this.add(codeView);
      return struct(108, {
        u64: { 0: module.base },
        u32: {
          8: module.size,
          0x10: module.timeDateStamp ?? 0,
          0x14: this.string(module.path),
          0x4c: codeView.length,
          0x50: codeViewRva,
        },
      });
    });
    return this.stream(4, counted(entries, padding));
  }

  /** ThreadList. */
  threads(threads: readonly ThreadSpec[], padding = 0): this {
    const entries = threads.map(({ id, suspendCount, teb, context, stack }) => {
      const contextRva = context === undefined ? 0 : this.add(context);
      const stackRva = stack === undefined ? 0 : this.add(stack.bytes);
      return struct(48, {
        u64: { 0x10: teb ?? 0, 0x18: stack?.start ?? 0 },
        u32: {
          0: id,
          4: suspendCount ?? 0,
          0x20: stack?.bytes.length ?? 0,
          0x24: stackRva,
          0x28: context?.length ?? 0,
          0x2c: contextRva,
        },
      });
    });
    return this.stream(3, counted(entries, padding));
  }

  /** ThreadNames by thread id. */
  threadNames(names: Readonly<Record<number, string>>): this {
    const entries = Object.entries(names).map(([id, name]) =>
      struct(12, { u32: { 0: Number(id) }, u64: { 4: this.string(name) } }),
    );
    return this.stream(24, counted(entries));
  }

  /** Exception with its parameters; `context` is a CONTEXT as it stands. */
  exception(exception: {
    readonly threadId: number;
    readonly code: number;
    readonly address: bigint;
    readonly parameters?: readonly bigint[];
    readonly context?: Uint8Array;
  }): this {
    const { threadId, code, address, parameters = [], context } = exception;
    const contextRva = context === undefined ? 0 : this.add(context);
    return this.stream(
      6,
      struct(0xa8, {
        u32: {
          0: threadId,
          8: code,
          0x20: parameters.length,
          0xa0: context?.length ?? 0,
          0xa4: contextRva,
        },
        u64: {
          0x18: address,
          ...Object.fromEntries(parameters.map((value, index) => [0x28 + index * 8, value])),
        },
      }),
    );
  }

  /** MemoryList with the bytes of each range. */
  memory(ranges: readonly { readonly start: bigint; readonly bytes: Uint8Array }[]): this {
    const entries = ranges.map(({ start, bytes }) =>
      struct(16, { u64: { 0: start }, u32: { 8: bytes.length, 12: this.add(bytes) } }),
    );
    return this.stream(5, counted(entries));
  }

  /** Memory64List with the bytes of each range, one after another. */
  memory64(ranges: readonly { readonly start: bigint; readonly bytes: Uint8Array }[]): this {
    const base = this.add(concat(ranges.map(({ bytes }) => bytes)));
    const head = struct(16, { u64: { 0: ranges.length, 8: base } });
    const entries = ranges.map(({ start, bytes }) =>
      struct(16, { u64: { 0: start, 8: bytes.length } }),
    );
    return this.stream(9, concat([head, ...entries]));
  }

  /** One record of an object-information chain; returns where it is. */
  objectInfo(infoType: number, payload: Uint8Array, nextRva = 0): number {
    const head = struct(12, { u32: { 0: nextRva, 4: infoType, 8: payload.length } });
    return this.add(concat([head, payload]));
  }

  /** HandleData. */
  handles(handles: readonly HandleSpec[], options: HandleStreamOptions = {}): this {
    const { stride = 40, headerSize = 16 } = options;
    const rvaOf = (name: string | number | undefined): number =>
      typeof name === 'string' ? this.string(name) : (name ?? 0);
    const entries = handles.map((handle) => {
      const fields = struct(Math.max(stride, 40), {
        u64: { 0: handle.value },
        u32: {
          8: rvaOf(handle.type),
          0xc: rvaOf(handle.name),
          0x10: handle.attributes ?? 0,
          0x14: handle.access ?? 0x1f0003,
          0x18: handle.handleCount ?? 2,
          0x1c: handle.pointerCount ?? 65535,
          0x20: handle.infoRva ?? 0,
        },
      });
      return fields.slice(0, stride);
    });
    const head = struct(headerSize, {
      u32: {
        0: options.declaredHeaderSize ?? headerSize,
        4: options.declaredStride ?? stride,
        8: options.declaredCount ?? handles.length,
      },
    });
    const bytes = concat([head, ...entries]);
    return this.stream(12, bytes, { size: options.dataSize ?? bytes.length });
  }

  /** HandleOperationList. */
  operations(
    operations: readonly OperationSpec[],
    options: { readonly stride?: number; readonly declaredCount?: number } = {},
  ): this {
    const { stride = 288 } = options;
    const entries = operations.map(
      ({ handle, operation, processId, threadId, stack = [], depth }) => {
        const entry = struct(Math.max(stride, 0x20 + stack.length * 8), {
          u64: {
            0: handle,
            ...Object.fromEntries(stack.map((at, frame) => [0x20 + frame * 8, at])),
          },
          u32: {
            8: processId ?? 1,
            12: threadId ?? 2,
            0x10: operation,
            0x18: depth ?? stack.length,
          },
        });
        return entry.slice(0, stride);
      },
    );
    const head = struct(16, {
      u32: { 0: 16, 4: stride, 8: options.declaredCount ?? operations.length },
    });
    return this.stream(18, concat([head, ...entries]));
  }

  /** The file: header, everything that was added, the directory. `header` overrides fields of the header. */
  build(header: Fields = {}): Uint8Array {
    const directory = concat(
      this.streams.map(({ type, size, rva }) =>
        struct(ENTRY_SIZE, { u32: { 0: type, 4: size, 8: rva } }),
      ),
    );
    const isFirst = this.reserved > 0;
    if (isFirst && this.streams.length > this.reserved) {
      throw new Error(`${this.streams.length} streams do not fit into ${this.reserved} entries`);
    }
    const directoryRva = isFirst ? HEADER_SIZE : this.add(directory);
    const bytes = concat(this.chunks);
    bytes.set(directory, directoryRva);
    patch(bytes, 0, {
      u32: {
        0: 0x504d444d,
        4: 0xa793,
        8: this.streams.length,
        12: directoryRva,
        20: 1_700_000_060,
      },
    });
    patch(bytes, 0, header);
    return bytes;
  }

  /** The file as a byte source. */
  source(header: Fields = {}): MemoryByteSource {
    return new MemoryByteSource(this.build(header), 'C:\\dumps\\test.dmp');
  }
}

/** A CodeView record of kind RSDS. `guid` are its 16 bytes as they stand. */
export function rsds(guid: readonly number[], age: number, path: string): Uint8Array {
  return concat([
    asciiz('RSDS').slice(0, 4),
    Uint8Array.from(guid),
    struct(4, { u32: { 0: age } }),
    asciiz(path),
  ]);
}

function counted(entries: readonly Uint8Array[], padding = 0): Uint8Array {
  return concat([struct(4 + padding, { u32: { 0: entries.length } }), ...entries]);
}
