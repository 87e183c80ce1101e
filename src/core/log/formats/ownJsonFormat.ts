/** Opens our own JSON: what `--json` and the JSON of the Debug Console wrote, one document per command. */

import { address, handleValue } from '../../model/identifiers';
import { fail, ok, type Result } from '../../util/result';
import { asksForEverything, letsProgramRun } from '../commandWords';
import { describeEncoding } from '../input/encoding';
import type { LineRange } from '../logEvents';
import { reportNotes } from '../target/lineNotes';
import type { LogModel } from '../target/logModel';
import { readJson, type StreamedValue } from './jsonStream';
import { LogBook, type ListedProcess } from './logBook';
import type { LogFormat, LogText, OpenLogOptions } from './logFormat';
import { fieldsOf, hex64Of } from './objectInfoJson';
import {
  fillProcess,
  handleOf,
  isCount,
  OwnJsonRecords,
  targetOf,
  traceLogFactsOf,
  traceOf,
} from './ownJsonRecords';

const PATHS = [
  '$.command',
  '$.target',
  '$.processId',
  '$.newRecords',
  '$.handles.*',
  '$.traces.*',
  '$.outstanding.*',
  '$.freeEntries.*',
  '$.processes.*',
  '$.summary',
  '$.dumped',
  '$.facts',
  '$.error',
] as const;

/** Larger numbers only stand for processes whose id is not known. */
const LARGEST_ID = 0xffff_ffff;
const UNNAMED: ListedProcess = { id: null, image: '' };

