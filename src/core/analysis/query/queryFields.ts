/** The fields of the query language as data: for the parser, for help and for completion. */

import type { QueryFieldName, QueryGroup, QueryOperator, QuerySort } from './querySyntax';

const TEXT_OPERATORS: readonly QueryOperator[] = [':', '=', '!=', '~', '!~'];
const NUMBER_OPERATORS: readonly QueryOperator[] = [':', '=', '!=', '<', '<=', '>', '>='];
const CHOICE_OPERATORS: readonly QueryOperator[] = [':', '=', '!='];

/** What a field's values are. */
export type QueryFieldKind = 'text' | 'number' | 'handle' | 'access' | 'choice';

/** One field. */
export interface QueryField {
  readonly name: QueryFieldName;
  /** Other spellings, lower case. */
  readonly aliases: readonly string[];
  readonly kind: QueryFieldKind;
  readonly operators: readonly QueryOperator[];
  /** For texts: does `:` look for the text anywhere, or must it be all there is? Wildcards always cover all. */
  readonly match: 'part' | 'whole';
  /** For numbers: how they are read without a prefix (`0x` hexadecimal, `0n` decimal). */
  readonly radix: 10 | 16;
  /** For choices: the words that are allowed. */
  readonly choices: readonly string[];
  /** One sentence. */
  readonly meaning: string;
  readonly examples: readonly string[];
}

type Row = Pick<QueryField, 'name' | 'kind' | 'meaning' | 'examples'> & Partial<QueryField>;

function field(row: Row): QueryField {
  const operators =
    row.kind === 'choice'
      ? CHOICE_OPERATORS
      : row.kind === 'number' || row.kind === 'handle'
        ? NUMBER_OPERATORS
        : TEXT_OPERATORS;
  return { aliases: [], operators, match: 'part', radix: 10, choices: [], ...row };
}

/** Words of `attr:`; a handle with none of them is `none`. */
export const ATTRIBUTE_WORDS = ['inherit', 'protect', 'audit', 'none'] as const;
/** Words of `state:`. */
export const STATE_WORDS = ['new', 'changed', 'closed', 'same'] as const;
/** Words of `last:`. */
export const LAST_WORDS = ['open', 'close', 'badref', 'none'] as const;

/** Words of `family:`. */
export const FAMILY_WORDS = ['kernel', 'user'] as const;

/** All fields, in the order help shows them. */
export const QUERY_FIELDS: readonly QueryField[] = [
  field({
    name: 'value',
    aliases: ['handle'],
    kind: 'handle',
    radix: 16,
    meaning: 'The handle value, hexadecimal; the two tag bits do not matter.',
    examples: ['value:3c', 'handle:3*', 'value>=0x1000'],
  }),
  field({
    name: 'type',
    kind: 'text',
    match: 'whole',
    meaning: 'The object type, the whole word; handles without a recorded type have none.',
    examples: ['type:File', 'type:"ALPC Port"|*Timer', 'type:none'],
  }),
  field({
    name: 'name',
    kind: 'text',
    meaning:
      'The object name: a part of it, or with wildcards all of it or all of its last component.',
    examples: ['name:CNG', 'name:*.log', 'name~"\\.(log|txt)$"', 'name:none'],
  }),
  field({
    name: 'access',
    kind: 'access',
    radix: 16,
    meaning:
      'A granted right whose label or SDK name has the word in it, or a mask whose bits are all granted; = takes the whole word or mask.',
    examples: ['access:write', 'access:0x2', 'access=1f0003'],
  }),
  field({
    name: 'attr',
    aliases: ['attribute', 'attributes'],
    kind: 'choice',
    choices: ATTRIBUTE_WORDS,
    meaning: 'What is special about the handle.',
    examples: ['attr:inherit|protect', 'attr:none'],
  }),
  field({
    name: 'count',
    aliases: ['handlecount', 'handles'],
    kind: 'number',
    meaning: 'How many handles the object has, as the target reports it.',
    examples: ['count>2'],
  }),
  field({
    name: 'pointers',
    aliases: ['pointercount'],
    kind: 'number',
    meaning: 'The pointer count of the object, as the target reports it.',
    examples: ['pointers>=65536'],
  }),
  field({
    name: 'state',
    kind: 'choice',
    choices: STATE_WORDS,
    meaning: 'What happened to the handle since the previous stop.',
    examples: ['state:new|changed'],
  }),
  field({
    name: 'openedBy',
    aliases: ['openedby', 'opener', 'stack'],
    kind: 'text',
    meaning: 'Any frame of the stack that opened the handle, as module!symbol or one of the two.',
    examples: ['openedBy:app!*', 'openedBy:CreateWorker'],
  }),
  field({
    name: 'site',
    kind: 'text',
    meaning:
      'The place that opened the handle: the frame to blame, as module!symbol or a part of it, or the key that !sites shows.',
    examples: ['site:ReadLimit', 'site:app!*', 'site:5f2c91ab', 'site:none'],
  }),
  field({
    name: 'siblings',
    kind: 'number',
    meaning: 'How many open handles the same place opened, this one included.',
    examples: ['siblings>10'],
  }),
  field({
    name: 'thread',
    aliases: ['tid'],
    kind: 'number',
    radix: 16,
    meaning: 'The thread that opened the handle, hexadecimal.',
    examples: ['thread:1230', 'thread:0n4656'],
  }),
  field({
    name: 'process',
    aliases: ['pid'],
    kind: 'number',
    radix: 16,
    meaning: 'The process that opened the handle, hexadecimal.',
    examples: ['process:17e8'],
  }),
  field({
    name: 'last',
    kind: 'choice',
    choices: LAST_WORDS,
    meaning: 'The newest trace record of the handle value.',
    examples: ['last:badref', 'last:none'],
  }),
  field({
    name: 'generation',
    aliases: ['gen'],
    kind: 'number',
    meaning: 'How many times the handle value is known to have been in use, this time included.',
    examples: ['generation>1'],
  }),
  field({
    name: 'badrefs',
    kind: 'number',
    meaning: 'How many bad references to the handle value are in the trace log.',
    examples: ['badrefs>0'],
  }),
  field({
    name: 'age',
    kind: 'number',
    meaning: 'How many trace records are newer than the one that opened the handle.',
    examples: ['age>1000'],
  }),
  field({
    name: 'family',
    kind: 'choice',
    choices: FAMILY_WORDS,
    meaning:
      'Whether the handle is in the handle table of a process or one of the windowing system.',
    examples: ['family:user'],
  }),
];

/** What `group:` takes. */
export const GROUP_WORDS: readonly QueryGroup[] = [
  'type',
  'site',
  'name',
  'process',
  'thread',
  'flat',
];
/** What `sort:` takes. */
export const SORT_WORDS: readonly QuerySort[] = [
  'value',
  'type',
  'name',
  'count',
  'handleCount',
  'newest',
];

const BY_NAME: ReadonlyMap<string, QueryField> = new Map(
  QUERY_FIELDS.flatMap((known) =>
    [known.name.toLowerCase(), ...known.aliases].map((name) => [name, known] as const),
  ),
);

/** The field with a name or another spelling of it, letter case ignored; undefined when there is none. */
export function queryField(name: string): QueryField | undefined {
  return BY_NAME.get(name.toLowerCase());
}
