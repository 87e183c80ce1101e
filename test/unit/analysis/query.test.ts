import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  GROUP_WORDS,
  QUERY_FIELDS,
  queryField,
  SORT_WORDS,
} from '../../../src/core/analysis/query/queryFields';
import { parseQueryNumber } from '../../../src/core/analysis/query/queryNumber';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';
import { exactTerm, printQuery } from '../../../src/core/analysis/query/queryPrinter';
import type {
  Query,
  QueryNode,
  QueryProblem,
  QueryValue,
} from '../../../src/core/analysis/query/querySyntax';
import { queryOf } from './tables';

/** The tree without places in the text. */
function shape(node: QueryNode | null): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'and':
    case 'or':
      return { [node.kind]: node.parts.map(shape) };
    case 'not':
      return { not: shape(node.part) };
    case 'text':
      return node.values.map(valueShape).join('|');
    case 'field':
      return `${node.field}${node.operator}${node.values.map(valueShape).join('|')}`;
  }
}

function valueShape(value: QueryValue): string {
  return value.quoted ? `"${value.text}"` : value.text;
}

function shapeOf(text: string): unknown {
  return shape(queryOf(text).where);
}

function problemIn(text: string): QueryProblem {
  const query = parseQuery(text);
  assert.ok(!query.ok, `'${text}' should be wrong`);
  return query.problem;
}

describe('reading a query', () => {
  it('joins terms with "and", written or not', () => {
    assert.deepEqual(shapeOf('type:File write'), { and: ['type:File', 'write'] });
    assert.deepEqual(shapeOf('type:File and write'), { and: ['type:File', 'write'] });
  });

  it('binds "and" closer than "or", and parentheses closest', () => {
    assert.deepEqual(shapeOf('a b or c'), { or: [{ and: ['a', 'b'] }, 'c'] });
    assert.deepEqual(shapeOf('a (b OR c)'), { and: ['a', { or: ['b', 'c'] }] });
  });

  it('negates with -, ! and not', () => {
    assert.deepEqual(shapeOf('-type:File !a not (b or c)'), {
      and: [{ not: 'type:File' }, { not: 'a' }, { not: { or: ['b', 'c'] } }],
    });
  });

  it('takes alternatives separated by |', () => {
    assert.equal(shapeOf('attr:inherit|protect'), 'attr:inherit|protect');
    assert.equal(shapeOf('type:"ALPC Port"|Key'), 'type:"ALPC Port"|Key');
  });

  it('takes everything between quotes as it stands, a doubled quote as one', () => {
    assert.equal(shapeOf('name:"a ""b"" (c) | or"'), 'name:"a "b" (c) | or"');
    assert.equal(shapeOf('"or"'), '"or"');
  });

  it('takes regular expressions with their backslashes', () => {
    assert.equal(shapeOf('name~"\\.(log|txt)$"'), 'name~"\\.(log|txt)$"');
  });

  it('keeps marks inside words: ! in frames, - in names, = behind the operator', () => {
    assert.equal(shapeOf('openedBy:app!Open-It*'), 'openedBy:app!Open-It*');
    assert.equal(shapeOf('a-b!c'), 'a-b!c');
    assert.equal(shapeOf('name:x=y:z'), 'name:x=y:z');
    assert.equal(shapeOf('SM0:7472:304'), 'SM0:7472:304');
  });

  it('knows other spellings of fields, letter case ignored', () => {
    assert.equal(shapeOf('HANDLE:3c'), 'value:3c');
    assert.deepEqual(shapeOf('tid:4 Opener:app'), { and: ['thread:4', 'openedBy:app'] });
    assert.equal(queryField('PID')?.name, 'process');
  });

  it('takes group: and sort: out of the conditions', () => {
    const query = queryOf('type:File group:site x sort:NEWEST');
    assert.deepEqual(shape(query.where), { and: ['type:File', 'x'] });
    assert.deepEqual([query.group, query.sort], ['site', 'newest']);
    assert.deepEqual(queryOf('group:flat'), { where: null, group: 'flat', sort: null });
  });

  it('reads an empty text as the query for everything', () => {
    assert.deepEqual(queryOf('  '), { where: null, group: null, sort: null });
  });
});

