/** Renders any result as the debugger prints it. */

import { isSearchResult, type SearchResult } from '../commands/find/findResults';
import { isLeakResult, type LeakResult } from '../commands/leaks/leakResults';
import type { CommandResult } from '../commands/results';
import { isUserResult, type UserCommandResult } from '../commands/user/userResults';
import { assertNever } from '../util/assertNever';
import type { CancellationToken } from '../util/cancellation';
import { hexAddress } from '../util/hex';
import { comparisonChunks, snapshotsChunks } from './compare/comparisonText';
import { errorText } from './errorText';
import { escapeText } from './escapeText';
import { searchPages } from './find/findText';
import { leakPages } from './leaks/leakText';
import { lifeChunks, whyChunks } from './life/lifeText';
import { logInfoChunks, momentChunks } from './logText';
import { isProgramResult, programLines } from './programText';
import {
  closeHandleChunks,
  expressionText,
  moduleChunks,
  nearestSymbolText,
  processChunks,
  stackChunks,
  threadChunks,
  tracingText,
  versionChunks,
} from './smallResultsText';
import { traceDiffPages, tracePages } from './tracesText';
import { userPages } from './user/userText';
import { userHandlePages } from './userHandlesText';
import { momentText } from './recordingText';
import { savedDumpText } from './savedDumpText';
import { kernelHandlePages } from './windbgKernel';

/**
 * The text of a result, one chunk per record (a handle block, a trace record, a group of table rows). Every chunk ends
 * with a line feed; results without text yield nothing.
 */
export async function* renderText(
  result: CommandResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  for await (const page of renderTextPages(result, token)) {
    yield* page;
  }
}

/** As {@link renderText}, but pages of chunks at a time: for writers that want few, large writes. */
export async function* renderTextPages(
  result: CommandResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  if (isLeakResult(result)) {
    yield* leakPages(result, token);
    return;
  }
  if (isSearchResult(result)) {
    yield* searchPages(result, token);
    return;
  }
  if (isUserResult(result)) {
    yield* userPages(result, token);
    return;
  }
  switch (result.kind) {
    case 'handles':
      yield* result.target.mode === 'kernel'
        ? kernelHandlePages(result, token)
        : userHandlePages(result, token);
      return;
    case 'traces':
      yield* tracePages(result, token);
      return;
    case 'traceDiff':
      yield* traceDiffPages(result, token);
      return;
    default: {
      const chunks = smallChunks(result).filter((chunk) => chunk !== '');
      if (chunks.length > 0) {
        yield await Promise.resolve(chunks);
      }
    }
  }
}

/** Results that are small enough to be built at once. */
type SmallResult = Exclude<
  CommandResult,
  | LeakResult
  | SearchResult
  | UserCommandResult
  | { readonly kind: 'handles' | 'traces' | 'traceDiff' }
>;

function smallChunks(result: SmallResult): readonly string[] {
  switch (result.kind) {
    case 'tracing':
      return [tracingText(result)];
    case 'closeHandle':
      return closeHandleChunks(result);
    case 'modules':
      return moduleChunks(result);
    case 'threads':
      return threadChunks(result);
    case 'processes':
      return processChunks(result);
    case 'stack':
      return stackChunks(result);
    case 'expression':
      return [expressionText(result)];
    case 'nearestSymbol':
      return [nearestSymbolText(result)];
    case 'snapshots':
      return snapshotsChunks(result);
    case 'comparison':
      return comparisonChunks(result);
    case 'life':
      return lifeChunks(result);
    case 'why':
      return whyChunks(result);
    case 'version':
      return versionChunks(result);
    case 'moments':
      return momentChunks(result);
    case 'logInfo':
      return logInfoChunks(result);
    case 'help':
      return result.lines.map((line) => `${line}\n`);
    case 'error':
      return [errorText(result.problem)];
    default:
      return isProgramResult(result)
        ? programLines(result).map((line) => `${line}\n`)
        : [sessionText(result)];
  }
}

/** What the shell or the session did; `.cls` and `q` print nothing. */
function sessionText(
  result: Extract<
    CommandResult,
    {
      readonly kind:
        | 'log'
        | 'dumpSaved'
        | 'recordingMoment'
        | 'clear'
        | 'quit'
        | 'radix'
        | 'resumed'
        | 'currentProcess';
    }
  >,
): string {
  switch (result.kind) {
    case 'log':
      return result.action === 'open'
        ? `Opened log file '${escapeText(result.path)}'\n`
        : `Closing open log file ${escapeText(result.path)}\n`;
    case 'dumpSaved':
      return savedDumpText(result.dump);
    case 'recordingMoment':
      return momentText(result.moment);
    case 'radix':
      return `base is ${result.radix}\n`;
    case 'resumed':
      return `${escapeText(result.stop.description)}\n`;
    case 'currentProcess': {
      const object = result.process.kernel?.object;
      return object === undefined
        ? `Implicit process is now ${result.process.processId.toString(16)}\n`
        : `Implicit process is now ${hexAddress(object, result.target.pointerSize)}\n`;
    }
    case 'clear':
    case 'quit':
      return '';
    default:
      return assertNever(result);
  }
}
