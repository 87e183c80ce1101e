/** Finds the rows of a handle table that a query asks for: compiled to conditions on columns, tested in one pass. */

import {
  ATTRIBUTE_AUDIT,
  ATTRIBUTE_INHERIT,
  ATTRIBUTE_PROTECT_CLOSE,
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
} from '../../model/handle';
import { assertNever } from '../../util/assertNever';
import { fail, ok, type Result } from '../../util/result';
import { isHandlePattern } from '../query/queryChecks';
import { parseQueryNumber } from '../query/queryNumber';
import {
  queryProblem,
  type FieldTerm,
  type QueryNode,
  type QueryProblem,
} from '../query/querySyntax';
import { ROW_CHANGED, ROW_CLOSED, ROW_NEW, ROW_SAME } from '../table/rowStates';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import type { FilterFacts } from './filterFacts';
import { numberCompareTest, valueCompareTest, valueWildcardTest } from './handleValueTests';
import { isNegative } from './queryMatchers';
import {
  allTest,
  anyTest,
  constantTest,
  eachRowTest,
  notTest,
  tableTest,
  type RowTest,
} from './rowTest';
import { accessTest, anywhereTest, nameTest, typeTest } from './textTests';
import { siblingsTest, siteTest } from './siteTests';
import {
  ageTest,
  badReferencesTest,
  generationTest,
  lastOperationTest,
  openedByTest,
  openerIdTest,
} from './traceTests';

/** Met by no row of the table, so that what else is asked of them does not matter. */
const NEVER = constantTest(false);

/**
 * Compiles a condition for one table. Fails, pointing at the term, when it asks for what the table's target does not
 * have: a trace log.
 */
export async function compileFilter(
  where: QueryNode | null,
  facts: FilterFacts,
  work: Work,
): Promise<Result<RowTest, QueryProblem>> {
  if (where === null) {
    return ok(constantTest(true));
  }
  switch (where.kind) {
    case 'and':
    case 'or': {
      const parts: RowTest[] = [];
      for (const node of where.parts) {
        const part = await compileFilter(node, facts, work);
        if (!part.ok || (where.kind === 'and' && part.value === NEVER)) {
          return part;
        }
        parts.push(part.value);
      }
      return ok(where.kind === 'and' ? allTest(parts) : anyTest(parts));
    }
    case 'not': {
      const part = await compileFilter(where.part, facts, work);
      return part.ok ? ok(notTest(part.value)) : part;
    }
    case 'text':
      return ok(await anywhereTest(where, facts, work));
    case 'field': {
      const test = await fieldTest(where, facts, work);
      if (!test.ok) {
        return test;
      }
      const decided = isNegative(where.operator) ? notTest(test.value) : test.value;
      return ok(whereRecorded(decided, where.field, facts));
    }
    default:
      return assertNever(where);
  }
}

/** The rows from 0 to `count - 1` that meet a condition, in table order. */
export async function selectRows(
  test: RowTest,
  count: number,
  work: Work,
): Promise<Uint32Array<ArrayBuffer>> {
  const rows = work.scratch?.take(count) ?? new Uint32Array(count);
  const verdicts = new Uint8Array(Math.min(count, ROWS_PER_STEP));
  let found = 0;
  await inSteps(work, count, ROWS_PER_STEP, (from, to) => {
    test.test(from, to, verdicts);
    for (let row = from, at = 0; row < to; row++, at++) {
      rows[found] = row;
      found += verdicts[at] ?? 0;
    }
  });
  if (found === count) {
    return rows;
  }
  const chosen = rows.slice(0, found);
  work.scratch?.give(rows);
  return chosen;
}

const RECORDED_FIELDS: ReadonlyMap<FieldTerm['field'], number> = new Map([
  ['name', UNRECORDED_NAME],
  ['access', UNRECORDED_ACCESS],
  ['attr', UNRECORDED_ATTRIBUTES],
  ['count', UNRECORDED_HANDLE_COUNT],
  ['pointers', UNRECORDED_POINTER_COUNT],
] as const);

/** A fact that the target did not record meets no condition, neither a positive one nor a negative one. */
function whereRecorded(
  test: RowTest,
  field: FieldTerm['field'],
  { columns }: FilterFacts,
): RowTest {
  const { unrecorded } = columns;
  const bit = RECORDED_FIELDS.get(field) ?? 0;
  return unrecorded === null || bit === 0
    ? test
    : allTest([test, eachRowTest((row) => ((unrecorded[row] ?? 0) & bit) === 0)]);
}

