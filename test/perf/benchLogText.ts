/** Large logs for measurements: what WinDbg prints for a program with many handles and traces, and lists of other tools. */

import type { ByteSource } from '../../src/core/util/byteSource';
import { closeSync, openSync, writeSync } from 'node:fs';

const TYPES = ['Event', 'File', 'Key', 'Section', 'Mutant', 'Thread', 'Semaphore', 'IoCompletion'];
const FRAMES = 14;
/** Different places that open handles. */
const PLACES = 500;
const DASHES = '-'.repeat(38);
/** Records of a listing; then comes another one, after the program went on. */
const LISTING = 200_000;

const hex = (value: number, digits = 0): string => value.toString(16).padStart(digits, '0');

function block(index: number): string {
  const type = TYPES[index % TYPES.length] ?? '';
  const name =
    index % 3 === 0
      ? '<none>'
      : `\\Sessions\\1\\BaseNamedObjects\\worker-${index % 9973}-${hex(index * 31)}`;
  return `Handle ${hex(index * 4 + 4)}
  Type         \t${type}
  Attributes   \t0
  GrantedAccess\t0x1f0003:
         Delete,ReadControl,WriteDac,WriteOwner,Synch
         QueryState,ModifyState
  HandleCount  \t${(index % 5) + 2}
  PointerCount \t${32769 + (index % 77)}
  Name         \t${name}
  Object Specific Information
    Event Type Manual Reset
    Event is ${index % 2 === 0 ? 'Set' : 'Waiting'}
`;
}

function record(index: number): string {
  const place = (index * 7) % PLACES;
  const what = index % 2 === 0 ? 'OPEN' : 'CLOSE';
  let text = `${DASHES}\nHandle = 0x${hex((index >> 1) * 4 + 4, 16)} - ${what}\n`;
  text += `Thread ID = 0x${hex(0x1000 + (index % 40) * 4, 16)}, Process ID = 0x${hex(0x17e8, 16)}\n\n`;
  for (let frame = 0; frame < FRAMES; frame++) {
    const at = frame < 4 ? frame : 4 + ((place * 13 + frame) % 3000);
    const module = frame < 4 ? 'ntdll' : frame < 6 ? 'KERNELBASE' : 'OrderService';
    text += `0x${hex(0x7ffa6f0c0000 + at * 64, 16)}: ${module}!Function${at}WithAName+0x${hex(20 + (at % 200), 16)}\n`;
  }
  return `${text}\n`;
}

/** Half blocks of `!handle`, half records of `!htrace`, with prompts before them. */
function piece(from: number, count: number): string {
  let text = `0:000> g\n0:001> !handle 0 f\n`;
  for (let index = from; index < from + count; index++) {
    text += block(index % LISTING);
  }
  text += `${count} Handles\n0:001> !htrace\n`;
  for (let index = from; index < from + count; index++) {
    text += record(index % LISTING);
  }
  return `${text}${DASHES}\nParsed 0x${hex(count)} stack traces.\nDumped 0x${hex(count)} stack traces.\n`;
}

/** What a kernel debugger prints for `!handle 0 7 <process>`: one process after another. */
function entries(from: number, count: number): string {
  const process = hex(0xffffa604f24ec040 + Math.floor(from / count) * 0x1000);
  let text = `kd> !handle 0 7 ${process}\n\nPROCESS ${process}\n    SessionId: 1  Cid: ${hex(4 + Math.floor(from / count) * 4, 4)}    Peb: 00000000  ParentCid: 0000\n    DirBase: 007d5000  ObjectTable: ffff8000ab28ae80  HandleCount: ${count}.\n    Image: app.exe\n\nHandle table at ffff8000ab28ae80 with ${count} entries in use\n\n`;
  for (let index = from; index < from + count; index++) {
    const object = `ffffa604${hex(0x10000000 + index * 64)}`;
    text += `${hex((index - from) * 4 + 4, 4)}: Object: ${object}  GrantedAccess: 001f0003 (Protected) (Inherit) Entry: ffff8000${hex(0x10000000 + index * 16)}
Object: ${object}  Type: (ffffa604f24ead20) ${TYPES[index % TYPES.length] ?? ''}
    ObjectHeader: ffffa604${hex(0x10000000 + index * 64 - 48)} (new version)
        HandleCount: ${(index % 5) + 1}  PointerCount: ${32768 + (index % 77)}
${index % 3 === 0 ? '' : `        Directory Object: ffff8000ab3c1060  Name: worker-${index % 9973}-${hex(index * 31)}\n`}\n`;
  }
  return text;
}

