/** Reading numbers and words of a line. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineScanner } from '../../../src/core/log/lineScanner';

describe('LineScanner', () => {
  it('reads hexadecimal numbers with and without prefix, in both cases, with a backtick', () => {
    for (const [text, value] of [
      ['3c', 0x3cn],
      ['0x3C', 0x3cn],
      ['00007ff8`6f0f0624', 0x7ff86f0f0624n],
      ['0xffffffff`80000478', 0xffffffff80000478n],
      ['0', 0n],
    ] as const) {
      assert.equal(new LineScanner(text).takeHex(), value, text);
    }
  });

  it('reads every 64-bit number back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
        assert.equal(new LineScanner(value.toString(16)).takeHex(), value);
      }),
    );
  });

  it('refuses what is no number of 64 bits, and stays where it is', () => {
    for (const text of ['', 'x', '0x', '3cg', '3c_', '1`', '`1', '12345678901234567', '1`2`3']) {
      const words = new LineScanner(text);
      assert.equal(words.takeHex(), null, text);
      assert.equal(words.position, 0, text);
    }
  });

  it('stops behind a number at a colon, a comma or a parenthesis', () => {
    const words = new LineScanner('3c: next');
    assert.equal(words.takeHex(), 0x3cn);
    assert.equal(words.rest(), ': next');
  });

  it('reads decimal numbers, and refuses hexadecimal and endless ones', () => {
    assert.equal(new LineScanner('1144.').takeDecimal(), 1144);
    assert.equal(new LineScanner('12ab').takeDecimal(), null);
    assert.equal(new LineScanner('1'.repeat(16)).takeDecimal(), null);
  });

  it('takes TABs, no-break spaces, NULs and the byte order mark for blanks', () => {
    const words = new LineScanner('\ufeff\t\u00a0\0 x');
    assert.equal(words.skipBlanks(), true);
    assert.equal(words.takeWord(), 'x');
    assert.equal(words.atEnd, true);
  });
});
