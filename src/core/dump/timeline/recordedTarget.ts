/** A dump with recorded operations, at one of the moments between them: everything is told as of then. */

import {
  NO_ACTOR,
  TRACE_BADREF,
  type HandleTrace,
  type TraceColumns,
} from '../../model/handleTrace';
import type { Address } from '../../model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../../model/process';
import type { HandleStore } from '../../target/handleStore';
import type { MotionHost } from '../../target/program';
import type { RecordingAccess, RecordingMoment, RecordingMotion } from '../../target/recording';
import type { SymbolSource } from '../../target/symbolSource';
import type {
  ExceptionInfo,
  HandleTableSelector,
  MemoryBytes,
  StopInfo,
  Target,
  TargetCapabilities,
  TargetPart,
} from '../../target/target';
import type { TargetInfo } from '../../target/targetInfo';
import type { TraceStore } from '../../target/traceStore';
import type { UserHandleAccess } from '../../target/userHandles';
import type { CancellationToken } from '../../util/cancellation';
import { ProblemError, type Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { SharedLoad } from '../../util/sharedLoad';
import { asResult } from '../asResult';
import { findIntervals } from './handleIntervals';
import { MomentHandleStore, type MomentParts } from './momentHandleStore';
import { MomentTraceStore } from './momentTraceStore';
import {
  noOperation,
  NOTHING_RECORDED,
  nothingFurther,
  OF_THE_END,
  operationWords,
  startWords,
} from './recordingWords';

/** What was read of the recording when somebody first walked. */
interface LoadedRecording {
  readonly store: TraceStore;
  readonly traces: TraceColumns;
  /** Null when the dump has no handles. */
  readonly handles: MomentParts | null;
}

/** An earlier moment: how many operations are done then, and the last of them. */
interface EarlierMoment {
  readonly operations: number;
  readonly last: HandleTrace | null;
  readonly traces: MomentTraceStore;
  readonly handles: MomentHandleStore | null;
}

/** Target over a dump that has recorded operations. It stands at the end until somebody walks; nothing is read before. */
export class RecordedTarget implements Target {
  readonly info: TargetInfo;
  readonly capabilities: TargetCapabilities;
  readonly parts: readonly TargetPart[];
  readonly symbols: SymbolSource;
  readonly control = null;
  readonly recording: RecordingAccess;
  generation = 0;
  /** Null at the end. */
  private earlier: EarlierMoment | null = null;
  /** That of the host who asked last: loading is shared. */
  private yieldNow = (): Promise<void> => Promise.resolve();
  private readonly loaded = new SharedLoad((token) => this.load(token));

  constructor(private readonly end: Target) {
    this.info = end.info;
    this.capabilities = end.capabilities;
    this.parts = end.parts;
    this.symbols = end.symbols;
    this.recording = {
      moment: (host) => asResult(() => this.describe(host)),
      move: (motion, host) => asResult(() => this.move(motion, host)),
    };
  }

  get problems(): readonly Problem[] {
    return this.end.problems;
  }

  get userHandles(): UserHandleAccess | null {
    const { userHandles } = this.end;
    return this.earlier === null || userHandles === null ? userHandles : USER_HANDLES_OF_THE_END;
  }

  processes(): readonly ProcessInfo[] {
    return this.end.processes();
  }

  currentProcessId(): number {
    return this.end.currentProcessId();
  }

  /** The thread of the operation that was done last. */
  currentThreadId(): number {
    return this.ownThread() ?? this.end.currentThreadId();
  }

  /** The threads of the end, and that of the last operation where it had ended by then. */
  threads(processId: number): readonly ThreadInfo[] {
    const listed = this.end.threads(processId);
    const threadId = this.ownThread();
    return threadId === null || listed.some((thread) => thread.threadId === threadId)
      ? listed
      : [...listed, { processId, threadId, teb: null, name: null, suspendCount: 0 }];
  }

  modules(): readonly ModuleInfo[] {
    return this.end.modules();
  }

  /** At an earlier moment only the stack of the last operation is recorded. */
  callStack(threadId: number, token: CancellationToken): Promise<readonly Address[]> {
    if (this.earlier === null) {
      return this.end.callStack(threadId, token);
    }
    return Promise.resolve(threadId === this.ownThread() ? (this.earlier.last?.stack ?? []) : []);
  }

  exception(): ExceptionInfo | null {
    return this.earlier === null ? this.end.exception() : null;
  }

  async handles(processId: number, table: HandleTableSelector): Promise<Result<HandleStore>> {
    const atTheEnd = await this.end.handles(processId, table);
    const store = this.earlier?.handles ?? null;
    return atTheEnd.ok && store !== null ? ok(store) : atTheEnd;
  }

  async traces(processId: number, token?: CancellationToken): Promise<Result<TraceStore>> {
    const atTheEnd = await this.end.traces(processId, token);
    return atTheEnd.ok && this.earlier !== null ? ok(this.earlier.traces) : atTheEnd;
  }

  readMemory(at: Address, length: number, token: CancellationToken): Promise<Result<MemoryBytes>> {
    return this.earlier === null
      ? this.end.readMemory(at, length, token)
      : Promise.resolve(fail(OF_THE_END));
  }

  close(): Promise<void> {
    return this.end.close();
  }

  /** The thread of the last operation, if it is known and of this process. */
  private ownThread(): number | null {
    const last = this.earlier?.last ?? null;
    return last === null ||
      last.threadId === NO_ACTOR ||
      last.processId !== this.end.currentProcessId()
      ? null
      : last.threadId;
  }

  private loadFor(host: MotionHost): Promise<LoadedRecording> {
    this.yieldNow = () => host.yieldNow();
    return this.loaded.get(host.token);
  }

  private async load(token: CancellationToken): Promise<LoadedRecording> {
    const processId = this.end.currentProcessId();
    const store = valueOf(await this.end.traces(processId, token));
    const traces = await store.columns(token);
    if (traces.count === 0) {
      throw new ProblemError(NOTHING_RECORDED);
    }
    const handles = await this.end.handles(processId, 'process');
    if (!handles.ok) {
      return { store, traces, handles: null };
    }
    const columns = await handles.value.columns(token);
    const yieldNow = (): Promise<void> => this.yieldNow();
    const intervals = await findIntervals(columns, traces, { token, yieldNow });
    return { store, traces, handles: { store: handles.value, columns, traces, intervals } };
  }

  private async describe(host: MotionHost): Promise<RecordingMoment> {
    const { token } = host;
    const { store, traces, handles } = await this.loadFor(host);
    const operations = this.earlier?.operations ?? traces.count;
    return {
      operations,
      recorded: traces.count,
      last: this.earlier === null ? await lastOf(store, traces.count, token) : this.earlier.last,
      orderIsKnown: store.facts.orderIsKnown,
      ...(store.facts.orderReason !== undefined && { orderReason: store.facts.orderReason }),
      withoutTime: handles?.intervals.withoutTime ?? 0,
      contradictions: handles?.intervals.contradictions ?? 0,
    };
  }

  private async move(motion: RecordingMotion, host: MotionHost): Promise<StopInfo> {
    const { token } = host;
    const { store, traces, handles } = await this.loadFor(host);
    const recorded = traces.count;
    const operations = destination(motion, this.earlier?.operations ?? recorded, traces);
    const last = operations === 0 ? null : await lastOf(store, operations, token);
    this.earlier =
      operations === recorded
        ? null
        : {
            operations,
            last,
            traces: new MomentTraceStore(store, operations),
            handles: handles === null ? null : new MomentHandleStore(handles, operations),
          };
    this.generation++;
    return {
      reason: 'moment',
      description:
        last === null ? startWords(recorded) : operationWords(last, operations, recorded),
      threadId: this.currentThreadId(),
    };
  }
}

/** How many operations are done where a motion leads. Throws a ProblemError when it leads nowhere. */
function destination(motion: RecordingMotion, from: number, traces: TraceColumns): number {
  const recorded = traces.count;
  if (motion.kind === 'operation') {
    if (motion.number > recorded) {
      throw new ProblemError(noOperation(motion.number, recorded));
    }
    return motion.number;
  }
  const by = motion.backwards ? -1 : 1;
  const last = motion.backwards ? 0 : recorded;
  if (from === last) {
    throw new ProblemError(nothingFurther(motion.backwards));
  }
  if (motion.kind === 'step') {
    return from + by;
  }
  for (let number = from + by; number !== last; number += by) {
    if (traces.operation[recorded - number] === TRACE_BADREF) {
      return number;
    }
  }
  return last;
}

/** The record of an operation, numbered from 1. */
async function lastOf(
  store: TraceStore,
  number: number,
  token: CancellationToken,
): Promise<HandleTrace | null> {
  const [record] = await store.records([store.count - number], token);
  return record ?? null;
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new ProblemError(result.problem);
  }
  return result.value;
}

const USER_HANDLES_OF_THE_END: UserHandleAccess = {
  locate: () => Promise.resolve(fail(OF_THE_END)),
  guiProcesses: () => [],
  guiThreads: () => [],
  desktopName: () => null,
  traces: () => fail(OF_THE_END),
  control: null,
};
