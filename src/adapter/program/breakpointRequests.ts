/** Breakpoints of the client: lines, functions, handles, exceptions. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { parseHandleBreakpoint } from '../../core/commands/program/breakpointCommands';
import type { HandleFamily } from '../../core/analysis/traces/handleFamily';
import type { BreakpointState, ProgramBreakpoint } from '../../core/target/program';
import { hex } from '../../core/util/hex';
import { Fields } from '../../protocol/fields';
import type { Examination } from '../examination';
import { bareHandle } from '../quietEvaluation';
import type { RequestContext } from '../requestGuard';
import type { HandlerTable, SessionAccess } from '../sessionAccess';
import { isChangeable } from './programNodes';
import { placeOf } from './programPlace';

/** The exception filter that is on unless the user switches it off. */
export const INVALID_HANDLE_FILTER = 'invalidHandle';

const NO_BREAKPOINTS =
  'Handle Lens sets no breakpoints here: they belong to scripts (.hsim), and this target is examined where it is stopped.';
/** Function breakpoints that begin so are about handles: `bh -close Event`. */
const HANDLE_PREFIX = /^bh(?:\s+|$)/;
/** What data breakpoints are called: on a kernel handle, on a USER handle, on a value that may be either; of which process. */
const DATA_ID = /^(handle|userHandle|anyHandle):([0-9a-f]{1,8})(?::([0-9a-f]{1,8}))?$/;
const FAMILIES: Readonly<Record<string, HandleFamily>> = { handle: 'kernel', userHandle: 'USER' };

/** Handlers of breakpoints. Targets without a program answer that they have none. */
export function breakpointHandlers(session: SessionAccess): HandlerTable {
  return {
    setBreakpoints: (context) => setLines(session, context),
    setFunctionBreakpoints: (context) =>
      set(session, context, { group: 'functions', read: readFunction }),
    setDataBreakpoints: (context) => set(session, context, { group: 'data', read: readData }),
    setInstructionBreakpoints: (context) => refuse(context, 'Addresses of code are simulated.'),
    setExceptionBreakpoints: (context) => setExceptions(session, context),
    dataBreakpointInfo: (context) => dataInfo(session.examination(), context),
    breakpointLocations: (context) => locations(session.examination(), context),
  };
}

/** A breakpoint, or why it is none. */
type Read = (fields: Fields) => ProgramBreakpoint | string;

function setLines(session: SessionAccess, context: RequestContext): object {
  const source = context.arguments.object('source');
  const path = source.optionalText('path') ?? source.optionalText('name') ?? '';
  const first = session.client.linesStartAt1 ? 0 : 1;
  return set(session, context, {
    group: `lines:${path}`,
    read: (fields) => ({
      kind: 'line',
      path,
      line: fields.number('line') + first,
      ...conditions(fields),
    }),
  });
}

function readFunction(fields: Fields): ProgramBreakpoint | string {
  const name = fields.text('name').trim();
  if (!HANDLE_PREFIX.test(name)) {
    return { kind: 'function', name, ...conditions(fields) };
  }
  const parsed = parseHandleBreakpoint(name.replace(HANDLE_PREFIX, ''));
  return parsed.ok ? { ...parsed.value, ...conditions(fields) } : parsed.problem.message;
}

function readData(fields: Fields): ProgramBreakpoint | string {
  const [, kind, digits = '', process] = DATA_ID.exec(fields.text('dataId')) ?? [];
  return kind === undefined
    ? 'This is no handle.'
    : {
        kind: 'handle',
        subject: {
          kind: 'value',
          value: Number.parseInt(digits, 16),
          family: FAMILIES[kind] ?? null,
          ...(process === undefined ? {} : { processId: Number.parseInt(process, 16) }),
        },
        operations: ['open', 'close', 'badref'],
        ...conditions(fields),
      };
}

function conditions(fields: Fields): Pick<ProgramBreakpoint, 'condition' | 'hits' | 'message'> {
  const condition = fields.optionalText('condition');
  const hits = fields.optionalText('hitCondition');
  const message = fields.optionalText('logMessage');
  return {
    ...(condition === undefined ? {} : { condition }),
    ...(hits === undefined ? {} : { hits }),
    ...(message === undefined ? {} : { message }),
  };
}

/** Sets all breakpoints of a group, and answers for each in the order in which they were asked for. */
function set(
  session: SessionAccess,
  context: RequestContext,
  how: { readonly group: string; readonly read: Read },
): object {
  const { program } = session.examination().target;
  if (program === undefined) {
    return refuse(context, NO_BREAKPOINTS);
  }
  const read = listOf(context, 'breakpoints').map(how.read);
  const valid = read.filter((each): each is ProgramBreakpoint => typeof each !== 'string');
  const states = [...program.setBreakpoints(how.group, valid)];
  const first = session.client.linesStartAt1 ? 0 : 1;
  const answers = read.map((each) =>
    typeof each === 'string'
      ? { verified: false, message: each }
      : protocolState(states.shift(), first),
  );
  return { breakpoints: answers };
}

