import assert from 'node:assert/strict';
import { hitCountProblem, meetsHits, Passes } from '../../../src/core/script/debug/hitCounts';

describe('The hit count of a breakpoint', () => {
  const meeting = (hits: string): readonly number[] =>
    [1, 2, 3, 4, 5, 6].filter((passed) => meetsHits(hits, passed));

  it('is a number of times, perhaps compared, or every so many', () => {
    assert.deepEqual(meeting('3'), [3]);
    assert.deepEqual(meeting('== 3'), [3]);
    assert.deepEqual(meeting('=3'), [3]);
    assert.deepEqual(meeting('>= 5'), [5, 6]);
    assert.deepEqual(meeting('> 5'), [6]);
    assert.deepEqual(meeting('< 3'), [1, 2]);
    assert.deepEqual(meeting('<=3'), [1, 2, 3]);
    assert.deepEqual(meeting('%2'), [2, 4, 6]);
    assert.deepEqual(meeting(''), [1, 2, 3, 4, 5, 6]);
  });

  it('says what it can be when it is something else', () => {
    assert.match(hitCountProblem('each') ?? '', /"each" is no hit count\. Write 5/);
    assert.match(hitCountProblem('% 0') ?? '', /no hit count/);
    assert.equal(hitCountProblem(' >= 4 '), null);
    assert.equal(hitCountProblem(undefined), null);
  });
});

describe('The passes of a breakpoint', () => {
  it('keep their numbers when the program comes by again, and make room for those that were not seen', () => {
    const passes = new Passes();
    assert.deepEqual(
      [10, 20, 30].map((position) => passes.note(position)),
      [1, 2, 3],
    );
    assert.equal(passes.note(20), 2);
    assert.equal(passes.numberAt(30), 3);
    assert.equal(passes.numberAt(25), null);
    assert.equal(passes.note(5), 1);
    assert.equal(passes.numberAt(30), 4);
  });

  it('forget those behind a moment at which the program took another way', () => {
    const passes = new Passes();
    [10, 20, 30].forEach((position) => passes.note(position));
    passes.forgetAfter(20);
    assert.equal(passes.numberAt(20), 2);
    assert.equal(passes.numberAt(30), null);
    assert.equal(passes.note(40), 3);
  });
});
