/** Bytes of the target as read-only documents, for those who have no hex editor. They stay as they were read. */

import * as vscode from 'vscode';
import { hexDump } from './hexDump';

/** Scheme of the documents. */
export const MEMORY_SCHEME = 'handle-lens-memory';
/** Most documents that are kept; older ones say that they are gone. */
const MAXIMUM_KEPT = 20;

/** Provides the documents and makes new ones. */
export class MemoryDocuments implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly provider: vscode.Disposable;
  private made = 0;

  constructor() {
    this.provider = vscode.workspace.registerTextDocumentContentProvider(MEMORY_SCHEME, {
      provideTextDocumentContent: ({ path }) =>
        this.texts.get(path) ?? vscode.l10n.t('These bytes are no longer kept. Read them again.'),
    });
  }

  dispose(): void {
    this.provider.dispose();
  }

  /** Shows bytes; `heading` says what they are. */
  async show(heading: string, start: bigint, bytes: Uint8Array): Promise<void> {
    const path = `/${++this.made}/0x${start.toString(16)}.txt`;
    this.texts.set(path, `${heading}\n\n${hexDump(start, bytes)}`);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= MAXIMUM_KEPT) {
        break;
      }
      this.texts.delete(oldest);
    }
    const uri = vscode.Uri.from({ scheme: MEMORY_SCHEME, path });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: true,
    });
  }
}
