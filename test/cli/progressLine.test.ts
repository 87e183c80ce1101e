/** The progress line: only on terminals, only for long work, gone afterwards. */

import assert from 'node:assert/strict';
import { ProgressLine } from '../../src/cli/progressLine';
import { fakeIo, type FakeIo } from './fakeIo';

describe('the progress line', () => {
  let io: FakeIo;
  let time: number;
  let line: ProgressLine;
  beforeEach(() => {
    io = fakeIo({ terminal: true });
    time = 0;
    line = new ProgressLine(io, () => time);
  });

  it('is silent for half a second', () => {
    line.show('Reading handles', 0.1);
    time = 499;
    line.show('Reading handles', 0.9);
    line.hide();
    assert.equal(io.stderr.text, '');
  });

  it('shows what is done and how much of it', () => {
    line.show('Reading handles', 0);
    time = 600;
    line.show('Reading handles', 0.425);
    assert.equal(io.stderr.text, '\r\x1b[KReading handles 42 %');
  });

  it('shows no number when it is not known', () => {
    line.show('Reading handles');
    time = 600;
    line.show('Reading handles');
    assert.equal(io.stderr.text, '\r\x1b[KReading handles');
  });

  it('changes at most ten times a second', () => {
    line.show('a');
    for (time = 600; time < 1600; time++) {
      line.show('b');
    }
    assert.equal(io.stderr.text.split('\r').length - 1, 10);
  });

  it('goes away and starts anew for the next work', () => {
    line.show('a');
    time = 600;
    line.show('a');
    io.stderr.forget();
    line.hide();
    assert.equal(io.stderr.text, '\r\x1b[K');
    line.show('b');
    assert.equal(io.stderr.text, '\r\x1b[K');
  });

  it('never appears where no terminal is', () => {
    const pipe = fakeIo();
    const silent = new ProgressLine(pipe, () => time);
    silent.show('a');
    time = 5000;
    silent.show('a');
    silent.hide();
    assert.equal(pipe.stderr.text, '');
  });
});
