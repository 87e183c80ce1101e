/**
 * The interface for other extensions, version 1: what `activate` of Handle Lens returns. This file needs nothing but VS Code's types, so
 * that it can be copied; docs/extension-authors.md shows how it is used.
 */

import type * as vscode from 'vscode';

/** What `vscode.extensions.getExtension<HandleLensApi>('handle-lens.handle-lens')?.activate()` resolves to. */
export interface HandleLensApi {
  /** Another number means that something here was taken away or means something else; additions do not change it. */
  readonly version: 1;
  /**
   * Opens a dump, or a built-in sample such as `sample:leaky-service`, as a debug session and resolves at its first stop. Text that is
   * no sample is a path or a URI. Rejects when the target cannot be opened; the user has been told why by then.
   */
  openTarget(target: vscode.Uri | string): Promise<HandleLensSession>;
  /** The sessions that run or are stopped, in the order they were started. */
  readonly sessions: readonly HandleLensSession[];
  /** Something happened to a session, whoever started it. */
  readonly onDidChangeSession: vscode.Event<SessionChange>;
}

/** What happened to a session. */
export interface SessionChange {
  readonly session: HandleLensSession;
  /**
   * `started`: there is a new one, which cannot be asked yet; `stopped`: its target stands still and can be asked, at the first stop
   * too; `changed`: a command changed something while it stood still; `ended`: it cannot be asked any more.
   */
  readonly kind: 'started' | 'stopped' | 'changed' | 'ended';
}

/** One debug session; the same session is the same object. */
export interface HandleLensSession {
  /** The id of VS Code's own `DebugSession`. */
  readonly id: string;
  /** As the user sees it. */
  readonly name: string;
  /** Only a session that is `stopped` answers commands. */
  readonly state: 'running' | 'stopped' | 'ended';
  /**
   * Runs a debugger command, or several joined with `;`, as if it had been typed, and resolves to one answer for each. Nothing is
   * written to the console. A command that fails answers with `error`; rejects when the session cannot be asked at all.
   */
  run(command: string): Promise<readonly CommandAnswer[]>;
}

/**
 * The answer to one command: the same document as `handle-lens --json` prints. Handle values, addresses and masks are hexadecimal text
 * such as `0x3d8`; ids and counts are numbers.
 */
export interface CommandAnswer {
  /** As it was understood. */
  readonly command: string;
  /** What was examined. */
  readonly target: Readonly<Record<string, unknown>>;
  /** Why the command failed. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
  /** What the command gives: `!handle` has `handles` and `summary`, `!htrace` has `traces`, and so on. */
  readonly [field: string]: unknown;
}
