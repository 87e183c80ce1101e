/** An open log as the features see it: its text by lines, the model read from it, and the index of its handles. */

import { HandleIndex, type HandleEntry } from '../core/log/handleIndex';
import { lineTokens, type LineToken } from '../core/log/lineTokens';
import {
  listingOf,
  eventAt,
  sectionAt,
  type LogDocument,
  type LogSection,
} from '../core/log/logDocument';
import { readLog } from '../core/log/readLog';
import type { HandleValue } from '../core/model/identifiers';
import type { Location, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Lines behind this many characters are cut before they are looked at. */
const MAX_LINE_LENGTH = 65_536;

/** One version of an open log; made anew when the text changes. */
export class LogFile {
  readonly uri: string;
  readonly version: number;
  readonly log: LogDocument;
  readonly index: HandleIndex;

  constructor(private readonly text: TextDocument) {
    this.uri = text.uri;
    this.version = text.version;
    this.log = readLog(text.getText());
    this.index = new HandleIndex(this.log);
  }

  /** The text of a line without its end; empty behind the last line. */
  lineText(line: number): string {
    const start = { line, character: 0 };
    const text = this.text.getText({ start, end: { line, character: MAX_LINE_LENGTH } });
    return text.replace(/[\r\n]+$/, '');
  }

  /** The whole text. */
  get content(): string {
    return this.text.getText();
  }

  /** The line and column of an offset in {@link content}. */
  positionAt(offset: number): { readonly line: number; readonly character: number } {
    return this.text.positionAt(offset);
  }

  /** The words of a line that mean something. */
  tokens(line: number): readonly LineToken[] {
    const section = sectionAt(this.log, line);
    if (section === null) {
      return [];
    }
    const isKnown = (value: HandleValue): boolean => this.find(section, line, value) !== null;
    return lineTokens(section, line, this.lineText(line), isKnown);
  }

  /** The meaningful word at a position, its end included; null when there is none. */
  tokenAt(line: number, character: number): LineToken | null {
    return (
      this.tokens(line).find(({ start, end }) => start <= character && character <= end) ?? null
    );
  }

  /** What the log says about a handle value that stands on a line; null when nothing. */
  entryAt(line: number, value: HandleValue): HandleEntry | null {
    const section = sectionAt(this.log, line);
    return section === null ? null : this.find(section, line, value);
  }

  /** A place of a line: the columns of `kind`, or its whole text. */
  range(line: number, kind?: LineToken['kind']): Range {
    const token =
      kind === undefined ? undefined : this.tokens(line).find((each) => each.kind === kind);
    const text = this.lineText(line);
    const indent = text.length - text.trimStart().length;
    const { start, end } = token ?? { start: indent, end: text.trimEnd().length };
    return {
      start: { line, character: Math.min(start, end) },
      end: { line, character: end },
    };
  }

  /** The same as a location. */
  location(line: number, kind?: LineToken['kind']): Location {
    return { uri: this.uri, range: this.range(line, kind) };
  }

  /** The file's URI with a line, as editors follow it. */
  link(line: number): string {
    return `${this.uri.replace(/#.*$/s, '')}#L${line + 1}`;
  }

  private find(section: LogSection, line: number, value: HandleValue): HandleEntry | null {
    const event = eventAt(section, line);
    const scope = (event === null ? null : listingOf(section, event))?.scope ?? section.scope;
    return this.index.find(scope, value);
  }
}