/** The condition of one field; `!=` and `!~` are negated by the caller. */
async function fieldTest(
  term: FieldTerm,
  facts: FilterFacts,
  work: Work,
): Promise<Result<RowTest, QueryProblem>> {
  const { columns, state } = facts;
  switch (term.field) {
    case 'value':
      return ok(valueTest(term, facts));
    case 'type':
      return ok(typeTest(term, facts));
    case 'name':
      return ok(await nameTest(term, facts, work));
    case 'access':
      return ok(await accessTest(term, facts, work));
    case 'attr':
      return ok(attributeTest(term, columns.attributes));
    case 'count':
      return ok(countTest(term, columns.handleCount));
    case 'pointers':
      return ok(countTest(term, columns.pointerCount));
    case 'state':
      return ok(stateTest(term, state));
    case 'family':
      return ok(familyTest(term, facts));
    default:
      return await traceFieldTest(term, facts, work);
  }
}

async function traceFieldTest(
  term: FieldTerm,
  facts: FilterFacts,
  work: Work,
): Promise<Result<RowTest, QueryProblem>> {
  const { traces } = facts;
  if (traces === null) {
    return fail(
      queryProblem(term.at, term.field.length, {
        code: 'query-no-traces',
        message: `'${term.field}' needs handle traces, and there are none.`,
        hint: 'Enable tracing with "!htrace -enable" on a live target; to have traces in a dump, enable Application Verifier (Handles) before it is written.',
      }),
    );
  }
  switch (term.field) {
    case 'openedBy':
      return ok(await openedByTest(term, traces, work));
    case 'site':
      return ok(siteTest(term, traces, facts.sites));
    case 'siblings':
      return ok(siblingsTest(term, traces, facts.sites));
    case 'last':
      return ok(lastOperationTest(term, traces));
    case 'badrefs':
      return ok(badReferencesTest(term, traces));
    case 'generation':
      return ok(generationTest(term, traces));
    case 'age':
      return ok(ageTest(term, traces));
    default:
      return ok(openerIdTest(term, traces));
  }
}

function valueTest(term: FieldTerm, facts: FilterFacts): RowTest {
  const operator = term.operator === '!=' ? '=' : term.operator;
  return anyTest(
    term.values.map((value) =>
      isHandlePattern(value)
        ? valueWildcardTest(facts.columns, value.text)
        : valueCompareTest(facts.columns, operator, parseQueryNumber(value.text, 16) ?? 0n),
    ),
  );
}

function countTest(term: FieldTerm, column: Uint32Array): RowTest {
  const operator = term.operator === '!=' ? '=' : term.operator;
  return anyTest(
    term.values.map((value) =>
      numberCompareTest(column, operator, parseQueryNumber(value.text, 10) ?? 0n),
    ),
  );
}

const ATTRIBUTE_BITS: ReadonlyMap<string, number> = new Map([
  ['inherit', ATTRIBUTE_INHERIT],
  ['protect', ATTRIBUTE_PROTECT_CLOSE],
  ['audit', ATTRIBUTE_AUDIT],
]);
const ALL_ATTRIBUTES = ATTRIBUTE_INHERIT | ATTRIBUTE_PROTECT_CLOSE | ATTRIBUTE_AUDIT;

function attributeTest(term: FieldTerm, column: Uint32Array): RowTest {
  const words = term.values.map((value) => value.text.toLowerCase());
  const bits = words.reduce((mask, word) => mask | (ATTRIBUTE_BITS.get(word) ?? 0), 0);
  const wantsNone = words.includes('none');
  return eachRowTest((row) => {
    const attributes = column[row] ?? 0;
    return (attributes & bits) !== 0 || (wantsNone && (attributes & ALL_ATTRIBUTES) === 0);
  });
}

const STATES: ReadonlyMap<string, number> = new Map([
  ['same', ROW_SAME],
  ['new', ROW_NEW],
  ['changed', ROW_CHANGED],
  ['closed', ROW_CLOSED],
]);

/** Of one table all handles or none. */
function familyTest({ values }: FieldTerm, { family }: FilterFacts): RowTest {
  const isMeant = values.some(({ text }) => text.toLowerCase() === family.toLowerCase());
  return isMeant ? constantTest(true) : NEVER;
}

function stateTest(term: FieldTerm, column: Uint8Array | null): RowTest {
  const answers = new Uint8Array(STATES.size);
  for (const value of term.values) {
    answers[STATES.get(value.text.toLowerCase()) ?? ROW_SAME] = 1;
  }
  return column === null ? constantTest(answers[ROW_SAME] === 1) : tableTest(column, answers);
}
