/** Reads everything of a minidump that is small; what is large stays in the file and is only located. */

import type { Architecture } from '../target/targetInfo';
import { throwIfCancelled } from '../util/cancellation';
import type { Problem } from '../util/problem';
import { fail, type Result } from '../util/result';
import type { RecordRun } from '../util/sequentialReads';
import type { Directory } from './directory';
import { readComment } from './dumpComment';
import type { DumpFile, StreamRange } from './dumpFile';
import { readException, type DumpException } from './exceptionStream';
import { readHandleData } from './handleData';
import { readHandleOperationList } from './handleOperations';
import { openMemoryInfoList, type MemoryRegions } from './memoryInfoList';
import { readMemory64List, readMemoryList } from './memoryLists';
import { MemoryRangesBuilder, type MemoryRanges } from './memoryRanges';
import { readMiscInfo, type MiscInfo } from './miscInfo';
import { NO_HANDLE_DATA, NO_HANDLE_OPERATIONS, unreadableStream } from './missingStreams';
import { countUnloadedModules, readModuleList, type DumpModule } from './moduleList';
import { STREAM } from './streamTypes';
import type { SystemInfo } from './systemInfo';
import type { ThreadRegisters } from './threadContext';
import { readContexts, readThreadList, readThreadNames, type DumpThread } from './threadList';

/** The contents of a dump; lists are empty where the dump has none. */
export interface MinidumpContents {
  readonly directory: Directory;
  readonly system: SystemInfo | null;
  readonly architecture: Architecture;
  readonly misc: MiscInfo | null;
  /** What the writer of the dump had to say (stream 10); null when it said nothing. */
  readonly comment: string | null;
  readonly modules: readonly DumpModule[];
  readonly threads: readonly DumpThread[];
  readonly threadNames: ReadonlyMap<number, string>;
  readonly exception: DumpException | null;
  /** Registers at the exception. */
  readonly exceptionRegisters: ThreadRegisters | null;
  readonly ranges: MemoryRanges;
  readonly regions: MemoryRegions | null;
  /** Where the handle descriptors are. */
  readonly handles: Result<RecordRun>;
  /** Where the recorded operations are. */
  readonly operations: Result<RecordRun>;
  /** How many entries each stream has, by stream number. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Reads the streams of a Windows minidump. Streams that are missing or broken leave their part empty. */
export async function readContents(
  file: DumpFile,
  directory: Directory,
  system: SystemInfo | null,
): Promise<MinidumpContents> {
  const reader = new ContentsReader(file, directory);
  const architecture = system?.architecture ?? 'unknown';
  const misc = (await reader.use(STREAM.miscInfo, readMiscInfo)) ?? null;
  const comment = (await reader.use(STREAM.commentA, readComment)) ?? null;
  const modules = (await reader.list(STREAM.moduleList, readModuleList)) ?? [];
  await reader.count(STREAM.unloadedModuleList, countUnloadedModules);
  const threads =
    (await reader.list(STREAM.threadList, (of, stream) =>
      readThreadList(of, stream, architecture),
    )) ?? [];
  const threadNames = (await reader.use(STREAM.threadNames, readThreadNames)) ?? new Map();
  const exception = (await reader.use(STREAM.exception, readException)) ?? null;
  const context = exception?.context ?? null;
  const exceptionRegisters =
    context === null ? null : ((await readContexts(file, [context], architecture))[0] ?? null);
  const ranges = await reader.ranges(threads);
  const regions = (await reader.use(STREAM.memoryInfoList, openMemoryInfoList)) ?? null;
  const handles =
    (await reader.use(STREAM.handleData, readHandleData)) ??
    reader.missing(STREAM.handleData, NO_HANDLE_DATA);
  const operations =
    (await reader.use(STREAM.handleOperationList, readHandleOperationList)) ??
    reader.missing(STREAM.handleOperationList, NO_HANDLE_OPERATIONS);
  reader.noteCount(STREAM.threadNames, threadNames.size);
  reader.noteCount(STREAM.memoryInfoList, regions?.count);
  reader.noteCount(STREAM.handleData, handles.ok ? handles.value.count : undefined);
  reader.noteCount(STREAM.handleOperationList, operations.ok ? operations.value.count : undefined);
  return {
    directory,
    system,
    architecture,
    misc,
    comment,
    modules,
    threads,
    threadNames,
    exception,
    exceptionRegisters,
    ranges,
    regions,
    handles,
    operations,
    counts: reader.counts,
  };
}

type StreamReader<T> = (file: DumpFile, stream: StreamRange) => Promise<T>;

class ContentsReader {
  readonly counts = new Map<number, number>();

  constructor(
    private readonly file: DumpFile,
    private readonly directory: Directory,
  ) {}

  /** Reads a stream; undefined when the dump has none. */
  async use<T>(type: number, read: StreamReader<T>): Promise<T | undefined> {
    throwIfCancelled(this.file.token);
    const stream = this.directory.stream(type);
    return stream === undefined ? undefined : read(this.file, stream);
  }

  /** Why there is nothing of a stream: it was not written, or what was written cannot be read. */
  missing(type: number, absent: Problem): Result<never> {
    const listed = this.directory.entries.find((entry) => entry.type === type);
    return fail(listed === undefined ? absent : unreadableStream(listed.name));
  }

  /** Reads a stream that is a list, and notes how long it is. */
  async list<T>(type: number, read: StreamReader<readonly T[]>): Promise<readonly T[] | undefined> {
    const entries = await this.use(type, read);
    this.noteCount(type, entries?.length);
    return entries;
  }

  /** Reads a stream of which only the number of entries matters. */
  async count(type: number, read: StreamReader<number>): Promise<void> {
    this.noteCount(type, await this.use(type, read));
  }

  noteCount(type: number, count: number | undefined): void {
    if (count !== undefined && this.directory.stream(type) !== undefined) {
      this.counts.set(type, count);
    }
  }

  /** The memory of both lists, and the stacks of the threads. */
  async ranges(threads: readonly DumpThread[]): Promise<MemoryRanges> {
    const ranges = new MemoryRangesBuilder();
    await this.count(STREAM.memory64List, (file, stream) => readMemory64List(file, stream, ranges));
    await this.count(STREAM.memoryList, (file, stream) => readMemoryList(file, stream, ranges));
    for (const { stack } of threads) {
      const size = Math.min(stack.size, this.file.source.size - stack.fileOffset);
      ranges.add({ ...stack, size });
    }
    return ranges.build();
  }
}
