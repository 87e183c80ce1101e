import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { UnitSearch } from '../../../src/core/analysis/text/unitSearch';

const unitsOf = (text: string): Uint16Array =>
  Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
/** Few letters, so that texts occur in each other; two of them share a low byte. */
const letters = (minLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('a', 'b', '\u0161', '\\'), { minLength, maxLength: 40 })
    .map((all) => all.join(''));

describe('searching units', () => {
  it('finds a text where the language itself does', () => {
    fc.assert(
      fc.property(letters(0), letters(1), fc.nat(45), (text, wanted, from) => {
        const found = new UnitSearch(wanted).find(unitsOf(text), from);
        assert.equal(found, from > text.length ? -1 : text.indexOf(wanted, from));
      }),
      { examples: [['ab', 'a', 45]] },
    );
  });

  it('finds only what lies between the two positions as a whole', () => {
    fc.assert(
      fc.property(letters(0), letters(1), fc.nat(40), fc.nat(40), (text, wanted, from, to) => {
        const end = Math.min(to, text.length);
        const found = new UnitSearch(wanted).find(unitsOf(text), from, end);
        const at = text.slice(0, end).indexOf(wanted, from);
        assert.equal(found, from > end ? -1 : at);
      }),
    );
  });

  it('does not take a unit of two bytes for one of one', () => {
    const search = new UnitSearch('\u0161');
    assert.equal(search.find(Uint8Array.of(0x61), 0), -1);
    assert.equal(search.find(Uint16Array.of(0x61, 0x161), 0), 1);
    assert.equal(new UnitSearch('b').find(Uint8Array.of(0x61, 0x62), 0), 1);
  });

  it('counts what it looks at, fewer than there are for a long text', () => {
    const search = new UnitSearch('needle');
    search.find(new Uint8Array(6000), 0);
    assert.equal(search.looked, 1000);
  });
});
