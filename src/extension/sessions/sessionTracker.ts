/** Follows our debug sessions: which run, which stopped, whose state changed. Everything else listens to this. */

import * as vscode from 'vscode';
import { CHANGED_EVENT } from '../../protocol/dapExtensions';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import type { DirectRequests } from './directRequests';
import { HandleSession } from './handleSession';

/** Tracks all sessions of our debug type. */
export class SessionTracker implements vscode.Disposable {
  private readonly running = new Map<string, HandleSession>();
  private readonly disposables: { dispose(): unknown }[] = [];
  private readonly started = this.emitter<HandleSession>();
  private readonly opened = this.emitter<HandleSession>();
  private readonly stopped = this.emitter<HandleSession>();
  private readonly changed = this.emitter<HandleSession>();
  private readonly ended = this.emitter<HandleSession>();
  private readonly activeChanged = this.emitter<HandleSession | undefined>();

  /** A session was started; its target may not be loaded yet. */
  readonly onDidStart = this.started.event;
  /** The target is open and can be asked, while VS Code still has to configure the session: its first stop follows. */
  readonly onDidOpen = this.opened.event;
  /** The target stopped and can be asked; fired at the first stop too. */
  readonly onDidStop = this.stopped.event;
  /** A command changed the target's or the session's state while it was stopped. */
  readonly onDidChange = this.changed.event;
  /** The session ended; what was shown of it may stay. */
  readonly onDidEnd = this.ended.event;
  /** Another session of ours, or none, became the active one. */
  readonly onDidChangeActive = this.activeChanged.event;

  /** `direct` finds the straight way to the adapter of a session, by its id, if it runs in this process. */
  constructor(private readonly direct: (sessionId: string) => DirectRequests | undefined) {
    const { debug } = vscode;
    this.disposables.push(
      debug.onDidStartDebugSession((session) => this.begin(session)),
      debug.onDidTerminateDebugSession((session) => this.end(session)),
      debug.onDidChangeActiveDebugSession(() => this.activeChanged.fire(this.active)),
      debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: unknown) => this.watch(session, message),
        }),
      }),
    );
  }

  /** Running sessions in the order they were started. */
  get sessions(): readonly HandleSession[] {
    return [...this.running.values()];
  }

  /** The session the user works in; the newest of ours when another kind of session is active. */
  get active(): HandleSession | undefined {
    const active = vscode.debug.activeDebugSession;
    return (active && this.running.get(active.id)) ?? this.sessions.at(-1);
  }

  /** The running session with an id. */
  find(id: string): HandleSession | undefined {
    return this.running.get(id);
  }

  dispose(): void {
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  private begin(session: vscode.DebugSession): HandleSession | undefined {
    if (session.type !== DEBUG_TYPE) {
      return undefined;
    }
    const known = this.running.get(session.id);
    if (known !== undefined) {
      return known;
    }
    const begun = new HandleSession(session, () => this.direct(session.id));
    this.running.set(session.id, begun);
    this.started.fire(begun);
    return begun;
  }

  private end(session: vscode.DebugSession): void {
    this.notify(session, (known) => {
      known.isRunning = false;
      known.isStopped = false;
      this.running.delete(known.id);
      this.ended.fire(known);
    });
  }

  /** Looks at what the adapter sends: only the events that say whether the target can be asked matter. */
  private watch(session: vscode.DebugSession, message: unknown): void {
    const event = eventName(message);
    if (event === 'initialized') {
      const known = this.begin(session);
      if (known !== undefined) {
        this.opened.fire(known);
      }
    } else if (event === 'stopped') {
      // The first stop may come before VS Code reports the session as started.
      const known = this.begin(session);
      if (known !== undefined) {
        known.isStopped = true;
        this.stopped.fire(known);
      }
    } else if (event === 'continued') {
      this.notify(session, (known) => {
        known.isStopped = false;
      });
    } else if (event === CHANGED_EVENT) {
      this.notify(session, (known) => this.changed.fire(known));
    }
  }

  private notify(session: vscode.DebugSession, tell: (known: HandleSession) => void): void {
    const known = this.running.get(session.id);
    if (known !== undefined) {
      tell(known);
    }
  }

  private emitter<T>(): vscode.EventEmitter<T> {
    const emitter = new vscode.EventEmitter<T>();
    this.disposables.push(emitter);
    return emitter;
  }
}

/** The name of a debug adapter event; undefined for other messages. */
function eventName(message: unknown): string | undefined {
  if (
    typeof message !== 'object' ||
    message === null ||
    !('type' in message) ||
    !('event' in message)
  ) {
    return undefined;
  }
  return message.type === 'event' && typeof message.event === 'string' ? message.event : undefined;
}
