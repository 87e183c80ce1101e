/** A pipe as a byte source. */

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { readPiped } from '../../../src/node/pipedByteSource';
import { problemOf, valueOf } from '../../support/openDump';

describe('a pipe', () => {
  it('is kept whole, whatever its pieces', async () => {
    const source = valueOf(await readPiped(Readable.from([Buffer.from('ab'), 'cü']), 'stdin'));
    assert.equal(source.size, 5);
    assert.equal(source.name, 'stdin');
    assert.equal(Buffer.from(await source.read(1, 2)).toString(), 'bc');
  });

  it('that brings nothing is refused with the next step', async () => {
    const problem = problemOf(await readPiped(Readable.from([]), 'stdin'));
    assert.equal(problem.code, 'pipe-empty');
    assert.match(problem.hint ?? '', /handle-lens open - -c/);
  });

  it('that never ends is refused', async () => {
    let pieces = 0;
    const endless = function* (): Generator<Buffer> {
      for (;;) {
        pieces++;
        yield Buffer.alloc(1024);
      }
    };
    const problem = problemOf(await readPiped(Readable.from(endless()), 'stdin', 10 * 1024));
    assert.equal(problem.code, 'pipe-too-large');
    assert.ok(pieces < 100);
  });
});
