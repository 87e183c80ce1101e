/** Texts that are opened as logs without being files: a selection, or what the clipboard holds. They live in memory only. */

import * as vscode from 'vscode';
import { MOST_PASTED_BYTES, PastedTexts } from './pastedTexts';
import { startTarget } from './startTarget';

/** Scheme of the texts' addresses. */
export const PASTED_SCHEME = 'handle-lens-text';

/** Gives texts to whoever reads files. */
export class PastedLogs implements vscode.FileSystemProvider {
  private readonly texts = new PastedTexts();
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]> = () =>
    new vscode.Disposable(() => undefined);

  /** Keeps a text; `name` is what people see of it. */
  add(name: string, text: string): vscode.Uri {
    return vscode.Uri.from({ scheme: PASTED_SCHEME, path: this.texts.add(name, text) });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { length } = this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const bytes = this.texts.get(uri.path);
    if (bytes === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return this.texts.paths.map((path) => [path.slice(1), vscode.FileType.File]);
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}

/** Starts a session on the selected text of the active editor, else on that of the clipboard. */
export async function openPasted(logs: PastedLogs): Promise<void> {
  const selected = selection();
  const { name, text } = selected ?? {
    name: vscode.l10n.t('Clipboard'),
    text: await vscode.env.clipboard.readText(),
  };
  if (text.trim() === '') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Handle Lens: nothing is selected, and the clipboard holds no text. Select or copy the output of !handle, !htrace or another tool first.',
      ),
    );
    return;
  }
  if (text.length > MOST_PASTED_BYTES) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'Handle Lens: the text is larger than 64 MB. Save it as a file and open that with "Handle Lens: Open Dump or Log…".',
      ),
    );
    return;
  }
  await startTarget(logs.add(name, text).toString());
}

/** What is selected in the active editor, all selections in their order; null when nothing is. */
function selection(): { readonly name: string; readonly text: string } | null {
  const editor = vscode.window.activeTextEditor;
  const chosen = (editor?.selections ?? []).filter(({ isEmpty }) => !isEmpty);
  if (editor === undefined || chosen.length === 0) {
    return null;
  }
  const { document } = editor;
  const pieces = [...chosen]
    .sort((a, b) => a.start.compareTo(b.start))
    .map((range) => document.getText(range));
  const file = document.uri.path.split('/').at(-1) ?? '';
  return {
    name: vscode.l10n.t('Selection of {0}', file === '' ? document.uri.scheme : file),
    text: pieces.join('\n'),
  };
}
