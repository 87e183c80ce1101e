/** What the parts of the extension share. Each part exports `register…(services)` and returns what disposes of it. */

import type * as vscode from 'vscode';
import type { Platform } from './platform/platform';
import type { SessionTracker } from './sessions/sessionTracker';

/** Made once at activation. */
export interface ExtensionServices {
  readonly context: vscode.ExtensionContext;
  /** Leveled log, "Handle Lens" in the Output panel. */
  readonly log: vscode.LogOutputChannel;
  readonly sessions: SessionTracker;
  readonly platform: Platform;
}
