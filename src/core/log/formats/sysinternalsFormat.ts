/** Opens the output of Sysinternals `handle`: lists, searches, closes and the summary of -s. */

import { handleValue } from '../../model/identifiers';
import { fail, ok, type Result } from '../../util/result';
import { hex } from '../../util/hex';
import type { LogModel } from '../target/logModel';
import { reportNotes } from '../target/lineNotes';
import { ColumnRecords } from './columnRecords';
import { LogBook, type ListedProcess } from './logBook';
import type { LogFormat, LogText, OpenLogOptions } from './logFormat';
import {
  readSysinternalsLine,
  type SysinternalsHandle,
  type SysinternalsLine,
} from './sysinternalsLines';
import { readTextLines, shellCommand } from './textLines';

const PROGRAMS = ['handle', 'handle64', 'handle64a'];
const UNKNOWN: ListedProcess = { id: null, image: '' };
const UNKNOWN_TYPE = '<Unknown type>';

/** Output of `handle`. A list needs a banner, a process or a search result before it: its lines alone could be anything. */
export const sysinternalsFormat: LogFormat = {
  recognises: ({ lines }) => {
    const kinds = lines
      .filter((line) => line.trim() !== '')
      .map((line) => readSysinternalsLine(line)?.kind);
    return kinds.some(
      (kind, index) =>
        kind === 'banner' ||
        kind === 'found' ||
        kind === 'summary' ||
        (kind === 'process' && kinds[index + 1] === 'handle'),
    );
  },
  read: async (text, options) => await new SysinternalsReader().read(text, options),
};

interface Summary {
  readonly first: number;
  readonly byType: Map<string, number>;
}

class SysinternalsReader {
  private readonly book = new LogBook();
  private command: { readonly text: string; readonly line: number } | null = null;
  /** The command's own banner was seen: another one belongs to another command. */
  private hasBanner = false;
  private process: ListedProcess = UNKNOWN;
  private summary: Summary | null = null;
  private hasShareModes = false;
  /** The last handle of the list, which `Handle closed.` may be about. */
  private last: { readonly handle: SysinternalsHandle; readonly line: number } | null = null;

  async read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>> {
    const { book } = this;
    const facts = await readTextLines(text, options, book.problems, {
      show: (line, number) => this.take(line, number),
    });
    this.endSummary(null, facts.lines - 1);
    reportNotes(book.notes, book.problems);
    const model = book.finish({
      ...facts,
      format: 'Sysinternals handle output',
      reader: (mode) => new ColumnRecords(mode),
      unused: this.hasShareModes ? ['share modes of files such as (RW-)'] : [],
    });
    return model === null
      ? fail({
          code: 'log-empty',
          message: 'This is output of Sysinternals handle, and it lists no handle.',
          where: `lines 1 to ${Math.max(1, facts.lines)}`,
          hint: 'Save the output of "handle -a -p <pid>".',
        })
      : ok(model);
  }

  private take(text: string, line: number): void {
    const command = shellCommand(text, PROGRAMS);
    if (command !== null && command !== text.trim()) {
      this.startCommand(command, line);
      return;
    }
    const said = readSysinternalsLine(text);
    if (said === null || (said.kind === 'count' && this.summary === null)) {
      this.book.notes.add('other', { first: line, last: line }, text);
      return;
    }
    this.follow(said, text, line);
  }

  private follow(said: SysinternalsLine, text: string, line: number): void {
    const { book } = this;
    switch (said.kind) {
      case 'banner':
        this.command = this.hasBanner ? null : this.command;
        this.hasBanner = true;
        this.startList(line);
        return;
      case 'process':
        this.process = { id: said.id, image: said.image };
        return;
      case 'handle':
        this.add(this.process, said, line);
        return;
      case 'found':
        this.add({ id: said.id, image: said.image }, said.handle, line);
        return;
      case 'closed':
        this.noteClosed(text, line);
        return;
      case 'summary':
        this.endSummary(null, line - 1);
        this.summary = { first: line, byType: new Map() };
        return;
      case 'count': {
        const { byType } = this.summary ?? { byType: new Map<string, number>() };
        byType.set(said.type, (byType.get(said.type) ?? 0) + said.count);
        return;
      }
      case 'total':
        this.endSummary(said.count, line);
        return;
      case 'nothingFound':
        book.notes.add('other', { first: line, last: line }, text);
        return;
      case 'rule':
        return;
    }
  }

  private startCommand(command: string, line: number): void {
    this.endSummary(null, line - 1);
    this.command = { text: command, line };
    this.hasBanner = false;
    this.startList(line);
  }

  /** A list may begin without the line of its process: then -p names it. */
  private startList(line: number): void {
    const command = this.command?.text ?? null;
    this.endSummary(null, line - 1);
    const given = /\s-p\s+"?([^\s"]+)/.exec(command ?? '')?.[1];
    const isId = given !== undefined && /^\d{1,10}$/.test(given);
    this.process =
      given === undefined ? UNKNOWN : isId ? { id: Number(given), image: '' } : UNKNOWN;
    this.last = null;
    const isWhole = command === null || isWholeList(command);
    if (isWhole && this.book.hasAnswers) {
      // The program ran on between two lists.
      this.book.goOn();
    }
    this.book.startList({
      line: this.command?.line ?? line,
      command,
      title: 'list of handles',
      isWhole,
    });
  }

  private add(process: ListedProcess, handle: SysinternalsHandle, line: number): void {
    const { value, type, name, hasShareMode } = handle;
    this.hasShareModes ||= hasShareMode;
    this.last = { handle, line };
    this.book.addHandle(
      process,
      {
        value: handleValue(value),
        ...(type === UNKNOWN_TYPE ? {} : { type }),
        name: name === '' ? null : name,
      },
      line,
    );
  }

  /** What is listed afterwards is listed at another moment: the handle is gone. */
  private noteClosed(text: string, line: number): void {
    const { last, book } = this;
    const what = last === null ? text : `handle ${hex(last.handle.value)} was closed here`;
    book.notes.add('other', { first: line, last: line }, what);
    book.goOn();
  }

  private endSummary(total: number | null, line: number): void {
    const { summary, book } = this;
    this.summary = null;
    if (summary === null) {
      return;
    }
    const sum = [...summary.byType.values()].reduce((all, count) => all + count, 0);
    const totals =
      total === null
        ? []
        : [
            {
              line: line + 1,
              what: 'handles in the table',
              printed: total,
              found: sum,
              outcome: total === sum ? ('equal' as const) : ('different' as const),
            },
          ];
    if (total !== null && total !== sum) {
      book.problems.add('log-totals-differ', `line ${line + 1}`, () => ({
        message: `handle.exe counted ${total} handles, the rows of its summary have ${sum}.`,
        hint: 'A part of the summary is missing.',
      }));
    }
    const counts = { total: total ?? sum, byType: summary.byType };
    book.addCounts(this.process, counts, { first: summary.first, last: line }, totals);
    // Two summaries one after another were taken at two moments.
    book.goOn();
  }
}

/** True for lists of everything: no name to search for and no handle to close. */
function isWholeList(command: string): boolean {
  const words = command.split(/\s+/).slice(1);
  let isOption = false;
  for (const word of words) {
    if (/^-c$/i.test(word)) {
      return false;
    }
    if (!word.startsWith('-') && !word.startsWith('/') && !isOption) {
      return false;
    }
    isOption = /^-p$/i.test(word);
  }
  return true;
}
