/** Texts that are opened as logs without being files. */

import assert from 'node:assert/strict';
import { PastedTexts } from '../../../src/extension/starting/pastedTexts';

describe('pasted texts', () => {
  it('have a path of their own each time, with what people see of them', () => {
    const texts = new PastedTexts();
    const paths = [texts.add('Clipboard', 'a'), texts.add('Clipboard', 'a')];
    assert.deepEqual(paths, ['/Clipboard (1).log', '/Clipboard (2).log']);
  });

  it('are kept as UTF-8', () => {
    const texts = new PastedTexts();
    const path = texts.add('x', 'ü');
    assert.deepEqual(texts.get(path), Uint8Array.of(0xc3, 0xbc));
  });

  it('have no parts of an address in their names', () => {
    assert.equal(new PastedTexts().add('a/b\\c?d#e', ''), '/a-b-c-d-e (1).log');
  });

  it('leave the oldest out when all together are too large, but never the newest', () => {
    const texts = new PastedTexts(10);
    const first = texts.add('a', '12345');
    const second = texts.add('b', '12345');
    const third = texts.add('c', '1234567890ab');
    assert.equal(texts.get(first), undefined);
    assert.equal(texts.get(second), undefined);
    assert.equal(texts.get(third)?.length, 12);
    assert.deepEqual(texts.paths, [third]);
  });
});
