/** Renders any result as one JSON document without line breaks. */

import { isSearchResult, type SearchResult } from '../commands/find/findResults';
import { isLeakResult, type LeakResult } from '../commands/leaks/leakResults';
import type { CommandResult } from '../commands/results';
import { isUserResult, type UserCommandResult } from '../commands/user/userResults';
import type { ModuleInfo, ProcessInfo } from '../model/process';
import type { RecordingMoment } from '../target/recording';
import type { LogAccess } from '../target/logAccess';
import { assertNever } from '../util/assertNever';
import type { CancellationToken } from '../util/cancellation';
import { hex0x, hex0xOrNull } from '../util/hex';
import { comparisonJson, snapshotsValue } from './compare/comparisonJson';
import { searchJson } from './find/findJson';
import { handlesJson } from './jsonHandles';
import { leakJson } from './leaks/leakJson';
import { lifeValue, whyValue } from './life/lifeJson';
import { frameValue, problemValue, targetValue, type JsonValue } from './jsonText';
import { traceDiffJson, tracesJson } from './jsonTraces';
import { userJson } from './user/userJson';
import { describeBreakpoint } from './programText';

/**
 * The JSON of a result in pieces; joined they are exactly one document on one line, without a final line feed. Every
 * document starts with `command` and `target`; handle values, addresses, masks and displacements are hexadecimal strings,
 * ids and counts are numbers.
 */
export async function* renderJson(
  result: CommandResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  yield `{"command":${JSON.stringify(result.command)},"target":${JSON.stringify(targetValue(result.target))}`;
  if (isLeakResult(result)) {
    yield ',';
    yield* leakJson(result, token);
    yield '}';
    return;
  }
  if (isSearchResult(result)) {
    yield ',';
    yield* searchJson(result, token);
    yield '}';
    return;
  }
  if (isUserResult(result)) {
    yield ',';
    yield* userJson(result, token);
    yield '}';
    return;
  }
  switch (result.kind) {
    case 'handles':
      yield ',';
      yield* handlesJson(result, token);
      break;
    case 'traces':
      yield ',';
      yield* tracesJson(result, token);
      break;
    case 'traceDiff':
      yield ',';
      yield* traceDiffJson(result, token);
      break;
    case 'comparison':
      yield ',';
      yield* comparisonJson(result);
      break;
    default:
      for (const [key, value] of Object.entries(smallValue(result))) {
        yield `,${JSON.stringify(key)}:${JSON.stringify(value)}`;
      }
  }
  yield '}';
}

/** Results that are small enough to be built at once. */
type SmallResult = Exclude<
  CommandResult,
  | LeakResult
  | SearchResult
  | UserCommandResult
  | { readonly kind: 'handles' | 'traces' | 'traceDiff' | 'comparison' }
>;

function smallValue(result: SmallResult): Readonly<Record<string, JsonValue>> {
  switch (result.kind) {
    case 'error':
      return { error: problemValue(result.problem) };
    case 'tracing':
      return { action: result.action, slots: result.slots };
    case 'closeHandle':
      return {
        closed: result.closed.map(hex0x),
        failed: result.failed.map(({ handle, problem }) => ({
          handle: hex0x(handle),
          error: problemValue(problem),
        })),
      };
    case 'modules':
      return { modules: result.modules.map(moduleValue) };
    case 'threads':
      return {
        threads: result.threads.map((thread) => ({ ...thread, teb: hex0xOrNull(thread.teb) })),
        currentThreadId: result.currentThreadId,
      };
    case 'processes':
      return {
        processes: result.processes.map(processValue),
        currentProcessId: result.currentProcessId,
      };
    case 'stack':
      return {
        threadId: result.threadId,
        frames: result.frames.map(frameValue),
        note: result.note,
      };
    case 'expression':
      return {
        value: hex0x(result.value),
        decimal: BigInt.asIntN(64, result.value).toString(),
      };
    case 'nearestSymbol':
      return {
        address: hex0x(result.address),
        before: symbolValue(result.nearby.before),
        after: symbolValue(result.nearby.after),
      };
    case 'snapshots':
      return snapshotsValue(result);
    case 'life':
      return lifeValue(result);
    case 'why':
      return whyValue(result);
    case 'moments':
      return { moments: result.moments.map((moment) => ({ ...moment })), current: result.current };
    case 'logInfo':
      return logInfoValue(result.log);
    case 'programValues':
      return { variables: result.variables.map((variable) => ({ ...variable })) };
    case 'breakpoints':
      return {
        breakpoints: result.breakpoints.map(({ number, breakpoint, isTyped }) => ({
          number,
          text: describeBreakpoint(breakpoint),
          kind: breakpoint.kind,
          typed: isTyped,
        })),
      };
    case 'timeline':
      return { moment: { ...result.moment } };
    default:
      return sessionValue(result);
  }
}

/** A moment of a recording; the last operation as its handle and what was done. */
function momentValue({ last, ...moment }: RecordingMoment): JsonValue {
  return {
    ...moment,
    last: last === null ? null : { handle: hex0x(last.handle), operation: last.operation },
  };
}

function logInfoValue(log: LogAccess): Readonly<Record<string, JsonValue>> {
  return {
    format: log.format,
    encoding: log.encoding,
    lines: log.lines,
    bytes: log.bytes,
    moments: log.moments.map((moment) => ({ ...moment })),
    currentMoment: log.currentMoment,
    totals: log.totals.map((total) => ({ ...total })),
    remainders: log.remainders.map((remainder) => ({ ...remainder })),
    remaindersLeftOut: log.remaindersLeftOut,
    unused: [...log.unused],
  };
}

function sessionValue(
  result: Extract<
    CommandResult,
    {
      readonly kind:
        | 'version'
        | 'help'
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
): Readonly<Record<string, JsonValue>> {
  switch (result.kind) {
    case 'version':
      return {
        ...(result.withTool ? { version: result.toolVersion } : {}),
        problems: result.problems.map(problemValue),
      };
    case 'help':
      return { lines: result.lines };
    case 'log':
      return { action: result.action, path: result.path };
    case 'dumpSaved':
      return { ...result.dump };
    case 'recordingMoment':
      return { moment: momentValue(result.moment) };
    case 'radix':
      return { radix: result.radix };
    case 'resumed':
      return { stop: { ...result.stop } };
    case 'currentProcess':
      return { process: processValue(result.process) };
    case 'clear':
    case 'quit':
      return {};
    default:
      return assertNever(result);
  }
}

function moduleValue(module: ModuleInfo): JsonValue {
  return {
    name: module.name,
    path: module.path,
    base: hex0xOrNull(module.base),
    size: module.size,
    timeDateStamp: hex0xOrNull(module.timeDateStamp),
    pdb: module.pdb === null ? null : { ...module.pdb },
    symbols: module.symbols,
  };
}

function processValue(process: ProcessInfo): JsonValue {
  return {
    processId: process.processId,
    parentProcessId: process.parentProcessId,
    image: process.image,
    sessionId: process.sessionId,
    object: hex0xOrNull(process.kernel?.object ?? null),
  };
}

function symbolValue(
  symbol: { readonly name: string; readonly address: bigint } | null,
): JsonValue {
  return symbol === null ? null : { name: symbol.name, address: hex0x(symbol.address) };
}
