/** From `initialize` to `disconnect`. */

import { escapeText } from '../core/render/escapeText';
import { neverCancelled } from '../core/util/cancellation';
import { parseLaunchArguments } from '../protocol/launchArguments';
import { cannotStart, problemSentence, RequestError } from './adapterErrors';
import { CAPABILITIES, RECORDING_CAPABILITIES } from './capabilities';
import { whatToType } from './whatToType';
import type { Examination } from './examination';
import { EXCEPTION_CAPABILITIES, PROGRAM_CAPABILITIES } from './program/programCapabilities';
import type { RequestContext } from './requestGuard';
import type { HandlerTable, SessionAccess } from './sessionAccess';

/** Handlers of the session's life. */
export function lifecycleHandlers(session: SessionAccess): HandlerTable {
  const launch = (context: RequestContext): Promise<undefined> => start(session, context);
  const stopAll = (context: RequestContext): void => {
    session.guard.cancelAllExcept(context.seq);
    session.running?.cancel();
  };
  return {
    initialize: (context) => initialize(session, context),
    launch,
    attach: launch,
    configurationDone: (context) => {
      context.afterAnswer(() => {
        session.configured();
      });
      return undefined;
    },
    restart: (context) => restart(session, context),
    disconnect: (context) => {
      stopAll(context);
      context.afterAnswer(() => void session.leave());
      return undefined;
    },
    terminate: (context) => {
      stopAll(context);
      context.afterAnswer(() => void session.end());
      return undefined;
    },
    cancel: (context) => cancel(session, context),
  };
}

function initialize(session: SessionAccess, { arguments: client }: RequestContext): object {
  const isTrue = (name: string): boolean => client.get(name) === true;
  session.client = {
    progress: isTrue('supportsProgressReporting'),
    invalidated: isTrue('supportsInvalidatedEvent'),
    ansi: isTrue('supportsANSIStyling'),
    linesStartAt1: client.get('linesStartAt1') !== false,
    columnsStartAt1: client.get('columnsStartAt1') !== false,
    losesFailedRestart: client.get('clientID') === 'vscode',
  };
  return session.host.isNoProgram === true
    ? CAPABILITIES
    : { ...CAPABILITIES, ...EXCEPTION_CAPABILITIES };
}

/** Opens the target. The client may configure before or after; the stop is announced once both are done. */
async function start(session: SessionAccess, context: RequestContext): Promise<undefined> {
  const launch = parseLaunchArguments(context.rawArguments);
  if (!launch.ok) {
    throw cannotStart(launch.problem);
  }
  await session.exclusive(() => {
    if (session.isOpen) {
      throw new RequestError('A target is open already. Use restart, or start another session.');
    }
    return session.open(launch.value, context);
  });
  const introduction = await introduce(session);
  context.afterAnswer(() => {
    const { program, recording } = session.examination().target;
    if (program !== undefined) {
      session.sendBody('capabilities', { capabilities: PROGRAM_CAPABILITIES });
    } else if (recording !== undefined) {
      session.sendBody('capabilities', { capabilities: RECORDING_CAPABILITIES });
    }
    session.sendBody('initialized');
    session.console.output(introduction);
    session.announceEntry();
    void readAhead(session.examination());
  });
  return undefined;
}

/**
 * Reads the handles of a dump while the client is still configuring: the count and the groups are asked for at the first
 * stop in any case. What fails is told to whoever asks then.
 */
async function readAhead({ target }: Examination): Promise<void> {
  if (target.info.kind !== 'minidump') {
    return;
  }
  try {
    const store = await target.handles(target.currentProcessId(), 'process');
    await (store.ok ? store.value.columns(neverCancelled) : null);
  } catch {
    // The load is not kept when it fails, so the next request meets the same problem and reports it.
  }
}

/** Opens the target again, with new arguments if the client gives some. */
async function restart(session: SessionAccess, context: RequestContext): Promise<undefined> {
  const given = context.arguments.get('arguments');
  const launch = given === undefined ? null : parseLaunchArguments(given);
  if (launch !== null && !launch.ok) {
    throw cannotStart(launch.problem);
  }
  const chosen = launch?.value ?? session.launched;
  if (chosen === null) {
    throw new RequestError('Nothing was started yet. Use launch or attach.');
  }
  session.guard.cancelAllExcept(context.seq);
  session.running?.cancel();
  try {
    await session.exclusive(() => session.open(chosen, context));
  } catch (error) {
    if (!session.client.losesFailedRestart || !session.isOpen || !(error instanceof RequestError)) {
      throw error;
    }
    // The earlier target is still open: the session goes on with it.
    const sentence = `${error.message} The session goes on with what was opened before.\n`;
    // Shown in the console and as a message.
    context.afterAnswer(() =>
      session.sendBody('output', { category: 'important', output: sentence }),
    );
    return undefined;
  }
  const introduction = await introduce(session);
  context.afterAnswer(() => {
    session.console.output(introduction);
    session.announceEntry();
    session.announceChange('resumed');
  });
  return undefined;
}

/** What was opened, what is missing, and what to type. */
async function introduce(session: SessionAccess): Promise<string> {
  const examination = session.examination();
  const { info, problems, capabilities } = examination.target;
  const handles = await examination.handles();
  const lines = [escapeText(info.description)];
  if (!handles.ok) {
    lines.push(problemSentence(handles.problem));
  }
  if (problems.length > 0) {
    const parts = problems.length === 1 ? '1 part' : `${problems.length} parts`;
    lines.push(`${parts} of the target could not be read; the scope "Target" lists why.`);
  }
  lines.push(whatToType(capabilities.traces));
  return `${lines.join('\n')}\n`;
}

function cancel(session: SessionAccess, context: RequestContext): undefined {
  const requestId = context.arguments.optionalNumber('requestId');
  const progressId = context.arguments.optionalText('progressId');
  if (requestId !== undefined) {
    session.guard.cancel(requestId);
  }
  if (progressId !== undefined) {
    session.guard.cancelProgress(progressId);
  }
  return undefined;
}
