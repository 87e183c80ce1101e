/** Keeps the newest reading of each open log: it is read when somebody asks, and again only after a change. */

import { LogFile } from './logFile';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Readings of open logs by URI. */
export class LogFiles {
  private readonly files = new Map<string, LogFile>();

  /** `lookUp` gives the text of an open document; undefined when it is not open. */
  constructor(private readonly lookUp: (uri: string) => TextDocument | undefined) {}

  /** The reading of a document as it is now; null when it is not open. */
  get(uri: string): LogFile | null {
    const text = this.lookUp(uri);
    if (text === undefined) {
      return null;
    }
    const known = this.files.get(uri);
    if (known?.version === text.version) {
      return known;
    }
    const file = new LogFile(text);
    this.files.set(uri, file);
    return file;
  }

  /** Forgets a document that was closed. */
  forget(uri: string): void {
    this.files.delete(uri);
  }
}
