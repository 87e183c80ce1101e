/** The text of one entry of the USER handle table: its handle, the entry, the object, its owner, the check step by step. */

import { SHOW_ENTRY, SHOW_OBJECT, SHOW_OWNER, SHOW_STEPS } from '../../commands/user/entryQuery';
import type { ProcessAccount } from '../../commands/user/processAccount';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import type { UserHandleResult } from '../../commands/user/userResults';
import { examineUserHandle, type ExaminedUserHandle } from '../../userHandles/examine';
import { explainValidation, type ExplainedValidation } from '../../userHandles/explain';
import { verdictText } from '../../userHandles/verdict';
import type { CancellationToken } from '../../util/cancellation';
import { hexPadded } from '../../util/hex';
import { flagNames } from '../../windows/user/userFlags';
import { typeRemark, typeText } from '../../windows/user/userTypeText';
import { typeName } from '../../windows/user/userTypeText';
import type { UserType } from '../../windows/user/userTypes';
import { memberLines, type MemberLine } from './memberLines';
import { objectText } from './objectText';
import { ownerText } from './ownerText';
import { ownerBlock } from './partiesText';

/** What is known of one handle. */
export interface EntryFacts {
  readonly examined: ExaminedUserHandle;
  readonly validation: ExplainedValidation;
  /** Null for any type. */
  readonly wanted: UserType | null;
  readonly owner: ProcessAccount | null;
}

/** Prints entries of one table. */
export class EntryBlockPrinter {
  private readonly digits: number;

  constructor(
    private readonly handles: UserHandles,
    private readonly flags: number,
  ) {
    this.digits = handles.table.profile.pointerSize * 2;
  }

  /** The block of an entry by its index, as a list shows it. */
  async block(index: number, token: CancellationToken): Promise<string> {
    const { table } = this.handles;
    const handle = table.handle(index);
    const examined = await examineUserHandle(this.handles, handle, token);
    const validation = explainValidation(table, handle);
    return this.handle({ examined, validation, wanted: null, owner: null });
  }

  /** The block of a handle. */
  handle(facts: EntryFacts): string {
    const { examined } = facts;
    let text = headingLine(examined);
    const index = examined.entry;
    if (index !== null && (this.flags & SHOW_ENTRY) !== 0) {
      text += this.entry(index, examined);
    }
    if (index !== null && (this.flags & SHOW_OBJECT) !== 0) {
      text += objectText(this.handles, index, examined);
    }
    if ((this.flags & SHOW_OWNER) !== 0) {
      text += ownerBlock(this.handles, examined.owner, facts.owner);
    }
    if ((this.flags & SHOW_STEPS) !== 0) {
      text += this.steps(facts);
    }
    return text;
  }

  private entry(index: number, examined: ExaminedUserHandle): string {
    const { table } = this.handles;
    const { columns, profile } = table;
    const heading = `Entry  ${hexPadded(table.entryAddress(index), this.digits)}\n`;
    if (!columns.isReadable(index)) {
      return `${heading}    is not in memory\n`;
    }
    const type = columns.type[index] ?? 0;
    const flags = columns.flags[index] ?? 0;
    const lines: MemberLine[] = [this.head(index), ...this.owner(index, examined)];
    const desktop = table.desktopId(index);
    if (desktop !== null) {
      lines.push({ name: 'desktop', value: hexPadded(desktop, this.digits), note: '' });
    }
    const known = table.type(index);
    const remark = known === null ? '' : typeRemark(known, profile.version);
    lines.push(
      {
        name: 'bType',
        value: hexPadded(type, 2),
        note: `${typeText(profile.version, type)}${remark === '' ? '' : ` (${remark})`}`,
      },
      { name: 'bFlags', value: hexPadded(flags, 2), note: flagWords(flags) },
      { name: 'wUniq', value: hexPadded(columns.uniq[index] ?? 0, 4), note: '' },
    );
    return heading + memberLines(lines);
  }

  private head(index: number): MemberLine {
    const { table } = this.handles;
    const value = hexPadded(table.phead(index), this.digits);
    if (table.isFree(index)) {
      return { name: 'phead', value, note: `next free index ${hexPadded(table.phead(index), 4)}` };
    }
    const name = table.profile.owner === 'entry-id' ? 'heap offset' : 'phead';
    return { name, value, note: '' };
  }

  private owner(index: number, { owner }: ExaminedUserHandle): readonly MemberLine[] {
    const { table } = this.handles;
    if (table.profile.owner === 'head') {
      return [];
    }
    const kind = table.type(index)?.owner;
    const name =
      table.profile.owner === 'entry'
        ? 'pOwner'
        : kind === 'thread'
          ? 'tid'
          : kind === 'process'
            ? 'pid'
            : 'owner';
    const note = owner.kind === 'unknown' ? 'not known to this target' : ownerText(owner, 0);
    return [
      {
        name,
        value: hexPadded(table.ownerValue(index), this.digits),
        note: note === '-' ? '' : note,
      },
    ];
  }

  private steps({ validation, wanted, examined }: EntryFacts): string {
    const { version } = this.handles.table.profile;
    const what = wanted === null ? 'any type' : typeName(wanted, version);
    const lines = validation.steps.map(({ step, outcome, text }) => ({
      name: step,
      value: OUTCOMES[outcome].padEnd(7),
      note: text,
    }));
    const { error } = validation;
    const result =
      error === null
        ? verdictText(examined.verdict)
        : `refused: error ${error.code} (${error.name})`;
    return `Check for ${what}\n${memberLines(lines)}    ${'result'.padEnd(8)}  ${result}\n`;
  }
}

/** The answer of `!dhe` for one handle. */
export function handleText(result: UserHandleResult): string {
  return new EntryBlockPrinter(result.handles, result.flags).handle(result);
}

/** `Handle 000301a5  index 01a5  uniq 0003  valid`, and what else there is to say. */
function headingLine(examined: ExaminedUserHandle): string {
  const { handle, index, uniq, verdict, note, constant } = examined;
  const line = `Handle ${hexPadded(handle, 8)}  index ${hexPadded(index, 4)}  uniq ${hexPadded(uniq, 4)}  ${verdictText(verdict)}\n`;
  const remarks = [
    ...(note === null ? [] : [note]),
    ...(constant === null ? [] : [`the value is also ${constant.names.join(', ')}`]),
  ];
  return line + remarks.map((remark) => `    ${remark}\n`).join('');
}

/** How a step went. */
const OUTCOMES = { pass: 'ok', fail: 'fails', info: '', unknown: 'unknown' } as const;

function flagWords(flags: number): string {
  const names = flagNames(flags);
  return names.length === 0 ? '-' : names.join(' | ');
}
