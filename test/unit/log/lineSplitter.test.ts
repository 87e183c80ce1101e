/** Cutting a stream into lines. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineSplitter, MAX_LINE_LENGTH } from '../../../src/core/log/lineSplitter';

function split(chunks: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((text, isCut) => lines.push(isCut ? `${text}<cut>` : text));
  chunks.forEach((chunk) => splitter.push(chunk));
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('takes \\n, \\r\\n and a lone \\r as line ends in one text', () => {
    assert.deepEqual(split(['a\nb\r\nc\rd']), ['a', 'b', 'c', 'd']);
  });

  it('counts \\r\\r\\n as two line ends, as editors do', () => {
    assert.deepEqual(split(['a\r\r\nb']), ['a', '', 'b']);
  });

  it('sees one line end when \\r and \\n come in different chunks', () => {
    assert.deepEqual(split(['a\r', '\nb']), ['a', 'b']);
  });

  it('keeps empty lines', () => {
    assert.deepEqual(split(['\n\na\n']), ['', '', 'a']);
  });

  it('delivers a last line without line end, and no empty one after a line end', () => {
    assert.deepEqual(split(['a\nb']), ['a', 'b']);
    assert.deepEqual(split(['a\n']), ['a']);
    assert.deepEqual(split(['']), []);
  });

  it('cuts a line that is longer than 65,536 characters, says so, and goes on with the next', () => {
    const [first, second] = split([`${'x'.repeat(MAX_LINE_LENGTH + 1)}\nnext`]);
    assert.equal(first, `${'x'.repeat(MAX_LINE_LENGTH)}<cut>`);
    assert.equal(second, 'next');
  });

  it('keeps a line of exactly 65,536 characters', () => {
    assert.deepEqual(split(['x'.repeat(MAX_LINE_LENGTH)]), ['x'.repeat(MAX_LINE_LENGTH)]);
  });

  it('gives the same lines however the text is cut into chunks', () => {
    const text = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', ' ', 'Handle 4'));
    fc.assert(
      fc.property(text, fc.array(fc.nat(3)), (pieces, sizes) => {
        const whole = pieces.join('');
        const chunks: string[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(whole.slice(at, at + size));
          at += size;
        }
        assert.deepEqual(split([...chunks, whole.slice(at)]), split([whole]));
      }),
    );
  });
});
