/** A saved or pasted log as a target: what was printed, at one moment of the log, and nothing else. */

import type { Address } from '../../model/identifiers';
import { NO_ACTOR } from '../../model/handleTrace';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../../model/process';
import type { HandleStore } from '../../target/handleStore';
import type { LogAccess } from '../../target/logAccess';
import type {
  HandleTableSelector,
  MemoryBytes,
  Target,
  TargetCapabilities,
  TargetPart,
} from '../../target/target';
import type { TargetInfo } from '../../target/targetInfo';
import type { TraceStore } from '../../target/traceStore';
import type { ByteSource } from '../../util/byteSource';
import type { Problem } from '../../util/problem';
import { fail, ok, type Result } from '../../util/result';
import { buildHandleTable } from './handleTable';
import { LogHandleStore } from './logHandleStore';
import { logInfo, logParts } from './logInfo';
import type { LogModel, LogScope } from './logModel';
import { NO_MEMORY, noHandles, noProcess, noTraces } from './missingAnswers';
import { LogMoments } from './logMoments';
import { handleAnswersAt, traceAnswersAt } from './moments';
import { ProcessNumbers } from './processNumbers';
import { LogTraceStore } from './traceLog';

/** Threads of one process that are listed; only a hostile log has more. */
const MOST_THREADS = 10_000;

/** Target over a log that was read to its end. */
export class LogTarget implements Target {
  readonly info: TargetInfo;
  readonly capabilities: TargetCapabilities;
  readonly parts: readonly TargetPart[];
  readonly symbols;
  readonly control = null;
  readonly userHandles = null;
  readonly log: LogAccess;
  private readonly moments: LogMoments;
  private readonly numbers: ProcessNumbers;
  private readonly handleStores = new Map<string, LogHandleStore>();
  private readonly traceStores = new Map<string, LogTraceStore>();

  constructor(
    private readonly model: LogModel,
    private readonly source: ByteSource,
  ) {
    this.numbers = new ProcessNumbers(model.scopes);
    this.moments = new LogMoments(model, this.numbers, source.size);
    this.log = this.moments;
    this.symbols = model.symbols;
    this.info = logInfo(model, source.name, this.numbers.list());
    this.parts = logParts(model, this.moments);
    this.capabilities = {
      handles: model.answers.some(({ kind }) => kind === 'handles'),
      traces: model.answers.some(({ kind }) => kind === 'traces'),
      memory: false,
      control: false,
    };
  }

  get problems(): readonly Problem[] {
    return this.model.problems.list;
  }

  get generation(): number {
    return this.moments.generation;
  }

  processes(): readonly ProcessInfo[] {
    return this.numbers.list();
  }

  /** The process of the moment's last answer. */
  currentProcessId(): number {
    const last = this.moments.current.answers.at(-1);
    return last === undefined ? 0 : this.numbers.idOf(last.scope);
  }

  /** The thread that made the newest record of the moment; one without an id where no record tells. */
  currentThreadId(): number {
    return this.threads(this.currentProcessId())[0]?.threadId ?? NO_ACTOR;
  }

  /** The threads that the trace records of the moment name as those of the process, newest first. */
  threads(processId: number): readonly ThreadInfo[] {
    const scope = this.numbers.scopeOf(processId);
    if (scope === null) {
      return [];
    }
    const store = this.traceStore(scope);
    const found = store === null ? [] : store.threadsOf(scope.processId, MOST_THREADS);
    return (found.length === 0 ? [NO_ACTOR] : found).map((threadId) => ({
      processId,
      threadId,
      teb: null,
      name: null,
      suspendCount: 0,
    }));
  }

  modules(): readonly ModuleInfo[] {
    return this.model.symbols.modules();
  }

  /** The stack of the stop, where a tool stopped the program at this moment; else of the newest record the thread made. */
  callStack(threadId: number): Promise<readonly Address[]> {
    const stop = this.moments.current.answers.findLast((answer) => answer.kind === 'stop');
    if (stop?.kind === 'stop') {
      return Promise.resolve(stop.stack);
    }
    const scope = this.numbers.scopeOf(this.currentProcessId());
    const store = scope === null ? null : this.traceStore(scope);
    return Promise.resolve(store?.newestOf(threadId)?.stack ?? []);
  }

  exception(): null {
    return null;
  }

  handles(processId: number, table: HandleTableSelector): Promise<Result<HandleStore>> {
    const scope = this.numbers.tableOf(processId, table);
    if (scope === null) {
      return Promise.resolve(fail(noProcess(this.numbers.list(), processId, table)));
    }
    const store = this.handleStore(scope);
    return Promise.resolve(
      store === null ? fail(noHandles(scope, this.moments, this.model)) : ok(store),
    );
  }

  handlesAt(moment: number, processId: number): Promise<Result<HandleStore>> {
    const scope = this.numbers.scopeOf(processId);
    const store = scope === null ? null : this.handleStore(scope, moment);
    return Promise.resolve(
      store === null
        ? fail({
            code: 'no-handles',
            message: `Moment ${moment} of the log lists no handles of this process.`,
            hint: '.moment lists the moments and what each of them holds.',
          })
        : ok(store),
    );
  }

  traces(processId: number): Promise<Result<TraceStore>> {
    const scope = this.numbers.scopeOf(processId);
    if (scope === null) {
      return Promise.resolve(fail(noProcess(this.numbers.list(), processId, 'process')));
    }
    const store = this.traceStore(scope);
    return Promise.resolve(
      store === null ? fail(noTraces(scope, this.moments, this.model)) : ok(store),
    );
  }

  readMemory(): Promise<Result<MemoryBytes>> {
    return Promise.resolve(fail(NO_MEMORY));
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private handleStore(scope: LogScope, moment = this.moments.currentMoment): LogHandleStore | null {
    const answers = handleAnswersAt(this.moments.all, moment, scope);
    const [first] = answers;
    if (first === undefined) {
      return null;
    }
    const key = `${scope.key} ${first.line}`;
    let store = this.handleStores.get(key);
    if (store === undefined) {
      const { source, model } = this;
      store = new LogHandleStore({
        table: buildHandleTable(answers.map(({ rows }) => rows)),
        free: answers.flatMap(({ free }) => free).sort((a, b) => Number(a.value - b.value)),
        kernelTable: scope.table,
        source,
        reader: model.reader,
      });
      this.handleStores.set(key, store);
    }
    return store;
  }

  private traceStore(scope: LogScope): LogTraceStore | null {
    const { all, currentMoment } = this.moments;
    const answers = traceAnswersAt(all, currentMoment, scope);
    const [first] = answers;
    if (first === undefined) {
      return null;
    }
    const key = `${scope.key} ${first.line}`;
    let store = this.traceStores.get(key);
    if (store === undefined) {
      store = new LogTraceStore(answers.map(({ rows }) => rows));
      this.traceStores.set(key, store);
    }
    return store;
  }
}
