/** Reads one entry of kernel-mode `!handle` with the object lines below it (output-formats 3.1, 3.2). */

import { address, type Address } from '../model/identifiers';
import { Block } from './block';
import { takeField, type EntryLine } from './kernelHandleLines';
import type { LineScanner } from './lineScanner';
import type { LogKernelHandle } from './logEvents';
import { scan, type SourceLine } from './sourceLine';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type ObjectFacts = Writable<
  Pick<
    LogKernelHandle,
    | 'entry'
    | 'type'
    | 'typeObject'
    | 'objectHeader'
    | 'headerVersion'
    | 'handleCount'
    | 'pointerCount'
    | 'directory'
    | 'name'
  >
>;

/** A kernel handle entry under construction. */
export class KernelHandleBlock extends Block {
  private readonly facts: ObjectFacts = {};
  private sawBlank = false;

  constructor(
    private readonly header: EntryLine,
    line: SourceLine,
  ) {
    super(line);
    if (header.entry !== null) {
      this.facts.entry = header.entry;
    }
  }

  override accept(line: SourceLine): boolean {
    if (this.sawBlank) {
      return false;
    }
    const words = scan(line);
    const isTaken =
      this.acceptObject(words) ||
      this.acceptHeader(words) ||
      this.acceptCounts(words) ||
      this.acceptName(words) ||
      this.acceptEntry(words);
    if (isTaken) {
      this.reach(line);
    }
    return isTaken;
  }

  override acceptBlank(): void {
    this.sawBlank = true;
  }

  override finish(): LogKernelHandle {
    return {
      kind: 'kernelHandle',
      lines: this.lines,
      value: this.header.value,
      object: this.header.object,
      digits: this.header.digits,
      grantedAccess: this.header.grantedAccess,
      annotations: this.header.annotations,
      ...this.facts,
      notes: this.notes,
      span: this.span,
    };
  }

  protected override isOpenFor(line: SourceLine): boolean {
    return !this.sawBlank && line.start > 0;
  }

  /** `Object: ffffa604f6825060  Type: (ffffa604f24ead20) Event` */
  private acceptObject(words: LineScanner): boolean {
    const start = words.position;
    const object = takeField(words, 'Object:');
    words.skipBlanks();
    if (object === this.header.object && words.take('Type:') && this.facts.type === undefined) {
      words.skipBlanks();
      const hasParenthesis = words.take('(');
      const typeObject = words.takeHex();
      if (typeObject !== null && words.take(')') === hasParenthesis) {
        words.skipBlanks();
        this.facts.typeObject = address(typeObject);
        this.facts.type = words.rest();
        return true;
      }
    }
    words.position = start;
    return false;
  }

  /** `ObjectHeader: ffffa604f6825030 (new version)` */
  private acceptHeader(words: LineScanner): boolean {
    const start = words.position;
    if (!words.take('ObjectHeader:') || this.facts.objectHeader !== undefined) {
      words.position = start;
      return false;
    }
    words.skipBlanks();
    const header = words.takeHex();
    const value = header === null ? doubledAddress(words) : address(header);
    if (value !== null) {
      this.facts.objectHeader = value;
    }
    words.skipBlanks();
    if (words.take('(new version)')) {
      this.facts.headerVersion = 'new';
    } else if (words.take('(old version)')) {
      this.facts.headerVersion = 'old';
    }
    return true;
  }

  /** `HandleCount: 1  PointerCount: 32770` */
  private acceptCounts(words: LineScanner): boolean {
    const start = words.position;
    const handleCount = takeCount(words, 'HandleCount:');
    const pointerCount = takeCount(words, 'PointerCount:');
    if ((handleCount ?? pointerCount) === null || !words.atEnd) {
      words.position = start;
      return false;
    }
    if (handleCount !== null) {
      this.facts.handleCount = handleCount;
    }
    if (pointerCount !== null) {
      this.facts.pointerCount = pointerCount;
    }
    return true;
  }

  /** `Directory Object: 00000000  Name: \Users\x\lol.exe {HarddiskVolume3}` */
  private acceptName(words: LineScanner): boolean {
    const start = words.position;
    const directory = takeField(words, 'Directory Object:');
    words.skipBlanks();
    if (!words.take('Name:') || this.facts.name !== undefined) {
      words.position = start;
      return false;
    }
    words.skipBlanks();
    if (directory !== null) {
      this.facts.directory = address(directory);
    }
    this.facts.name = words.rest();
    return true;
  }

  /** The entry's address, wrapped to a line of its own. */
  private acceptEntry(words: LineScanner): boolean {
    const entry = this.facts.entry === undefined ? takeField(words, 'Entry:') : null;
    if (entry === null) {
      return false;
    }
    this.facts.entry = address(entry);
    return true;
  }
}

/** An address printed twice without a blank between, as one published page has it; null for anything else. */
function doubledAddress(words: LineScanner): Address | null {
  const word = words.takeWord();
  const half = word.slice(0, word.length / 2);
  const isDoubled = (word.length === 16 || word.length === 32) && half + half === word;
  return isDoubled && /^[0-9a-f]+$/i.test(half) ? address(BigInt(`0x${half}`)) : null;
}

function takeCount(words: LineScanner, label: string): number | null {
  const start = words.position;
  words.skipBlanks();
  if (words.take(label)) {
    words.skipBlanks();
    const value = words.takeDecimal();
    if (value !== null) {
      return value;
    }
  }
  words.position = start;
  return null;
}
