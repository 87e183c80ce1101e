/** Files behind VS Code's `workspace.fs`: repositories and folders that a browser shows, and other file systems of extensions. */

import * as vscode from 'vscode';
import type { ByteSource } from '../../core/util/byteSource';
import { fail, ok, type Result } from '../../core/util/result';
import { WholeFileReader } from '../../web/wholeFileSource';
import type { TargetFiles } from './platform';
import { parentedPath, uriText } from './targetText';

/** Names files by their URI and reads them whole. */
export class VirtualFiles implements TargetFiles {
  private readonly reader = new WholeFileReader();

  targetOf(uri: vscode.Uri): string {
    return uri.toString();
  }

  resolve(text: string, folder: vscode.Uri | undefined): Result<string> {
    const written = uriText(text);
    if (written !== null) {
      return ok(written);
    }
    if (folder === undefined) {
      return fail({
        code: 'no-folder',
        message: vscode.l10n.t('No folder is open that "{0}" could lie in.', text),
        hint: vscode.l10n.t(
          'Open its folder first, or choose the file with "Handle Lens: Open Dump or Log…".',
        ),
      });
    }
    return ok(folder.with({ path: parentedPath(folder.path, text) }).toString());
  }

  async open(target: string): Promise<Result<ByteSource>> {
    const uri = parsed(target);
    if (uri === null) {
      return fail({
        code: 'bad-address',
        message: vscode.l10n.t('{0} is no address of a file.', target),
        hint: vscode.l10n.t('Choose the file with "Handle Lens: Open Dump or Log…".'),
      });
    }
    const { fs } = vscode.workspace;
    return await this.reader.open({
      name: uri.toString(true),
      facts: async () => {
        const { type, size, mtime } = await fs.stat(uri);
        return { isFolder: (type & vscode.FileType.Directory) !== 0, size, changed: mtime };
      },
      bytes: () => fs.readFile(uri),
    });
  }
}

function parsed(target: string): vscode.Uri | null {
  try {
    return vscode.Uri.parse(target, true);
  } catch {
    return null;
  }
}