describe('mistakes in a query', () => {
  const mistakes: readonly (readonly [text: string, column: number, code: string])[] = [
    ['tpye:File', 1, 'query-field'],
    ['a C:\\Users', 3, 'query-field'],
    ['type>File', 5, 'query-operator'],
    ['count~3', 6, 'query-operator'],
    ['type:', 6, 'query-value'],
    ['type: File', 6, 'query-value'],
    ['a|', 3, 'query-value'],
    ['|a', 1, 'query-value'],
    ['count>two', 7, 'query-value'],
    ['count:1|x', 9, 'query-value'],
    ['count>1|2', 9, 'query-value'],
    ['value:xyz', 7, 'query-value'],
    ['value>3*', 7, 'query-value'],
    ['value:10000000000000000', 7, 'query-value'],
    ['attr:hidden', 6, 'query-value'],
    ['state:opened', 7, 'query-value'],
    ['name:""', 6, 'query-value'],
    ['access:""', 8, 'query-value'],
    ['access:wirte', 8, 'query-value'],
    ['access:write|raed', 14, 'query-value'],
    ['access=wri', 8, 'query-value'],
    ['access!=1zz', 9, 'query-value'],
    ['type:File access:write*|gener*', 25, 'query-value'],
    ['access~"^wirte"', 8, 'query-value'],
    ['count >2', 7, 'query-operator'],
    ['= 5', 1, 'query-operator'],
    ['name:"abc', 6, 'query-quote'],
    ['abc"def"', 4, 'query-quote'],
    ['"abc"def', 6, 'query-quote'],
    ['a - b', 3, 'query-negation'],
    ['a !', 3, 'query-negation'],
    ['(a or b', 1, 'query-parenthesis'],
    ['a)', 2, 'query-parenthesis'],
    ['()', 2, 'query-operand'],
    ['a or', 5, 'query-operand'],
    ['or a', 1, 'query-operand'],
    ['a and', 6, 'query-operand'],
    ['a and or b', 7, 'query-operand'],
    ['not', 4, 'query-operand'],
    ['a or group:type', 16, 'query-operand'],
    ['name~"a(b"', 8, 'query-regex'],
    ['name~"a""b("', 11, 'query-regex'],
    ['group:size', 7, 'query-directive'],
    ['group:type|name', 7, 'query-directive'],
    ['(group:type)', 2, 'query-directive'],
    ['-sort:name', 2, 'query-directive'],
    ['sort=name', 6, 'query-directive'],
    [`${'('.repeat(60)}a`, 51, 'query-depth'],
    [`${'-'.repeat(60)}a`, 51, 'query-depth'],
    ['x'.repeat(5000), 4097, 'query-too-long'],
  ];
  it('name the right that was meant', () => {
    assert.match(problemIn('access:wirte').hint ?? '', /Did you mean write\?/);
    assert.match(
      problemIn('access:QUERY_INFROMATION').hint ?? '',
      /Did you mean query_information\?/i,
    );
    assert.match(problemIn('access:wr?te').hint ?? '', /put \* around a part of the name/);
    assert.doesNotMatch(problemIn('access:xyzzy').hint ?? '', /Did you mean/);
  });

  for (const right of [
    'wr',
    'FILE_READ_DATA',
    'Synch',
    '0x2',
    '1f0003',
    '*write*',
    '"Read/List"',
  ]) {
    it(`are not seen in access:${right}, which some type has`, () => {
      assert.ok(parseQuery(`access:${right}`).ok);
    });
  }

  for (const [text, column, code] of mistakes) {
    it(`points at column ${column} of ${text.slice(0, 24)}`, () => {
      const problem = problemIn(text);
      assert.deepEqual([problem.column, problem.code], [column, code], problem.message);
      assert.equal(problem.where, `column ${column}`);
      assert.notEqual(problem.hint, undefined);
    });
  }

  it('never throws and always points into the text or directly behind it', () => {
    const pieces = fc.constantFrom(
      'type',
      ':',
      '"',
      '|',
      '(',
      ')',
      '-',
      '!',
      ' ',
      'or',
      'and',
      '~',
      '=',
      '<',
      'a',
      '[',
      '*',
      'group',
      'count',
      '1',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
        const text = parts.join('');
        const query = parseQuery(text);
        if (!query.ok) {
          assert.ok(query.problem.column >= 1 && query.problem.column <= text.length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('writing a query', () => {
  const bare = fc
    .string({
      unit: fc.constantFrom('a', 'B', '7', '*', '?', '_', '\\', '.', '!', '-'),
      minLength: 1,
      maxLength: 6,
    })
    .filter((text) => !/^[-!]/.test(text));
  const value = fc.oneof(
    fc.record({ text: bare, quoted: fc.constant(false), at: fc.constant(0) }),
    fc.record({ text: fc.string({ minLength: 1 }), quoted: fc.constant(true), at: fc.constant(0) }),
  );
  const values = fc.array(value, { minLength: 1, maxLength: 3 });
  const number = fc.nat().map((count) => [{ text: String(count), quoted: false, at: 0 }]);
  const textField = fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom('name' as const, 'type' as const, 'openedBy' as const),
    operator: fc.constantFrom(':' as const, '=' as const, '!=' as const),
    values,
    at: fc.constant(0),
  });
  const numberField = fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom('count' as const, 'value' as const, 'age' as const),
    operator: fc.constantFrom(':' as const, '<' as const, '>=' as const),
    values: number,
    at: fc.constant(0),
  });
  const { node } = fc.letrec<{ node: QueryNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.record({ kind: fc.constant('text' as const), values, at: fc.constant(0) }),
      textField,
      numberField,
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('node'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), part: tie('node') }),
    ),
  }));

  it('is read back as the same query', () => {
    const query: fc.Arbitrary<Query> = fc.record({
      where: fc.option(node),
      group: fc.option(fc.constantFrom(...GROUP_WORDS)),
      sort: fc.option(fc.constantFrom(...SORT_WORDS)),
    });
    fc.assert(
      fc.property(query, (written) => {
        const text = printQuery(written);
        const read = parseQuery(text);
        assert.ok(read.ok, `${text}: ${read.ok ? '' : read.problem.message}`);
        assert.deepEqual(shape(read.value.where), shape(written.where), text);
        assert.deepEqual([read.value.group, read.value.sort], [written.group, written.sort], text);
      }),
      { numRuns: 1000 },
    );
  });

  it('quotes what a click asks for where it must', () => {
    assert.equal(exactTerm('type', 'File'), 'type=File');
    assert.equal(exactTerm('type', 'ALPC Port'), 'type="ALPC Port"');
    assert.equal(exactTerm('type', 'None'), 'type="None"');
    assert.equal(exactTerm('name', '\\a"b'), 'name="\\a""b"');
  });
});

