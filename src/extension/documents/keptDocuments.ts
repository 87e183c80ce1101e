/** Read-only documents with a text of ours that does not change: bytes of a target, reports. *Save As* keeps them for good. */

import * as vscode from 'vscode';

/** Scheme of the documents. */
export const KEPT_SCHEME = 'handle-lens-kept';
/** Most documents that are kept; older ones say that they are gone. */
const MAXIMUM_KEPT = 20;

/** Provides the documents and makes new ones. */
export class KeptDocuments implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly provider: vscode.Disposable;
  private made = 0;

  constructor() {
    this.provider = vscode.workspace.registerTextDocumentContentProvider(KEPT_SCHEME, {
      provideTextDocumentContent: ({ path }) =>
        this.texts.get(path) ??
        vscode.l10n.t('This text is no longer kept. Repeat the command that made it.'),
    });
  }

  dispose(): void {
    this.provider.dispose();
  }

  /** Shows a text; the ending of `name` tells its language. */
  async show(name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.keep(name, text));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Makes a document without showing it. */
  keep(name: string, text: string): vscode.Uri {
    const path = `/${++this.made}/${name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '_')}`;
    this.texts.set(path, text);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= MAXIMUM_KEPT) {
        break;
      }
      this.texts.delete(oldest);
    }
    return vscode.Uri.from({ scheme: KEPT_SCHEME, path });
  }
}
