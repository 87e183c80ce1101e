/** Streams the lines of a list as text, and remembers what could not be read of them. */

import { ByteWalker, type ByteTaker } from '../bytes/byteWalker';
import { ByteLineSplitter } from '../input/byteLines';
import { describeEncoding } from '../input/encoding';
import { reportLine } from '../input/lineProblems';
import { readUtf8 } from '../input/readUtf8';
import { decodeUtf8 } from '../input/utf8Text';
import type { ProblemLog } from '../../util/problemLog';
import type { LogText, OpenLogOptions } from './logFormat';

/** How many lines there are, and how they are stored. */
export interface TextFacts {
  readonly lines: number;
  readonly encoding: string;
}

/** Where the line behind some lines starts, and how many they were. */
export interface TakenLines {
  readonly next: number;
  readonly lines: number;
}

/**
 * Reads lines where they lie in the bytes, place and number of the first given. `next` is {@link NEEDS_MORE} when the end of the
 * first is not there yet, and `at` when it is to be shown as text.
 */
export type LineTaker = (bytes: Uint8Array, at: number, line: number) => TakenLines;

/** Who takes lines; their numbers count from 0. */
export interface LineSinks {
  /** Takes a line without its end. */
  readonly show: (text: string, line: number) => void;
  readonly take?: LineTaker;
}

/** Shows every line that is not blank and that `take` leaves. */
export async function readTextLines(
  { source, mark }: LogText,
  { token, progress }: OpenLogOptions,
  problems: ProblemLog,
  { show, take = leave }: LineSinks,
): Promise<TextFacts> {
  let lines = 0;
  const splitter = new ByteLineSplitter(0, ({ bytes, start, end, isCut }) => {
    const line = lines++;
    const { text, isUtf8 } = decodeUtf8(bytes, start, end);
    reportLine(line, { isCut, isUtf8 }, problems);
    if (/\S/.test(text)) {
      show(text, line);
    }
  });
  const taker: ByteTaker = {
    take: (bytes, at) => {
      const taken = take(bytes, at, lines);
      lines += taken.lines;
      return taken.next;
    },
  };
  const walker = new ByteWalker(splitter, taker, 0);
  const reading = {
    token,
    progress: (fraction: number) => progress?.('Reading the log', fraction),
  };
  await readUtf8(source, mark, reading, (chunk) => walker.push(chunk));
  walker.end();
  return { lines, encoding: describeEncoding(mark) };
}

/** A {@link LineTaker} that leaves every line. */
export function leave(_bytes: Uint8Array, at: number): TakenLines {
  return { next: at, lines: 0 };
}

/**
 * What was typed in a line of a shell: behind `C:\bin>`, `PS C:\>`, `$ ` or `# `, or a line that starts with the name of a
 * program. Null for other lines.
 */
export function shellCommand(text: string, programs: readonly string[]): string | null {
  const typed =
    /^(?:PS )?[A-Za-z]:\\[^>]{0,260}>\s*(.{1,2000})$/.exec(text)?.[1] ??
    /^[^\s$#]{0,100}[$#] (.{1,2000})$/.exec(text)?.[1] ??
    text;
  const words = typed.trim().split(/\s+/, 8);
  const isProgram = (word: string): boolean => {
    const name =
      word
        .replace(/^["'&.\\/]+|["']+$/g, '')
        .split(/[\\/]/)
        .at(-1) ?? '';
    return programs.includes(name.toLowerCase().replace(/\.exe$/, ''));
  };
  const asksForHandles = typed.toLowerCase().includes('handle');
  return asksForHandles && words.slice(0, 3).some(isProgram) ? typed.trim() : null;
}