/** Documents of our own commands. */
export const ownJsonFormat: LogFormat = {
  recognises: ({ text }) =>
    /^\s*\{\s*"command"\s*:\s*"/.test(text) && /"target"\s*:\s*\{\s*"kind"\s*:/.test(text),
  read: async (text, options) => await new OwnJsonReader().read(text, options),
};

/** What is known of the document under way. */
interface OpenDocument {
  command: string;
  line: number;
  /** Why its records are not shown; null when they are. */
  strange: string | null;
  processId: number | null;
  handles: number;
  traces: number;
  hasAnswer: boolean;
}

class OwnJsonReader {
  private readonly book = new LogBook();
  private target: ReturnType<typeof targetOf> = null;
  /** The process of a user-mode target, where a document names it. */
  private processId: number | null = null;
  private document: OpenDocument = newDocument('', 0);

  async read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>> {
    const { book } = this;
    const lines = await readJson(text, options, book.problems, {
      paths: PATHS,
      value: (value) => this.take(value),
      endDocument: (range) => this.endDocument(range),
    });
    reportNotes(book.notes, book.problems);
    if (this.target?.mode === 'user' && book.hasAnswers) {
      book.scope(UNNAMED, 0).processId = this.processId;
    }
    const title = this.target?.title ?? '';
    const model = book.finish({
      format: title === '' ? 'Handle Lens JSON' : `Handle Lens JSON of ${title}`,
      encoding: describeEncoding(text.mark),
      lines,
      reader: () => new OwnJsonRecords(text.mark),
      unused: [],
      ...(this.target === null ? {} : { target: this.target }),
    });
    return model === null
      ? fail({
          code: 'log-empty',
          message: 'This is JSON of Handle Lens, and it holds no answer of !handle or !htrace.',
          where: `lines 1 to ${Math.max(1, lines)}`,
          hint: 'Write one with: handle-lens open app.dmp --json -c "!handle 0 f; !htrace" > app.json',
        })
      : ok(model);
  }

  private take(streamed: StreamedValue): void {
    const { value, name, line } = streamed;
    const { document, book } = this;
    switch (name) {
      case 'command':
        this.startDocument(String(value), line);
        return;
      case 'target':
        this.noteTarget(value);
        return;
      case 'processId':
        document.processId = isCount(value) && value <= LARGEST_ID ? value : null;
        this.processId ??= document.processId;
        return;
      case 'error':
        document.hasAnswer = true;
        this.note('other', line, `${document.command}: ${String(fieldsOf(value)['message'])}`);
        return;
      default:
        if (document.strange === null) {
          this.takeRecord(streamed);
        } else {
          document.hasAnswer = true;
          book.notes.add('refused', { first: line, last: line }, document.strange);
        }
    }
  }

  private takeRecord({ value, name, line, span }: StreamedValue): void {
    const { document, book } = this;
    switch (name) {
      case 'handles': {
        const handle = handleOf(value);
        if (handle === null) {
          this.note('refused', line, 'A handle of the document has no value.');
          return;
        }
        const { processId } = fieldsOf(value);
        document.handles++;
        document.hasAnswer = true;
        book.addHandle(this.process(processId), handle, line, span);
        return;
      }
      case 'traces':
      case 'outstanding':
        this.takeTrace(value, line);
        return;
      case 'newRecords':
        document.hasAnswer = true;
        book.traceAnswer(this.process(), line, true);
        return;
      case 'dumped':
        this.checkTraces(value, line);
        return;
      case 'facts':
        book.traceAnswer(this.process(), line, false).rows.facts = traceLogFactsOf(value);
        return;
      case 'freeEntries':
        this.takeFree(value, line);
        return;
      case 'processes':
        this.takeProcess(value, line);
        return;
      default:
        this.takeSummary(value, line);
    }
  }

  private takeTrace(value: unknown, line: number): void {
    const trace = traceOf(value, this.book.symbols);
    if (trace === null) {
      this.note('refused', line, 'A trace record of the document has no handle or operation.');
      return;
    }
    this.document.traces++;
    this.document.hasAnswer = true;
    this.book.addTrace(this.process(), trace, line);
  }

  private takeFree(value: unknown, line: number): void {
    const { handle, processId, entry, nextEntry } = fieldsOf(value);
    const at = hex64Of(handle);
    if (at !== undefined) {
      this.book.handleAnswer(this.process(processId), line).free.push({
        value: handleValue(at),
        entry: address(hex64Of(entry) ?? 0n),
        nextEntry: hex64Of(nextEntry) ?? null,
      });
    }
  }

  /** The processes of a list of handles; those of `|` are in no list. */
  private takeProcess(value: unknown, line: number): void {
    const { processId, table } = fieldsOf(value);
    if (isCount(processId) && table !== undefined) {
      this.document.hasAnswer = true;
      fillProcess(this.book.handleAnswer(this.process(processId), line).scope, value);
    }
  }

  /** The counts of the whole table: more than what was listed, unless everything was. */
  private takeSummary(value: unknown, line: number): void {
    const { document, book } = this;
    const { total, byType } = fieldsOf(value);
    if (!isCount(total)) {
      return;
    }
    document.hasAnswer = true;
    if (this.target?.mode === 'kernel' || total === document.handles) {
      if (total === 0) {
        book.handleAnswer(this.process(), line);
      }
      return;
    }
    const counts = new Map(
      Object.entries(fieldsOf(byType)).flatMap(([type, count]) =>
        isCount(count) ? [[type, count] as const] : [],
      ),
    );
    book.addCounts(this.process(), { total, byType: counts }, { first: line, last: line }, []);
  }

  private checkTraces(value: unknown, line: number): void {
    const { document, book } = this;
    document.hasAnswer = true;
    const answer = book.traceAnswer(this.process(), line, false);
    if (isCount(value)) {
      const found = document.traces;
      answer.totals.push({
        line: line + 1,
        what: 'stack traces',
        printed: value,
        found,
        outcome: value === found ? 'equal' : 'different',
      });
    }
  }

  private startDocument(command: string, line: number): void {
    this.document = newDocument(command, line);
    if (letsProgramRun(command)) {
      this.book.goOn();
    }
    this.book.startList({
      line,
      command,
      title: command,
      isWhole: asksForEverything(command),
    });
  }

  /** All documents of a file should be about one target; those about another one are not shown. */
  private noteTarget(value: unknown): void {
    const target = targetOf(value);
    this.target ??= target;
    if (target === null) {
      this.document.strange = 'The document does not say what kind of target it is about.';
    } else if (target.mode !== this.target?.mode || target.title !== this.target.title) {
      this.document.strange = `The document is about another target: ${target.title}.`;
    }
  }

  private endDocument({ first, last }: LineRange): void {
    const { document, book } = this;
    if (!document.hasAnswer) {
      const what = `The answer of ${document.command === '' ? 'a command' : document.command}`;
      book.notes.add('other', { first, last }, what);
    }
    this.document = newDocument('', last + 1);
  }

  /** Kernel mode names the process of each handle; user mode has one process. */
  private process(named?: unknown): ListedProcess {
    const id = isCount(named) ? named : null;
    return this.target?.mode === 'kernel'
      ? { id: id ?? this.document.processId, image: '' }
      : UNNAMED;
  }

  private note(kind: 'other' | 'refused', line: number, text: string): void {
    this.book.notes.add(kind, { first: line, last: line }, text);
  }
}

function newDocument(command: string, line: number): OpenDocument {
  return {
    command,
    line,
    strange: null,
    processId: null,
    handles: 0,
    traces: 0,
    hasAnswer: false,
  };
}
