/** What can be typed next in a query: fields, then values of the field. */

import {
  GROUP_WORDS,
  QUERY_FIELDS,
  queryField,
  SORT_WORDS,
  type QueryField,
} from '../analysis/query/queryFields';
import { familyType, type HandleFamily } from '../analysis/traces/handleFamily';
import { withoutPrefix } from '../analysis/filter/accessBits';
import { OwnCode } from '../analysis/traces/ownFrames';
import { address } from '../model/identifiers';
import type { CancellationToken } from '../util/cancellation';
import { hex } from '../util/hex';
import { specificRights, STANDARD_RIGHTS } from '../windows/accessRights';
import type { Proposal } from './completionItem';
import { completeHandles, completeTypes } from './completionSources';
import type { Interpreter } from './interpreter';
import { completeUserHandles, completeUserTypes } from './user/userCompletion';

/** Values proposed at once. */
const MOST = 100;

/** Proposals, and the end of the text that each replaces. */
export interface QueryProposals {
  readonly word: string;
  readonly items: readonly Proposal[];
}

/** A term that is being typed. */
interface OpenTerm {
  /** What stands in front of its operator; everything where there is none yet. */
  readonly name: string;
  readonly operator: string | null;
  /** The alternative that is being typed. */
  readonly value: string;
}

/** Proposals for the end of a query. `text`: the query up to the cursor; `family`: which handles it searches. */
export async function completeQuery(
  interpreter: Interpreter,
  text: string,
  family: HandleFamily,
  token: CancellationToken,
): Promise<QueryProposals> {
  const term = openTerm(text);
  if (term.operator === null) {
    return { word: term.name, items: fieldProposals(term.name) };
  }
  const wanted = term.value.replace(/^"/, '');
  const items = await valueProposals({ interpreter, family }, term, wanted, token);
  return { word: term.value, items: items.slice(0, MOST).map(quotedWhereNeeded) };
}

/** The term at the end of a text: after the last blank or parenthesis outside quotes, without a negation. */
function openTerm(text: string): OpenTerm {
  let start = 0;
  let valueAt = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    quoted = char === '"' ? !quoted : quoted;
    if (!quoted && /[\s()]/.test(char)) {
      start = at + 1;
      valueAt = start;
    } else if (!quoted && char === '|') {
      valueAt = at + 1;
    }
  }
  const term = text.slice(start).replace(/^[-!]+(?![=~])/, '');
  const found = /^([A-Za-z]+)(!=|!~|<=|>=|[:=~<>])/.exec(term);
  if (found === null) {
    return { name: term, operator: null, value: '' };
  }
  const [front, name = '', operator = ''] = found;
  const value = valueAt > start ? text.slice(valueAt) : term.slice(front.length);
  return { name, operator, value };
}

function fieldProposals(typed: string): readonly Proposal[] {
  const wanted = typed.toLowerCase();
  const fields = QUERY_FIELDS.map((field): Proposal => {
    const operator = field.kind === 'number' ? '>' : ':';
    return {
      label: field.name,
      insert: `${field.name}${operator}`,
      kind: 'field',
      detail: `${field.meaning} ${field.examples[0] ?? ''}`,
    };
  });
  const directives = [
    {
      label: 'group',
      insert: 'group:',
      kind: 'field',
      detail: `Groups by ${GROUP_WORDS.join(', ')}.`,
    },
    { label: 'sort', insert: 'sort:', kind: 'field', detail: `Sorts by ${SORT_WORDS.join(', ')}.` },
  ] as const;
  return [...fields, ...directives].filter(({ label }) => label.toLowerCase().startsWith(wanted));
}

/** Where values come from. */
interface ValueSource {
  readonly interpreter: Interpreter;
  readonly family: HandleFamily;
}

async function valueProposals(
  source: ValueSource,
  { name, operator }: OpenTerm,
  wanted: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const lower = name.toLowerCase();
  if (lower === 'group' || lower === 'sort') {
    return words(lower === 'group' ? GROUP_WORDS : SORT_WORDS, wanted);
  }
  const field = queryField(name);
  // Nobody completes a regular expression.
  if (field === undefined || operator === '~' || operator === '!~') {
    return [];
  }
  return field.kind === 'choice'
    ? words(field.choices, wanted)
    : await fieldValues(source, field, wanted, token);
}

