/** Sites that the user does not want to see: patterns in the query language. */

import { foldCase } from '../../util/foldCase';
import { fail, ok, type Result } from '../../util/result';
import { asksForNone, isNegative, matcherFor } from '../filter/queryMatchers';
import { parseQuery } from '../query/queryParser';
import {
  queryProblem,
  type FieldTerm,
  type QueryNode,
  type QueryProblem,
  type QueryValue,
} from '../query/querySyntax';
import { testText, type TextMatcher } from '../text/textMatcher';

/** What a suppression looks at. */
export interface SuppressibleSite {
  readonly key: string;
  /** All frames of a stack of the site as `module!symbol`, letter case folded. */
  readonly frames: readonly string[];
  /** Types of its handles; empty when they are not known. */
  readonly types: readonly string[];
  /** Different names of its handles, as far as they were read. */
  readonly names: readonly string[];
}

/** One pattern. */
export interface Suppression {
  /** As the user wrote it. */
  readonly text: string;
  readonly where: QueryNode;
}

/**
 * Reads a pattern: `module!symbol` with `*` and `?` for any frame, `type:Key` for sites whose handles are all of the type,
 * `name:*.mui` for sites whose handles all have such names, `site:5f2c91ab` for one site; several together, negated and
 * joined as in every query.
 */
export function parseSuppression(text: string): Result<Suppression, QueryProblem> {
  const query = parseQuery(text);
  if (!query.ok) {
    return query;
  }
  const { where, group, sort } = query.value;
  if (where === null || group !== null || sort !== null) {
    return fail(
      queryProblem(0, text.length, {
        code: 'suppression',
        message: 'This suppresses nothing.',
        hint: 'Write a frame, a type or a name: app!Cache::*, type:Key, name:*.mui.',
      }),
    );
  }
  const wrong = unsuitable(where);
  return wrong === null
    ? ok({ text, where })
    : fail(
        queryProblem(wrong.at, wrong.field.length, {
          code: 'suppression',
          message: `Sites cannot be suppressed by '${wrong.field}'.`,
          hint: 'They have frames (app!Cache::*), types (type:Key), names (name:*.mui) and keys (site:5f2c91ab).',
        }),
      );
}

const FIELDS: ReadonlySet<string> = new Set(['type', 'name', 'openedBy', 'site']);

function unsuitable(node: QueryNode): FieldTerm | null {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.map(unsuitable).find((found) => found !== null) ?? null;
    case 'not':
      return unsuitable(node.part);
    case 'text':
      return null;
    case 'field':
      return FIELDS.has(node.field) ? null : node;
  }
}

/** True when a suppression covers a site. */
export function suppresses({ where }: Suppression, site: SuppressibleSite): boolean {
  return holds(where, site);
}

function holds(node: QueryNode, site: SuppressibleSite): boolean {
  switch (node.kind) {
    case 'and':
      return node.parts.every((part) => holds(part, site));
    case 'or':
      return node.parts.some((part) => holds(part, site));
    case 'not':
      return !holds(node.part, site);
    case 'text':
      return node.values.some((value) => anyFrame(site, matcher(':', value, 'part')));
    case 'field':
      return isNegative(node.operator) ? !fieldHolds(node, site) : fieldHolds(node, site);
  }
}

function fieldHolds(term: FieldTerm, site: SuppressibleSite): boolean {
  const operator = term.operator;
  switch (term.field) {
    case 'type':
      return everyText(site.types, term, 'whole');
    case 'name':
      return everyText(site.names, term, 'part');
    case 'site':
      return term.values.some((value) => site.key.startsWith(value.text.toLowerCase()));
    default:
      return term.values.some((value) => anyFrame(site, matcher(operator, value, 'part')));
  }
}

function everyText(texts: readonly string[], term: FieldTerm, match: 'part' | 'whole'): boolean {
  const wantsNone = term.values.some((value) => asksForNone(term.operator, value));
  if (texts.length === 0) {
    return wantsNone;
  }
  const matchers = term.values.map((value) => matcher(term.operator, value, match));
  return texts.map(foldCase).every((text) => matchers.some((each) => covers(each, text)));
}

function anyFrame(site: SuppressibleSite, wanted: TextMatcher): boolean {
  return site.frames.some((frame) => {
    const cut = frame.indexOf('!');
    return (
      covers(wanted, frame) ||
      (cut !== -1 && (covers(wanted, frame.slice(0, cut)) || covers(wanted, frame.slice(cut + 1))))
    );
  });
}

function matcher(
  operator: FieldTerm['operator'],
  value: QueryValue,
  match: 'part' | 'whole',
): TextMatcher {
  return matcherFor(operator, value, { match, separator: '\\' });
}

function covers(wanted: TextMatcher, folded: string): boolean {
  return testText(wanted, folded);
}
