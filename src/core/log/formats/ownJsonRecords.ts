/** The records of our own JSON: handles, trace records, processes, as the commands write them. */

import { TRACE_OPERATIONS } from '../../model/handleTrace';
import type { KernelHandleFacts } from '../../model/handle';
import { address, handleValue, type Address, type HandleValue } from '../../model/identifiers';
import type { SourcePlace } from '../../model/stackFrame';
import type { ObjectInfo } from '../../model/objectInfo';
import type { KernelTableFacts } from '../../target/handleStore';
import type { TargetInfo } from '../../target/targetInfo';
import type { TraceFacts as TraceLogFacts } from '../../target/traceStore';
import type { ByteSource } from '../../util/byteSource';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import type { EncodingMark } from '../input/encoding';
import { readTextPieces } from '../input/textPieces';
import { MemoryByteSource } from '../../util/byteSource';
import type { HandleFacts } from '../target/handleFacts';
import type { RecordPlace } from '../target/handleTable';
import type { LogScope, RecordReader } from '../target/logModel';
import { readSpans } from '../target/readSpans';
import type { SymbolBook } from '../target/symbolBook';
import type { TraceFacts } from '../target/traceRows';
import { fieldsOf, hex32Of, hex64Of, objectInfoOf } from './objectInfoJson';

