/** What completion proposes for each kind of argument. */

import type { HandleColumns } from '../model/handleColumns';
import type { HandleStore } from '../target/handleStore';
import type { CancellationToken } from '../util/cancellation';
import { hex } from '../util/hex';
import { familyType } from '../analysis/traces/handleFamily';
import { DEBUGGER_TYPES } from '../windows/debuggerTypes';
import type { ArgumentDescription } from './command';
import type { Proposal } from './completionItem';
import { summaryOf } from './handleSummary';
import type { Interpreter } from './interpreter';
import { completeUserArgument, completeUserTypes } from './user/userCompletion';

/** Where the cursor is. */
export interface CompletionPlace {
  /** The argument it is in; undefined past the last one. */
  readonly argument: ArgumentDescription | undefined;
  /** What of it was typed before the cursor. */
  readonly word: string;
  /** Number of words before it. */
  readonly index: number;
  /** The arguments before it, switches and their values left out. */
  readonly before: readonly string[];
  /** It is the value of the switch before it. */
  readonly isSwitchValue: boolean;
}

const MOST_HANDLES = 100;

const FLAGS = {
  user: [
    ['f', 'everything'],
    ['1', 'type'],
    ['2', 'attributes, access and counts'],
    ['4', 'name'],
    ['8', 'object-specific information'],
    ['0', 'summary only'],
  ],
  kernel: [
    ['3', 'entry and object'],
    ['7', 'free entries too'],
    ['0', 'one line for each handle'],
    ['13', 'from the kernel handle table'],
    ['23', 'take the handle for a process or thread id'],
  ],
} as const;

/** Proposals for an argument, best first. */
export async function completeArgument(
  interpreter: Interpreter,
  place: CompletionPlace,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const { argument, word } = place;
  if (argument === undefined) {
    return [];
  }
  if (argument.choices !== undefined) {
    return completeChoices(argument.choices, word);
  }
  switch (argument.completes) {
    case 'handle':
      return await completeHandles(interpreter, word, token);
    case 'anyHandle':
      return [
        ...(await completeHandles(interpreter, word, token)),
        ...(await completeUserArgument(interpreter, 'userHandle', place, token)),
      ].slice(0, MOST_HANDLES);
    case 'type':
      return await completeTypes(interpreter, word, token);
    case 'anyType':
      return await completeAnyType(interpreter, word, token);
    case 'flags':
      return completeFlags(interpreter, word);
    case 'process':
      return completeProcesses(interpreter, word);
    case 'snapshot':
      return completeSnapshots(interpreter, word);
    case 'number':
    case 'path':
    case 'command':
    case 'query':
    case 'none':
      return [];
    default:
      return await completeUserArgument(interpreter, argument.completes, place, token);
  }
}

function completeChoices(choices: readonly string[], word: string): readonly Proposal[] {
  return choices
    .filter((choice) => choice.startsWith(word.toLowerCase()))
    .map((choice) => ({ label: choice, insert: choice, kind: 'value', detail: '' }));
}

/** The current process's handle table; null when it cannot be read. */
async function openTable(
  interpreter: Interpreter,
  token: CancellationToken,
): Promise<{ readonly store: HandleStore; readonly columns: HandleColumns } | null> {
  const opened = await interpreter.target.handles(interpreter.state.currentProcessId, 'process');
  return opened.ok ? { store: opened.value, columns: await opened.value.columns(token) } : null;
}

/** Handle values that begin with a word, with type and name; at most 100. */
export async function completeHandles(
  interpreter: Interpreter,
  word: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const table = await openTable(interpreter, token);
  if (table === null || word.startsWith('-')) {
    return [];
  }
  const prefix = /^0x/i.test(word) ? word.slice(0, 2) : interpreter.state.radix === 16 ? '' : '0x';
  const digits = word.toLowerCase().replace(/^0x/, '');
  const rows: number[] = [];
  for (let row = 0; row < table.columns.count && rows.length < MOST_HANDLES; row++) {
    if (handleDigits(table.columns, row).startsWith(digits)) {
      rows.push(row);
    }
  }
  const records = await table.store.records(rows, token);
  return records.map((record) => ({
    label: `${prefix}${hex(record.value)}`,
    insert: `${prefix}${hex(record.value)}`,
    kind: 'handle',
    detail: [record.type ?? 'unknown type', record.name].filter(Boolean).join(' '),
  }));
}

/** Without a 64-bit number for the values that do not need one: this runs over whole tables. */
function handleDigits(columns: HandleColumns, row: number): string {
  return columns.valueHigh === null ? hex(columns.valueLow[row] ?? 0) : hex(columns.value(row));
}

/** Types of the table with their counts, then the other types debuggers know. */
export async function completeTypes(
  interpreter: Interpreter,
  word: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const table = await openTable(interpreter, token);
  const counts = table === null ? new Map<string, number>() : summaryOf(table.columns).byType;
  const present = [...counts.keys()].filter((type) => type !== 'None').sort();
  const others = DEBUGGER_TYPES.filter((type) => !counts.has(type));
  const wanted = word.toLowerCase();
  return [...present, ...others]
    .filter((type) => type.toLowerCase().startsWith(wanted))
    .map((type) => ({
      label: type,
      insert: type,
      kind: 'type',
      detail: countText(counts.get(type)),
    }));
}

/** Types of kernel objects, then those of USER objects with their prefix; a name that both have is proposed with both prefixes. */
async function completeAnyType(
  interpreter: Interpreter,
  word: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  if (/^[0-9]/.test(word)) {
    return [];
  }
  const user = await completeUserTypes(interpreter, word, token);
  const { family, type } = familyType(word);
  if (family === 'USER') {
    return user;
  }
  const inBoth = new Set(user.map(({ label }) => familyType(label).type.toLowerCase()));
  const kernel = (await completeTypes(interpreter, type, token)).map((proposal) =>
    family === 'kernel' || inBoth.has(proposal.label.toLowerCase())
      ? { ...proposal, label: `kernel:${proposal.label}`, insert: `kernel:${proposal.insert}` }
      : proposal,
  );
  return family === 'kernel' ? kernel : [...kernel, ...user];
}

function countText(count: number | undefined): string {
  return count === undefined ? 'no handle' : `${count} ${count === 1 ? 'handle' : 'handles'}`;
}

function completeFlags(interpreter: Interpreter, word: string): readonly Proposal[] {
  const { mode } = interpreter.target.info;
  return FLAGS[mode]
    .filter(([value]) => value.startsWith(word.toLowerCase()))
    .map(([value, detail]) => ({ label: value, insert: value, kind: 'switch', detail }));
}

function completeProcesses(interpreter: Interpreter, word: string): readonly Proposal[] {
  const prefix = interpreter.state.radix === 16 ? '' : '0x';
  return interpreter.target
    .processes()
    .map((process) => ({ process, id: `${prefix}${hex(process.processId)}` }))
    .filter(({ id }) => id.startsWith(word.toLowerCase()))
    .map(({ process, id }) => ({ label: id, insert: id, kind: 'process', detail: process.image }));
}

function completeSnapshots({ state }: Interpreter, word: string): readonly Proposal[] {
  return state.named
    .filter(({ name }) => name.toLowerCase().startsWith(word.toLowerCase()))
    .map(({ name, table }) => ({
      label: name,
      insert: name,
      kind: 'snapshot',
      detail: countText(table.columns.count),
    }));
}
