/** Header and directory of a minidump (domain.md 5.1): which streams there are and which of their bytes exist. */

import { BinaryView } from '../util/binaryView';
import { hex0x } from '../util/hex';
import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import type { DumpFile, StreamRange } from './dumpFile';
import { isReadStream, STREAM, streamName } from './streamTypes';

/** Bytes of MINIDUMP_HEADER. */
export const HEADER_SIZE = 32;
const ENTRY_SIZE = 12;
/** Dumps have some ten streams; more than this is damage. */
const MAXIMUM_STREAMS = 1024;

/** One entry of the directory that is in use. */
export interface DirectoryEntry {
  readonly type: number;
  readonly name: string;
  /** File offset as declared, bytes. */
  readonly rva: number;
  /** Size as declared, bytes. */
  readonly declaredSize: number;
  /** Bytes of it that lie in the file. */
  readonly size: number;
  /** Why it is not read, or null. */
  readonly refused: string | null;
}

/** What the header and the directory say. */
export interface Directory {
  /** Seconds since 1970, as the writer recorded it. */
  readonly timeDateStamp: number;
  readonly entries: readonly DirectoryEntry[];
  /** The stream of a type, the first one that can be read; undefined when there is none. */
  stream(type: number): StreamRange | undefined;
}

/** Reads header and directory. Fails when the file ends inside the header or no directory entry is in the file. */
export async function readDirectory(file: DumpFile): Promise<Result<Directory>> {
  const header = new BinaryView(await file.source.read(0, HEADER_SIZE));
  if (header.length < HEADER_SIZE) {
    return fail(
      cut(`The file ends inside the minidump header, after ${header.length} bytes.`, '0x0'),
    );
  }
  const declared = header.u32(8);
  const rva = header.u32(12);
  const view = new BinaryView(
    await file.source.read(rva, Math.min(declared, MAXIMUM_STREAMS) * ENTRY_SIZE),
  );
  const present = Math.floor(view.length / ENTRY_SIZE);
  if (present === 0) {
    return fail(
      declared === 0
        ? cut('The minidump says that it has no streams.', '0x8')
        : cut('The stream directory is outside the file.', hex0x(rva)),
    );
  }
  if (present < declared) {
    file.problems.add('directory-cut', hex0x(rva), () => ({
      message: `The directory declares ${declared} streams; only ${present} of them are looked at.`,
      hint: declared > MAXIMUM_STREAMS ? 'The count is damaged.' : 'The file is cut off.',
    }));
  }
  const entries = readEntries(file, view, present);
  reportOverlaps(file, entries, { rva, size: present * ENTRY_SIZE });
  const streams = new Map<number, StreamRange>();
  for (const { type, name, rva: offset, size, refused } of entries) {
    if (refused === null) {
      streams.set(type, { type, name, offset, size });
    }
  }
  return ok({
    timeDateStamp: header.u32(20),
    entries,
    stream: (type) => streams.get(type),
  });
}

function cut(message: string, where: string): Problem {
  return {
    code: 'minidump-cut',
    message,
    where,
    hint: 'The file was not written or copied completely: record or copy the dump again.',
  };
}

function readEntries(file: DumpFile, view: BinaryView, count: number): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  const usable = new Set<number>();
  for (let index = 0; index < count; index++) {
    const at = index * ENTRY_SIZE;
    const type = view.u32(at);
    const declaredSize = view.u32(at + 4);
    const rva = view.u32(at + 8);
    if (type === STREAM.unused) {
      continue;
    }
    const name = streamName(type);
    const size = Math.max(0, Math.min(declaredSize, file.source.size - rva));
    const refused = refusal({ name, rva, declaredSize, size, isSecond: usable.has(type) }, file);
    if (refused === null && isReadStream(type)) {
      usable.add(type);
    }
    entries.push({ type, name, rva, declaredSize, size, refused });
  }
  return entries;
}

interface Candidate {
  readonly name: string;
  readonly rva: number;
  readonly declaredSize: number;
  readonly size: number;
  readonly isSecond: boolean;
}

/** Why an entry is not read, null when it is; whatever is wrong with it is also logged. */
function refusal(entry: Candidate, file: DumpFile): string | null {
  const { name, rva, declaredSize, size } = entry;
  const fileSize = hex0x(file.source.size);
  if (size === 0 && declaredSize > 0) {
    file.problems.add('stream-outside-file', hex0x(rva), () => ({
      message: `${name} is outside the file: it would take ${hex0x(declaredSize)} bytes, the file has ${fileSize}.`,
      hint: 'The file is cut off or damaged; record or copy the dump again.',
    }));
    return 'outside the file';
  }
  if (size < declaredSize) {
    file.problems.add('stream-cut', hex0x(rva), () => ({
      message: `${name} is cut off: ${hex0x(size)} of its ${hex0x(declaredSize)} bytes are in the file.`,
      hint: 'What is there is read; record or copy the dump again to have all of it.',
    }));
  }
  if (entry.isSecond) {
    file.problems.add('stream-duplicate', hex0x(rva), () => ({
      message: `${name} occurs more than once; the first one is read.`,
    }));
    return 'a second stream of the same kind';
  }
  return null;
}

interface Extent {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function reportOverlaps(
  file: DumpFile,
  entries: readonly DirectoryEntry[],
  directory: { readonly rva: number; readonly size: number },
): void {
  const extents: Extent[] = [
    { name: 'The header', start: 0, end: HEADER_SIZE },
    { name: 'The directory', start: directory.rva, end: directory.rva + directory.size },
    ...entries
      .filter((entry) => entry.size > 0)
      .map((entry) => ({ name: entry.name, start: entry.rva, end: entry.rva + entry.size })),
  ].sort((a, b) => a.start - b.start);
  let widest = extents[0];
  for (const extent of extents.slice(1)) {
    const previous = widest;
    if (previous !== undefined && extent.start < previous.end) {
      file.problems.add('stream-overlap', hex0x(extent.start), () => ({
        message: `${previous.name} and ${extent.name} overlap: at least one of them is damaged.`,
        hint: 'Both are read as they stand; do not rely on either.',
      }));
    }
    if (previous === undefined || extent.end > previous.end) {
      widest = extent;
    }
  }
}
