/** Opens CSV and TSV lists of handles: Volatility 3, `handle -v`, System Informer, Process Explorer, and scripts. */

import { fail, ok, type Result } from '../../util/result';
import type { LogModel } from '../target/logModel';
import { reportNotes } from '../target/lineNotes';
import { ColumnRecords } from './columnRecords';
import {
  alignCells,
  headerOf,
  listName,
  splitRow,
  type DelimitedRow,
  type Header,
} from './delimited';
import { DelimitedBytes } from './delimitedBytes';
import { LogBook } from './logBook';
import type { LogFormat, LogText, OpenLogOptions, TextHead } from './logFormat';
import { readRow } from './rowFacts';
import { leave, readTextLines, shellCommand } from './textLines';

const PROGRAMS = ['vol', 'vol.py', 'vol3', 'volatility', 'volatility3', 'handle', 'handle64'];
/** A command with one of these asks for a part of the handles only. */
const FILTER = /\s(?:-t|--object-type|--object_types?|--silent)\b/;
/** Lines a quoted cell may go over; only a hostile or damaged list needs more. */
const MOST_JOINED = 64;

/** Delimited lists with a header. */
export const delimitedFormat: LogFormat = {
  recognises: ({ lines }: TextHead) => lines.some((line) => headerOf(line) !== null),
  read: async (text, options) => await new DelimitedReader().read(text, options),
};

class DelimitedReader {
  private readonly book = new LogBook();
  private header: Header | null = null;
  private format = '';
  private command: string | null = null;
  private readonly unused = new Set<string>();
  /** A row whose quoted cell is still open, and the line it started on. */
  private pending: { text: string; first: number; last: number } | null = null;
  private isAmbiguous = true;
  private bytes: DelimitedBytes | null = null;

  async read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>> {
    const { book } = this;
    const mayTakeBytes = options.onlyText !== true;
    const facts = await readTextLines(text, options, book.problems, {
      show: (line, number) => this.take(line, number),
      take: (bytes, at, line) =>
        mayTakeBytes && this.pending === null && this.bytes !== null
          ? this.bytes.take(bytes, at, line)
          : leave(bytes, at),
    });
    this.flush();
    reportNotes(book.notes, book.problems);
    if (this.isAmbiguous && this.bytes?.isAmbiguous !== false && book.hasAnswers) {
      book.problems.add('log-number-base', '', () => ({
        message: 'The handle values are written without 0x; they were taken for hexadecimal.',
      }));
    }
    const model = book.finish({
      ...facts,
      format: this.format,
      reader: (mode) => new ColumnRecords(mode),
      unused: [...this.unused],
    });
    return model === null
      ? fail({
          code: 'log-empty',
          message: 'The list has a header and no row that could be read.',
          where: `lines 1 to ${Math.max(1, facts.lines)}`,
          hint: `Its columns are: ${this.header?.plan.names.join(', ') ?? ''}.`,
        })
      : ok(model);
  }

  private take(line: string, number: number): void {
    const { pending, header } = this;
    if (pending !== null && header !== null) {
      pending.text += `\n${line}`;
      pending.last = number;
      const row = splitRow(pending.text, header.delimiter);
      if (!row.isBroken) {
        this.pending = null;
        this.row(row, pending.text, pending.first);
      } else if (number - pending.first >= MOST_JOINED) {
        this.flush();
      }
      return;
    }
    if (this.startsList(line, number)) {
      return;
    }
    if (header === null) {
      this.command = shellCommand(line, PROGRAMS) ?? this.command;
      this.book.notes.add('other', { first: number, last: number }, line);
      return;
    }
    const row = splitRow(line, header.delimiter);
    if (row.isBroken) {
      this.pending = { text: line, first: number, last: number };
    } else {
      this.row(row, line, number);
    }
  }

  /** A quoted cell that never ends takes no other row with it: each of its lines is read by itself. */
  private flush(): void {
    const { pending } = this;
    this.pending = null;
    const delimiter = this.header?.delimiter ?? ',';
    pending?.text.split('\n').forEach((line, index) => {
      this.row(splitRow(line, delimiter), line, Math.min(pending.first + index, pending.last));
    });
  }

  private startsList(line: string, number: number): boolean {
    const header = headerOf(line);
    if (header === null) {
      return false;
    }
    this.header = header;
    this.bytes = new DelimitedBytes(header, this.book, this.bytes?.isAmbiguous ?? true);
    const { names } = header.plan;
    this.format ||= listName(names, header.delimiter === '\t' ? 'TSV' : 'CSV');
    for (const name of header.plan.unused) {
      this.unused.add(`column '${name}'`);
    }
    const { command } = this;
    if (this.book.hasAnswers) {
      // The program ran on between two lists.
      this.book.goOn();
    }
    this.book.startList({
      line: number,
      command,
      title: `list with ${header.plan.width} columns`,
      isWhole: command === null || !FILTER.test(command),
    });
    this.command = null;
    return true;
  }

  private row({ cells, isBroken }: DelimitedRow, line: string, number: number): void {
    const { header, book } = this;
    if (header === null) {
      return;
    }
    const lines = { first: number, last: number };
    if (cells.length === 1) {
      this.command = shellCommand(line, PROGRAMS) ?? this.command;
      book.notes.add('other', lines, line);
      return;
    }
    if (isBroken) {
      book.notes.add('unread', lines, line);
      return;
    }
    const read = readRow(header.plan, alignCells(header, cells));
    if (typeof read === 'string') {
      book.notes.add('refused', lines, read);
      return;
    }
    this.isAmbiguous &&= read.isAmbiguous;
    book.addHandle(read.process, read.facts, number);
  }
}
