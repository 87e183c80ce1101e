/** What a session's views have been told, kept so that the last data stay readable after the session has ended. */

import * as vscode from 'vscode';
import { TARGET_REQUEST, type TargetAnswer } from '../../protocol/dapExtensions';
import { VIEW_GROUPS_REQUEST, type ViewGroupsAnswer } from '../../protocol/viewMessages';
import { rootName } from './handleNodes';
import { HandleSession, type SessionAnswers } from '../sessions/handleSession';
import { startedWith } from '../starting/startTarget';
import type { LastData, LastDataMemory, SelectedRow } from './lastData';

/** Most answers kept per session. */
const MAXIMUM_ANSWERS = 2000;
/** Milliseconds without a new answer after which they are kept. */
const SAVE_DELAY = 500;

/** What the roots of the Handles view are made of. */
export interface Overview {
  readonly view: ViewGroupsAnswer | null;
  readonly failure: unknown;
  readonly target: TargetAnswer;
}

/** The data of one session. Answers are kept until the target's state changes. */
export class SessionData {
  /** Set when the session has ended: the time of it. */
  endedAt: Date | null = null;
  /** True from the opening of the target to its first stop: nothing happens to it meanwhile. */
  isUntouched = false;
  /** The handle that was selected last in the Handles view; null for none. */
  selected: SelectedRow | null = null;
  private answers = new Map<string, Promise<unknown>>();
  /** The same, as far as they have come. */
  private readonly known = new Map<string, unknown>();

  /**
   * `root` begins the ids of its rows: the same for each start of a target, and unlike that of any other session shown. `learned` is called
   * with each new answer.
   */
  constructor(
    readonly session: HandleSession,
    readonly root: string,
    private readonly learned: () => void = () => undefined,
  ) {}

  get id(): string {
    return this.session.id;
  }

  /** Asks the adapter, or gives the answer that is known. After the end only what is known can be had. */
  async ask<K extends keyof SessionAnswers>(command: K, args: object): Promise<SessionAnswers[K]> {
    const key = `${command} ${JSON.stringify(args, (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value))}`;
    const known = this.answers.get(key);
    if (known !== undefined) {
      return (await known) as SessionAnswers[K];
    }
    if (this.endedAt !== null) {
      throw new Error(vscode.l10n.t('The session has ended, and this was not shown before.'));
    }
    const asked = this.session.request(command, args);
    const { answers } = this;
    answers.set(key, asked);
    for (const oldest of answers.keys()) {
      if (answers.size <= MAXIMUM_ANSWERS) {
        break;
      }
      answers.delete(oldest);
    }
    try {
      const answer = await asked;
      if (answers === this.answers) {
        this.known.set(key, answer);
        this.learned();
      }
      return answer;
    } catch (error) {
      answers.delete(key);
      throw error;
    }
  }

  /** What has been told since the target's state changed last, for keeping. */
  get lastData(): LastData {
    const { session, endedAt, known, selected } = this;
    return {
      selected,
      sessionId: session.id,
      configuration: startedWith(session.debugSession.configuration),
      time: (endedAt ?? new Date()).getTime(),
      answers: [...known],
    };
  }

  /** Takes up what was kept: from now on it is as after an end. */
  restore({ time, answers, selected }: LastData): void {
    this.endedAt = new Date(time);
    this.selected = selected;
    this.answers = new Map(answers.map(([key, answer]) => [key, Promise.resolve(answer)]));
  }

  /**
   * The groups of a view, and what the target says of itself: asked afterwards, because what is wrong with a file is often
   * found only when its handles are read. `view` is null when there are no groups to be had, and `failure` then says why.
   */
  async overview(view: object): Promise<Overview> {
    const groups = await this.ask(VIEW_GROUPS_REQUEST, view).then(
      (answer) => ({ view: answer, failure: null }),
      (error: unknown) => ({ view: null, failure: error }),
    );
    return { ...groups, target: await this.ask(TARGET_REQUEST, {}) };
  }

  /** Forgets everything, because the target's state changed. Nothing is forgotten after the end. */
  refresh(): void {
    if (this.endedAt === null) {
      this.answers = new Map();
      this.known.clear();
    }
  }
}

/** Data of all sessions: those that run, and the last one that ended while none runs. */
export class SessionDataStore implements vscode.Disposable {
  private readonly data = new Map<string, SessionData>();
  private readonly disposables: { dispose(): unknown }[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private saving: ReturnType<typeof setTimeout> | undefined;
  /** Something changed: a stop, a command, a start, an end. */
  readonly onDidChange = this.changed.event;

  /** `memory` has what the window showed before it was loaded again. */
  constructor(
    sessions: {
      readonly onDidOpen: vscode.Event<HandleSession>;
      readonly onDidStop: vscode.Event<HandleSession>;
      readonly onDidChange: vscode.Event<HandleSession>;
      readonly onDidEnd: vscode.Event<HandleSession>;
    },
    private readonly memory: LastDataMemory,
  ) {
    this.restore();
    const refresh = (session: HandleSession): void => {
      this.of(session).refresh();
      this.changed.fire();
    };
    this.disposables.push(
      this.changed,
      sessions.onDidOpen((session) => {
        refresh(session);
        this.of(session).isUntouched = true;
      }),
      sessions.onDidStop((session) => {
        const data = this.of(session);
        if (!data.isUntouched) {
          refresh(session);
        }
        data.isUntouched = false;
      }),
      sessions.onDidChange(refresh),
      sessions.onDidEnd((session) => {
        this.end(session);
      }),
    );
  }

  /** Sessions to show, oldest first. */
  get all(): readonly SessionData[] {
    return [...this.data.values()];
  }

  /** The data of a session by its id. */
  find(id: string): SessionData | undefined {
    return this.data.get(id);
  }

  /** Shows what is known in another way. */
  redraw(): void {
    this.changed.fire();
  }

  /** Asks for everything anew. */
  refresh(): void {
    for (const data of this.data.values()) {
      data.refresh();
    }
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.saving);
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** Shows the data of a new session; what an earlier one left behind goes. */
  private of(session: HandleSession): SessionData {
    const known = this.data.get(session.id);
    if (known !== undefined) {
      return known;
    }
    for (const [id, { endedAt }] of this.data) {
      if (endedAt !== null) {
        this.data.delete(id);
      }
    }
    const made = new SessionData(
      session,
      rootName(
        session.name,
        this.all.map(({ root }) => root),
      ),
      () => this.saveSoon(),
    );
    this.data.set(session.id, made);
    return made;
  }

  private restore(): void {
    const last = this.memory.read(Date.now());
    if (last !== null) {
      const session = HandleSession.ended(last.sessionId, last.configuration);
      const data = new SessionData(session, rootName(session.name, []));
      data.restore(last);
      this.data.set(session.id, data);
    }
  }

  /** Keeps what the newest session showed, once no more comes for a moment. */
  saveSoon(): void {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => {
      void this.memory.write(this.all.at(-1)?.lastData ?? null);
    }, SAVE_DELAY);
  }

  private end(session: HandleSession): void {
    const data = this.data.get(session.id);
    if (data === undefined) {
      return;
    }
    const othersRun = this.all.some((other) => other !== data && other.endedAt === null);
    if (othersRun) {
      this.data.delete(session.id);
    } else {
      data.endedAt = new Date();
    }
    this.saveSoon();
    this.changed.fire();
  }
}
