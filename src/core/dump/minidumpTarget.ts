/** A real minidump as a target: one process, its handles and traces, read from the file as they are asked for. */

import { address, type Address } from '../model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../model/process';
import type { HandleStore } from '../target/handleStore';
import type {
  ExceptionInfo,
  HandleTableSelector,
  MemoryBytes,
  Target,
  TargetCapabilities,
  TargetPart,
} from '../target/target';
import type { TargetInfo } from '../target/targetInfo';
import type { TraceStore } from '../target/traceStore';
import { neverCancelled, throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { hex0x, hexAddress } from '../util/hex';
import { ProblemError, type Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import type { RecordRun } from '../util/sequentialReads';
import { SharedLoad } from '../util/sharedLoad';
import type { DumpFile } from './dumpFile';
import { NEWEST_FIRST_COMMENT } from './dumpComment';
import { DumpHandleStore } from './dumpHandleStore';
import { DumpSymbols } from './dumpSymbols';
import { DumpTraceStore } from './dumpTraceStore';
import { DumpUserHandles } from './dumpUserHandles';
import { asResult } from './asResult';
import type { MinidumpContents } from './minidumpContents';
import { imageName, minidumpInfo, minidumpParts } from './minidumpInfo';
import { NO_KERNEL_TABLES, otherProcess } from './missingStreams';
import { walkStack } from './stackWalk';

/** Most bytes of memory that are read at once. */
const MAXIMUM_READ = 16 * 1024 * 1024;
/** Stands for the thread of a dump that has none. */
const NO_THREAD = 0;

/** Target over a minidump. */
export class MinidumpTarget implements Target {
  readonly info: TargetInfo;
  readonly capabilities: TargetCapabilities;
  readonly parts: readonly TargetPart[];
  readonly symbols: DumpSymbols;
  readonly control = null;
  readonly userHandles: DumpUserHandles;
  readonly generation = 0;
  private readonly processId: number;
  private readonly threadList: readonly ThreadInfo[];
  private readonly handleStore: Result<DumpHandleStore>;
  private readonly traceStore: Result<SharedLoad<DumpTraceStore>>;

  constructor(
    private readonly file: DumpFile,
    private readonly contents: MinidumpContents,
  ) {
    const { handles, operations, ranges, modules, misc } = contents;
    this.info = minidumpInfo(contents, file.source.name);
    this.parts = minidumpParts(contents);
    this.processId = misc?.processId ?? 0;
    this.threadList = this.makeThreads();
    this.symbols = new DumpSymbols(modules, (at, length) => this.readBytes(at, length));
    this.userHandles = new DumpUserHandles({
      contents,
      processId: this.processId,
      image: imageName(contents, this.info.title),
      threads: this.threadList,
      modules: () => this.symbols.modules(),
      symbols: this.symbols,
      read: (at, length) => this.readBytes(at, length),
    });
    this.handleStore = handles.ok ? ok(new DumpHandleStore(file, handles.value)) : handles;
    this.traceStore = operations.ok
      ? ok(new SharedLoad((token) => this.scanTraces(operations.value, token)))
      : operations;
    this.capabilities = {
      handles: handles.ok,
      traces: operations.ok,
      memory: ranges.count > 0,
      control: false,
    };
  }

  get problems(): readonly Problem[] {
    return this.file.problems.list;
  }

  processes(): readonly ProcessInfo[] {
    const image = imageName(this.contents, this.info.title);
    return [{ processId: this.processId, parentProcessId: 0, image, sessionId: null }];
  }

  currentProcessId(): number {
    return this.processId;
  }

  currentThreadId(): number {
    const stopped = this.contents.exception?.threadId;
    const isListed = this.threadList.some(({ threadId }) => threadId === stopped);
    return isListed && stopped !== undefined
      ? stopped
      : (this.threadList[0]?.threadId ?? NO_THREAD);
  }

  threads(processId: number): readonly ThreadInfo[] {
    return processId === this.processId ? this.threadList : [];
  }

  modules(): readonly ModuleInfo[] {
    return this.symbols.modules();
  }

  async callStack(threadId: number, token: CancellationToken): Promise<readonly Address[]> {
    const { contents } = this;
    const thread = contents.threads.find((candidate) => candidate.threadId === threadId);
    const stopped = contents.exception?.threadId === threadId ? contents.exception : null;
    const registers = thread?.registers ?? (stopped === null ? null : contents.exceptionRegisters);
    if (registers === null) {
      return stopped === null ? [] : [stopped.address];
    }
    return walkStack(registers, contents.architecture, async (at, length) => {
      throwIfCancelled(token);
      return this.readBytes(at, length);
    });
  }

  exception(): ExceptionInfo | null {
    const { exception } = this.contents;
    if (exception === null) {
      return null;
    }
    const { threadId, code, parameters } = exception;
    // Whether it was the first chance is not recorded in a minidump.
    return {
      processId: this.processId,
      threadId,
      code,
      address: exception.address,
      firstChance: false,
      parameters,
    };
  }

  handles(processId: number, table: HandleTableSelector): Promise<Result<HandleStore>> {
    if (table !== 'process') {
      return Promise.resolve(fail(NO_KERNEL_TABLES));
    }
    return Promise.resolve(
      processId === this.processId
        ? this.handleStore
        : fail(otherProcess(this.processId, processId)),
    );
  }

  async traces(
    processId: number,
    token: CancellationToken = neverCancelled,
  ): Promise<Result<TraceStore>> {
    if (processId !== this.processId) {
      return fail(otherProcess(this.processId, processId));
    }
    const store = this.traceStore;
    return store.ok ? asResult(() => store.value.get(token)) : store;
  }

  async readMemory(
    at: Address,
    length: number,
    token: CancellationToken,
  ): Promise<Result<MemoryBytes>> {
    if (length > MAXIMUM_READ) {
      return fail({
        code: 'memory-too-long',
        message: `${hex0x(length)} bytes are more than can be read at once.`,
        hint: `Ask for at most ${hex0x(MAXIMUM_READ)} bytes.`,
      });
    }
    const memory = await asResult(() =>
      this.contents.ranges.read(this.file.source, at, Math.max(0, length)),
    );
    if (!memory.ok || memory.value.bytes.length > 0 || length <= 0) {
      return memory;
    }
    return asResult(() => this.notInDump(at, token));
  }

  close(): Promise<void> {
    return this.file.source.close();
  }

  private async notInDump(at: Address, token: CancellationToken): Promise<never> {
    const state = (await this.contents.regions?.stateOf(at, token)) ?? null;
    const where = hexAddress(at, this.info.pointerSize);
    const was = {
      committed: ' It was committed memory of the process.',
      reserved: ' It was reserved without memory behind it.',
      free: ' It was not allocated in the process.',
    };
    throw new ProblemError({
      code: 'memory-not-in-dump',
      message: `The dump does not hold the memory at ${where}.${state === null ? '' : was[state]}`,
      hint:
        state === 'free' || state === 'reserved'
          ? 'Check the address.'
          : 'Record all memory with .dump /ma in WinDbg or with procdump -ma.',
    });
  }

  private async readBytes(at: Address, length: number): Promise<Uint8Array> {
    return (await this.contents.ranges.read(this.file.source, at, length)).bytes;
  }

  private scanTraces(run: RecordRun, token: CancellationToken): Promise<DumpTraceStore> {
    return DumpTraceStore.scan(this.file, run, token, {
      saidNewestFirst: this.contents.comment?.includes(NEWEST_FIRST_COMMENT) === true,
      windows: this.contents.system?.windows.major ?? 0,
      handles: async () => {
        const { handleStore } = this;
        if (!handleStore.ok) {
          return null;
        }
        // A table that cannot be read is reported to those who ask for it.
        const columns = await asResult(() => handleStore.value.columns(token));
        return columns.ok ? columns.value : null;
      },
    });
  }

  private makeThreads(): readonly ThreadInfo[] {
    const { threads, threadNames, exception } = this.contents;
    if (threads.length === 0) {
      const threadId = exception?.threadId ?? NO_THREAD;
      return [
        { processId: this.processId, threadId, teb: address(0), name: null, suspendCount: 0 },
      ];
    }
    return threads.map(({ threadId, teb, suspendCount }) => ({
      processId: this.processId,
      threadId,
      teb,
      name: threadNames.get(threadId) ?? null,
      suspendCount,
    }));
  }
}
