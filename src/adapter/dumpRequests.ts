/** Answers `handleLens/saveDump`. */

import {
  parseSaveDumpArguments,
  SAVE_DUMP_REQUEST,
  type SaveDumpAnswer,
} from '../protocol/dumpMessages';
import { valueOf } from './adapterErrors';
import { refuseWhileRunning } from './evaluateRequests';
import type { RequestContext } from './requestGuard';
import { saveDump } from './saveDump';
import type { HandlerTable, SessionAccess } from './sessionAccess';

/** The handler of the request. */
export function dumpHandlers(session: SessionAccess): HandlerTable {
  return { [SAVE_DUMP_REQUEST]: (context) => save(session, context) };
}

/** Writes the target as it stands: nothing else changes it meanwhile. */
async function save(session: SessionAccess, context: RequestContext): Promise<SaveDumpAnswer> {
  const wanted = valueOf(parseSaveDumpArguments(context.rawArguments));
  refuseWhileRunning(session);
  return await session.exclusive(async () => {
    const { target, processId } = session.examination();
    const saved = await saveDump(session.host, target, {
      processId,
      ...wanted,
      token: context.token,
      progress: (message, fraction) => {
        context.progress(message, fraction);
      },
      folder: session.launched?.cwd,
    });
    return valueOf(saved);
  });
}
