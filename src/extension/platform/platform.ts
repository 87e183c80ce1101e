/**
 * What differs between the two places where the extension runs: Node (the desktop, a remote machine) and a worker in a browser.
 * Everything else in this folder's parent is the same code in both.
 */

import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type * as vscode from 'vscode';
import type { SessionHost } from '../../adapter/sessionHost';
import type { ByteSource } from '../../core/util/byteSource';
import type { Result } from '../../core/util/result';

/** Id of the language client, as the editor's own settings call it. */
export const CLIENT_ID = 'handleLens.log';
/** Name of the language client in messages. */
export const CLIENT_NAME = 'Handle Lens Log';

/** Files as targets: text names them, because launch configurations and lists of recent targets hold text. */
export interface TargetFiles {
  /** The text that names a file: a path where there are paths, else its URI. */
  targetOf(uri: vscode.Uri): string;
  /** The full name of what a user typed; relative names start from `folder`. Fails where there is nothing to start from. */
  resolve(text: string, folder: vscode.Uri | undefined): Result<string>;
  /** Opens a full name. */
  open(target: string): Promise<Result<ByteSource>>;
}

/** What a debug session is made with. */
export interface SessionOptions {
  /** Folder that relative names start from. */
  readonly folder: vscode.Uri | undefined;
  /** Told about defects. */
  readonly report: (message: string) => void;
}

/** Made once by the entry of each bundle. */
export interface Platform {
  readonly files: TargetFiles;
  /** What a debug session needs from its surroundings; the code is loaded with the first session. */
  sessionHost(options: SessionOptions): Promise<SessionHost>;
  /** A client of the language server that is not started yet; the code is loaded with the first log. */
  languageClient(options: LanguageClientOptions): Promise<BaseLanguageClient>;
  /** Whether somebody listens at a TCP port of this machine; in a browser nobody can be reached. */
  isListening(port: number): Promise<boolean>;
  /** What the extension runs on, for diagnostics. */
  readonly system: string;
  /** Names of the user and the machine, which are taken out of diagnostics. */
  personalNames(): readonly string[];
}
