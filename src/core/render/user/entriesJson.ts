/** The JSON of `!dhe`: a list of entries, or one handle looked into. */

import type { UserHandleResult, UserHandlesResult } from '../../commands/user/userResults';
import { kernelObjectViews } from '../../userHandles/objectViews';
import { isGood, verdictText } from '../../userHandles/verdict';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { hex0x } from '../../util/hex';
import { flagNames } from '../../windows/user/userFlags';
import { typeText } from '../../windows/user/userTypeText';
import { PAGE_ROWS } from '../handlePages';
import type { JsonValue } from '../jsonText';
import { OwnerTexts } from './ownerText';
import { plainHex, WideHex } from './wideHex';
import {
  entryValue,
  objectValue,
  ownerValue,
  processValue,
  summaryValue,
  tableValue,
} from './userValues';

/** Everything after the target of a list: the table, the entries, the process that was asked for, the counts. */
export async function* entryListJson(
  result: UserHandlesResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const { rows, handles, process, summary } = result;
  const { version } = handles.table.profile;
  const printer = new EntryJsonPrinter(result);
  yield await Promise.resolve(`"table":${JSON.stringify(tableValue(handles.table))},"entries":[`);
  let separator = '';
  for (let start = 0; start < rows.length; start += PAGE_ROWS) {
    throwIfCancelled(token);
    let page = '';
    for (const index of rows.subarray(start, start + PAGE_ROWS)) {
      page += separator + printer.entry(index);
      separator = ',';
    }
    yield page;
  }
  const account = process === null ? null : processValue(version, process);
  yield `],"process":${JSON.stringify(account)},"summary":${JSON.stringify(summaryValue(version, summary))}`;
}

/** Writes entries, keeping the parts that repeat: types, flags, owners. */
class EntryJsonPrinter {
  private readonly types: readonly string[];
  private readonly flags: readonly string[];
  /** What an entry's last word says (type, flags and uniqueness), as far as it occurred: few of them differ. */
  private readonly tails = new Map<number, string>();
  private readonly owners: OwnerTexts;
  private readonly addresses: WideHex;
  private readonly heads = new WideHex();

  constructor(private readonly result: UserHandlesResult) {
    const { handles } = result;
    const { version } = handles.table.profile;
    this.addresses = new WideHex(handles.table.aheList);
    this.types = Array.from(
      { length: 256 },
      (_, type) => `,"type":${type},"typeName":${JSON.stringify(typeText(version, type))}`,
    );
    this.flags = Array.from(
      { length: 256 },
      (_, flags) => `,"flags":"${hex0x(flags)}","flagNames":${JSON.stringify(flagNames(flags))}`,
    );
    this.owners = new OwnerTexts(
      handles,
      (owner) => `","free":false,"owner":${JSON.stringify(ownerValue(owner))}}`,
    );
  }

  entry(index: number): string {
    const { table } = this.result.handles;
    const { columns } = table;
    const entry = this.addresses.after(index * table.profile.entrySize);
    const phead = this.heads.of(columns.pheadHigh[index] ?? 0, columns.pheadLow[index] ?? 0);
    const owner = table.isFree(index) ? '","free":true,"owner":null}' : this.owners.of(index);
    return `{"handle":"0x${plainHex(table.handle(index))}","index":${index}${this.tail(index)}${entry}","phead":"0x${phead}${owner}`;
  }

  /** From the uniqueness up to the entry's address. */
  private tail(index: number): string {
    const { columns } = this.result.handles.table;
    const uniq = columns.uniq[index] ?? 0;
    const type = columns.type[index] ?? 0;
    const flags = columns.flags[index] ?? 0;
    const key = (uniq * 256 + type) * 256 + flags;
    let text = this.tails.get(key);
    if (text === undefined) {
      text = `,"uniq":${uniq}${this.types[type] ?? ''}${this.flags[flags] ?? ''},"entry":"0x`;
      this.tails.set(key, text);
    }
    return text;
  }
}

/** Everything after the target of one handle. */
export function handleValue(result: UserHandleResult): Readonly<Record<string, JsonValue>> {
  const { handles, examined, validation, wanted, owner } = result;
  const { table } = handles;
  const { version } = table.profile;
  const { handle, index, uniq, is16Bit, entry, verdict, note, constant, confirmed } = examined;
  return {
    table: tableValue(table),
    handle: hex0x(handle),
    index,
    uniq,
    is16BitForm: is16Bit,
    verdict: { kind: verdict.kind, text: verdictText(verdict), good: isGood(verdict) },
    confirmedByObject: confirmed,
    note,
    constants: constant?.names ?? [],
    entry: entry === null ? null : entryValue(table, entry),
    owner: ownerValue(examined.owner),
    process: owner === null ? null : processValue(version, owner),
    object: objectValue(examined.reading),
    views:
      entry === null
        ? []
        : kernelObjectViews(handles, entry).map(({ processId, at, delta }) => ({
            processId,
            address: hex0x(at),
            clientDelta: hex0x(delta),
          })),
    validation: {
      wanted: wanted === null ? null : wanted.name,
      steps: validation.steps.map((step) => ({ ...step })),
      error: validation.error === null ? null : { ...validation.error },
    },
  };
}
