/**
 * Opens XML logs of Application Verifier: every stop of the layers Handles and Leak is a moment with its stack. The form is
 * that of logs in public issue reports; the meaning of the parameters is that of the tool's documentation.
 */

import { parser as saxParser } from 'sax';
import { handleValue, type Address } from '../../model/identifiers';
import { fail, ok, type Result } from '../../util/result';
import { describeEncoding } from '../input/encoding';
import { readTextPieces } from '../input/textPieces';
import { reportNotes } from '../target/lineNotes';
import type { LogModel } from '../target/logModel';
import { ColumnRecords } from './columnRecords';
import { LogBook, type ListedProcess } from './logBook';
import type { LogFormat, LogText, OpenLogOptions } from './logFormat';
import {
  emptyStop,
  leakedHandle,
  stopFrame,
  stopTitle,
  usedHandle,
  type VerifierStop,
} from './verifierStop';

/** Characters without a tag: only a hostile text has more. */
const LONGEST_TEXT = 4 * 1024 * 1024;
/** Errors after which the rest is not read. */
const MOST_ERRORS = 200;
/** Characters between two looks at the errors. */
const STRETCH = 4096;
/** Frames of a stack that are kept; the tool writes 32. */
const MOST_FRAMES = 64;

/** Logs of Application Verifier. */
export const verifierFormat: LogFormat = {
  recognises: ({ text }) => /^\s*</.test(text) && /<(?:\w+:)?log(?:file|Session)\b/.test(text),
  read: async (text, options) => await new VerifierReader().read(text, options),
};

class VerifierReader {
  private readonly book = new LogBook();
  private readonly parser = saxParser(true);
  private process: ListedProcess = { id: null, image: '' };
  private stop: VerifierStop | null = null;
  private text = '';
  private line = 0;
  private sinceTag = 0;
  private depth = 0;
  private errors = 0;
  private isWide = false;
  private isNarrow = false;

  async read(text: LogText, options: OpenLogOptions): Promise<Result<LogModel>> {
    const { book } = this;
    this.listen();
    const { token, progress } = options;
    const lines = await readTextPieces(
      text.source,
      text.mark,
      { token, progress: (fraction) => progress?.('Reading the log', fraction) },
      (piece) => {
        this.line = piece.line;
        this.sinceTag += piece.text.length;
        if (this.sinceTag > LONGEST_TEXT) {
          this.broken('a text in it never ends');
        } else {
          this.write(piece.text);
        }
      },
    );
    if (this.depth > 0) {
      this.broken('the log ends in the middle, as it does when the process is killed');
    }
    this.endStop();
    reportNotes(book.notes, book.problems);
    const model = book.finish({
      format: 'Application Verifier log',
      encoding: describeEncoding(text.mark),
      lines,
      reader: (mode) => new ColumnRecords(mode),
      unused: [],
      target: {
        mode: 'user',
        liveness: 'live',
        architecture: 'unknown',
        pointerSize: this.isNarrow && !this.isWide ? 4 : 8,
        debuggerStyle: 'modern',
      },
    });
    return model === null
      ? fail({
          code: 'log-empty',
          message:
            'This is XML, and it holds no stop of the layers Handles or Leak of Application Verifier.',
          where: `lines 1 to ${Math.max(1, lines)}`,
          hint: 'Switch on the check "Handles" for the program and export the log: appverif -export log -for app.exe -with To=app.xml',
        })
      : ok(model);
  }

  /** Stops at the error that is one too many: each costs time, and text that is no XML has one for every character. */
  private write(text: string): void {
    for (let at = 0; at < text.length && this.errors <= MOST_ERRORS; at += STRETCH) {
      this.parser.write(text.slice(at, at + STRETCH));
    }
    if (this.errors > MOST_ERRORS) {
      this.broken('there are too many errors in it; nothing behind them was read');
    }
  }

  private listen(): void {
    const { parser } = this;
    parser.onerror = (error) => {
      this.errors++;
      this.broken(error.message.split('\n', 1)[0] ?? '');
      parser.error = null;
      parser.resume();
    };
    parser.onopentag = ({ name, attributes }) => this.open(localName(name), attributes);
    parser.ontext = (text) => {
      this.text += this.text.length < LONGEST_TEXT ? text : '';
    };
    parser.onclosetag = (name) => this.close(localName(name));
  }

  private open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.sinceTag = 0;
    this.depth++;
    this.text = '';
    if (name === 'logSession') {
      const id = Number(attributes['PID'] ?? Number.NaN);
      this.process = { id: Number.isInteger(id) && id > 0 && id < 2 ** 32 ? id : null, image: '' };
    } else if (name === 'logEntry') {
      this.endStop();
      this.stop = emptyStop(attributes, this.line);
    }
  }

  private close(name: string): void {
    this.sinceTag = 0;
    this.depth--;
    const { stop, text } = this;
    this.text = '';
    if (stop === null) {
      return;
    }
    const parameter = /^parameter([1-4])$/.exec(name)?.[1];
    if (parameter !== undefined) {
      this.takeParameter(stop, Number(parameter), text);
    } else if (name === 'message') {
      stop.message = text.trim();
    } else if (name === 'trace' && stop.frames.length < MOST_FRAMES) {
      stop.frames.push(this.frame(text));
    } else if (name === 'logEntry') {
      this.endStop();
    }
  }

  private takeParameter(stop: VerifierStop, index: number, text: string): void {
    const digits = /^\s*(?:0x)?([0-9a-f]{1,16})\b/i.exec(text)?.[1];
    const value = digits === undefined ? null : BigInt(`0x${digits}`);
    stop.parameters.set(index, value);
    this.isWide ||= value !== null && value > 0xffff_ffffn;
    this.isNarrow ||= value !== null && value > 0xffffn;
  }

  private frame(text: string): Address {
    const { symbols } = this.book;
    const frame = stopFrame(text);
    if (frame.address === null) {
      return symbols.standIn(frame);
    }
    this.isWide ||= frame.address > 0xffff_ffffn;
    symbols.note(frame.address, frame);
    return frame.address;
  }

  /** What a stop says becomes a moment; other layers are no matter of handles. */
  private endStop(): void {
    const { stop, book, process } = this;
    this.stop = null;
    if (stop === null) {
      return;
    }
    const { line, layer, frames } = stop;
    const title = stopTitle(stop);
    const used = usedHandle(stop);
    const leaked = leakedHandle(stop);
    if (layer !== 'Handles' && leaked === null) {
      book.notes.add('other', { first: line, last: this.line }, title);
      return;
    }
    book.startList({ line, command: null, title, isWhole: false });
    book.addStop(process, frames, line);
    if (used !== null) {
      const operation = 'badref';
      const handle = handleValue(used);
      book.addTrace(
        process,
        { handle, operation, processId: process.id, threadId: null, stack: frames },
        line,
      );
    }
    if (leaked !== null) {
      book.addHandle(process, { value: handleValue(leaked) }, line);
    }
    book.goOn();
  }

  private broken(reason: string): void {
    this.book.problems.add('log-xml-broken', `line ${this.line + 1}`, () => ({
      message: `The XML is broken: ${reason}. What could be read is shown.`,
      hint: 'Export the log again: appverif -export log -for app.exe -with To=app.xml',
    }));
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