/** A handle; null for what is none. */
export function handleOf(value: unknown): HandleFacts | null {
  const given = fieldsOf(value);
  const handle = hex64Of(given['handle']);
  if (handle === undefined) {
    return null;
  }
  const { type, name, handleCount, pointerCount } = given;
  const attributes = hex32Of(given['attributes']);
  const grantedAccess = hex32Of(given['grantedAccess']);
  const info = infoOf(given);
  return {
    value: handleValue(handle),
    ...(typeof type === 'string' ? { type } : {}),
    ...(given['nameUnrecorded'] === true ? {} : { name: typeof name === 'string' ? name : null }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(grantedAccess === undefined ? {} : { grantedAccess }),
    ...(isCount(handleCount) ? { handleCount } : {}),
    ...(isCount(pointerCount) ? { pointerCount } : {}),
    ...(info === null ? {} : { objectInfo: info }),
    ...(given['objectInfoRefused'] === true ? { objectInfoRefused: true } : {}),
    ...('object' in given ? { kernel: kernelOf(given) } : {}),
  };
}

/** Null where the document says that nobody knows; a record that cannot be read is left as text. */
function infoOf(given: Readonly<Record<string, unknown>>): readonly ObjectInfo[] | null {
  const infos = given['objectInfo'];
  if (given['objectInfoUnrecorded'] === true || !Array.isArray(infos)) {
    return null;
  }
  return infos.map(
    (info: unknown) => objectInfoOf(info) ?? { kind: 'printed', text: JSON.stringify(info) },
  );
}

function kernelOf(given: Readonly<Record<string, unknown>>): KernelHandleFacts {
  const at = (name: string): Address | null => addressOf(given[name]);
  const { displayName } = given;
  return {
    object: at('object'),
    objectHeader: at('objectHeader'),
    typeObject: at('typeObject'),
    entry: at('entry'),
    directory: at('directory'),
    displayName: typeof displayName === 'string' ? displayName : null,
  };
}

/** A line of source text as our own JSON has it; nothing for what is none. */
function sourceOf({ file, line }: Readonly<Record<string, unknown>>): {
  readonly source?: SourcePlace;
} {
  return typeof file === 'string' && isCount(line) ? { source: { file, line } } : {};
}

/** A trace record; null for what is none. Its frames are told to `symbols`. */
export function traceOf(value: unknown, symbols: SymbolBook): TraceFacts | null {
  const { handle, operation, processId, threadId, stack } = fieldsOf(value);
  const handled = hex64Of(handle);
  const known = TRACE_OPERATIONS.find((each) => each === operation);
  if (handled === undefined || known === undefined || known === null) {
    return null;
  }
  const addresses: Address[] = [];
  for (const frame of Array.isArray(stack) ? stack : []) {
    const { address: at, module, symbol, displacement, source } = fieldsOf(frame);
    const place = addressOf(at);
    const text = {
      module: typeof module === 'string' ? module : null,
      symbol: typeof symbol === 'string' ? symbol : null,
      displacement: hex64Of(displacement) ?? null,
      ...sourceOf(fieldsOf(source)),
    };
    addresses.push(place ?? symbols.standIn(text));
    if (place !== null) {
      symbols.note(place, text);
    }
  }
  return {
    handle: handleValue(handled),
    operation: known,
    processId: isCount(processId) ? processId : null,
    threadId: isCount(threadId) ? threadId : null,
    stack: addresses,
  };
}

const SOURCES: readonly TraceLogFacts['source'][] = ['kernel ring', 'verifier log', 'debugger log'];

/** What a document says about the trace log itself; null for anything else. */
export function traceLogFactsOf(value: unknown): TraceLogFacts | null {
  const { source, slots, lost, recorded, orderIsKnown, maximumDepth } = fieldsOf(value);
  const known = SOURCES.find((each) => each === source);
  return known === undefined || !isCount(maximumDepth)
    ? null
    : {
        source: known,
        slots: isCount(slots) ? slots : null,
        lost: isCount(lost) ? lost : null,
        recorded: isCount(recorded) ? recorded : null,
        orderIsKnown: orderIsKnown === true,
        maximumDepth,
      };
}

/** Fills in what a document says about a process. */
export function fillProcess(scope: LogScope, value: unknown): void {
  const given = fieldsOf(value);
  const { parentProcessId, sessionId, image, table } = given;
  scope.parentProcessId = isCount(parentProcessId) ? parentProcessId : scope.parentProcessId;
  scope.sessionId = isCount(sessionId) ? sessionId : scope.sessionId;
  scope.image = typeof image === 'string' ? image : scope.image;
  const object = addressOf(given['object']);
  if (object !== null) {
    scope.kernel = {
      object,
      peb: addressOf(given['peb']),
      directoryBase: addressOf(given['directoryBase']),
      objectTable: addressOf(given['objectTable']),
      handleCount: null,
    };
  }
  scope.table = tableOf(table) ?? scope.table;
}

function tableOf(value: unknown): KernelTableFacts | null {
  const { address: at, isKernelTable, count } = fieldsOf(value);
  return isCount(count)
    ? { table: addressOf(at), tableCode: null, isKernelTable: isKernelTable === true, count }
    : null;
}

/** The shape of a document's target; null for what is none. */
export function targetOf(
  value: unknown,
): Pick<
  TargetInfo,
  'mode' | 'liveness' | 'architecture' | 'pointerSize' | 'debuggerStyle' | 'title' | 'description'
> | null {
  const { mode, liveness, architecture, pointerSize, title, description } = fieldsOf(value);
  if (mode !== 'user' && mode !== 'kernel') {
    return null;
  }
  const known = (['x86', 'x64', 'arm', 'arm64'] as const).find((each) => each === architecture);
  return {
    mode,
    liveness: liveness === 'live' ? 'live' : 'dump',
    architecture: known ?? 'unknown',
    pointerSize: pointerSize === 4 ? 4 : 8,
    debuggerStyle: 'modern',
    title: typeof title === 'string' ? title : '',
    description: typeof description === 'string' ? description : '',
  };
}

function addressOf(value: unknown): Address | null {
  const at = hex64Of(value);
  return at === undefined ? null : address(at);
}

/** A number that is not negative and whole. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Reads handles of our own JSON again, from where they stand. */
export class OwnJsonRecords implements RecordReader {
  constructor(private readonly mark: EncodingMark) {}

  async read(
    source: ByteSource,
    wanted: readonly { readonly place: RecordPlace; readonly value: HandleValue }[],
    token: CancellationToken,
  ): Promise<readonly (HandleFacts | null)[]> {
    const texts = new Array<Uint8Array>(wanted.length);
    const places = wanted.map(({ place }) => place);
    await readSpans(source, places, token, (index, bytes) => {
      texts[index] = bytes;
    });
    const found: (HandleFacts | null)[] = [];
    for (const bytes of texts) {
      throwIfCancelled(token);
      found.push(handleOf(await this.parse(bytes, token)));
    }
    return found;
  }

  private async parse(bytes: Uint8Array, token: CancellationToken): Promise<unknown> {
    let text = '';
    const mark = { ...this.mark, markLength: 0 };
    await readTextPieces(new MemoryByteSource(bytes), mark, { token }, (piece) => {
      text += piece.text;
    });
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
}
