/** Measurements of scripts: statements a second, memory of the history, and how long a way back takes. */

import type { ScriptSession } from '../../src/core/script/debug/scriptSession';
import { checkScript } from '../../src/core/script/check/checkScript';
import { compileScript } from '../../src/core/script/compile/compiler';
import { ParseAgain } from '../../src/core/script/language/parseAgain';
import { loadParser, parseScript } from '../../src/core/script/language/parser';
import { scriptFile } from '../../src/core/script/run/program';
import { openSession, type ScriptHost } from '../../src/core/script/target/openScript';
import type { ProgramMotion } from '../../src/core/target/program';
import { neverCancelled } from '../../src/core/util/cancellation';
import { ok } from '../../src/core/util/result';
import type { BenchOutcome, BenchTask } from './benchTask';

/** Events that are opened and closed: two operations each. */
const ROUNDS = 500_000;

/** Opens and closes. */
const PAIRS = `machine { operations 100000000; }
HANDLE Open(int n) { return CreateEventW(NULL, TRUE, FALSE, NULL); }
int main(void) {
  int n = 0;
  while (n < ${ROUNDS}) {
    HANDLE h = Open(n);
    if (n % 3 == 0) SetEvent(h);
    CloseHandle(h);
    n++;
  }
  return 0;
}`;

/** Opens a million events and closes none. */
const LEAKS = `machine { operations 100000000; memory 2000; }
HANDLE Open(int n) { return CreateEventW(NULL, TRUE, FALSE, NULL); }
int main(void) {
  int n = 0;
  while (n < ${ROUNDS * 2}) {
    HANDLE h = Open(n);
    if (n % 3 == 0) SetEvent(h);
    n++;
  }
  return 0;
}`;

/** Keeps 20,000 events open in a queue: closes the oldest and opens a new one, a million operations in all. */
const QUEUED = 20_000;
const QUEUE = `machine { operations 100000000; memory 2000; }
HANDLE queue[${QUEUED}];
HANDLE Open(int n) { return CreateEventW(NULL, TRUE, FALSE, NULL); }
int main(void) {
  int n = 0;
  while (n < ${ROUNDS + QUEUED / 2}) {
    int at = n % ${QUEUED};
    if (n >= ${QUEUED}) CloseHandle(queue[at]);
    queue[at] = Open(n);
    if (n % 3 == 0) SetEvent(queue[at]);
    n++;
  }
  return 0;
}`;

/** The same as the first with menus: 400,000 operations on USER handles, each with its trace record. */
const USER_ROUNDS = 200_000;
const MENUS = `machine { operations 100000000; }
HMENU Build(int n) { return CreatePopupMenu(); }
int main(void) {
  int n = 0;
  while (n < ${USER_ROUNDS}) {
    HMENU menu = Build(n);
    if (n % 3 == 0) AppendMenuW(menu, MF_STRING, 1, L"Cut");
    DestroyMenu(menu);
    n++;
  }
  return 0;
}`;

/** Keeps 9,000 menus in a queue: destroys the oldest and makes a new one. */
const MENUS_QUEUED = 9000;
const MENU_QUEUE = `machine { operations 100000000; }
HMENU queue[${MENUS_QUEUED}];
int main(void) {
  int n = 0;
  while (n < ${USER_ROUNDS / 2}) {
    int at = n % ${MENUS_QUEUED};
    if (n >= ${MENUS_QUEUED}) DestroyMenu(queue[at]);
    queue[at] = CreatePopupMenu();
    n++;
  }
  return 0;
}`;

function hostOf(program: string): ScriptHost {
  return {
    token: neverCancelled,
    yieldNow: () => Promise.resolve(),
    readText: () => Promise.resolve(ok(program)),
  };
}

/** Processor time, in milliseconds, of work. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function move(session: ScriptSession, motion: ProgramMotion): Promise<void> {
  const stop = await session.run(motion, hostOf(''));
  if (!stop.ok) {
    throw new Error(stop.problem.message);
  }
}

async function started(program: string): Promise<ScriptSession> {
  const session = await openSession('bench.hsim', hostOf(program));
  if (!session.ok) {
    throw new Error(session.problem.message);
  }
  return session.value;
}

const toTheEnd: ProgramMotion = { kind: 'continue', backwards: false };

/** Statements a second of processor time, with tracing and history. */
async function speed(program: string): Promise<BenchOutcome> {
  const session = await started(program);
  const milliseconds = await processorTime(() => move(session, toTheEnd));
  return { value: (session.engine.state.statements / milliseconds) * 1000 };
}

