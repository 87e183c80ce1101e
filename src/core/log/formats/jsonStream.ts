/** Streams values out of JSON documents of any size: one document, or several after each other, one per line. */

import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { encodeUtf8 } from '../input/utf8Text';
import { readTextPieces, type TextPiece } from '../input/textPieces';
import type { ByteSpan } from '../logEvents';
import type { ProblemLog } from '../../util/problemLog';
import type { LogText, OpenLogOptions } from './logFormat';
import { SourceOffsets } from './sourceOffsets';

/** Characters without the end of a word: only a hostile text has a longer one. */
const LONGEST_WORD = 4 * 1024 * 1024;
/** Arrays and objects within each other; a handle has four. */
const DEEPEST = 64;

/** A value that was asked for. */
export interface StreamedValue {
  readonly value: unknown;
  /** Its name in its object, or the name of its array in the document; empty for whole documents. */
  readonly name: string;
  /** Line its last character stands on, from 0. */
  readonly line: number;
  /** Where the object that ended last stands in the source: of an object, its own place. */
  readonly span: ByteSpan;
}

/** What is wanted of the documents. */
export interface JsonWish {
  /** JSON paths: `$.command`, `$.handles.*`. What no path names is read over. */
  readonly paths: readonly string[];
  value(value: StreamedValue): void;
  /** A document is complete; `lines` are those it stands on. */
  endDocument(lines: { readonly first: number; readonly last: number }): void;
}

/** Whole numbers beyond those a double holds exactly stay exact. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    const number = Number(text);
    return Number.isSafeInteger(number) || !/^-?\d{1,20}$/.test(text)
      ? number
      : (BigInt(text) as unknown as number);
  }
}

/** Reads documents; broken ones are problems, and reading goes on at the next line that starts one. Returns the lines. */
export async function readJson(
  { source, mark }: LogText,
  { token, progress }: OpenLogOptions,
  problems: ProblemLog,
  wish: JsonWish,
): Promise<number> {
  let reader: DocumentReader | null = null;
  const lines = await readTextPieces(
    source,
    mark,
    { token, progress: (fraction) => progress?.('Reading the log', fraction) },
    (piece) => {
      if (reader === null && !/^\s*[[{]/.test(piece.text)) {
        return;
      }
      reader ??= new DocumentReader(wish);
      const broken = reader.write(piece);
      if (broken !== null) {
        report(problems, piece.line, broken);
        reader = null;
      }
    },
  );
  const last = reader as DocumentReader | null;
  if (last?.isInside === true) {
    report(problems, Math.max(0, lines - 1), 'the text ends in the middle of a document');
  }
  return lines;
}

function report(problems: ProblemLog, line: number, reason: string): void {
  problems.add('log-json-broken', `line ${line + 1}`, () => ({
    message: `The JSON is broken: ${reason}. What stood before was read.`,
    hint: 'Save the output again; it may have been cut or mixed with other text.',
  }));
}

/** Reads documents after each other until one is broken. */
class DocumentReader {
  private readonly tokenizer = new ExactTokenizer({ separator: '' });
  private readonly parser: TokenParser;
  private readonly offsets = new SourceOffsets();
  /** Where the objects and arrays that are open start in the source. */
  private readonly starts: number[] = [];
  private span: ByteSpan = { offset: 0, length: 0 };
  private line = 0;
  private firstLine = 0;
  private pieceLength = 0;
  private sinceToken = 0;
  private broken: string | null = null;

  constructor(private readonly wish: JsonWish) {
    this.parser = new TokenParser({ paths: [...wish.paths], keepStack: false, separator: '' });
    const fail = (error: Error): void => {
      this.broken ??= error.message.slice(0, 200);
    };
    this.tokenizer.onError = fail;
    this.parser.onError = fail;
    this.tokenizer.onEnd = () => undefined;
    this.parser.onEnd = () => undefined;
    this.tokenizer.onToken = (token) => this.token(token);
    this.parser.onValue = ({ value, key, stack }) => {
      const isItem = typeof key === 'number';
      const name = isItem ? stack.at(-1)?.key : key;
      this.wish.value({
        value,
        name: typeof name === 'string' ? name : '',
        line: this.line,
        span: this.span,
      });
    };
  }

  /** True within a document. */
  get isInside(): boolean {
    return this.starts.length > 0;
  }

  /** Reads the next piece; why the document is broken, or null. */
  write(piece: TextPiece): string | null {
    const { text, line } = piece;
    this.line = line;
    this.offsets.enter(piece, this.pieceLength);
    const bytes = new Uint8Array(text.length * 3);
    this.pieceLength = encodeUtf8(text.length, (index) => text.charCodeAt(index), bytes);
    this.sinceToken += text.length;
    this.tokenizer.write(bytes.subarray(0, this.pieceLength));
    return this.broken ?? (this.sinceToken > LONGEST_WORD ? 'a word in it never ends' : null);
  }

  private token(token: Parameters<Tokenizer['onToken']>[0]): void {
    if (this.broken !== null) {
      return;
    }
    const { starts } = this;
    this.sinceToken = 0;
    const { token: kind, offset } = token;
    if (kind === TokenType.LEFT_BRACE || kind === TokenType.LEFT_BRACKET) {
      this.firstLine = starts.length === 0 ? this.line : this.firstLine;
      starts.push(this.offsets.at(offset));
      if (starts.length > DEEPEST) {
        this.broken = `more than ${DEEPEST} arrays and objects stand in each other`;
        return;
      }
    } else if (kind === TokenType.RIGHT_BRACE || kind === TokenType.RIGHT_BRACKET) {
      const start = starts.pop() ?? 0;
      this.span = { offset: start, length: this.offsets.at(offset + 1) - start };
    }
    this.parser.write(token);
    if (starts.length === 0) {
      this.wish.endDocument({ first: this.firstLine, last: this.line });
    }
  }
}
