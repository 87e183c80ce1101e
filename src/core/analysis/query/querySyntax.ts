/**
 * The query language as a tree.
 *
 * ```
 * query     = [ anyOf ]                                   empty: every row
 * anyOf     = allOf { "or" allOf }
 * allOf     = part { [ "and" ] part }
 * part      = { "-" | "!" | "not" } ( "(" anyOf ")" | term )
 * term      = [ field operator ] value { "|" value }      no blanks inside
 * operator  = ":" | "=" | "!=" | "~" | "!~" | "<" | "<=" | ">" | ">="
 * value     = '"' anything, a quote written twice '"' | a run without blanks, quotes, parentheses and "|"
 * ```
 *
 * `group:` and `sort:` are written like terms and may stand anywhere outside parentheses; they choose the view.
 * Fields and what they mean: {@link QUERY_FIELDS}.
 */

import type { Problem } from '../../util/problem';

/** Fields that rows are tested by. */
export type QueryFieldName =
  | 'value'
  | 'type'
  | 'name'
  | 'access'
  | 'attr'
  | 'count'
  | 'pointers'
  | 'state'
  | 'openedBy'
  | 'site'
  | 'siblings'
  | 'thread'
  | 'process'
  | 'last'
  | 'generation'
  | 'badrefs'
  | 'age'
  | 'family';

/** How a field is compared. */
export type QueryOperator = ':' | '=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=';

/** One value of a term. */
export interface QueryValue {
  readonly text: string;
  /** In quotes: blanks are part of it, `*` and `?` mean themselves. */
  readonly quoted: boolean;
  /** Where it starts in the query, units from 0. */
  readonly at: number;
}

/** A text that is looked for in everything a row shows. */
export interface TextTerm {
  readonly kind: 'text';
  /** Alternatives, at least one. */
  readonly values: readonly QueryValue[];
  readonly at: number;
}

/** A condition on one field. */
export interface FieldTerm {
  readonly kind: 'field';
  readonly field: QueryFieldName;
  readonly operator: QueryOperator;
  /** Alternatives, at least one. */
  readonly values: readonly QueryValue[];
  readonly at: number;
}

/** A condition. */
export type QueryNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly part: QueryNode }
  | TextTerm
  | FieldTerm;

/** A whole query. */
export interface Query {
  /** Null: every row. */
  readonly where: QueryNode | null;
  /** What `group:` says; null when it is absent. */
  readonly group: QueryGroup | null;
  /** What `sort:` says; null when it is absent. */
  readonly sort: QuerySort | null;
}

/** Ways to group rows. */
export type QueryGroup = 'type' | 'site' | 'name' | 'process' | 'thread' | 'flat';

/** Ways to sort rows; `count` sorts the groups, largest first, and leaves their rows as they are. */
export type QuerySort = 'value' | 'type' | 'name' | 'count' | 'handleCount' | 'newest';

/** A mistake in a query. `where` names the column in words. */
export interface QueryProblem extends Problem {
  /** Column of the first wrong character, from 1. */
  readonly column: number;
  /** How many characters are wrong, at least 1. */
  readonly length: number;
}

/** Makes a problem that points at a place in a query; `at` counts units from 0. */
export function queryProblem(
  at: number,
  length: number,
  rest: { readonly code: string; readonly message: string; readonly hint: string },
): QueryProblem {
  return { ...rest, where: `column ${at + 1}`, column: at + 1, length: Math.max(1, length) };
}
