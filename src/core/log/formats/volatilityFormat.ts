/** Opens the text of Volatility 2 `handles`: columns aligned with blanks (output-formats 6). */

import { fail, ok, type Result } from '../../util/result';
import type { LogModel } from '../target/logModel';
import { reportNotes } from '../target/lineNotes';
import { planColumns, type ColumnPlan } from './columnNames';
import { ColumnRecords } from './columnRecords';
import { LogBook } from './logBook';
import type { LogFormat, LogText, OpenLogOptions } from './logFormat';
import { readRow } from './rowFacts';
import { readTextLines, shellCommand } from './textLines';

const HEADER = /^\s*Offset\([VP]\)\s+Pid\s+Handle\s+Access\s+Type\s+Details\s*$/;
const ROW = /^\s*(0x[0-9a-f]+)\s+(\d+)\s+(0x[0-9a-f]+)\s+(0x[0-9a-f]+) (.*)$/i;
/** Width of the column of types; blanks fill it up. */
const TYPE_WIDTH = 16;
const PROGRAMS = ['vol', 'vol.py', 'vol2', 'volatility'];
const COLUMNS = planColumns(['Offset(V)', 'Pid', 'Handle', 'Access', 'Type', 'Details']);
/** `-P` prints physical addresses, which are no addresses of objects. */
const PHYSICAL = planColumns(['Offset(P)', 'Pid', 'Handle', 'Access', 'Type', 'Details']);

/** Lists of Volatility 2. */
export const volatilityFormat: LogFormat = {
  recognises: ({ lines }) => lines.some((line) => HEADER.test(line)),
  read: async (text, options) => await new VolatilityReader().read(text, options),
};

class VolatilityReader {
  private readonly book = new LogBook();
  private plan: ColumnPlan | null = null;
  private command: string | null = null;

  async read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>> {
    const { book } = this;
    const facts = await readTextLines(text, options, book.problems, {
      show: (line, number) => this.take(line, number),
    });
    reportNotes(book.notes, book.problems);
    const model = book.finish({
      ...facts,
      format: 'Volatility 2 handles',
      reader: (mode) => new ColumnRecords(mode),
      unused: [],
    });
    return model === null
      ? fail({
          code: 'log-empty',
          message: 'The list has a header and no row that could be read.',
          where: `lines 1 to ${Math.max(1, facts.lines)}`,
          hint: 'A row looks like: 0x82211678   1640        0xc   0x100020 File             \\Device\\…',
        })
      : ok(model);
  }

  private take(line: string, number: number): void {
    const { book, plan } = this;
    const lines = { first: number, last: number };
    if (HEADER.test(line)) {
      this.plan = line.includes('(V)') ? COLUMNS : PHYSICAL;
      const { command } = this;
      const isWhole = command === null || !/\s(?:-t|--object-type|-s|--silent)\b/.test(command);
      book.startList({ line: number, command, title: 'handles', isWhole });
      this.command = null;
      return;
    }
    if (/^[\s-]+$/.test(line) && plan !== null) {
      return;
    }
    const [, offset, pid, value, access, rest] = ROW.exec(line) ?? [];
    if (plan === null || rest === undefined) {
      this.command = shellCommand(line, PROGRAMS) ?? this.command;
      book.notes.add('other', lines, line);
      return;
    }
    const cells = [offset, pid, value, access, ...typeAndName(rest)].map((each) => each ?? null);
    const read = readRow(plan, cells);
    if (typeof read === 'string') {
      book.notes.add('refused', lines, read);
    } else {
      book.addHandle(read.process, read.facts, number);
    }
  }
}

/** Types may hold blanks (`ALPC Port`); where a page has lost the columns, two blanks or the first one end the type. */
function typeAndName(rest: string): readonly [string, string] {
  if (rest.length <= TYPE_WIDTH || rest[TYPE_WIDTH] === ' ') {
    return [rest.slice(0, TYPE_WIDTH).trim(), rest.slice(TYPE_WIDTH).trim()];
  }
  const end = /\s{2,}/.exec(rest)?.index ?? rest.indexOf(' ');
  return end === -1 ? [rest, ''] : [rest.slice(0, end), rest.slice(end).trim()];
}
