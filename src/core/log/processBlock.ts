/** Reads the PROCESS block that a kernel debugger prints before a handle table (output-formats 3.1, 3.2). */

import { address } from '../model/identifiers';
import { Block } from './block';
import type { LineScanner } from './lineScanner';
import type { LogProcess } from './logEvents';
import { scan, type SourceLine } from './sourceLine';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Facts = Writable<Omit<LogProcess, 'kind' | 'lines' | 'notes' | 'span'>>;

/** Reads a field's value; false when it is malformed. */
type FieldReader = (facts: Facts, words: LineScanner) => boolean;

/** A field whose value is hexadecimal. */
function hexField(store: (facts: Facts, value: bigint) => void): FieldReader {
  return (facts, words) => {
    const value = words.takeHex();
    if (value === null) {
      return false;
    }
    store(facts, value);
    return true;
  };
}

const FIELDS: readonly (readonly [string, FieldReader])[] = [
  ['SessionId:', takeSession],
  ['Cid:', hexField((facts, value) => (facts.processId = Number(value)))],
  ['Peb:', hexField((facts, value) => (facts.peb = address(value)))],
  ['ParentCid:', hexField((facts, value) => (facts.parentProcessId = Number(value)))],
  ['DirBase:', hexField((facts, value) => (facts.directoryBase = address(value)))],
  ['ObjectTable:', hexField((facts, value) => (facts.objectTable = address(value)))],
  ['HandleCount:', takeHandleCount],
  ['TableSize:', takeHandleCount],
  ['Image:', takeImage],
];

/** Starts a block at `PROCESS ffffa604f683b180`; null for other lines. */
export function beginProcessBlock(line: SourceLine): ProcessBlock | null {
  const words = scan(line);
  if (!words.take('PROCESS') || !words.skipBlanks()) {
    return null;
  }
  const object = words.takeHex();
  if (object === null) {
    return null;
  }
  const facts: Facts = { object: address(object) };
  takeFields(facts, words);
  return words.atEnd ? new ProcessBlock(facts, line) : null;
}

/** A PROCESS block under construction. */
export class ProcessBlock extends Block {
  private sawBlank = false;

  constructor(
    private readonly facts: Facts,
    line: SourceLine,
  ) {
    super(line);
  }

  override accept(line: SourceLine): boolean {
    if (this.sawBlank) {
      return false;
    }
    const words = scan(line);
    const found = takeFields(this.facts, words);
    if (found === 0 || !words.atEnd) {
      return false;
    }
    this.reach(line);
    return true;
  }

  override acceptBlank(): void {
    this.sawBlank = true;
  }

  override finish(): LogProcess {
    return {
      kind: 'process',
      lines: this.lines,
      ...this.facts,
      notes: this.notes,
      span: this.span,
    };
  }

  protected override isOpenFor(line: SourceLine): boolean {
    return !this.sawBlank && line.start > 0;
  }
}

/** Takes all fields that stand here; returns how many. */
function takeFields(facts: Facts, words: LineScanner): number {
  let found = 0;
  words.skipBlanks();
  while (!words.atEnd) {
    const field = FIELDS.find(([label]) => words.take(label));
    if (field === undefined) {
      return found;
    }
    words.skipBlanks();
    if (!field[1](facts, words)) {
      return found;
    }
    found++;
    words.skipBlanks();
  }
  return found;
}

function takeSession(facts: Facts, words: LineScanner): boolean {
  if (words.take('none')) {
    facts.sessionId = null;
    return true;
  }
  const session = words.takeDecimal();
  if (session === null) {
    return false;
  }
  facts.sessionId = session;
  return true;
}

/** `HandleCount:  65.` with its full stop. */
function takeHandleCount(facts: Facts, words: LineScanner): boolean {
  const count = words.takeDecimal();
  if (count === null) {
    return false;
  }
  words.take('.');
  facts.handleCount = count;
  return true;
}

function takeImage(facts: Facts, words: LineScanner): boolean {
  facts.image = words.rest();
  words.position = words.end;
  return true;
}
