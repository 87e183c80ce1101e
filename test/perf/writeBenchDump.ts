/** Writes a big minidump of known shape piece by piece, for machines without the reference writer. */

import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Sizes of the dump. */
export interface BenchDumpSize {
  readonly handles: number;
  readonly operations: number;
  /** Every second handle is an Event, so that one type has half of all. */
  readonly halfEvents?: boolean;
}

const TYPES = ['Event', 'Key', 'File', 'EtwRegistration', 'Semaphore', 'Mutant', 'Thread'];
const STREAMS = 3;
const TYPE_SLOT = 64;
const NAME_SLOT = 96;
const NAME_PREFIX = '\\Sessions\\1\\BaseNamedObjects\\Bench_';
/** Type of the stream with the handles. */
const HANDLE_DATA = 12;
const DESCRIPTOR = 40;
const OPERATION = 288;
const FRAMES = 12;
const PROCESS_ID = 0x1d30;
/** Rows written at a time. */
const PIECE = 4096;

const TYPES_AT = 32 + 12 * STREAMS;
const SYSTEM_INFO_AT = TYPES_AT + TYPE_SLOT * TYPES.length;
const NAMES_AT = SYSTEM_INFO_AT + 56;

/** Every third handle has a name. */
const isNamed = (row: number): boolean => row % 3 === 0;

/**
 * Writes an x64 user-mode dump with handle data (40-byte descriptors, every third handle named) and, unless there are
 * none, handle operations with 12 frames. Everything follows from the row numbers: the file is the same every time.
 */
export function writeBenchDump(path: string, size: BenchDumpSize): void {
  const names = Math.ceil(size.handles / 3);
  const handlesAt = align(NAMES_AT + NAME_SLOT * names);
  const operationsAt = align(handlesAt + 16 + DESCRIPTOR * size.handles);
  const file = openSync(path, 'w');
  try {
    const write = (bytes: Uint8Array): void => void writeSync(file, bytes);
    write(head(size, handlesAt, operationsAt));
    writeRows(names, NAME_SLOT, (view, row, at) => putName(view, 3 * row, at), write);
    write(new Uint8Array(handlesAt - NAMES_AT - NAME_SLOT * names));
    write(listHeader(DESCRIPTOR, size.handles));
    const typeOf = size.halfEvents === true ? halfEvents : mixed;
    writeRows(
      size.handles,
      DESCRIPTOR,
      (view, row, at) => {
        putDescriptor(view, row, at, typeOf(row));
      },
      write,
    );
    if (size.operations > 0) {
      write(new Uint8Array(operationsAt - handlesAt - 16 - DESCRIPTOR * size.handles));
      write(listHeader(OPERATION, size.operations));
      writeRows(size.operations, OPERATION, putOperation, write);
    }
  } finally {
    closeSync(file);
  }
}

/** Turns one handle of such a dump into an Event, whose type is the first. */
export function addEvent(path: string, row: number): void {
  const file = openSync(path, 'r+');
  try {
    const directory = new Uint32Array(3 * STREAMS);
    readSync(file, directory, 0, directory.byteLength, 32);
    const handlesAt = directory[directory.indexOf(HANDLE_DATA) + 2] ?? 0;
    writeSync(file, Uint32Array.of(TYPES_AT), 0, 4, handlesAt + 16 + DESCRIPTOR * row + 8);
  } finally {
    closeSync(file);
  }
}

const align = (offset: number): number => (offset + 7) & ~7;

/** Header, directory, type names and system information. */
function head(size: BenchDumpSize, handlesAt: number, operationsAt: number): Uint8Array {
  const bytes = new Uint8Array(NAMES_AT);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x504d444d, true);
  view.setUint32(4, 0xa793, true);
  view.setUint32(8, STREAMS, true);
  view.setUint32(12, 32, true);
  view.setUint32(0x18, 4, true);
  const operations = size.operations === 0 ? 0 : 16 + OPERATION * size.operations;
  const streams = [
    [7, 56, SYSTEM_INFO_AT],
    [HANDLE_DATA, 16 + DESCRIPTOR * size.handles, handlesAt],
    [operations === 0 ? 0 : 18, operations, operations === 0 ? 0 : operationsAt],
  ];
  streams.flat().forEach((value, index) => view.setUint32(32 + 4 * index, value, true));
  TYPES.forEach((name, index) => putString(view, TYPES_AT + TYPE_SLOT * index, name));
  view.setUint16(SYSTEM_INFO_AT, 9, true);
  view.setUint8(SYSTEM_INFO_AT + 6, 8);
  view.setUint8(SYSTEM_INFO_AT + 7, 1);
  view.setUint32(SYSTEM_INFO_AT + 8, 10, true);
  view.setUint32(SYSTEM_INFO_AT + 0x10, 22631, true);
  view.setUint32(SYSTEM_INFO_AT + 0x14, 2, true);
  return bytes;
}

function listHeader(rowSize: number, rows: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(16, rowSize, rows, 0).buffer);
}

/** Fills pieces of rows and hands each over. */
function writeRows(
  rows: number,
  rowSize: number,
  put: (view: DataView, row: number, at: number) => void,
  write: (bytes: Uint8Array) => void,
): void {
  for (let start = 0; start < rows; start += PIECE) {
    const count = Math.min(PIECE, rows - start);
    const bytes = new Uint8Array(count * rowSize);
    const view = new DataView(bytes.buffer);
    for (let index = 0; index < count; index++) {
      put(view, start + index, index * rowSize);
    }
    write(bytes);
  }
}

function putName(view: DataView, row: number, at: number): void {
  putString(view, at, NAME_PREFIX + row.toString(16).padStart(8, '0'));
}

/** Number of a row's type. */
const mixed = (row: number): number => (row * 7919) % TYPES.length;
const halfEvents = (row: number): number => (row % 2 === 0 ? 0 : 1 + (row % (TYPES.length - 1)));

function putDescriptor(view: DataView, row: number, at: number, type: number): void {
  view.setUint32(at, 4 * (row + 1), true);
  view.setUint32(at + 8, TYPES_AT + TYPE_SLOT * type, true);
  view.setUint32(at + 12, isNamed(row) ? NAMES_AT + NAME_SLOT * (row / 3) : 0, true);
  view.setUint32(at + 16, row % 50 === 0 ? 2 : 0, true);
  view.setUint32(at + 20, 0x1f0003, true);
  view.setUint32(at + 24, 1 + (row % 3), true);
  view.setUint32(at + 28, 32768 * (1 + (row % 3)), true);
}

/** Opens and closes in turn; every handle value occurs a few times. */
function putOperation(view: DataView, row: number, at: number): void {
  view.setUint32(at, 4 * (1 + ((row * 31) % 250_000)), true);
  view.setUint32(at + 8, PROCESS_ID, true);
  view.setUint32(at + 12, 0x2000 + 4 * (row % 8), true);
  view.setUint32(at + 16, 1 + (row % 2), true);
  view.setUint32(at + 24, FRAMES, true);
  view.setUint32(at + 28, row % 64, true);
  for (let frame = 0; frame < FRAMES; frame++) {
    view.setUint32(at + 32 + 8 * frame, 0x5e3f0000 + 0x100 * frame + (row % 64), true);
    view.setUint32(at + 36 + 8 * frame, 0x7ffb, true);
  }
}

function putString(view: DataView, at: number, text: string): void {
  view.setUint32(at, 2 * text.length, true);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(at + 4 + 2 * index, text.charCodeAt(index), true);
  }
}
