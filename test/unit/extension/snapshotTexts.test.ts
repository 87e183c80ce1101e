import assert from 'node:assert/strict';
import { comparisonLine, snapshotDescription } from '../../../src/extension/views/snapshotTexts';

describe('rows of the Snapshots view', () => {
  it('say whose handles they are, and how far the trace log had come', () => {
    const row = { name: 'before', handles: 200, image: 'app.exe', records: 948, userHandles: null };
    assert.equal(snapshotDescription(row), '200 handles of app.exe, 948 trace records');
    assert.equal(snapshotDescription({ ...row, handles: 1, records: null }), '1 handle of app.exe');
  });

  it('count USER handles beside them, or alone where a target has no others', () => {
    const row = { name: 'a', handles: 2, image: 'app.exe', records: null, userHandles: 40 };
    assert.equal(snapshotDescription(row), '2 handles of app.exe, 40 USER handles');
    assert.equal(
      snapshotDescription({ ...row, userHandles: 1 }),
      '2 handles of app.exe, 1 USER handle',
    );
    assert.equal(snapshotDescription({ ...row, handles: null }), '40 USER handles of app.exe');
  });
});

describe('comparing selected moments', () => {
  const order = ['before', 'middle', 'after'];
  for (const [chosen, line] of [
    [['before'], '!compare before'],
    [['before', null], '!compare before'],
    [['after', 'before'], '!compare before after'],
    [[null], undefined],
    [[], undefined],
    [['before', 'middle', 'after'], undefined],
    [['before', 'middle', null], undefined],
    [['gone'], undefined],
  ] as const) {
    it(`of ${JSON.stringify(chosen)} is ${line ?? 'refused'}`, () => {
      assert.equal(comparisonLine(chosen, order), line);
    });
  }
});