describe('the fields of a query', () => {
  it('all have examples that can be read', () => {
    for (const field of QUERY_FIELDS) {
      for (const example of field.examples) {
        assert.ok(parseQuery(example).ok, example);
      }
    }
  });

  it('have names and other spellings that no two share', () => {
    const names = QUERY_FIELDS.flatMap(({ name, aliases }) => [
      ...new Set([name.toLowerCase(), ...aliases]),
    ]);
    assert.equal(new Set(names).size, names.length);
  });
});

describe('numbers in a query', () => {
  it('are read in the radix of their field unless a prefix says otherwise', () => {
    assert.equal(parseQueryNumber('10', 16), 16n);
    assert.equal(parseQueryNumber('10', 10), 10n);
    assert.equal(parseQueryNumber('0n10', 16), 10n);
    assert.equal(parseQueryNumber('0x10', 10), 16n);
    assert.equal(parseQueryNumber('00007ff6`00000010', 16), 0x7ff6_0000_0010n);
  });

  it('are refused when they are none, negative or larger than 64 bits', () => {
    for (const text of ['', '0x', '0n', 'g', '-1', '1.5', '1ffffffffffffffff']) {
      assert.equal(parseQueryNumber(text, 16), null, text);
    }
    assert.equal(parseQueryNumber('a', 10), null);
  });
});
