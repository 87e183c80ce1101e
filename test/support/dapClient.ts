/** Drives a debug session in this process: messages in, messages out, no child process and no stream. */

import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Target } from '../../src/core/target/target';
import { ok, type Result } from '../../src/core/util/result';
import { HandleDebugSession } from '../../src/adapter/handleDebugSession';
import type { Scheduler } from '../../src/adapter/scheduler';
import type { LogFile, OpenOptions, SessionHost } from '../../src/adapter/sessionHost';

/** A clock that stands still until it is moved. Waits of 0 ms end in the next turn of the event loop. */
export class FakeScheduler implements Scheduler {
  private time = 0;
  /** Added to the clock by each look at it, so that work seems to take time. */
  tick = 0;
  private readonly timers = new Set<{ readonly at: number; readonly action: () => void }>();

  now(): number {
    this.time += this.tick;
    return this.time;
  }

  after(milliseconds: number, action: () => void): () => void {
    if (milliseconds === 0) {
      const immediate = setImmediate(action);
      return () => {
        clearImmediate(immediate);
      };
    }
    const timer = { at: this.time + milliseconds, action };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  /** Moves the clock and runs what is due. */
  advance(milliseconds: number): void {
    this.time += milliseconds;
    for (const timer of [...this.timers]) {
      if (timer.at <= this.time) {
        this.timers.delete(timer);
        timer.action();
      }
    }
  }
}

/** A log file that stays in memory. */
export class FakeLog implements LogFile {
  isOpen = false;
  text = '';
  path = '';

  open(path: string): Promise<string> {
    this.isOpen = true;
    this.path = path;
    return Promise.resolve(path);
  }

  write(text: string): void {
    this.text += text;
  }

  close(): Promise<string | null> {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    return Promise.resolve(wasOpen ? this.path : null);
  }
}

/** What a test's session is given. */
export interface DapClientOptions {
  readonly isNoProgram?: boolean;
  /** Opens targets; returns the given one by default. */
  readonly open?: (spec: string, options: OpenOptions) => Promise<Result<Target>>;
  readonly target?: Target;
  readonly log?: LogFile | null;
  /** Where dumps are written to; none can be written without it. */
  readonly openSink?: SessionHost['openSink'];
}

/** A client of one in-process session. */
export class DapClient {
  readonly scheduler = new FakeScheduler();
  readonly log: LogFile | null;
  readonly events: DebugProtocol.Event[] = [];
  readonly responses: DebugProtocol.Response[] = [];
  /** Defects the session reported; a test that expects none need not look: {@link close} does. */
  readonly reports: string[] = [];
  readonly session: HandleDebugSession;
  endedCount = 0;
  private seq = 0;
  private readonly waiting: { isMet: () => boolean; readonly resolve: () => void }[] = [];

  constructor(options: DapClientOptions = {}) {
    this.log = options.log === undefined ? new FakeLog() : options.log;
    const host: SessionHost = {
      ...(options.isNoProgram !== undefined && { isNoProgram: options.isNoProgram }),
      scheduler: this.scheduler,
      openTarget: (spec, open) => {
        if (options.open !== undefined) {
          return options.open(spec, open);
        }
        assert.ok(options.target, 'the test gave no target');
        return Promise.resolve(ok(options.target));
      },
      log: this.log,
      openSink: options.openSink ?? null,
      report: (message) => {
        this.reports.push(message);
      },
      ended: () => {
        this.endedCount++;
        this.lookAround();
      },
    };
    this.session = new HandleDebugSession(host);
    this.session.onDidSendMessage((message) => {
      // What cannot travel as JSON must not be sent at all.
      this.receive(JSON.parse(JSON.stringify(message)) as DebugProtocol.ProtocolMessage);
    });
  }

  /** Sends a request and returns its sequence number. */
  send(command: string, args?: unknown): number {
    const seq = ++this.seq;
    this.session.handleMessage({ seq, type: 'request', command, arguments: args });
    return seq;
  }

  /** Sends a request and waits for its answer, whatever it is. */
  request(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    return this.answerTo(this.send(command, args));
  }

  /** Waits for the answer to a sequence number. */
  async answerTo(seq: number): Promise<DebugProtocol.Response> {
    const find = (): DebugProtocol.Response | undefined =>
      this.responses.find((each) => each.request_seq === seq);
    await this.until(() => find() !== undefined);
    return find()!;
  }

  /** Sends a request, expects success and returns the body. */
  async body<T = Record<string, never>>(command: string, args?: unknown): Promise<T> {
    const response = await this.request(command, args);
    assert.equal(response.success, true, response.message);
    return response.body as T;
  }

  /** Sends a request, expects an error and returns its sentence. */
  async error(command: string, args?: unknown): Promise<string> {
    const response = await this.request(command, args);
    assert.equal(response.success, false, `${command} succeeded`);
    return response.message ?? '';
  }

  /** Starts a session up to its first stop. */
  async start(client: object = {}, launch: object = { target: 'fake' }): Promise<void> {
    await this.body('initialize', { adapterID: 'test', ...client });
    await this.body('launch', launch);
    await this.body('configurationDone');
    await this.event('stopped');
  }

  /** Types a line into the debug console. */
  type(line: string): Promise<DebugProtocol.EvaluateResponse['body']> {
    return this.body('evaluate', { expression: line, context: 'repl' });
  }

  /** Waits for the first event of a name. */
  async event(name: string): Promise<DebugProtocol.Event> {
    await this.until(() => this.eventsOf(name).length > 0);
    return this.eventsOf(name)[0]!;
  }

  /** Waits for the first event of a name and returns its body. */
  async eventBody<T = Record<string, unknown>>(name: string): Promise<T> {
    return (await this.event(name)).body as T;
  }

  /** All events of a name so far. */
  eventsOf(name: string): readonly DebugProtocol.Event[] {
    return this.events.filter(({ event }) => event === name);
  }

  /** All output so far, in one text. */
  get output(): string {
    return this.outputs.map(({ output }) => output).join('');
  }

  /** Bodies of output events so far. */
  get outputs(): readonly DebugProtocol.OutputEvent['body'][] {
    return this.eventsOf('output').map(({ body }) => body as DebugProtocol.OutputEvent['body']);
  }

  /** Forgets events, so that a test sees only what comes next. */
  forgetEvents(): void {
    this.events.length = 0;
  }

  /** Resolves once a condition holds; looks at it after every message and when the session ends. */
  until(isMet: () => boolean): Promise<void> {
    if (isMet()) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.waiting.push({ isMet, resolve });
    });
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      this.events.push(message as DebugProtocol.Event);
    } else {
      this.responses.push(message as DebugProtocol.Response);
    }
    this.lookAround();
  }

  private lookAround(): void {
    for (const entry of [...this.waiting]) {
      if (entry.isMet()) {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        entry.resolve();
      }
    }
  }
}
