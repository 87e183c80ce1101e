/** Answers `handleLens/run`: commands as data, for extensions and other programs. */

import type { CommandResult } from '../core/commands/results';
import { renderJson } from '../core/render/renderJson';
import type { CancellationToken } from '../core/util/cancellation';
import {
  MAXIMUM_RUN_ANSWER,
  parseRunArguments,
  RUN_REQUEST,
  type CommandAnswer,
  type RunAnswer,
} from '../protocol/runCommand';
import { RequestError, valueOf } from './adapterErrors';
import { runLine } from './consoleEvaluation';
import { announcing, refuseWhileRunning } from './evaluateRequests';
import type { RequestContext } from './requestGuard';
import type { HandlerTable, SessionAccess } from './sessionAccess';

/** The handler of the request. */
export function runHandlers(session: SessionAccess): HandlerTable {
  return { [RUN_REQUEST]: (context) => run(session, context) };
}

async function run(session: SessionAccess, context: RequestContext): Promise<RunAnswer> {
  const { command } = valueOf(parseRunArguments(context.rawArguments));
  refuseWhileRunning(session);
  return await session.exclusive(async () => {
    const results: CommandAnswer[] = [];
    let left = MAXIMUM_RUN_ANSWER;
    await announcing(session, context, (examination) =>
      runLine(examination, command, context.token, async (result) => {
        const json = await jsonOf(result, left, context.token);
        left -= json.length;
        // Our own JSON: it has the shape that the type describes.
        results.push(JSON.parse(json) as CommandAnswer);
      }),
    );
    return { results };
  });
}

/** The JSON of a result; fails as soon as it gets longer than `limit` characters. */
async function jsonOf(
  result: CommandResult,
  limit: number,
  token: CancellationToken,
): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of renderJson(result, token)) {
    length += piece.length;
    if (length > limit) {
      throw new RequestError(
        `The answer to ${result.command} is longer than ${MAXIMUM_RUN_ANSWER / (1024 * 1024)} million characters. ` +
          'Narrow the command, for example with a type, or read handles in pages with handleLens/handles.',
      );
    }
    pieces.push(piece);
  }
  return pieces.join('');
}