async function fieldValues(
  { interpreter, family }: ValueSource,
  field: QueryField,
  wanted: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const { target, state } = interpreter;
  switch (field.name) {
    case 'type':
      return family === 'USER'
        ? (await completeUserTypes(interpreter, `USER:${wanted}`, token)).map(withoutFamily)
        : [...(await completeTypes(interpreter, wanted, token)), ...words(['none'], wanted)];
    case 'value':
      return family === 'USER'
        ? await completeUserHandles(interpreter, wanted, token)
        : await completeHandles(interpreter, wanted, token);
    case 'access':
      return await rights(interpreter, wanted, token);
    case 'thread':
      return words(
        target.threads(state.currentProcessId).map(({ threadId }) => hex(threadId)),
        wanted,
      );
    case 'process':
      return target
        .processes()
        .map(({ processId, image }) => value(hex(processId), image))
        .filter(({ label }) => label.startsWith(wanted.toLowerCase()));
    case 'openedBy':
      return ownModules(interpreter, wanted);
    case 'site':
      return [...listedSites(interpreter, wanted), ...ownModules(interpreter, wanted)];
    case 'name':
      return words(['none'], wanted);
    default:
      return [];
  }
}

/** A query about USER handles has no other types. */
function withoutFamily(proposal: Proposal): Proposal {
  const { type } = familyType(proposal.label);
  return { ...proposal, label: type, insert: type };
}

/** Rights of the types that the table has, as the SDK calls them. */
async function rights(
  interpreter: Interpreter,
  wanted: string,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  const opened = await interpreter.target.handles(interpreter.state.currentProcessId, 'process');
  const types = opened.ok ? (await opened.value.columns(token)).typeNames.slice(1) : [];
  const byName = new Map<string, string>();
  for (const type of types) {
    for (const { name } of specificRights(type)) {
      byName.set(withoutPrefix(type, name).toLowerCase(), type);
    }
  }
  const standard = STANDARD_RIGHTS.map(({ name }) => value(name.toLowerCase(), 'any type'));
  const specific = [...byName].map(([name, type]) => value(name, type));
  return [...specific, ...standard]
    .filter(({ label }) => label.startsWith(wanted.toLowerCase()))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** Modules of the program, as patterns that cover all their functions. */
function ownModules({ target, state }: Interpreter, wanted: string): readonly Proposal[] {
  const code = new OwnCode(target.modules(), target.info.pointerSize, state.ownCode);
  return target
    .modules()
    .filter(
      ({ name, base }) =>
        code.ownerOf({
          address: base ?? address(0),
          module: name,
          symbol: null,
          displacement: 0n,
        }) === 'own',
    )
    .map(({ name }) => value(`${name}!*`, 'a module of the program'))
    .filter(({ label }) => label.toLowerCase().startsWith(wanted.toLowerCase()));
}

/** The sites that were listed last, by their keys. */
function listedSites({ state }: Interpreter, wanted: string): readonly Proposal[] {
  const leaks = state.listedSites.get(state.currentProcessId)?.leaks;
  return (leaks?.ranking ?? []).slice(0, MOST).flatMap(({ key, parts, site, evidence }) => {
    const label = parts.sites.facts(site)?.label ?? '';
    const fits = [key, label.toLowerCase()].some((text) => text.startsWith(wanted.toLowerCase()));
    return key === '' || !fits
      ? []
      : [{ ...value(key.slice(0, 8), `${label}, ${evidence.outstanding} outstanding`) }];
  });
}

function words(texts: readonly string[], wanted: string): readonly Proposal[] {
  return texts
    .filter((text) => text.toLowerCase().startsWith(wanted.toLowerCase()))
    .map((text) => value(text, ''));
}

function value(label: string, detail: string): Proposal {
  return { label, insert: label, kind: 'value', detail };
}

function quotedWhereNeeded(item: Proposal): Proposal {
  return /[\s()"|]/.test(item.insert)
    ? { ...item, insert: `"${item.insert.replaceAll('"', '""')}"` }
    : item;
}
