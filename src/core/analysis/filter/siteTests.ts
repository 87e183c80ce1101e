/** Conditions on the place in the program that opened a handle. */

import { foldCase } from '../../util/foldCase';
import type { FieldTerm } from '../query/querySyntax';
import { testText } from '../text/textMatcher';
import { NO_RECORD } from '../traces/openers';
import { NO_SITE, type StackSites } from '../traces/stackSites';
import type { TraceFacts } from './filterFacts';
import { asksForNone, matcherFor } from './queryMatchers';
import { eachRowTest, type RowTest } from './rowTest';
import { comparisons } from './traceTests';

const FRAME_STYLE = { match: 'part', separator: null } as const;
/** What the beginning of a key looks like: shorter ones would be taken for texts. */
const KEY = /^[0-9a-f]{6,16}$/i;

/** The frame to blame, or the beginning of the site's key; `none` where no open is on record. */
export function siteTest(term: FieldTerm, traces: TraceFacts, sites: StackSites | null): RowTest {
  const named = term.values.filter((value) => !asksForNone(term.operator, value));
  const matchers = named.map((value) => matcherFor(term.operator, value, FRAME_STYLE));
  const keys = named.filter(({ text }) => KEY.test(text)).map(({ text }) => text.toLowerCase());
  const answers = new Uint8Array((sites?.count ?? 0) + 1);
  answers[NO_SITE] = named.length < term.values.length ? 1 : 0;
  for (let site = 1; site < answers.length; site++) {
    const facts = sites?.facts(site) ?? null;
    const label = foldCase(facts?.label ?? '');
    const found =
      matchers.some((matcher) => testText(matcher, label)) ||
      keys.some((key) => facts?.key.startsWith(key) === true);
    answers[site] = found ? 1 : 0;
  }
  const siteOf = siteOfRows(traces, sites);
  return eachRowTest((row) => answers[siteOf(row)] === 1);
}

/** How many rows of the table have the same site. Handles whose open is not on record meet no comparison. */
export function siblingsTest(
  term: FieldTerm,
  traces: TraceFacts,
  sites: StackSites | null,
): RowTest {
  const siteOf = siteOfRows(traces, sites);
  const counts = new Uint32Array((sites?.count ?? 0) + 1);
  const rows = traces.openers.openRecord.length;
  for (let row = 0; row < rows; row++) {
    const site = siteOf(row);
    counts[site] = (counts[site] ?? 0) + 1;
  }
  return comparisons(term, 10, (row) => {
    const site = siteOf(row);
    return site === NO_SITE ? null : (counts[site] ?? 0);
  });
}

/** The site that opened the handle in a row; {@link NO_SITE} without a record or a stack. */
export function siteOfRows(traces: TraceFacts, sites: StackSites | null): (row: number) => number {
  const { openRecord } = traces.openers;
  const { stacks } = traces;
  return (row) => {
    const record = openRecord[row] ?? NO_RECORD;
    return record === NO_RECORD || sites === null ? NO_SITE : sites.siteOf(stacks.stackOf(record));
  };
}