/** What a row of a list has, for lists of other tools. */
interface Row {
  readonly pid: number;
  readonly handle: string;
  readonly type: string;
  readonly name: string;
}

function rows(from: number, count: number): readonly Row[] {
  return Array.from({ length: count }, (_, at) => {
    const index = from + at;
    return {
      pid: 1000 + Math.floor(index / 50_000) * 4,
      handle: `0x${hex((index % 50_000) * 4 + 4)}`,
      type: TYPES[index % TYPES.length] ?? '',
      name: `\\Device\\HarddiskVolume3\\data\\file-${index}.log`,
    };
  });
}

/** The texts that can be made, each a piece of `count` records from a number on. */
export const BENCH_TEXTS = {
  windbg: piece,
  tsv: (from: number, count: number) =>
    (from === 0 ? 'PID\tProcess\tOffset\tHandleValue\tType\tGrantedAccess\tName\n' : '') +
    rows(from, count)
      .map(
        ({ pid, handle, type, name }) =>
          `${pid}\tapp.exe\t0x9e8b8b8084e0\t${handle}\t${type}\t0x1f0003\t${name}\n`,
      )
      .join(''),
  csv: (from: number, count: number) =>
    (from === 0 ? '"PID","Process","Offset","HandleValue","Type","GrantedAccess","Name"\r\n' : '') +
    rows(from, count)
      .map(
        ({ pid, handle, type, name }) =>
          `"${pid}","app.exe","0x9e8b8b8084e0","${handle}","${type}","0x1f0003","${name}"\r\n`,
      )
      .join(''),
  kernel: entries,
  json: (from: number, count: number) =>
    rows(from, count)
      .map(
        ({ pid, handle, type, name }) =>
          `${JSON.stringify({ PID: pid, HandleValue: Number(handle), Type: type, GrantedAccess: 0x1f0003, Name: name })}\n`,
      )
      .join(''),
} as const;

/** One of {@link BENCH_TEXTS}. */
export type BenchText = keyof typeof BENCH_TEXTS;

/** Records of a piece. */
const PIECE_RECORDS = 2000;

/** Writes a log of at least so many bytes; the bytes that were written. */
export function writeBenchLog(
  path: string,
  bytes: number,
  { kind = 'windbg', encoding = 'utf8' }: { kind?: BenchText; encoding?: 'utf8' | 'utf16le' } = {},
): number {
  const file = openSync(path, 'w');
  let written = 0;
  try {
    if (encoding === 'utf16le') {
      written += writeSync(file, '\uFEFF', null, encoding);
    }
    for (let from = 0; written < bytes; from += PIECE_RECORDS) {
      written += writeSync(file, BENCH_TEXTS[kind](from, PIECE_RECORDS), null, encoding);
    }
  } finally {
    closeSync(file);
  }
  return written;
}

/** Bytes of a piece of {@link BenchLogSource}; what a text does not fill are line ends. */
const PLACE = 4 * 1024 * 1024;
/** Records of the pieces that fill a place. */
const PART_RECORDS: Readonly<Record<BenchText, number>> = {
  windbg: 2250,
  tsv: 1000,
  csv: 1000,
  kernel: 1000,
  json: 1000,
};

/** A log that is made while it is read, from its beginning to its end: no disk has to hold it. */
export class BenchLogSource implements ByteSource {
  readonly name = 'bench.log';
  private place = -1;
  private bytes = new Uint8Array();

  constructor(
    private readonly kind: BenchText,
    readonly size: number,
  ) {}

  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const target = into !== undefined && into.length >= wanted ? into : new Uint8Array(wanted);
    for (let done = 0; done < wanted;) {
      const at = (offset + done) % PLACE;
      const bytes = this.pieceAt(Math.floor((offset + done) / PLACE));
      const part = bytes.subarray(at, at + wanted - done);
      target.set(part, done);
      done += part.length;
    }
    return Promise.resolve(target.subarray(0, wanted));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private pieceAt(place: number): Uint8Array {
    if (place !== this.place && (this.place === -1 || this.kind !== 'windbg')) {
      this.place = place;
      this.bytes = new Uint8Array(PLACE).fill(10);
      const count = PART_RECORDS[this.kind];
      let used = 0;
      for (let part = 0; ; part++) {
        // Listings of a debugger may be alike; the rows of a list are all different.
        const from = ((this.kind === 'windbg' ? 0 : place * 64) + part) * count;
        const text = new TextEncoder().encode(BENCH_TEXTS[this.kind](from, count));
        if (used + text.length > PLACE) {
          break;
        }
        this.bytes.set(text, used);
        used += text.length;
      }
    }
    return this.bytes;
  }
}
