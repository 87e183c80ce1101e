/** The interface for other extensions over the sessions that are there. */

import * as vscode from 'vscode';
import { RUN_REQUEST } from '../protocol/runCommand';
import type { CommandAnswer, HandleLensApi, HandleLensSession, SessionChange } from './api';
import type { ExtensionServices } from './services';
import type { HandleSession } from './sessions/handleSession';
import type { SessionTracker } from './sessions/sessionTracker';
import { startTarget } from './starting/startTarget';

/** Makes the interface; it ends with the extension. */
export function makeApi({ context, platform, sessions }: ExtensionServices): HandleLensApi {
  const changed = new vscode.EventEmitter<SessionChange>();
  const faces = new WeakMap<HandleSession, HandleLensSession>();
  const faceOf = (session: HandleSession): HandleLensSession => {
    const face = faces.get(session) ?? new SessionFace(session);
    faces.set(session, face);
    return face;
  };
  const tell = (kind: SessionChange['kind']) => (session: HandleSession) =>
    changed.fire({ session: faceOf(session), kind });
  context.subscriptions.push(
    changed,
    sessions.onDidStart(tell('started')),
    sessions.onDidStop(tell('stopped')),
    sessions.onDidChange(tell('changed')),
    sessions.onDidEnd(tell('ended')),
  );
  return {
    version: 1,
    openTarget: async (target) => {
      const text = typeof target === 'string' ? target : platform.files.targetOf(target);
      return faceOf(await firstStop(sessions, text));
    },
    get sessions() {
      return sessions.sessions.map(faceOf);
    },
    onDidChangeSession: changed.event,
  };
}

/** What others see of a session. */
class SessionFace implements HandleLensSession {
  constructor(private readonly session: HandleSession) {}

  get id(): string {
    return this.session.id;
  }

  get name(): string {
    return this.session.name;
  }

  get state(): HandleLensSession['state'] {
    const { isRunning, isStopped } = this.session;
    return !isRunning ? 'ended' : isStopped ? 'stopped' : 'running';
  }

  async run(command: string): Promise<readonly CommandAnswer[]> {
    const { results } = await this.session.request(RUN_REQUEST, { command });
    return results;
  }
}

/** Marks the configurations of sessions that others asked for, so that each gets its own. */
const MARK = 'openedBy';
let opened = 0;

/** Starts a session and waits until it stands still for the first time. */
async function firstStop(sessions: SessionTracker, target: string): Promise<HandleSession> {
  const mark = `${++opened}`;
  const isOwn = ({ debugSession }: HandleSession): boolean =>
    debugSession.configuration[MARK] === mark;
  const listeners: vscode.Disposable[] = [];
  const stop = new Promise<HandleSession>((resolve, reject) => {
    listeners.push(
      sessions.onDidStop((session) => {
        if (isOwn(session)) {
          resolve(session);
        }
      }),
      sessions.onDidEnd((session) => {
        if (isOwn(session)) {
          reject(new Error(vscode.l10n.t('The session ended before it could be asked.')));
        }
      }),
    );
  });
  // It may reject while nobody listens yet.
  stop.catch(() => undefined);
  try {
    if (!(await startTarget(target, { [MARK]: mark }))) {
      throw new Error(
        vscode.l10n.t('{0} could not be opened; the user has been told why.', target),
      );
    }
    return await stop;
  } finally {
    vscode.Disposable.from(...listeners).dispose();
  }
}
