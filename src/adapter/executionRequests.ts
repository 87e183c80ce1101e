/** Running the target on, and stepping: possible where it is simulated, refused with a reason in dumps. */

import { escapeText } from '../core/render/escapeText';
import type { StopInfo } from '../core/target/target';
import type { ProgramMotion } from '../core/target/program';
import type { RecordingMotion } from '../core/target/recording';
import {
  CancellationSource,
  CancelledError,
  type CancellationToken,
} from '../core/util/cancellation';
import { ProblemError } from '../core/util/problem';
import type { Result } from '../core/util/result';
import { problemSentence, RequestError } from './adapterErrors';
import type { RequestContext } from './requestGuard';
import { breathe } from './scheduler';
import type { HandlerTable, SessionAccess } from './sessionAccess';
import { pauseStop } from './stopEvents';

/** Milliseconds after which a run that did not stop yet is answered as running. */
const ANSWER_AFTER = 200;

/** Handlers of continue, pause and the steps. */
export function executionHandlers(session: SessionAccess): HandlerTable {
  const step =
    (depth: 'in' | 'over' | 'out', backwards: boolean) =>
    (context: RequestContext): Promise<object> =>
      stepProgram(session, context, { depth, backwards }) ??
      (depth === 'out' ? null : walk(session, context, { kind: 'step', backwards })) ??
      refuseStep(session);
  return {
    continue: (context) => resume(session, context),
    pause: (context) => pause(session, context),
    next: step('over', false),
    stepIn: step('in', false),
    stepOut: step('out', false),
    stepBack: step('over', true),
    reverseContinue: (context) =>
      moveProgram(session, context, { kind: 'continue', backwards: true }) ??
      walk(session, context, { kind: 'continue', backwards: true }) ??
      refuseStep(session),
  };
}

/** Steps the thread of a request through a program that has source; null when the target has none. */
function stepProgram(
  session: SessionAccess,
  context: RequestContext,
  step: { readonly depth: 'in' | 'over' | 'out'; readonly backwards: boolean },
): Promise<object> | null {
  const examination = session.examination();
  if (examination.target.program === undefined) {
    return null;
  }
  const thread = examination.threads.find(context.arguments.number('threadId'));
  const threadId =
    thread.kind === 'thread' ? thread.threadId : examination.interpreter.state.currentThreadId;
  return moveProgram(session, context, { kind: 'step', ...step, threadId });
}

/** Moves a program that has source; null when the target has none. */
function moveProgram(
  session: SessionAccess,
  context: RequestContext,
  motion: ProgramMotion,
): Promise<object> | null {
  const { program } = session.examination().target;
  const yieldNow = (): Promise<void> => breathe(session.host.scheduler);
  return program === undefined
    ? null
    : run(session, context, (token) => program.run(motion, { token, yieldNow }));
}

/** Goes to another moment of a recording; null when the target is none. */
function walk(
  session: SessionAccess,
  context: RequestContext,
  motion: RecordingMotion,
): Promise<object> | null {
  const { recording } = session.examination().target;
  const yieldNow = (): Promise<void> => breathe(session.host.scheduler);
  return recording === undefined
    ? null
    : run(session, context, (token) => recording.move(motion, { token, yieldNow }));
}

/**
 * Runs the target to its next stop. A stop, or the reason why it cannot run, that comes soon decides about the answer;
 * later ones arrive as events.
 */
function resume(session: SessionAccess, context: RequestContext): Promise<object> {
  const { target } = session.examination();
  const { control } = target;
  const walked = walk(session, context, { kind: 'continue', backwards: false });
  if (walked !== null) {
    return walked;
  }
  if (control === null) {
    throw new RequestError(
      target.log === undefined
        ? `${target.info.title} is a dump: it shows one moment and cannot run on. Everything in it can be examined as it is.`
        : `${target.info.title} is a log and cannot run on; ".moment" lists its moments and goes to another one.`,
    );
  }
  return run(session, context, (token) => control.resume(token));
}

/** Runs the target in one way or another and answers when it stops, or when that takes long. */
async function run(
  session: SessionAccess,
  context: RequestContext,
  go: (token: CancellationToken) => Promise<Result<StopInfo>>,
): Promise<object> {
  if (session.running !== null) {
    throw new RequestError('The target is running already.');
  }
  const source = new CancellationSource();
  session.running = source;
  const running = session
    .exclusive(async () => {
      await session.examination().views.settle();
      return await go(source.token);
    })
    .finally(() => {
      session.running = null;
    });
  const first = await Promise.race([running, stillRunning(session)]);
  if (first === null) {
    context.afterAnswer(() => void follow(session, running));
    return { allThreadsContinued: true };
  }
  if (!first.ok) {
    throw new ProblemError(first.problem);
  }
  context.afterAnswer(() => {
    stopped(session, first.value);
  });
  return { allThreadsContinued: true };
}

/** Tells the client how a run ended that was answered as running. */
async function follow(session: SessionAccess, run: Promise<Result<StopInfo>>): Promise<void> {
  let outcome: Result<StopInfo> | null = null;
  try {
    outcome = await run;
  } catch (error) {
    if (!(error instanceof CancelledError)) {
      session.host.report(`Resuming: ${String(error)}`);
    }
  }
  if (!session.isOpen) {
    return;
  }
  if (outcome?.ok === true) {
    stopped(session, outcome.value);
    return;
  }
  if (outcome !== null) {
    session.console.output(`${problemSentence(outcome.problem)}\n`, { isError: true });
  }
  session.examination().forget();
  session.sendBody('stopped', pauseStop(session.examination()));
  session.announceChange('resumed');
}

function stopped(session: SessionAccess, stop: StopInfo): void {
  session.console.output(`${escapeText(stop.description)}\n`);
  session.examination().forget();
  session.announceStop(stop);
}

function stillRunning(session: SessionAccess): Promise<null> {
  return new Promise((resolve) => {
    session.host.scheduler.after(ANSWER_AFTER, () => {
      resolve(null);
    });
  });
}

/** Stops a run; tells a client that believes the target runs that it does not. */
function pause(session: SessionAccess, context: RequestContext): undefined {
  const examination = session.examination();
  if (session.running !== null) {
    session.running.cancel();
    return undefined;
  }
  context.afterAnswer(() => {
    session.sendBody('stopped', pauseStop(examination));
  });
  return undefined;
}

/** Steps have no meaning here; the reason also goes to the console, since clients show nothing for silent errors. */
function refuseStep(session: SessionAccess): never {
  const { target } = session.examination();
  const reason =
    target.recording !== undefined
      ? 'A recording has operations on handles, no calls that one could leave. Step Over goes to the next one.'
      : target.control === null
        ? `${target.info.title} is a ${target.info.kind === 'log' ? 'log' : 'dump'}: there is nothing to step through.`
        : 'Single steps are not simulated. Continue runs to the next stop.';
  session.console.output(`${reason}\n`);
  throw new RequestError(reason);
}
