/** The text of every answer about USER handles. */

import type { UserCommandResult } from '../../commands/user/userResults';
import { assertNever } from '../../util/assertNever';
import type { CancellationToken } from '../../util/cancellation';
import { handleText } from './entryBlockText';
import { entryListPages } from './entryListText';
import { factTableChunks } from './factTableText';
import { nameLines } from './nameText';
import { processChunks, threadChunks } from './partiesText';
import { serverInfoChunks, structureChunks } from './structureText';
import { userTraceDiffPages, userTracePages, userTracingText } from './userTracesText';

/** Pages of chunks, one chunk per record; every chunk ends with a line feed. */
export async function* userPages(
  result: UserCommandResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  switch (result.kind) {
    case 'userHandles':
      yield* entryListPages(result, token);
      return;
    case 'userTraces':
      yield* userTracePages(result, token);
      return;
    case 'userTraceDiff':
      yield* userTraceDiffPages(result, token);
      return;
    default: {
      const chunks = smallChunks(result).filter((chunk) => chunk !== '');
      if (chunks.length > 0) {
        yield await Promise.resolve(chunks);
      }
    }
  }
}

/** Answers that are small enough to be built at once. */
type SmallResult = Exclude<
  UserCommandResult,
  { readonly kind: 'userHandles' | 'userTraces' | 'userTraceDiff' }
>;

function smallChunks(result: SmallResult): readonly string[] {
  switch (result.kind) {
    case 'userHandle':
      return [handleText(result)];
    case 'userName':
      return [nameLines(result)];
    case 'structure':
      return structureChunks(result);
    case 'serverInfo':
      return serverInfoChunks(result);
    case 'guiThreads':
      return threadChunks(result);
    case 'guiProcesses':
      return processChunks(result);
    case 'userFacts':
      return factTableChunks(result);
    case 'userTracing':
      return [userTracingText(result)];
    default:
      return assertNever(result);
  }
}
