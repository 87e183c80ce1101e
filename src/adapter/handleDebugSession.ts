/** The debug session: takes messages, hands them to handlers, sends answers and events. It knows no transport and no editor. */

import { DebugSession, Event } from '@vscode/debugadapter';
import { escapeLines } from '../core/render/escapeText';
import { CancelledError, type CancellationSource } from '../core/util/cancellation';
import type { ProgramPlace } from '../core/target/program';
import type { StopInfo, Target } from '../core/target/target';
import { CHANGED_EVENT, type ChangeReason } from '../protocol/dapExtensions';
import type { LaunchArguments } from '../protocol/launchArguments';
import { cannotStart, noTarget, RequestError } from './adapterErrors';
import { UNKNOWN_CLIENT, type ClientAbilities } from './capabilities';
import { commandHost } from './consoleEvaluation';
import type { ConsoleSink } from './consoleWriter';
import { customHandlers } from './customRequests';
import { dumpHandlers } from './dumpRequests';
import { evaluateHandlers } from './evaluateRequests';
import { Examination } from './examination';
import { executionHandlers } from './executionRequests';
import { inspectionHandlers } from './inspectionRequests';
import { lifecycleHandlers } from './lifecycleRequests';
import { breakpointHandlers } from './program/breakpointRequests';
import { changeHandlers } from './program/changeRequests';
import { keepBreakpoints } from './program/keepBreakpoints';
import { ProgressReporter } from './progressReporter';
import { refusedHandlers } from './refusedRequests';
import { RequestGuard, type RequestContext, type RequestHandler } from './requestGuard';
import type { HandlerTable, SessionAccess } from './sessionAccess';
import { runHandlers } from './runRequest';
import { breathe } from './scheduler';
import { sourceOfPath } from './sourcePages';
import type { SessionHost } from './sessionHost';
import { userHandlers } from './views/userRequests';
import { viewHandlers } from './views/viewRequests';
import { entryStop, stopBody } from './stopEvents';

/** One debug session. Feed it with {@link handleMessage}, listen with `onDidSendMessage`. */
export class HandleDebugSession extends DebugSession implements SessionAccess {
  readonly guard: RequestGuard;
  readonly console: ConsoleSink;
  client: ClientAbilities = UNKNOWN_CLIENT;
  running: CancellationSource | null = null;
  launched: LaunchArguments | null = null;
  private current: Examination | null = null;
  private readonly handlers: ReadonlyMap<string, RequestHandler>;
  private lineProgress: RequestContext['progress'] = () => undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private isConfigured = false;
  private entryIsAnnounced = false;
  private hasLeft = false;

  constructor(readonly host: SessionHost) {
    super();
    this.guard = new RequestGuard({
      sendResponse: (response) => {
        this.sendResponse(response);
      },
      progress: new ProgressReporter({
        scheduler: host.scheduler,
        sendEvent: (event, body) => {
          this.sendBody(event, body);
        },
        isSupported: () => this.client.progress,
      }),
      report: (message) => {
        host.report(message);
      },
    });
    this.console = this.makeConsole();
    const tables: readonly HandlerTable[] = [
      lifecycleHandlers(this),
      executionHandlers(this),
      inspectionHandlers(this),
      evaluateHandlers(this),
      customHandlers(this),
      viewHandlers(this),
      userHandlers(this),
      runHandlers(this),
      dumpHandlers(this),
      breakpointHandlers(this),
      changeHandlers(this),
      refusedHandlers(),
    ];
    this.handlers = new Map(tables.flatMap((table) => Object.entries(table)));
  }

  get isOpen(): boolean {
    return this.current !== null;
  }

  /** Takes one message of any shape. Requests are always answered; whatever else arrives is ignored or refused. */
  override handleMessage(message: unknown): void {
    const fields: Readonly<Record<string, unknown>> =
      typeof message === 'object' && message !== null ? { ...message } : {};
    const { type, seq, command } = fields;
    if (type === 'response' || type === 'event') {
      return;
    }
    const number = typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : 0;
    const name = typeof command === 'string' ? command : '';
    if (type !== 'request' || name === '' || number !== seq) {
      this.guard.reject(
        number,
        name,
        'The message is no request: it needs the type "request", a number "seq" and a text "command".',
      );
      return;
    }
    const handler = this.handlers.get(name) ?? unknownRequest;
    void this.guard.answer(
      { seq: number, command: name, arguments: fields['arguments'], title: titleOf(name, fields) },
      handler,
    );
  }

  /** Answers bytes that were no message at all. */
  rejectUnreadable(reason: string): void {
    this.guard.reject(0, '', `The message could not be read: ${reason}`);
  }

  examination(): Examination {
    if (this.current === null) {
      throw noTarget();
    }
    return this.current;
  }

