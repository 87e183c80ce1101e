/** What completion proposes for the arguments of the commands about USER handles. */

import { familyType } from '../../analysis/traces/handleFamily';
import type { UserHandleAccess } from '../../target/userHandles';
import { keptUserHandles, type UserHandles } from '../../userHandles/keptUserHandles';
import { summariseTable } from '../../userHandles/summary';
import type { CancellationToken } from '../../util/cancellation';
import { hex, hexPadded } from '../../util/hex';
import {
  flatFields,
  layoutOf,
  USER_LAYOUTS,
  USER_STRUCTURES,
} from '../../windows/user/userLayouts';
import { namesOfType } from '../../windows/user/userTypeNames';
import { typeText } from '../../windows/user/userTypeText';
import { typesOf } from '../../windows/user/userTypes';
import type { UserArgument } from '../command';
import type { Proposal } from '../completionItem';
import type { CompletionPlace } from '../completionSources';
import type { Interpreter } from '../interpreter';
import { profileOfTarget } from './layoutChoice';

const MOST_HANDLES = 100;
/** Arguments of `!dhe` in front of the type. */
const BEFORE_TYPE = 2;

const FLAGS: readonly (readonly [string, string])[] = [
  ['1', 'entry'],
  ['3', 'entry and object'],
  ['b', 'entry, object and owner'],
  ['13', 'entry, object and the check step by step'],
  ['1f', 'everything'],
  ['5', 'free entries too'],
  ['0', 'counts by type'],
];

/** Proposals for an argument, best first; none where the target has no USER handles. */
export async function completeUserArgument(
  interpreter: Interpreter,
  kind: UserArgument,
  place: CompletionPlace,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const { word } = place;
  switch (kind) {
    case 'userHandle':
      return await completeUserHandles(interpreter, word, token);
    case 'userFlags':
      return FLAGS.filter(([value]) => value.startsWith(word.toLowerCase())).map(
        ([value, detail]) => ({ label: value, insert: value, kind: 'switch', detail }),
      );
    case 'userType':
      return await completeTypes(interpreter, place, token);
    case 'userProcess':
      return completeProcesses(interpreter, word);
    case 'userThread':
      return completeThreads(interpreter, word);
    case 'structure':
      return completeStructures(word);
    case 'field':
      return await completeFields(interpreter, place, token);
  }
}

/** The table and who owns its entries; null when there is none. */
async function openTable(
  { target }: Interpreter,
  token: CancellationToken,
): Promise<UserHandles | null> {
  const opened = target.userHandles === null ? null : await keptUserHandles(target, token);
  return opened?.ok === true ? opened.value : null;
}

/** Handles in use whose value begins with what was typed, with type and process. */
export async function completeUserHandles(
  interpreter: Interpreter,
  word: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const opened = word.startsWith('-') ? null : await openTable(interpreter, token);
  if (opened === null) {
    return [];
  }
  const { table, owners } = opened;
  const prefix = prefixFor(interpreter, word);
  const digits = word
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/^0+(?=.)/, '');
  const proposals: Proposal[] = [];
  const { columns, profile } = table;
  for (let index = 0; index < columns.count && proposals.length < MOST_HANDLES; index++) {
    if (!table.isInUse(index)) {
      continue;
    }
    const value = hex(table.handle(index));
    if (value.startsWith(digits)) {
      const processId = owners.processIdOf(index);
      const image = owners.processOf(processId)?.image;
      proposals.push({
        label: `${prefix}${value}`,
        insert: `${prefix}${value}`,
        kind: 'handle',
        detail: [typeText(profile.version, columns.type[index] ?? 0), image]
          .filter(Boolean)
          .join(' '),
      });
    }
  }
  return proposals;
}

function prefixFor({ state }: Interpreter, word: string): string {
  return /^0x/i.test(word) ? word.slice(0, 2) : state.radix === 16 ? '' : '0x';
}