/** Bytes of checkpoints and log for each recorded operation; distinct stacks are not counted. */
async function memory(program: string): Promise<BenchOutcome> {
  const session = await started(program);
  await move(session, toTheEnd);
  const { timeline } = session;
  return { value: timeline.bytes / timeline.operations.count };
}

/** Milliseconds of processor time: the worst of a step back from the end and of ways to operations all over the history. */
async function wayBack(program: string): Promise<BenchOutcome> {
  const session = await started(program);
  await move(session, toTheEnd);
  const { threadId } = session.stoppedThread.sim;
  const { count } = session.timeline.operations;
  const motions: readonly ProgramMotion[] = [
    { kind: 'step', depth: 'over', backwards: true, threadId },
    ...[0.9, 0.1, 0.5, 0.7, 0.3].map((part): ProgramMotion => ({
      kind: 'operation',
      number: Math.floor(count * part),
    })),
  ];
  let value = 0;
  for (const motion of motions) {
    value = Math.max(value, await processorTime(() => move(session, motion)));
  }
  return { value };
}

export const scriptStatements: BenchTask = () => speed(PAIRS);
export const scriptHistory: BenchTask = () => memory(PAIRS);
export const scriptWayBack: BenchTask = () => wayBack(PAIRS);
export const leakingStatements: BenchTask = () => speed(LEAKS);
export const leakingHistory: BenchTask = () => memory(LEAKS);
export const leakingWayBack: BenchTask = () => wayBack(LEAKS);
export const queueStatements: BenchTask = () => speed(QUEUE);
export const queueHistory: BenchTask = () => memory(QUEUE);
export const queueWayBack: BenchTask = () => wayBack(QUEUE);
export const scriptUserStatements: BenchTask = () => speed(MENUS);

/** Milliseconds of processor time: the worst of five steps back from the end. */
async function stepBack(program: string): Promise<BenchOutcome> {
  const session = await started(program);
  await move(session, toTheEnd);
  const { threadId } = session.stoppedThread.sim;
  let value = 0;
  for (let count = 0; count < 5; count++) {
    const back: ProgramMotion = { kind: 'step', depth: 'over', backwards: true, threadId };
    value = Math.max(value, await processorTime(() => move(session, back)));
  }
  return { value };
}

export const scriptStepBack: BenchTask = () => stepBack(PAIRS);
export const leakingStepBack: BenchTask = () => stepBack(LEAKS);
export const queueStepBack: BenchTask = () => stepBack(QUEUE);
/** Of a run with 400,000 operations on USER handles. */
export const scriptUserStepBack: BenchTask = () => stepBack(MENUS);
/** The same with 9,000 of them open. */
export const menuQueueStepBack: BenchTask = () => stepBack(MENU_QUEUE);

const FUNCTIONS = Array.from(
  { length: 200 },
  (_, index) =>
    `HANDLE f${index}(DWORD n, LPCWSTR name)\n{\n    HANDLE h = CreateEventW(NULL, TRUE, FALSE, L"go");\n    if (h == NULL || (n & 3) == 1)\n        goto done;\n    for (int i = 0; i < 3; i++)\n        SetEvent(h);\ndone:\n    return h;\n}\n`,
);
const LINES = `${FUNCTIONS.join('')}int main(void) { return 0; }\n`;

/** The middle one of ten measurements, in milliseconds of processor time. */
async function middleOfTen(run: () => Promise<unknown>): Promise<BenchOutcome> {
  const times: number[] = [];
  for (let count = 0; count < 10; count++) {
    times.push(await processorTime(run));
  }
  return { value: times.sort((left, right) => left - right)[5] ?? 0 };
}

/** Milliseconds until the first script is parsed: Langium loaded, its parser made, a short program parsed. */
export const scriptParserStart: BenchTask = async () => ({
  value: await processorTime(async () => {
    await loadParser();
    parseScript('int main(void) { return 0; }');
  }),
});

/** Milliseconds to parse 2,000 lines, once the code is warm. */
export const scriptParsing: BenchTask = async () => {
  await loadParser();
  return middleOfTen(() => Promise.resolve(parseScript(LINES)));
};

/** Milliseconds from a change in 2,000 lines to all problems, leaks included, once the code is warm. */
export const scriptChange: BenchTask = async () => {
  await loadParser();
  const parser = new ParseAgain();
  let changes = 0;
  const check = (): Promise<unknown> => {
    const text = LINES.replace('(n & 3) == 1', `(n & 3) == ${changes++}`);
    const files = [{ file: scriptFile('test.hsim', text), syntax: parser.parse(text) }];
    const compilation = compileScript(files);
    return Promise.resolve(checkScript(files, compilation));
  };
  await check();
  return middleOfTen(check);
};
