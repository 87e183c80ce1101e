/** Conditions on who opened a handle and what the trace log says about its value. */

import type { Address } from '../../model/identifiers';
import { NO_STACK } from '../../model/stackColumn';
import { TRACE_OPERATIONS } from '../../model/handleTrace';
import { parseQueryNumber } from '../query/queryNumber';
import type { FieldTerm } from '../query/querySyntax';
import { testText, type TextMatcher } from '../text/textMatcher';
import type { FrameBook } from '../traces/frameBook';
import { NO_RECORD } from '../traces/openers';
import { WorkMeter, type Work } from '../work';
import type { TraceFacts } from './filterFacts';
import { holdsFor } from './handleValueTests';
import { matcherFor } from './queryMatchers';
import { anyTest, eachRowTest, tableTest, type RowTest } from './rowTest';

const FRAME_STYLE = { match: 'part', separator: null } as const;
/** Frames looked at between two rests. */
const STRETCH = 32_768;
/** Addresses whose answer is remembered. */
const MAXIMUM_KNOWN = 2 ** 17;

/** Any frame of the opening stack. */
export async function openedByTest(
  term: FieldTerm,
  facts: TraceFacts,
  work: Work,
): Promise<RowTest> {
  const { stacks, openers, book } = facts;
  await stacks.load(openers.openRecord, work);
  const { table } = stacks;
  const matchers = term.values.map((value) => matcherFor(term.operator, value, FRAME_STYLE));
  const answers = new Uint8Array(table.count + 1);
  const known = new Map<Address, boolean>();
  const meter = new WorkMeter(work, STRETCH);
  await book.prepare(
    table,
    Array.from({ length: table.count }, (_, at) => at + 1),
    work,
  );
  for (let stack = 1; stack <= table.count; stack++) {
    const found = table.frames(stack).some((address) => {
      let answer = known.get(address);
      if (answer === undefined) {
        answer = matchesFrame(matchers, book, address);
        if (known.size >= MAXIMUM_KNOWN) {
          known.clear();
        }
        known.set(address, answer);
      }
      return answer;
    });
    answers[stack] = found ? 1 : 0;
    if (meter.add(table.depth(stack))) {
      await meter.rest();
    }
  }
  return eachRowTest((row) => {
    const record = openers.openRecord[row] ?? NO_RECORD;
    const stack = record === NO_RECORD ? NO_STACK : stacks.stackOf(record);
    return answers[stack] === 1;
  });
}

/** Thread or process that opened the handle. A handle whose open is not in the log meets no comparison. */
export function openerIdTest(term: FieldTerm, facts: TraceFacts): RowTest {
  const ids = term.field === 'thread' ? facts.columns.threadId : facts.columns.processId;
  const { openRecord } = facts.openers;
  return comparisons(term, 16, (row) => {
    const record = openRecord[row] ?? NO_RECORD;
    return record === NO_RECORD ? null : (ids[record] ?? 0);
  });
}

/** Records newer than the one that opened the handle. */
export function ageTest(term: FieldTerm, facts: TraceFacts): RowTest {
  const { openRecord } = facts.openers;
  return comparisons(term, 10, (row) => {
    const record = openRecord[row] ?? NO_RECORD;
    return record === NO_RECORD ? null : record;
  });
}

/** Times the handle value was in use; a value the log does not know meets no comparison. */
export function generationTest(term: FieldTerm, facts: TraceFacts): RowTest {
  const { generation } = facts.openers;
  return comparisons(term, 10, (row) => {
    const lives = generation[row] ?? 0;
    return lives === 0 ? null : lives;
  });
}

/** Bad references to the handle value; a value the log does not know has none. */
export function badReferencesTest(term: FieldTerm, facts: TraceFacts): RowTest {
  const { badReferences } = facts.openers;
  return comparisons(term, 10, (row) => badReferences[row] ?? 0);
}

/** The operation of the newest record of the handle value. */
export function lastOperationTest(term: FieldTerm, facts: TraceFacts): RowTest {
  const wanted = new Set(term.values.map((value) => value.text.toLowerCase()));
  const answers = Uint8Array.from(TRACE_OPERATIONS, (name) => (wanted.has(name ?? 'none') ? 1 : 0));
  return tableTest(facts.openers.lastOperation, answers);
}

/** Compares a number of each row with those of a term; rows without one (null) meet no comparison. */
export function comparisons(
  term: FieldTerm,
  radix: 10 | 16,
  numberOf: (row: number) => number | null,
): RowTest {
  const operator = term.operator === '!=' ? '=' : term.operator;
  return anyTest(
    term.values.map((value) => {
      const wanted = Number(parseQueryNumber(value.text, radix) ?? 0n);
      return eachRowTest((row) => {
        const number = numberOf(row);
        return number !== null && holdsFor(operator, number - wanted);
      });
    }),
  );
}

function matchesFrame(
  matchers: readonly TextMatcher[],
  book: FrameBook,
  address: Address,
): boolean {
  const { folded } = book.facts(address);
  const cut = folded.indexOf('!');
  return matchers.some(
    (matcher) =>
      testText(matcher, folded) ||
      (cut !== -1 &&
        (testText(matcher, folded.slice(0, cut)) || testText(matcher, folded.slice(cut + 1)))),
  );
}
