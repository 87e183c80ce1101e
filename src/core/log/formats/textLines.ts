/** Streams the lines of a list as text, and remembers what could not be read of them. */

import { describeEncoding } from '../input/encoding';
import { reportLine } from '../input/lineProblems';
import { readLines } from '../input/readLines';
import { decodeUtf8 } from '../input/utf8Text';
import type { ProblemLog } from '../../util/problemLog';
import type { LogText, OpenLogOptions } from './logFormat';

/** A line without its end; numbers count from 0. */
export type TextLineSink = (text: string, line: number) => void;

/** How many lines there are, and how they are stored. */
export interface TextFacts {
  readonly lines: number;
  readonly encoding: string;
}

/** Shows every line that is not blank. */
export async function readTextLines(
  { source, mark }: LogText,
  { token, progress }: OpenLogOptions,
  problems: ProblemLog,
  sink: TextLineSink,
): Promise<TextFacts> {
  let lines = 0;
  await readLines(
    source,
    mark,
    { token, progress: (fraction) => progress?.('Reading the log', fraction) },
    ({ bytes, start, end, isCut }) => {
      const line = lines++;
      const { text, isUtf8 } = decodeUtf8(bytes, start, end);
      reportLine(line, { isCut, isUtf8 }, problems);
      if (/\S/.test(text)) {
        sink(text, line);
      }
    },
  );
  return { lines, encoding: describeEncoding(mark) };
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
