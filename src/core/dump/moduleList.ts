/** The ModuleList and UnloadedModuleList streams (domain.md 5.4). */

import { address, type Address } from '../model/identifiers';
import type { PdbIdentity } from '../model/process';
import { BinaryView } from '../util/binaryView';
import { placeItems, readScattered } from '../util/scatteredReads';
import { CODE_VIEW_REACH, readCodeView } from './codeView';
import { clipCount, countedEntries, tooShort } from './countedList';
import { readStream, type DumpFile, type StreamRange } from './dumpFile';
import { readStrings } from './dumpStrings';

const ENTRY_SIZE = 108;
const UNLOADED_HEADER_SIZE = 12;
const UNLOADED_ENTRY_SIZE = 24;
/** Far more than any process loads. */
const MAXIMUM_MODULES = 32768;

/** A module as the dump describes it. */
export interface DumpModule {
  /** Name as frames print it, unique in the dump. */
  readonly name: string;
  /** Path as recorded; empty when the dump has none. */
  readonly path: string;
  readonly base: Address;
  /** Size in bytes. */
  readonly size: number;
  readonly timeDateStamp: number;
  readonly pdb: PdbIdentity | null;
}

/** Reads the loaded modules in the order of the dump. */
export async function readModuleList(file: DumpFile, stream: StreamRange): Promise<DumpModule[]> {
  const view = await readStream(file, stream, 8 + MAXIMUM_MODULES * ENTRY_SIZE);
  const run = countedEntries(file, stream, view, { entrySize: ENTRY_SIZE, limit: MAXIMUM_MODULES });
  const starts = Array.from({ length: run.count }, (_, index) => run.start + index * ENTRY_SIZE);
  const paths = await readStrings(
    file,
    starts.map((at) => view.u32(at + 0x14)),
    'name of a module',
  );
  const pdbs = await readCodeViews(file, starts, view);
  const taken = new Set<string>();
  return starts.map((at, index) => {
    const path = paths[index] ?? '';
    const base = address(view.u64(at));
    const name = uniqueName(moduleName(path), base, taken);
    return {
      name,
      path,
      base,
      size: view.u32(at + 8),
      timeDateStamp: view.u32(at + 0x10),
      pdb: pdbs[index] ?? null,
    };
  });
}

/** Counts the unloaded modules whose records are in the dump. */
export async function countUnloadedModules(file: DumpFile, stream: StreamRange): Promise<number> {
  const view = await readStream(file, stream, UNLOADED_HEADER_SIZE);
  if (!view.has(0, UNLOADED_HEADER_SIZE)) {
    tooShort(file, stream, UNLOADED_HEADER_SIZE);
    return 0;
  }
  return clipCount(file, stream, {
    declared: view.u32(8),
    start: Math.max(view.u32(0), UNLOADED_HEADER_SIZE),
    entrySize: Math.max(view.u32(4), UNLOADED_ENTRY_SIZE),
    limit: MAXIMUM_MODULES,
  });
}

/**
 * The name under which frames print a module: the file name without extension, anything but letters, digits and `_`
 * replaced by `_` (domain.md 7.1). Empty when the path is.
 */
export function moduleName(path: string): string {
  const fileName = path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  const dot = fileName.lastIndexOf('.');
  const stem = dot > 0 ? fileName.slice(0, dot) : fileName;
  return stem.replace(/[^\p{L}\p{N}_]/gu, '_');
}

/** Modules of the same name are told apart by their base, as debuggers do; one without a name is called by its base. */
function uniqueName(name: string, base: Address, taken: Set<string>): string {
  let unique = name === '' ? `image${base.toString(16)}` : name;
  if (taken.has(unique.toLowerCase())) {
    unique = `${unique}_${base.toString(16)}`;
  }
  taken.add(unique.toLowerCase());
  return unique;
}

async function readCodeViews(
  file: DumpFile,
  starts: readonly number[],
  view: BinaryView,
): Promise<(PdbIdentity | null)[]> {
  const pdbs = new Array<PdbIdentity | null>(starts.length).fill(null);
  const placed = placeItems(starts.map((at) => view.u32(at + 0x50)));
  const options = { reach: CODE_VIEW_REACH, token: file.token };
  await readScattered(file.source, placed.offsets, options, (index, data, at, available) => {
    const original = placed.order[index] ?? 0;
    const size = view.u32((starts[original] ?? 0) + 0x4c);
    const length = Math.min(size, available, CODE_VIEW_REACH);
    const bytes = new Uint8Array(data.buffer, data.byteOffset + at, length);
    pdbs[original] = readCodeView(new BinaryView(bytes));
  });
  return pdbs;
}
