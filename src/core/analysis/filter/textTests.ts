/** Conditions on types, names and access rights. */

import { NO_TYPE } from '../../model/handleColumns';
import { NO_NAME_ID } from '../../model/nameColumn';
import { foldCase } from '../../util/foldCase';
import type { FieldTerm, TextTerm } from '../query/querySyntax';
import { testText, type TextMatcher } from '../text/textMatcher';
import { WorkMeter, type Work } from '../work';
import { bitsByName, withoutPrefix } from './accessBits';
import type { FilterFacts } from './filterFacts';
import { valueContainsTest, valueWildcardTest } from './handleValueTests';
import { searchNames } from './nameSearch';
import { accessMask, asksForNone, matcherFor } from './queryMatchers';
import { anyTest, constantTest, eachRowTest, tableTest, type RowTest } from './rowTest';

/** Types looked at between two rests. */
const TYPES_PER_STEP = 500;
const TYPE_STYLE = { match: 'whole', separator: null } as const;
const NAME_STYLE = { match: 'part', separator: '\\' } as const;
const WORD_STYLE = { match: 'part', separator: null } as const;

/** A text anywhere in what a row shows: value, type, name, access rights. */
export async function anywhereTest(
  term: TextTerm,
  facts: FilterFacts,
  work: Work,
): Promise<RowTest> {
  const tests: RowTest[] = [];
  for (const value of term.values) {
    const word = matcherFor(':', value, WORD_STYLE);
    tests.push(
      word.isPlain
        ? valueContainsTest(facts.columns, value.text)
        : valueWildcardTest(facts.columns, value.text),
      typesTest([word], facts),
      await accessWordTest(() => word, facts, work),
      await namesTest([matcherFor(':', value, NAME_STYLE)], facts, work),
    );
  }
  return anyTest(tests);
}

/** The object type. */
export function typeTest(term: FieldTerm, facts: FilterFacts): RowTest {
  const named = term.values.filter((value) => !asksForNone(term.operator, value));
  const matchers = named.map((value) => matcherFor(term.operator, value, TYPE_STYLE));
  return typesTest(matchers, facts, named.length < term.values.length);
}

/** The object name. */
export async function nameTest(term: FieldTerm, facts: FilterFacts, work: Work): Promise<RowTest> {
  const named = term.values.filter((value) => !asksForNone(term.operator, value));
  const matchers = named.map((value) => matcherFor(term.operator, value, NAME_STYLE));
  return await namesTest(matchers, facts, work, named.length < term.values.length);
}

/** The granted access. */
export async function accessTest(
  term: FieldTerm,
  facts: FilterFacts,
  work: Work,
): Promise<RowTest> {
  const { grantedAccess } = facts.columns;
  const isRegex = term.operator === '~' || term.operator === '!~';
  const tests: RowTest[] = [];
  for (const value of term.values) {
    const mask = isRegex ? null : accessMask(value);
    if (mask === null) {
      const plain = matcherFor(term.operator, value, WORD_STYLE);
      const matcherOf = (type: string | null): TextMatcher => {
        const text = isRegex ? value.text : withoutPrefix(type, value.text);
        return text === value.text
          ? plain
          : matcherFor(term.operator, { ...value, text }, WORD_STYLE);
      };
      tests.push(await accessWordTest(matcherOf, facts, work));
    } else if (term.operator === ':') {
      tests.push(eachRowTest((row) => ((grantedAccess[row] ?? 0) & mask) >>> 0 === mask));
    } else {
      tests.push(eachRowTest((row) => grantedAccess[row] === mask));
    }
  }
  return anyTest(tests);
}

function typesTest(
  matchers: readonly TextMatcher[],
  facts: FilterFacts,
  matchesNone = false,
): RowTest {
  const { type, typeNames } = facts.columns;
  const answers = new Uint8Array(typeNames.length);
  typeNames.forEach((name, id) => {
    const folded = foldCase(name);
    const found =
      id === NO_TYPE ? matchesNone : matchers.some((matcher) => testText(matcher, folded));
    answers[id] = found ? 1 : 0;
  });
  return tableTest(type, answers);
}

async function namesTest(
  matchers: readonly TextMatcher[],
  facts: FilterFacts,
  work: Work,
  matchesNone = false,
): Promise<RowTest> {
  const { names } = facts;
  if (names === null) {
    return constantTest(false);
  }
  const answers = new Uint8Array(names.distinct + 1);
  for (const matcher of matchers) {
    (await searchNames(names, matcher, work)).forEach((answer, id) => {
      answers[id] = (answers[id] ?? 0) | answer;
    });
  }
  answers[NO_NAME_ID] = matchesNone ? 1 : 0;
  return tableTest(names.id, answers);
}

/** Rights by name: which bits they are is found once per type. */
async function accessWordTest(
  matcherOf: (type: string | null) => TextMatcher,
  facts: FilterFacts,
  work: Work,
): Promise<RowTest> {
  const { type, typeNames, grantedAccess } = facts.columns;
  const bits = new Uint32Array(typeNames.length);
  const meter = new WorkMeter(work, TYPES_PER_STEP);
  for (let id = 0; id < typeNames.length; id++) {
    const name = id === NO_TYPE ? null : (typeNames[id] ?? null);
    bits[id] = bitsByName(name, matcherOf(name));
    if (meter.add(1)) {
      await meter.rest();
    }
  }
  return {
    test: (from, to, verdicts) => {
      for (let row = from, at = 0; row < to; row++, at++) {
        const wanted = bits[type[row] ?? NO_TYPE] ?? 0;
        verdicts[at] = ((grantedAccess[row] ?? 0) & wanted) === 0 ? 0 : 1;
      }
    },
  };
}
