/** The lines a kernel-mode `!handle` entry is made of (output-formats 3.1, 3.2). */

import { address, handleValue, type Address, type HandleValue } from '../model/identifiers';
import type { LogFreeEntry, LogHandleTable } from './logEvents';
import type { LineScanner } from './lineScanner';
import { scan, type SourceLine } from './sourceLine';

/** The first line of an entry. */
export interface EntryLine {
  readonly value: HandleValue;
  readonly object: Address;
  /** Digits of the object's address as printed. */
  readonly digits: number;
  readonly grantedAccess: number;
  readonly annotations: readonly string[];
  readonly entry: Address | null;
}

/** A handle table has no more kinds of annotations than this; more means that the line is something else. */
const MAX_ANNOTATIONS = 8;

/** Reads `01f0: Object: ffffa604f6825060  GrantedAccess: 001f0003 (Protected) Entry: ffff8000adccb7c0`. */
export function readEntryLine(line: SourceLine): EntryLine | null {
  const words = scan(line);
  const value = words.takeHex();
  if (value === null || !words.take(':')) {
    return null;
  }
  const object = takeField(words, 'Object:');
  const { digits } = words;
  const access = object === null ? null : takeField(words, 'GrantedAccess:');
  if (object === null || access === null) {
    return null;
  }
  const annotations: string[] = [];
  words.skipBlanks();
  while (words.take('(') && annotations.length < MAX_ANNOTATIONS) {
    const stop = line.text.indexOf(')', words.position);
    if (stop === -1 || stop >= line.end) {
      return null;
    }
    annotations.push(line.text.slice(words.position, stop));
    words.position = stop + 1;
    words.skipBlanks();
  }
  const entry = takeField(words, 'Entry:');
  if (!words.atEnd) {
    return null;
  }
  return {
    value: handleValue(value),
    object: address(object),
    digits,
    grantedAccess: Number(BigInt.asUintN(32, access)),
    annotations,
    entry: entry === null ? null : address(entry),
  };
}

/** Reads `0170: free handle, Entry address e10022e0, Next Entry 00000458`. */
export function readFreeEntryLine(line: SourceLine): LogFreeEntry | null {
  const words = scan(line);
  const value = words.takeHex();
  if (value === null || !words.take(':')) {
    return null;
  }
  const entry = takeField(words, 'free handle, Entry address');
  if (entry === null) {
    return null;
  }
  words.take(',');
  return {
    kind: 'freeEntry',
    lines: { first: line.number, last: line.number },
    value: handleValue(value),
    entry: address(entry),
    nextEntry: takeField(words, 'Next Entry'),
  };
}

const TABLE_WORDS = 'andle table at ';
const MAX_BANNER_LENGTH = 120;

/** Reads `Kernel handle table at ffff8000ab28ae80 with 3279 entries in use` and its older spellings. */
export function readTableLine(line: SourceLine): LogHandleTable | null {
  if (line.end - line.start > MAX_BANNER_LENGTH) {
    return null;
  }
  const text = line.text.slice(line.start, line.end);
  const at = text.indexOf(TABLE_WORDS);
  if (at === -1 || at > 24) {
    return null;
  }
  const words = scan(line, line.start + at + TABLE_WORDS.length);
  const table = words.takeHex();
  words.skipBlanks();
  if (table === null || !words.take('with') || !words.skipBlanks()) {
    return null;
  }
  const entries = words.takeDecimal();
  words.skipBlanks();
  if (entries === null || !words.takeAnyCase('entries in use')) {
    return null;
  }
  return {
    kind: 'handleTable',
    lines: { first: line.number, last: line.number },
    table: text.startsWith('Kernel') ? 'kernel' : 'process',
    style: text.includes('New version') ? 'xp' : text.includes('Entries') ? 'win7' : 'modern',
    address: address(table),
    entries,
  };
}

/** Takes a label, the blanks around it and the hexadecimal number behind it; null (and no move) when they are not there. */
export function takeField(words: LineScanner, label: string): bigint | null {
  const start = words.position;
  words.skipBlanks();
  if (words.take(label)) {
    words.skipBlanks();
    const value = words.takeHex();
    if (value !== null) {
      return value;
    }
  }
  words.position = start;
  return null;
}
