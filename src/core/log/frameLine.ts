/** Reads a frame of a trace record: `0x77ca310c: ntdll!ZwDuplicateObject+0x0000000c`. */

import { address } from '../model/identifiers';
import type { SourcePlace } from '../model/stackFrame';
import type { LogFrame } from './logEvents';
import { LineScanner } from './lineScanner';
import { scan, type SourceLine } from './sourceLine';

const LETTER_X = 120;
/** Without `0x` only a full 32-bit address is taken for one. */
const SHORTEST_BARE_ADDRESS = 8;

/** A frame and whether the Markdown rest of a separator stood before it. */
export interface FrameLine {
  readonly frame: LogFrame;
  readonly endsRecord: boolean;
}

/** A place in words: `module!symbol+0x1f`; every part may be absent. */
export interface SymbolText {
  readonly module: string | null;
  readonly symbol: string | null;
  readonly displacement: bigint | null;
  /** Present where the debugger printed it (`.lines -e`). */
  readonly source?: SourcePlace;
}

/** Longest path of a source file that is read. */
const LONGEST_PATH = 1024;
/** `[d:\\src\\app.cpp @ 42]` at the end of a frame. */
const SOURCE = / \[([^[\]]+) @ (\d{1,9})\]$/;

/**
 * The frame on a line, null when there is none. `0x4aa4fe76: +0x4aa4fe76` is a frame about which the debugger knew
 * nothing; `## 0x77DE0B2F: …` is a frame with what a Markdown conversion left of the separator (output-formats 4).
 */
export function readFrameLine(line: SourceLine): FrameLine | null {
  const words = scan(line);
  const endsRecord = words.take('## ');
  words.skipBlanks();
  const start = words.position;
  const hasPrefix = line.text.charCodeAt(start + 1) === LETTER_X;
  const value = words.takeHex();
  const { digits } = words;
  if (value === null || !words.take(':') || (!hasPrefix && digits < SHORTEST_BARE_ADDRESS)) {
    return null;
  }
  words.skipBlanks();
  const frame = { line: line.number, address: address(value), digits, ...readSymbol(words) };
  return { frame, endsRecord };
}

/** Takes `module!symbol+0x1f` apart; the last `+0x` counts, since names may hold a `+`. */
export function readSymbolText(text: string): SymbolText {
  return readSymbol(new LineScanner(text));
}

/** The displacement when nothing but a number stands in the text, as on a wrapped line `+0x0000000c`. */
export function readDisplacement(text: string): bigint | null {
  const words = new LineScanner(text);
  words.take('+');
  const value = words.takeHex();
  return value !== null && words.atEnd ? value : null;
}

/** Reads from the scanner's position to its end. */
function readSymbol(words: LineScanner): SymbolText {
  const { text, end, position } = words;
  const tail =
    text.charAt(end - 1) === ']' ? text.slice(Math.max(position, end - LONGEST_PATH), end) : '';
  const [whole = '', file = '', line] = SOURCE.exec(tail) ?? [];
  return line === undefined
    ? readName(words)
    : {
        ...readName(new LineScanner(text, position, end - whole.length)),
        source: { file, line: Number(line) },
      };
}

/** The same without a source line. */
function readName(words: LineScanner): SymbolText {
  const { text, end, position: start } = words;
  const plus = text.lastIndexOf('+0x', end);
  let displacement: bigint | null = null;
  if (plus >= start) {
    words.position = plus + 1;
    const value = words.takeHex();
    displacement = words.atEnd ? value : null;
  }
  const stop = displacement === null ? end : plus;
  if (stop === start) {
    return { module: null, symbol: null, displacement };
  }
  const found = text.indexOf('!', start);
  if (found === -1 || found >= stop) {
    return { module: text.slice(start, stop), symbol: null, displacement };
  }
  return {
    module: found === start ? null : text.slice(start, found),
    symbol: found === stop - 1 ? null : text.slice(found + 1, stop),
    displacement,
  };
}