  async open(launch: LaunchArguments, context: RequestContext): Promise<void> {
    const { host } = this;
    const folder = launch.cwd === undefined ? {} : { folder: launch.cwd };
    const target = await host.openTarget(launch.target, {
      ...folder,
      token: context.token,
      progress: (message, fraction) => {
        context.progress(message, fraction);
      },
    });
    if (!target.ok) {
      throw cannotStart(target.problem);
    }
    if (context.token.isCancelled) {
      await target.value.close();
      throw new CancelledError();
    }
    const earlier = this.current;
    this.launched = launch;
    this.entryIsAnnounced = false;
    this.current = new Examination(
      target.value,
      commandHost(host, launch.cwd, (message, fraction) => {
        this.lineProgress(message, fraction);
      }),
      () => breathe(host.scheduler),
    );
    this.current.firstLine = this.client.linesStartAt1 ? 1 : 0;
    this.listenToProgram(target.value, earlier?.target);
    if (launch.ownCode !== undefined) {
      this.current.setOwnCode(launch.ownCode);
    }
    await earlier?.target.close();
  }

  configured(): void {
    this.isConfigured = true;
    this.announceEntry();
  }

  announceEntry(): void {
    if (this.current !== null && this.isConfigured && !this.entryIsAnnounced) {
      this.entryIsAnnounced = true;
      this.sendBody('stopped', entryStop(this.current));
    }
  }

  announceStop(stop: StopInfo): void {
    const examination = this.examination();
    examination.interpreter.state.currentThreadId = stop.threadId;
    if (examination.target.program !== undefined) {
      // A script may stop in one of its child processes.
      examination.interpreter.state.currentProcessId = examination.target.currentProcessId();
    }
    this.sendBody('stopped', stopBody(examination, stop));
    this.announceChange('resumed');
  }

  announceChange(reason: ChangeReason): void {
    if (this.current === null) {
      return;
    }
    if (this.client.invalidated && reason !== 'resumed') {
      this.sendBody('invalidated', { areas: [reason === 'process' ? 'all' : 'variables'] });
    }
    this.sendBody(CHANGED_EVENT, { reason, generation: this.current.target.generation });
  }

  async end(): Promise<void> {
    this.running?.cancel();
    const examination = this.current;
    this.current = null;
    if (examination === null) {
      return;
    }
    this.sendBody('terminated');
    try {
      await this.host.log?.close();
      await examination.target.close();
    } catch (error) {
      this.host.report(`Closing the target: ${String(error)}`);
    }
  }

  async leave(): Promise<void> {
    await this.end();
    if (!this.hasLeft) {
      this.hasLeft = true;
      this.host.ended();
    }
  }

  sendBody(event: string, body?: object): void {
    this.sendEvent(new Event(event, body));
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  async withProgress<T>(progress: RequestContext['progress'], work: () => Promise<T>): Promise<T> {
    this.lineProgress = progress;
    try {
      return await work();
    } finally {
      this.lineProgress = () => undefined;
    }
  }

  /** The host ends processes, never the session. */
  override shutdown(): void {
    // Deliberately empty: the base class would end the process.
  }

  override dispose(): void {
    this.guard.cancelAllExcept(-1);
    void this.leave();
  }

  /** Shows what a program prints, and takes over the breakpoints of the one that ran before. */
  private listenToProgram({ program }: Target, earlier: Target | undefined): void {
    if (program !== undefined) {
      program.onOutput = (text, place) => {
        const where = place === null ? {} : this.sourceLine(place);
        this.sendBody('output', { category: 'stdout', output: escapeLines(text), ...where });
      };
      keepBreakpoints(earlier?.program, program);
    }
  }

  /** A place in a program as output carries it: clients link to it. */
  private sourceLine({ path, line }: ProgramPlace): object {
    return { source: sourceOfPath(path), line: this.client.linesStartAt1 ? line : line - 1 };
  }

  private makeConsole(): ConsoleSink {
    const { host } = this;
    return {
      scheduler: host.scheduler,
      output: (text, options = {}) => {
        this.sendBody('output', {
          // VS Code shows the category "console" as a warning: answers are none.
          category: options.isError === true ? 'stderr' : 'stdout',
          output: text,
          ...(options.group === undefined ? {} : { group: options.group }),
        });
      },
      get log(): ((text: string) => void) | null {
        const { log } = host;
        return log?.isOpen === true
          ? (text) => {
              log.write(text);
            }
          : null;
      },
    };
  }
}

const unknownRequest: RequestHandler = ({ command }) => {
  throw new RequestError(`The request "${command}" is not known to Handle Lens.`);
};

/** What a long request is called in a progress notification. */
function titleOf(command: string, fields: Readonly<Record<string, unknown>>): string {
  const given = fields['arguments'];
  const values: Readonly<Record<string, unknown>> =
    typeof given === 'object' && given !== null ? { ...given } : {};
  const { expression, target } = values;
  if (command === 'evaluate' && typeof expression === 'string') {
    return expression.slice(0, 100);
  }
  return typeof target === 'string' ? `Opening ${target.slice(0, 100)}` : 'Reading handles';
}
