/** Threads, stacks, scopes, variables, modules, memory, completions: everything that looks and changes nothing. */

import { RequestError } from './adapterErrors';
import { completionsAt } from './completions';
import type { Examination } from './examination';
import { exceptionBody } from './exceptionInfo';
import { readMemory } from './memoryRequests';
import { modulePage } from './moduleRequests';
import type { RequestContext } from './requestGuard';
import { scopesOf } from './scopes';
import type { HandlerTable, SessionAccess } from './sessionAccess';
import { sourceOfPath, sourcePage } from './sourcePages';
import { frameNumber, framesOf, threadOfFrame } from './stackFrames';

const FILTERS = ['indexed', 'named'] as const;

/** Handlers of requests that look. */
export function inspectionHandlers(session: SessionAccess): HandlerTable {
  return {
    threads: () => ({
      threads: session
        .examination()
        .threads.list()
        .map(({ id, name }) => ({ id, name })),
    }),
    stackTrace: (context) => stackTrace(session.examination(), context),
    scopes: (context) => scopes(session.examination(), context),
    variables: (context) => variables(session.examination(), context),
    source: (context) => endless(() => source(session.examination(), context)),
    loadedSources: () => ({
      sources: (session.examination().target.program?.sources ?? []).map(({ path }) =>
        sourceOfPath(path),
      ),
    }),
    modules: ({ arguments: page }) =>
      modulePage(
        session.examination().target,
        page.optionalNumber('startModule') ?? 0,
        page.optionalNumber('moduleCount') ?? 0,
      ),
    exceptionInfo: (context) => exceptionInfo(session.examination(), context),
    readMemory: ({ arguments: wanted, token }) =>
      readMemory(session.examination().target, {
        reference: wanted.text('memoryReference'),
        offset: wanted.optionalNumber('offset', { minimum: Number.MIN_SAFE_INTEGER }) ?? 0,
        count: wanted.number('count'),
        token,
      }),
    completions: (context) => completions(session, context),
    locations: () => {
      throw new RequestError('No location was given out: the target holds no source text.');
    },
  };
}

async function stackTrace(examination: Examination, context: RequestContext): Promise<object> {
  const thread = examination.threads.find(context.arguments.number('threadId'));
  const page = await framesOf(examination, thread, {
    start: context.arguments.optionalNumber('startFrame') ?? 0,
    count: context.arguments.optionalNumber('levels') ?? 0,
    token: context.token,
  });
  return { stackFrames: page.frames, totalFrames: page.total };
}

async function scopes(examination: Examination, context: RequestContext): Promise<object> {
  const frameId = context.arguments.number('frameId');
  const thread = threadOfFrame(examination, frameId);
  return { scopes: await scopesOf(examination, thread, frameNumber(frameId)) };
}

async function variables(examination: Examination, context: RequestContext): Promise<object> {
  const wanted = context.arguments;
  const reference = wanted.number('variablesReference');
  const container = examination.variables.find(reference);
  if (container === undefined) {
    throw new RequestError(
      `The reference ${reference} is no longer valid: the target has moved on since. Expand it again from its scope.`,
    );
  }
  return {
    variables: await container.children({
      start: wanted.optionalNumber('start') ?? 0,
      count: wanted.optionalNumber('count') ?? 0,
      filter: wanted.optionalWord('filter', FILTERS) ?? null,
      hex: wanted.object('format').flag('hex'),
      token: context.token,
    }),
  };
}

/** Runs what answers with a sentence that clients put into one of their own: VS Code adds the full stop to it. */
function endless<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RequestError
      ? new RequestError(error.message.replace(/\.$/, ''))
      : error;
  }
}

function source(examination: Examination, context: RequestContext): object {
  const nested = context.arguments.object('source').optionalNumber('sourceReference');
  const reference = nested ?? context.arguments.number('sourceReference');
  return { content: sourcePage(examination.target, reference), mimeType: 'text/plain' };
}

async function exceptionInfo(examination: Examination, context: RequestContext): Promise<object> {
  const exception = examination.target.exception();
  if (exception === null) {
    throw new RequestError('The target did not stop by an exception.');
  }
  return await exceptionBody(examination.target, exception, context.token);
}

async function completions(session: SessionAccess, context: RequestContext): Promise<object> {
  const { linesStartAt1, columnsStartAt1 } = session.client;
  const firstLine = linesStartAt1 ? 1 : 0;
  const firstColumn = columnsStartAt1 ? 1 : 0;
  const wanted = context.arguments;
  const place = {
    text: wanted.text('text'),
    line: (wanted.optionalNumber('line', { minimum: firstLine }) ?? firstLine) - firstLine,
    column: wanted.number('column', { minimum: firstColumn }) - firstColumn,
    firstColumn,
  } as const;
  return { targets: await completionsAt(session.examination(), place, context.token) };
}
