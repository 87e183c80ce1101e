/** One debug session of ours: typed requests, and the last thing known about its target. */

import * as vscode from 'vscode';
import type { DirectRequests } from './directRequests';
import {
  HANDLE_REQUEST,
  HANDLES_REQUEST,
  SELECT_TRACE_REQUEST,
  TARGET_REQUEST,
  TRACES_REQUEST,
  TYPES_REQUEST,
  type HandleAnswer,
  type HandlesAnswer,
  type SelectTraceAnswer,
  type TargetAnswer,
  type TracesAnswer,
  type TypesAnswer,
} from '../../protocol/dapExtensions';
import {
  CALL_TREE_REQUEST,
  TIMELINE_REQUEST,
  type CallTreeAnswer,
  type TimelineAnswer,
} from '../../protocol/chartMessages';
import {
  USER_HANDLE_REQUEST,
  USER_ROWS_REQUEST,
  USER_TABLE_REQUEST,
  type UserHandleAnswer,
  type UserRowsAnswer,
  type UserTableAnswer,
} from '../../protocol/userMessages';
import {
  LEAK_SITE_REQUEST,
  LEAK_SITES_REQUEST,
  SNAPSHOTS_REQUEST,
  type LeakSiteAnswer,
  type LeakSitesAnswer,
  type SnapshotsAnswer,
} from '../../protocol/siteMessages';
import {
  CLOSE_HANDLES_REQUEST,
  EXPORT_REQUEST,
  TYPE_GROWTH_REQUEST,
  VIEW_GROUPS_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_ROWS_REQUEST,
  VIEW_SUSPICIOUS_REQUEST,
  type CloseHandlesAnswer,
  type ExportAnswer,
  type TypeGrowthAnswer,
  type ViewGroupsAnswer,
  type ViewLocateAnswer,
  type ViewRowsAnswer,
  type ViewSuspiciousAnswer,
} from '../../protocol/viewMessages';
import { SAVE_DUMP_REQUEST, type SaveDumpAnswer } from '../../protocol/dumpMessages';
import { RUN_REQUEST, type RunAnswer } from '../../protocol/runCommand';

/** What each of our requests answers with. */
export interface SessionAnswers {
  [HANDLES_REQUEST]: HandlesAnswer;
  [HANDLE_REQUEST]: HandleAnswer;
  [TRACES_REQUEST]: TracesAnswer;
  [TYPES_REQUEST]: TypesAnswer;
  [TARGET_REQUEST]: TargetAnswer;
  [SELECT_TRACE_REQUEST]: SelectTraceAnswer;
  [VIEW_GROUPS_REQUEST]: ViewGroupsAnswer;
  [VIEW_ROWS_REQUEST]: ViewRowsAnswer;
  [VIEW_LOCATE_REQUEST]: ViewLocateAnswer;
  [VIEW_SUSPICIOUS_REQUEST]: ViewSuspiciousAnswer;
  [TYPE_GROWTH_REQUEST]: TypeGrowthAnswer;
  [EXPORT_REQUEST]: ExportAnswer;
  [CLOSE_HANDLES_REQUEST]: CloseHandlesAnswer;
  [USER_TABLE_REQUEST]: UserTableAnswer;
  [USER_ROWS_REQUEST]: UserRowsAnswer;
  [USER_HANDLE_REQUEST]: UserHandleAnswer;
  [LEAK_SITES_REQUEST]: LeakSitesAnswer;
  [LEAK_SITE_REQUEST]: LeakSiteAnswer;
  [SNAPSHOTS_REQUEST]: SnapshotsAnswer;
  [TIMELINE_REQUEST]: TimelineAnswer;
  [CALL_TREE_REQUEST]: CallTreeAnswer;
  [RUN_REQUEST]: RunAnswer;
  [SAVE_DUMP_REQUEST]: SaveDumpAnswer;
}

/** A debug session, or what is left of one from before the window was loaded again. */
export type AnySession = Pick<
  vscode.DebugSession,
  'id' | 'name' | 'configuration' | 'workspaceFolder' | 'customRequest'
>;

/** Wraps a debug session. Handle values in arguments travel as `0x…` text, because JSON has no 64-bit numbers. */
export class HandleSession {
  /** False once the session has ended; requests then reject. */
  isRunning = true;
  /** True while the target is stopped, that is, while it can be asked. */
  isStopped = false;

  /** `direct` finds the straight way to the adapter, if it runs in this process. */
  constructor(
    readonly debugSession: AnySession,
    private readonly direct: () => DirectRequests | undefined,
  ) {}

  /** A session that ended with an earlier life of the window. */
  static ended(id: string, configuration: vscode.DebugConfiguration): HandleSession {
    const { name } = configuration;
    const customRequest = (): never => {
      throw new Error(vscode.l10n.t('The session "{0}" has ended.', name));
    };
    const left = { id, name, configuration, workspaceFolder: undefined, customRequest };
    const ended = new HandleSession(left, () => undefined);
    ended.isRunning = false;
    return ended;
  }

  get id(): string {
    return this.debugSession.id;
  }

  get name(): string {
    return this.debugSession.name;
  }

  /** Sends one of our requests; rejects with the adapter's sentence. */
  async request<K extends keyof SessionAnswers>(
    command: K,
    args: object = {},
  ): Promise<SessionAnswers[K]> {
    if (!this.isRunning) {
      throw new Error(vscode.l10n.t('The session "{0}" has ended.', this.name));
    }
    const given = withTextHandles(args);
    const answer: unknown = await (this.direct()?.ask(command, given) ??
      this.debugSession.customRequest(command, given));
    // The adapter is ours: its answers are built from the same types that are declared here.
    return answer as SessionAnswers[K];
  }
}

/** Turns 64-bit numbers into hexadecimal text, in lists too. */
function withTextHandles(args: object): object {
  const text = (value: unknown): unknown => {
    if (typeof value === 'bigint') {
      return `0x${value.toString(16)}`;
    }
    return Array.isArray(value) ? value.map(text) : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, text(value)]));
}