function listOf({ arguments: wanted }: RequestContext, name: string): readonly Fields[] {
  return wanted.list(name).map((each, index) => Fields.of(`${name}[${index}]`, each));
}

function protocolState(
  state: BreakpointState | undefined,
  first: number,
): DebugProtocol.Breakpoint {
  if (state === undefined) {
    return { verified: false };
  }
  const { isVerified, message, place } = state;
  return {
    verified: isVerified,
    ...(message === null ? {} : { message }),
    ...(place === null
      ? {}
      : { line: place.line - first, source: { path: place.path, name: fileName(place.path) } }),
  };
}

/** The last component of a path. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function refuse(context: RequestContext, message: string): object {
  return { breakpoints: listOf(context, 'breakpoints').map(() => ({ verified: false, message })) };
}

/** The filter "invalid handle", perhaps with a condition. */
function setExceptions(session: SessionAccess, context: RequestContext): object {
  const { program } = session.examination().target;
  const wanted = context.arguments;
  const options = wanted.has('filterOptions') ? listOf(context, 'filterOptions') : [];
  const chosen: ProgramBreakpoint[] = [
    ...wanted
      .list('filters')
      .filter((each) => each === INVALID_HANDLE_FILTER)
      .map((): ProgramBreakpoint => ({ kind: 'invalidHandle' })),
    ...options
      .filter((each) => each.optionalText('filterId') === INVALID_HANDLE_FILTER)
      .map((each): ProgramBreakpoint => ({ kind: 'invalidHandle', ...conditions(each) })),
  ];
  program?.setBreakpoints('exceptions', chosen);
  return { breakpoints: chosen.map(() => ({ verified: program !== undefined })) };
}

/** A handle, by its value or by a variable that holds it. */
function dataInfo(examination: Examination, { arguments: wanted }: RequestContext): object {
  const { program } = examination.target;
  const name = wanted.text('name');
  const found = program === undefined ? null : handleOf(examination, wanted, name);
  return found === null
    ? {
        dataId: null,
        description:
          program === undefined
            ? NO_BREAKPOINTS
            : `"${name}" is no handle: data breakpoints stop when a handle is opened, closed or badly referenced.`,
      }
    : {
        dataId: `${found.kind}:${hex(found.value)}${found.processId === null ? '' : `:${hex(found.processId)}`}`,
        description:
          found.kind === 'userHandle'
            ? `USER handle ${hex(found.value)} is destroyed, created again or badly referenced`
            : `Handle ${hex(found.value)}${processWords(examination, found.processId)} is opened, closed or badly referenced`,
        canPersist: false,
      };
}

/** A handle, and of which kind. */
interface FoundHandle {
  readonly value: number;
  readonly kind: 'handle' | 'userHandle' | 'anyHandle';
  /** The process in whose table a kernel handle is; null when it is not known. */
  readonly processId: number | null;
}

/** Names the process of a handle where there are several. */
function processWords({ target }: Examination, processId: number | null): string {
  const processes = target.processes();
  const image = processes.find((each) => each.processId === processId)?.image;
  return processes.length < 2 || image === undefined ? '' : ` of ${image}`;
}

/** The process of a thread; null when no process that is shown has it. */
function processOf({ target }: Examination, threadId: number): number | null {
  const has = (processId: number): boolean =>
    target.threads(processId).some((thread) => thread.threadId === threadId);
  return target.processes().find(({ processId }) => has(processId))?.processId ?? null;
}

function handleOf(examination: Examination, wanted: Fields, name: string): FoundHandle | null {
  const typed = /^0x/i.test(name) ? bareHandle(name, 16) : null;
  if (typed !== null) {
    const { currentThreadId } = examination.interpreter.state;
    return {
      value: Number(typed),
      kind: 'anyHandle',
      processId: processOf(examination, currentThreadId),
    };
  }
  const reference = wanted.optionalNumber('variablesReference');
  const container = reference === undefined ? undefined : examination.variables.find(reference);
  const isOwn = container !== undefined && isChangeable(container);
  const place = isOwn ? container.place : placeOf(examination, wanted.optionalNumber('frameId'));
  const expression = isOwn ? container.expressionOf(name) : name;
  if (place === null || expression === null) {
    return null;
  }
  const value = examination.target.program?.evaluate(expression, place, false);
  if (value?.ok !== true) {
    return null;
  }
  const { handle, userHandle } = value.value;
  return handle !== null
    ? { value: handle, kind: 'handle', processId: processOf(examination, place.threadId) }
    : userHandle === null
      ? null
      : { value: userHandle, kind: 'userHandle', processId: null };
}

/** The lines of a range at which the program can stop. */
function locations({ target }: Examination, { arguments: wanted }: RequestContext): object {
  const path = wanted.object('source').optionalText('path') ?? '';
  const line = wanted.number('line');
  const endLine = wanted.optionalNumber('endLine') ?? line;
  const lines = target.program?.breakpointLines(path) ?? [];
  return {
    breakpoints: lines
      .filter((each) => each >= line && each <= endLine)
      .map((each) => ({ line: each })),
  };
}
