/** The `evaluate` request: what an expression means depends on where it was written. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { ANSWER_CUT_EVENT } from '../protocol/dapExtensions';
import { RequestError } from './adapterErrors';
import { evaluateConsole, type LineEffects } from './consoleEvaluation';
import type { Examination } from './examination';
import {
  evaluateClipboard,
  evaluateHover,
  evaluateWatch,
  type ShortAnswer,
} from './quietEvaluation';
import { evaluateProgram } from './program/evaluateProgram';
import type { RequestContext } from './requestGuard';
import type { HandlerTable, SessionAccess } from './sessionAccess';

type EvaluateBody = DebugProtocol.EvaluateResponse['body'];

/** The handler of `evaluate`. */
export function evaluateHandlers(session: SessionAccess): HandlerTable {
  return { evaluate: (context) => evaluate(session, context) };
}

/** Contexts that are not known, or none at all, get the short form without output. */
async function evaluate(session: SessionAccess, context: RequestContext): Promise<EvaluateBody> {
  const examination = session.examination();
  const expression = context.arguments.text('expression');
  const frameId = context.arguments.optionalNumber('frameId');
  switch (context.arguments.optionalText('context')) {
    case 'repl':
      refuseWhileRunning(session);
      return session.exclusive(() => runInConsole(session, context, expression));
    case 'hover':
      return short(
        examination,
        evaluateProgram(examination, expression, frameId) ??
          (await evaluateHover(examination, expression, context.token)),
      );
    case 'clipboard':
      return {
        result:
          evaluateProgram(examination, expression, frameId)?.text ??
          (await evaluateClipboard(examination, expression, context.token, session.host.scheduler)),
        variablesReference: 0,
      };
    default:
      return short(
        examination,
        evaluateProgram(examination, expression, frameId) ??
          (await evaluateWatch(examination, expression, context.token)),
      );
  }
}

async function runInConsole(
  session: SessionAccess,
  context: RequestContext,
  line: string,
): Promise<EvaluateBody> {
  const answer = await announcing(session, context, (examination) =>
    evaluateConsole(examination, line, {
      sink: session.console,
      token: context.token,
      canClear: session.client.ansi,
    }),
  );
  if (answer.heldBack > 0) {
    session.sendBody(ANSWER_CUT_EVENT, { expression: line, heldBack: answer.heldBack });
  }
  return short(session.examination(), answer);
}

/** Commands do not mix with a target that runs. */
export function refuseWhileRunning({ running }: SessionAccess): void {
  if (running !== null) {
    throw new RequestError('The target is running. Pause it, or wait until it stops.');
  }
}

/** Runs a line and, after the answer was sent, tells the client what it did; also where the line fails in the middle. */
export async function announcing<T extends LineEffects>(
  session: SessionAccess,
  context: RequestContext,
  run: (examination: Examination) => Promise<T>,
): Promise<T> {
  const examination = session.examination();
  const { generation } = examination.target;
  const hasChanged = (): boolean => examination.target.generation !== generation;
  try {
    const effects = await session.withProgress(context.progress, () => run(examination));
    context.afterAnswer(() => {
      if (effects.stop !== null) {
        session.announceStop(effects.stop);
      }
      const told = effects.changes.filter((each) => each !== 'resumed');
      told.forEach((reason) => session.announceChange(reason));
      // A call or an assignment of a program's language.
      if (effects.stop === null && told.length === 0 && hasChanged()) {
        session.announceChange('handles');
      }
      if (effects.quit) {
        void session.end();
      }
    });
    return effects;
  } catch (error) {
    // A line may change the target before a later command of it fails or is cancelled.
    if (hasChanged()) {
      session.announceChange('handles');
    }
    throw error;
  }
}

function short(examination: Examination, answer: ShortAnswer): EvaluateBody {
  return {
    result: answer.text,
    ...(answer.type === '' ? {} : { type: answer.type }),
    ...examination.variables.expandable(answer.container),
  };
}
