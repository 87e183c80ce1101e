import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compileRegex } from '../../../src/core/analysis/text/linearRegex';
import {
  containsMatcher,
  wholeMatcher,
  wildcardMatcher,
  type TextMatcher,
} from '../../../src/core/analysis/text/textMatcher';
import { foldCase } from '../../../src/core/util/foldCase';

/** Tests a text that stands in the middle of others, as names in a chunk do. */
function matches(matcher: TextMatcher, text: string): boolean {
  const folded = foldCase(text);
  const chunk = `aa\n${folded}\nbb`;
  const units = Uint16Array.from(chunk, (_, at) => chunk.charCodeAt(at));
  return matcher.test(units, 3, 3 + folded.length);
}

describe('matching text', () => {
  it('finds a part whatever its letter case, but not across the ends', () => {
    assert.equal(matches(containsMatcher('CNG'), '\\Device\\cng'), true);
    assert.equal(matches(containsMatcher('g\nb'), '\\Device\\cng'), false);
  });

  it('wants the whole text where the whole is asked for', () => {
    assert.equal(matches(wholeMatcher('event'), 'Event'), true);
    assert.equal(matches(wholeMatcher('even'), 'Event'), false);
  });

  it('treats * and ? as the same regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        assert.equal(
          matches(wildcardMatcher(pattern, null), text),
          new RegExp(`^${source}$`).test(text),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('lets wildcards cover the last part of a path alone', () => {
    const matcher = wildcardMatcher('*.LOG', '\\');
    assert.equal(matches(wildcardMatcher('app*', '\\'), '\\Device\\Disk\\app.exe'), true);
    assert.equal(matches(wildcardMatcher('\\app*', '\\'), '\\Device\\Disk\\app.exe'), false);
    assert.equal(matches(matcher, '\\a\\b.log'), true);
    assert.equal(matches(matcher, '\\a\\b.log.bak'), false);
    assert.equal(matches(matcher, ''), false);
  });
});

describe('regular expressions', () => {
  function regex(source: string): TextMatcher {
    const compiled = compileRegex(source);
    assert.ok(compiled.ok, compiled.ok ? '' : compiled.problem.message);
    return compiled.value;
  }

  const atom = fc.constantFrom(
    'a',
    'B',
    'c',
    '.',
    '\\d',
    '\\w',
    '\\W',
    '[ab]',
    '[^a]',
    '[a-c1]',
    '\\.',
    '1',
  );
  const anchor = fc.constantFrom('', '', '', '^', '$');
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?');
  const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
    pattern: fc
      .array(
        fc
          .tuple(anchor, fc.array(tie('part'), { maxLength: 3 }), anchor)
          .map(([before, parts, after]) => before + parts.join('') + after),
        { minLength: 1, maxLength: 2 },
      )
      .map((choices) => choices.join('|')),
    part: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.tuple(atom, quantifier).map(([one, many]) => one + many),
      fc.tuple(tie('pattern'), quantifier).map(([inner, many]) => `(${inner})${many}`),
    ),
  }));

  it('match what the language matches', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'C', '1', '.', '_'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.array(texts, { maxLength: 6 }), (source, samples) => {
        const read = compileRegex(source);
        if (!read.ok) {
          assert.match(read.problem.message, /too large/, source);
          return;
        }
        const compiled = read.value;
        const native = new RegExp(source, 'i');
        for (const text of ['', ...samples]) {
          assert.equal(matches(compiled, text), native.test(text), `/${source}/ on '${text}'`);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('ignore letter case beyond the English letters too', () => {
    assert.equal(matches(regex('ÄRGER'), 'ärger'), true);
    assert.equal(matches(regex('[а-я]+$'), 'ФАЙЛ'), true);
    assert.equal(matches(regex('^[^ä]$'), 'Ä'), false);
  });

  it('hold every unit that folds to a unit of a class', () => {
    const anyLetter = regex('^[ -\\uffff]$');
    for (let unit = 0x20; unit < 0x1_0000; unit += 7) {
      const text = String.fromCharCode(unit);
      assert.equal(matches(anyLetter, text), true, unit.toString(16));
    }
    assert.equal(matches(regex('^[k]$'), '\u212a'), true, 'the Kelvin sign');
  });

  it('understand escapes of single units', () => {
    assert.equal(matches(regex('^\\x41\\u0042\\t\\\\$'), 'AB\t\\'), true);
    assert.equal(matches(regex('[\\]\\-]'), ']'), true);
    assert.equal(matches(regex('^[\\d-]+$'), '1-2'), true);
  });

  it('take time in proportion to the text where others take forever', () => {
    const text = `${'a'.repeat(30_000)}b`;
    for (const source of [
      '(a+)+$',
      '(a|a)*c$',
      '(a*)*c',
      'a.*a.*a.*a.*a.*c',
      '(a?){100}a{100}c$',
    ]) {
      assert.equal(matches(regex(source), text), false, source);
    }
  });

  it('start over instead of growing without end', () => {
    const sure = regex('(a|b)*a(a|b){12}c');
    let text = '';
    for (let bits = 0; bits < 6000; bits++) {
      text += (bits * 2654435761) & 0x4000 ? 'a' : 'b';
    }
    assert.equal(matches(sure, text), false);
    assert.equal(matches(sure, `${text}a${'b'.repeat(12)}c`), true);
  });

  const mistakes: readonly (readonly [string, number, RegExp])[] = [
    ['a(b', 1, /not closed/],
    ['a)b', 1, /closes nothing/],
    ['[ab', 0, /not closed/],
    ['*a', 0, /nothing to repeat/],
    ['a**', 2, /repeated/],
    ['^*', 0, /anchor/],
    ['a{3,2}', 5, /ends before/],
    ['a{9999}', 6, /more than 200/],
    ['(a{200}){200}', 0, /too large/],
    ['(?=a)', 1, /look-ahead/],
    ['a\\b', 1, /not available/],
    ['(a)\\1', 3, /not available/],
    ['C:\\Users', 2, /\\U is not known/],
    ['a\\', 1, /escapes nothing/],
    ['[z-a]', 1, /ends before/],
    ['('.repeat(40), 30, /nested/],
    ['a'.repeat(501), 500, /501 characters/],
  ];
  for (const [source, at, message] of mistakes) {
    it(`say what is wrong with ${source.slice(0, 20)} and where`, () => {
      const compiled = compileRegex(source);
      assert.ok(!compiled.ok);
      assert.equal(compiled.problem.at, at);
      assert.match(compiled.problem.message, message);
    });
  }
});
