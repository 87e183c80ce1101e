/** The extension in Node: files are read by range, the language server is a process. */

import { createConnection } from 'node:net';
import { homedir, hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { ByteSource } from '../../core/util/byteSource';
import { ok, type Result } from '../../core/util/result';
import { openFileByteSource } from '../../node/fileByteSource';
import { desktopClient } from './desktopClient';
import type { Platform, SessionOptions, TargetFiles } from './platform';
import { uriText } from './targetText';
import { VirtualFiles } from './virtualFiles';

/** What `context` is needed for: the place of the language server. */
export function desktopPlatform(context: vscode.ExtensionContext): Platform {
  const files = new DesktopFiles();
  return {
    files,
    sessionHost: async ({ folder, report }: SessionOptions) => {
      const { nodeHost } = await import('../../adapter/nodeHost');
      return nodeHost({
        folder: startFolder(folder),
        openOther: (name) => files.openOther(name),
        report,
      });
    },
    isListening,
    languageClient: (options: LanguageClientOptions) => desktopClient(context, options),
    system: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    personalNames: () => [userName(), hostname()],
  };
}

/** Files of this machine by path; all others by URI. */
class DesktopFiles implements TargetFiles {
  private readonly others = new VirtualFiles();

  targetOf(uri: vscode.Uri): string {
    return uri.scheme === 'file' ? uri.fsPath : this.others.targetOf(uri);
  }

  resolve(text: string, folder: vscode.Uri | undefined): Result<string> {
    const written = uriText(text);
    if (written !== null) {
      return ok(this.targetOf(vscode.Uri.parse(written, true)));
    }
    return folder === undefined || folder.scheme === 'file'
      ? ok(resolve(startFolder(folder), text))
      : this.others.resolve(text, folder);
  }

  open(target: string): Promise<Result<ByteSource>> {
    return this.openOther(target) ?? openFileByteSource(target);
  }

  /** Opens what a URI names; null for paths. */
  openOther(target: string): Promise<Result<ByteSource>> | null {
    return uriText(target) === null ? null : this.others.open(target);
  }
}

/** Relative paths start from a folder of this machine, else from the home folder. */
function startFolder(folder: vscode.Uri | undefined): string {
  return folder?.scheme === 'file' ? folder.fsPath : homedir();
}

/** Milliseconds in which this machine has to answer itself. */
const LOOPBACK_PATIENCE = 2000;

/** Connects and hangs up again. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: LOOPBACK_PATIENCE });
    const answer = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', answer(true));
    socket.once('timeout', answer(false));
    socket.once('error', answer(false));
  });
}

/** Some systems cannot name the user. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
