/** Opens JSON whose objects are rows: Volatility 3 (`-r json`, `-r jsonl`), Volatility 2 (columns and rows), scripts. */

import { fail, ok, type Result } from '../../util/result';
import { describeEncoding } from '../input/encoding';
import { reportNotes } from '../target/lineNotes';
import type { LogModel } from '../target/logModel';
import { planColumns, type ColumnPlan } from './columnNames';
import { ColumnRecords } from './columnRecords';
import { listName } from './delimited';
import { readJson, type StreamedValue } from './jsonStream';
import { LogBook } from './logBook';
import type { LogFormat, LogText, OpenLogOptions } from './logFormat';
import { readRow, type Cell } from './rowFacts';

/** The order of Volatility 2, for documents that name their columns behind the rows. */
const VOLATILITY_2 = ['Offset(V)', 'Pid', 'Handle', 'Access', 'Type', 'Details'];
const KEY = /"((?:[^"\\]|\\.){1,64})"\s*:/g;

/** Rows as JSON. */
export const rowsJsonFormat: LogFormat = {
  recognises: ({ text }) => shapeOf(text) !== null,
  read: async (text, options) => await new RowsReader().read(text, options),
};

/** How the rows stand in the text; null for text that has none. */
function shapeOf(text: string): 'objects' | 'array' | 'table' | null {
  const start = text.trimStart();
  if (!/^[[{]/.test(start)) {
    return null;
  }
  const isTable = /^\{\s*"(?:columns|rows)"\s*:\s*\[/.test(start);
  if (isTable) {
    return /"Handle"/.test(start) || /"rows"\s*:\s*\[\s*\[/.test(start) ? 'table' : null;
  }
  const first = start.slice(0, start.indexOf('}') + 1);
  const keys = Array.from(first.matchAll(KEY), ([, key = '']) => key);
  return planColumns(keys.filter(isColumn), 0) === null
    ? null
    : start.startsWith('[')
      ? 'array'
      : 'objects';
}

const PATHS = {
  objects: ['$'],
  array: ['$.*'],
  table: ['$.columns', '$.rows.*'],
} as const;

class RowsReader {
  private readonly book = new LogBook();
  private plan: ColumnPlan | null = null;
  private planKey = '';
  private format = '';
  private tableColumns: readonly string[] | null = null;
  private readonly unused = new Set<string>();

  async read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>> {
    const { book } = this;
    const shape = shapeOf(text.head.text) ?? 'array';
    book.startList({ line: 0, command: null, title: 'rows of JSON', isWhole: true });
    const lines = await readJson(text, options, book.problems, {
      paths: PATHS[shape],
      value: (value) => this.take(value),
      endDocument: () => undefined,
    });
    reportNotes(book.notes, book.problems);
    const model = book.finish({
      format: this.format.startsWith('JSON') ? this.format : `${this.format} (JSON)`,
      encoding: describeEncoding(text.mark),
      lines,
      reader: (mode) => new ColumnRecords(mode),
      unused: [...this.unused],
    });
    return model === null
      ? fail({
          code: 'log-empty',
          message: 'The JSON holds no row of a handle that could be read.',
          where: `lines 1 to ${Math.max(1, lines)}`,
          hint: 'A row has a handle value and a type or a name, for example {"PID":4,"HandleValue":8,"Type":"Event"}.',
        })
      : ok(model);
  }

  private take({ value, name, line }: StreamedValue): void {
    if (name === 'columns' && Array.isArray(value)) {
      this.tableColumns = value.map(String);
      return;
    }
    if (Array.isArray(value)) {
      this.row(this.tableColumns ?? VOLATILITY_2, value, line);
    } else if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).filter(([key]) => isColumn(key));
      this.row(
        members.map(([key]) => key),
        members.map(([, member]: [string, unknown]) => member),
        line,
      );
    } else {
      this.refuse(line, 'A row is neither an object nor a list.');
    }
  }

  private row(names: readonly string[], members: readonly unknown[], line: number): void {
    const plan = this.planOf(names);
    if (plan === null) {
      this.refuse(line, `A row has no handle value: ${names.join(', ').slice(0, 80)}`);
      return;
    }
    const read = readRow(plan, members.map(cellOf));
    if (typeof read === 'string') {
      this.refuse(line, read);
    } else {
      this.book.addHandle(read.process, read.facts, line);
    }
  }

  /** Rows nearly always have the same members. */
  private planOf(names: readonly string[]): ColumnPlan | null {
    const key = names.join('\n');
    if (key !== this.planKey) {
      this.planKey = key;
      this.plan = planColumns(names, 0);
      this.format ||= this.plan === null ? '' : listName(names, 'JSON');
      for (const name of this.plan?.unused ?? []) {
        this.unused.add(`column '${name}'`);
      }
    }
    return this.plan;
  }

  private refuse(line: number, why: string): void {
    this.book.notes.add('refused', { first: line, last: line }, why);
  }
}

/** Volatility's own members start with two underscores. */
function isColumn(key: string): boolean {
  return !key.startsWith('__');
}

function cellOf(member: unknown): Cell {
  return typeof member === 'string' || typeof member === 'number' || typeof member === 'bigint'
    ? member
    : null;
}