/** Types by any of their names, with counts; behind a type also processes. A name may have blanks. */
async function completeTypes(
  interpreter: Interpreter,
  { word, before }: CompletionPlace,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const words = [...before.slice(BEFORE_TYPE), word];
  const typed = words.join(' ');
  const opened = await openTable(interpreter, token);
  if (opened === null) {
    return [];
  }
  const { table, owners } = opened;
  const { version } = table.profile;
  const { byType } = summariseTable(table, owners);
  const wanted = typed.toLowerCase();
  const types = typesOf(version)
    .map((type, value) => ({ type, value, count: byType[value] ?? 0 }))
    .sort((a, b) => b.count - a.count);
  const proposals = types.flatMap(({ type, value, count }): readonly Proposal[] => {
    const shown = typeText(version, value);
    const name = [shown, ...namesOfType(type)].find((each) =>
      each.toLowerCase().startsWith(wanted),
    );
    const detail = `${hexPadded(value, 2)}${name === shown ? '' : ` ${shown}`}, ${count === 0 ? 'none' : String(count)} in use`;
    return name === undefined ? [] : [{ label: name, insert: name, kind: 'type', detail, typed }];
  });
  return words.length > 1 ? [...proposals, ...completeProcesses(interpreter, word)] : proposals;
}

/** The types that the target's version has, as `USER:Menu`, for a word with or without the prefix. */
export async function completeUserTypes(
  interpreter: Interpreter,
  word: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const opened = await openTable(interpreter, token);
  if (opened === null) {
    return [];
  }
  const { table, owners } = opened;
  const { version } = table.profile;
  const { byType } = summariseTable(table, owners);
  const { type: name } = familyType(word);
  const isPrefix = 'user:'.startsWith(word.toLowerCase());
  return typesOf(version)
    .map((_, value) => ({ name: typeText(version, value), value, count: byType[value] ?? 0 }))
    .filter(({ value }) => value !== table.profile.freeType)
    .filter((each) => isPrefix || each.name.toLowerCase().startsWith(name.toLowerCase()))
    .sort((a, b) => b.count - a.count)
    .map(({ name: type, count }) => ({
      label: `USER:${type}`,
      insert: `USER:${type}`,
      kind: 'type',
      detail: `USER objects, ${count === 0 ? 'none' : String(count)} in use`,
    }));
}

function completeProcesses(interpreter: Interpreter, word: string): readonly Proposal[] {
  const processes = interpreter.target.userHandles?.guiProcesses() ?? [];
  return idProposals(
    interpreter,
    word,
    processes.map(({ processId, image }) => ({ id: processId, detail: image })),
  );
}

function completeThreads(interpreter: Interpreter, word: string): readonly Proposal[] {
  const { userHandles } = interpreter.target;
  const images = imagesOf(userHandles);
  const threads = userHandles?.guiThreads() ?? [];
  return idProposals(
    interpreter,
    word,
    threads.map(({ threadId, processId }) => ({
      id: threadId,
      detail: `process ${hex(processId)} ${images.get(processId) ?? ''}`.trimEnd(),
    })),
  );
}

function imagesOf(access: UserHandleAccess | null): ReadonlyMap<number, string> {
  return new Map(access?.guiProcesses().map(({ processId, image }) => [processId, image]) ?? []);
}

function idProposals(
  interpreter: Interpreter,
  word: string,
  ids: readonly { readonly id: number; readonly detail: string }[],
): readonly Proposal[] {
  const prefix = prefixFor(interpreter, word);
  return ids
    .map(({ id, detail }) => ({ text: `${prefix}${hex(id)}`, detail }))
    .filter(({ text }) => text.toLowerCase().startsWith(word.toLowerCase()))
    .map(({ text, detail }) => ({ label: text, insert: text, kind: 'process', detail }));
}

function completeStructures(word: string): readonly Proposal[] {
  return USER_STRUCTURES.filter((name) => name.toLowerCase().startsWith(word.toLowerCase())).map(
    (name) => ({
      label: name,
      insert: name.includes(' ') ? `"${name}"` : name,
      kind: 'type',
      detail: '',
    }),
  );
}

/** Members of the structure that was typed, in the target's version, else in any. */
async function completeFields(
  { target }: Interpreter,
  { word, before }: CompletionPlace,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const struct = before[0]?.toLowerCase() ?? '';
  const profile = await profileOfTarget(target, token);
  const layout =
    (profile === null ? null : layoutOf(struct, profile)) ??
    USER_LAYOUTS.find((each) => each.struct.toLowerCase() === struct);
  if (layout === undefined) {
    return [];
  }
  const fields = profile === null ? layout.fields : flatFields(layout, profile);
  return fields
    .filter(({ name }) => name.toLowerCase().startsWith(word.toLowerCase()))
    .map(({ name, type, offset }) => ({
      label: name,
      insert: name,
      kind: 'field',
      detail: `+${hexPadded(offset, 3)} ${type}`,
    }));
}
