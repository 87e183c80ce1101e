/** Stand-ins for the core: a target that is only a name and commands that a test makes up. */

import { initialState } from '../../src/core/commands/debuggerState';
import type { CommandHost } from '../../src/core/commands/command';
import { address } from '../../src/core/model/identifiers';
import type { Interpreter } from '../../src/core/commands/interpreter';
import type { CommandResult } from '../../src/core/commands/results';
import { splitCommandLine } from '../../src/core/commands/splitCommandLine';
import type { Target } from '../../src/core/target/target';
import type { TargetInfo } from '../../src/core/target/targetInfo';
import { describeProblem, type Problem } from '../../src/core/util/problem';
import type { CancellationToken } from '../../src/core/util/cancellation';
import type { CliServices } from '../../src/cli/services';

/** What a made-up command can use. */
export interface FakeCommandContext {
  readonly text: string;
  readonly host: CommandHost;
  readonly token: CancellationToken;
}

/** Answers one command; text is printed as it is, a problem is an error result. */
export type FakeCommand = (
  context: FakeCommandContext,
) => AsyncIterable<string> | Iterable<string> | Problem | Promise<Problem | Iterable<string>>;

/** What the stand-ins did. */
export interface FakeServices extends CliServices {
  /** Commands that ran, in order. */
  readonly ran: string[];
  readonly opened: string[];
  /** Whether the target was closed again. */
  isClosed: boolean;
}

/** What a test changes about the target. */
export interface FakeTargetOptions {
  readonly info?: Partial<TargetInfo>;
  readonly problems?: readonly Problem[];
}

const info: TargetInfo = {
  kind: 'simulated',
  title: 'sample:fake',
  description: 'A target for tests',
  mode: 'user',
  liveness: 'live',
  architecture: 'x64',
  pointerSize: 8,
  windows: null,
  debuggerStyle: 'modern',
  hidesKernelFrames: false,
  simulated: true,
};

/** A target with one process and two threads that answers nothing by itself. */
export function fakeTarget(options: FakeTargetOptions = {}): Target {
  const target: Partial<Target> = {
    info: { ...info, ...options.info },
    problems: options.problems ?? [],
    processes: () => [{ processId: 8, parentProcessId: 4, image: 'a.exe', sessionId: 0 }],
    threads: (processId) =>
      [12, 16].map((threadId) => ({
        processId,
        threadId,
        teb: address(0),
        name: null,
        suspendCount: 0,
      })),
    currentProcessId: () => 8,
    currentThreadId: () => 12,
  };
  return target as Target;
}

/** Texts of results that came from a made-up command. */
const texts = new WeakMap<CommandResult, AsyncIterable<string> | Iterable<string>>();

/** Services over made-up commands; `q` and `.cls` are always there. */
export function fakeServices(
  commands: Readonly<Record<string, FakeCommand>> = {},
  options: FakeTargetOptions = {},
): FakeServices {
  const services: FakeServices = {
    ran: [],
    opened: [],
    isClosed: false,
    openTarget: (spec) => {
      services.opened.push(spec);
      const close = (): Promise<void> => {
        services.isClosed = true;
        return Promise.resolve();
      };
      return Promise.resolve({ ok: true, value: { ...fakeTarget(options), close } });
    },
    openFile: (path) =>
      Promise.resolve({ ok: false, problem: { code: 'no-files', message: `No ${path}.` } }),
    openSink: (path) =>
      Promise.resolve({ ok: false, problem: { code: 'no-files', message: `No ${path}.` } }),
    createInterpreter: (target, host) => fakeInterpreter(target, host, { commands, services }),
    complete: () => Promise.resolve([]),
    async *renderTextPages(result) {
      if (result.kind === 'error') {
        yield [`${describeProblem(result.problem)}\n`];
      }
      for await (const text of texts.get(result) ?? []) {
        yield [text];
      }
    },
    async *renderJson(result) {
      yield await Promise.resolve(JSON.stringify({ command: result.command, kind: result.kind }));
    },
    samples: () => Promise.resolve([{ name: 'fake', description: 'A sample for tests.' }]),
    programs: () =>
      Promise.resolve([
        { name: 'loop', title: 'A loop', lookFor: 'Look here.', text: '// A loop.\n' },
      ]),
    runDap: () => Promise.resolve(),
  };
  return services;
}

interface FakeInterpreterParts {
  readonly commands: Readonly<Record<string, FakeCommand>>;
  readonly services: FakeServices;
}

function fakeInterpreter(
  target: Target,
  host: CommandHost,
  { commands, services }: FakeInterpreterParts,
): Interpreter {
  return {
    target,
    state: { ...initialState(target), currentProcessId: 8, currentThreadId: 12 },
    async *execute(line, token) {
      for (const { text } of splitCommandLine(line)) {
        services.ran.push(text);
        const header = { command: text, target: target.info };
        if (text === 'q') {
          yield { ...header, kind: 'quit' };
          return;
        }
        if (text === '.cls') {
          yield { ...header, kind: 'clear' };
          continue;
        }
        const command = commands[text.split(' ')[0] ?? ''];
        const answer = await (command?.({ text, host, token }) ?? {
          code: 'unknown-command',
          message: `Unknown command '${text}'.`,
        });
        if ('code' in answer) {
          yield { ...header, kind: 'error', problem: answer };
          continue;
        }
        const result: CommandResult = { ...header, kind: 'help', lines: [] };
        texts.set(result, answer);
        yield result;
      }
    },
  };
}
