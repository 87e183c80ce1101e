/** Answers `!dhe`: a list of entries, or one handle looked into. */

import { examineUserHandle } from '../../userHandles/examine';
import { findEntry } from '../../userHandles/findEntry';
import { explainValidation } from '../../userHandles/explain';
import { summariseTable } from '../../userHandles/summary';
import { decodeIndex } from '../../userHandles/verdict';
import { fail, ok, type Result } from '../../util/result';
import { hexPadded } from '../../util/hex';
import { numberedProcess } from '../../model/processWords';
import type { GuiProcess } from '../../target/userHandles';
import { GENERIC_TYPE, typeOf } from '../../windows/user/userTypes';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { parseEntryQuery, SHOW_FREE, type EntrySelector } from './entryQuery';
import { chooseGuiProcess } from './guiParties';
import type { OptionList } from './optionList';
import { accountOf } from './processAccount';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import { openUserHandles } from './userAccess';
import { splitTypeAndProcess } from './userTypeArgument';

/** Looks entries up by what was typed. */
export async function showEntries(
  context: CommandContext,
  options: OptionList,
): Promise<CommandResult> {
  const query = await parseEntryQuery(context, options);
  if (!query.ok) {
    return errorResult(context, query.problem);
  }
  const handles = await openUserHandles(context);
  if (!handles.ok) {
    return errorResult(context, handles.problem);
  }
  const { selector, flags, rest } = query.value;
  const filter = await parseFilter(context, handles.value, rest);
  if (!filter.ok) {
    return errorResult(context, filter.problem);
  }
  if (selector.kind === 'all') {
    return await listEntries(context, handles.value, { flags, ...filter.value });
  }
  const handle = handleOf(handles.value, selector);
  return handle.ok
    ? await showHandle(context, handles.value, { handle: handle.value, flags, ...filter.value })
    : errorResult(context, handle.problem);
}

/** Which entries are wanted, or what is wanted of one. */
interface EntryFilter {
  /** Value of `bType`, {@link GENERIC_TYPE} for any but Free; null when none was given. */
  readonly type: number | null;
  readonly process: GuiProcess | null;
}

async function parseFilter(
  context: CommandContext,
  { table, access }: UserHandles,
  words: readonly string[],
): Promise<Result<EntryFilter>> {
  const split = splitTypeAndProcess(words, table.profile);
  if (!split.ok) {
    return split;
  }
  const { type, process: text } = split.value;
  const process = text === null ? ok(null) : await chooseGuiProcess(text, context, access);
  return process.ok ? ok({ type, process: process.value }) : process;
}

async function listEntries(
  context: CommandContext,
  handles: UserHandles,
  wanted: EntryFilter & { readonly flags: number },
): Promise<CommandResult> {
  const { table, owners } = handles;
  const { flags, type, process } = wanted;
  return {
    ...headerOf(context),
    kind: 'userHandles',
    handles,
    flags,
    type,
    process: process === null ? null : await accountOf(context, handles, process),
    rows: flags === 0 ? new Uint32Array(0) : selectRows(handles, wanted),
    summary: summariseTable(table, owners),
  };
}

/** Indexes of the entries to show, ascending. */
function selectRows(
  { table, owners }: UserHandles,
  { flags, type, process }: EntryFilter & { readonly flags: number },
): Uint32Array {
  const { columns, profile } = table;
  const rows = new Uint32Array(columns.count);
  const isAny = type === null || type === GENERIC_TYPE;
  const withFree = type === profile.freeType || ((flags & SHOW_FREE) !== 0 && isAny);
  let found = 0;
  for (let index = 0; index < columns.count; index++) {
    if (!columns.isReadable(index)) {
      continue;
    }
    const value = columns.type[index] ?? 0;
    const isFree = value === profile.freeType;
    if (isFree ? !withFree || process !== null : !isAny && value !== type) {
      continue;
    }
    if (process === null || owners.processIdOf(index) === process.processId) {
      rows[found++] = index;
    }
  }
  return rows.slice(0, found);
}

async function showHandle(
  context: CommandContext,
  handles: UserHandles,
  wanted: EntryFilter & { readonly handle: number; readonly flags: number },
): Promise<CommandResult> {
  const { handle, flags, process } = wanted;
  const { table } = handles;
  const type =
    wanted.type === null || wanted.type === GENERIC_TYPE
      ? null
      : typeOf(table.profile, wanted.type);
  const examined = await examineUserHandle(handles, handle, context.token, type);
  const owner = examined.owner;
  const owning = owner.kind === 'none' || owner.kind === 'unknown' ? null : owner.process;
  if (process !== null && process.processId !== owning?.processId) {
    return errorResult(context, {
      code: 'other-owner',
      message: `Handle ${hexPadded(handle, 8)} is not owned by ${numberedProcess(process)}.`,
      hint: `!dhe ${handle.toString(16)} shows who owns it.`,
    });
  }
  return {
    ...headerOf(context),
    kind: 'userHandle',
    handles,
    flags,
    wanted: type,
    examined,
    validation: explainValidation(table, handle, type),
    owner: owning === null ? null : await accountOf(context, handles, owning),
  };
}

/** The handle that an index or address stands for. */
function handleOf(
  handles: UserHandles,
  selector: Exclude<EntrySelector, { readonly kind: 'all' }>,
): Result<number> {
  const { table } = handles;
  switch (selector.kind) {
    case 'handle':
      return ok(selector.handle);
    case 'index':
      return ok(decodeIndex(table, selector.index).handle);
    case 'address': {
      const found = findEntry(handles, selector.address);
      if (found !== null) {
        return ok(decodeIndex(table, found.index).handle);
      }
      const digits = table.profile.pointerSize * 2;
      const end = table.entryAddress(table.columns.count);
      return fail({
        code: 'no-entry',
        message: `${hexPadded(selector.address, digits)} is neither in the table (${hexPadded(table.aheList, digits)} to ${hexPadded(end, digits)}) nor the address of an object in it.`,
        hint: '!dhe lists the entries with the addresses of their objects.',
      });
    }
  }
}
