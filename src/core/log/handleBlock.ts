/** Reads one block of user-mode `!handle`, live or from a dump (output-formats 1). */

import { Block } from './block';
import {
  areStandardRights,
  fillsConsole,
  isObjectLine,
  readLabelLine,
  readObjectHeading,
  readRightsLine,
  type HandleHeader,
  type HandleLabel,
} from './handleLines';
import type { LineScanner } from './lineScanner';
import type { LogHandle } from './logEvents';
import { excerpt, type SourceLine } from './sourceLine';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Facts = Writable<Omit<LogHandle, 'standardRights' | 'specificRights' | 'objectInfo'>> & {
  standardRights?: string[];
  specificRights?: string[];
  objectInfo?: { readonly line: number; readonly text: string }[];
};

/** A handle block under construction. */
export class HandleBlock extends Block {
  private readonly facts: Facts;
  /** What the lines after `GrantedAccess` are expected to be. */
  private expected: 'labels' | 'standardRights' | 'specificRights' = 'labels';
  private listIsOpen = false;
  private isBelowHeading = false;
  /** Line of a name that reaches the right edge and may go on. */
  private wrappedName = -1;
  private sawBlank = false;

  /** `header` is null when the log starts in the middle of a block: the first line is then handed to {@link accept}. */
  constructor(
    private readonly header: HandleHeader | null,
    line: SourceLine,
  ) {
    super(line);
    this.facts = {
      kind: 'handle',
      lines: this.lines,
      value: header?.value ?? null,
      form: header?.form ?? 'unknown',
      digits: header?.digits ?? 0,
      hasNoObjectInfo: false,
      notes: this.notes,
      span: this.span,
    };
  }

  /** True for a block whose first line is missing. */
  get isHeadless(): boolean {
    return this.header === null;
  }

  override accept(line: SourceLine): boolean {
    const isTaken =
      this.acceptRights(line) ||
      this.acceptHeading(line) ||
      this.acceptObjectLine(line) ||
      this.acceptLabel(line);
    if (isTaken) {
      this.sawBlank = false;
      this.reach(line);
    }
    return isTaken;
  }

  override acceptBlank(): void {
    if (this.expected === 'specificRights') {
      this.facts.specificRights ??= [];
      this.expected = 'labels';
    } else {
      this.sawBlank = true;
    }
    this.wrappedName = -1;
  }

  override keepUnread(line: SourceLine): boolean {
    if (this.wrappedName === line.number - 1 && line.start === 0 && !this.sawBlank) {
      this.facts.name = `${this.facts.name ?? ''}${line.text.slice(0, line.end)}`;
      this.wrappedName = -1;
      this.reach(line);
      return true;
    }
    return super.keepUnread(line);
  }

  override finish(): LogHandle {
    this.facts.lines = this.lines;
    this.facts.span = this.span;
    return this.facts;
  }

  protected override isOpenFor(line: SourceLine): boolean {
    return !this.sawBlank && line.start > 0;
  }

  private acceptRights(line: SourceLine): boolean {
    if (this.expected === 'labels' && !this.listIsOpen) {
      return false;
    }
    const names = readRightsLine(line);
    if (names === null || readLabelLine(line) !== null) {
      this.expected = 'labels';
      this.listIsOpen = false;
      return false;
    }
    if (this.listIsOpen) {
      this.continueList(names);
    } else if (this.expected === 'standardRights' && areStandardRights(names)) {
      this.facts.standardRights = [...names];
      this.expected = 'specificRights';
    } else {
      this.facts.specificRights = [...names];
      this.expected = 'labels';
    }
    this.listIsOpen = line.text.charCodeAt(line.end - 1) === 0x2c;
    return true;
  }

  /** A list that ended with a comma goes on: what looked like an empty last name was the wrapped line's end. */
  private continueList(names: readonly string[]): void {
    const list =
      this.expected === 'specificRights' ? this.facts.standardRights : this.facts.specificRights;
    list?.pop();
    list?.push(...names);
  }

  private acceptHeading(line: SourceLine): boolean {
    const heading = readObjectHeading(line);
    if (heading === null) {
      return false;
    }
    if (this.facts.form === 'unknown') {
      this.facts.form = heading.form;
    }
    this.facts.hasNoObjectInfo = heading.isNone;
    this.isBelowHeading = !heading.isNone;
    if (this.isBelowHeading) {
      this.facts.objectInfo ??= [];
    }
    return true;
  }

  private acceptObjectLine(line: SourceLine): boolean {
    if (
      this.facts.objectInfo === undefined ||
      !this.isBelowHeading ||
      this.sawBlank ||
      !isObjectLine(line)
    ) {
      return false;
    }
    this.facts.objectInfo.push({ line: line.number, text: excerpt(line) });
    return true;
  }

  private acceptLabel(line: SourceLine): boolean {
    const found = this.isBelowHeading ? null : readLabelLine(line);
    return found !== null && this.takeValue(found.label, found.value, line);
  }

  /** Takes the value of a label; false when it is not what this label has, or the label came before. */
  private takeValue(label: HandleLabel, value: LineScanner, line: SourceLine): boolean {
    switch (label) {
      case 'Type':
        return this.takeType(value.rest());
      case 'Name':
        return this.takeName(value.rest(), line);
      case 'GrantedAccess':
        return this.takeAccess(value, line);
      case 'Attributes': {
        const attributes = value.takeHex();
        if (attributes === null || !value.atEnd || this.facts.attributes !== undefined) {
          return false;
        }
        this.facts.attributes = Number(BigInt.asUintN(32, attributes));
        return true;
      }
      case 'HandleCount':
      case 'PointerCount': {
        const count = value.takeDecimal();
        const key = label === 'HandleCount' ? 'handleCount' : 'pointerCount';
        if (count === null || !value.atEnd || this.facts[key] !== undefined) {
          return false;
        }
        this.facts[key] = count;
        return true;
      }
    }
  }

  private takeType(type: string): boolean {
    if (type === '' || this.facts.type !== undefined) {
      return false;
    }
    this.facts.type = type;
    return true;
  }

  private takeName(name: string, line: SourceLine): boolean {
    if (this.facts.name !== undefined) {
      return false;
    }
    this.facts.name = name === '<none>' ? null : name;
    this.wrappedName = name.startsWith('\\') && fillsConsole(line.text) ? line.number : -1;
    return true;
  }

  private takeAccess(value: LineScanner, line: SourceLine): boolean {
    const mask = value.takeHex();
    value.take(':');
    if (mask === null || !value.atEnd || this.facts.grantedAccess !== undefined) {
      return false;
    }
    this.facts.grantedAccess = Number(BigInt.asUintN(32, mask));
    this.facts.accessLine = line.number;
    this.expected = 'standardRights';
    return true;
  }
}
