/** Builds the handle blocks of user-mode `!handle`, keeping the parts that repeat. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_POINTER_COUNT,
  type HandleRecord,
} from '../model/handle';
import type { HandleColumns } from '../model/handleColumns';
import { hex0x, hexPadded } from '../util/hex';
import { accessLines } from '../windows/accessLabels';
import { escapeText } from './escapeText';
import { objectInfoText, type ObjectInfoContext } from './objectInfoText';

/** UMFlags: type line. */
export const FLAG_TYPE = 0x1;
/** UMFlags: attributes, access, counts. */
export const FLAG_BASIC = 0x2;
/** UMFlags: name line. */
export const FLAG_NAME = 0x4;
/** UMFlags: object-specific lines. */
export const FLAG_SPECIFIC = 0x8;

/** What is printed for a handle whose type was not recorded; the summary counts it in the row of this name. */
const NO_TYPE_NAME = 'None';

/** The numbers of a handle that its basic lines show; null for those that were not recorded. */
type BasicFacts = Pick<
  HandleRecord,
  'type' | 'attributes' | 'grantedAccess' | 'handleCount' | 'pointerCount'
>;

/** Prints handles in one style with one set of flags. A fact that the target did not record has no line. */
export class UserHandlePrinter {
  private readonly typeLines = new Map<string | null, string>();
  private readonly accessTexts = new Map<string | null, Map<number, string>>();
  private readonly digits: number;

  constructor(
    private readonly flags: number,
    private readonly context: ObjectInfoContext,
  ) {
    this.digits = context.style.padsHandles ? context.pointerSize * 2 : 0;
  }

  /** True when columns are enough: neither names nor object-specific lines are wanted. */
  get needsOnlyColumns(): boolean {
    return (this.flags & (FLAG_NAME | FLAG_SPECIFIC)) === 0;
  }

  /** The block of a full record. */
  fromRecord(record: HandleRecord): string {
    let text = `Handle ${hexPadded(record.value, this.digits)}\n${this.lines(record)}`;
    if (
      (this.flags & FLAG_NAME) !== 0 &&
      record.nameUnrecorded !== true &&
      (record.type !== 'File' || this.context.style.namesFiles)
    ) {
      text += `  Name         \t${record.name === null ? '<none>' : escapeText(record.name)}\n`;
    }
    if ((this.flags & FLAG_SPECIFIC) !== 0 && record.objectInfoUnrecorded !== true) {
      text += objectInfoText(record, this.context);
    }
    return text;
  }

  /** The block of a row of columns; only for flags without name and object-specific lines. */
  fromColumns(columns: HandleColumns, row: number): string {
    const high = columns.valueHigh?.[row] ?? 0;
    const value =
      high === 0
        ? hexPadded(columns.valueLow[row] ?? 0, this.digits)
        : hexPadded(columns.value(row), this.digits);
    const type = columns.typeName(row);
    if ((this.flags & FLAG_BASIC) === 0) {
      return `Handle ${value}\n${this.typeLine(type)}`;
    }
    const facts: BasicFacts = {
      type,
      attributes: columns.fact(columns.attributes, row, UNRECORDED_ATTRIBUTES),
      grantedAccess: columns.fact(columns.grantedAccess, row, UNRECORDED_ACCESS),
      handleCount: columns.fact(columns.handleCount, row, UNRECORDED_HANDLE_COUNT),
      pointerCount: columns.fact(columns.pointerCount, row, UNRECORDED_POINTER_COUNT),
    };
    return `Handle ${value}\n${this.lines(facts)}`;
  }

  /** Type and basic lines. */
  private lines(facts: BasicFacts): string {
    if ((this.flags & FLAG_BASIC) === 0) {
      return this.typeLine(facts.type);
    }
    const { type, attributes, grantedAccess, handleCount, pointerCount } = facts;
    const basic =
      (attributes === null
        ? ''
        : `  Attributes   \t${attributes === 0 ? '0' : hex0x(attributes)}\n`) +
      (grantedAccess === null ? '' : this.accessText(type, grantedAccess)) +
      (handleCount === null ? '' : `  HandleCount  \t${handleCount}\n`) +
      (pointerCount === null ? '' : `  PointerCount \t${pointerCount}\n`);
    return this.typeLine(type) + basic;
  }

  private typeLine(type: string | null): string {
    if ((this.flags & FLAG_TYPE) === 0) {
      return '';
    }
    let line = this.typeLines.get(type);
    if (line === undefined) {
      line = `  Type         \t${type === null ? NO_TYPE_NAME : escapeText(type)}\n`;
      this.typeLines.set(type, line);
    }
    return line;
  }

  private accessText(type: string | null, mask: number): string {
    let texts = this.accessTexts.get(type);
    if (texts === undefined) {
      texts = new Map();
      this.accessTexts.set(type, texts);
    }
    let text = texts.get(mask);
    if (text === undefined) {
      const { standard, specific } = accessLines(type, mask);
      text = `  GrantedAccess\t${hex0x(mask)}:\n         ${standard}\n         ${specific}\n`;
      if (texts.size < MOST_CACHED_MASKS) {
        texts.set(mask, text);
      }
    }
    return text;
  }
}

/** Hostile files could bring a new mask per handle; real ones have a few dozen. */
const MOST_CACHED_MASKS = 4096;
