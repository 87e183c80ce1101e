import assert from 'node:assert/strict';
import { statusText } from '../../../src/extension/status/statusText';

function growth(
  types: readonly (readonly [string, number, number])[],
  totalGrowth: number,
): Parameters<typeof statusText>[1] {
  return {
    types: types.map(([type, count, change]) => ({ type, count, growth: change })),
    total: types.reduce((sum, [, count]) => sum + count, 0),
    totalGrowth,
    generation: 1,
  };
}

describe('The status bar item', () => {
  it('shows the count alone before anything changed', () => {
    const { text, spoken, tooltip } = statusText('Sample', growth([['Event', 200, 0]], 0));
    assert.equal(text, '$(list-tree) 200 handles');
    assert.equal(spoken, '200 handles');
    assert.ok(tooltip.includes('No change since the last stop.'));
  });

  it('shows growth behind the count and says it in words', () => {
    const { text, spoken } = statusText('Sample', growth([['Event', 8310, 12]], 12));
    assert.equal(text, '$(list-tree) 8,310 handles, +12');
    assert.equal(spoken, '8,310 handles, 12 more since the last stop');
  });

  it('shows a decrease with a minus sign', () => {
    const { text, spoken } = statusText('Sample', growth([['Event', 5, -1200]], -1200));
    assert.equal(text, '$(list-tree) 5 handles, −1,200');
    assert.equal(spoken, '5 handles, 1,200 fewer since the last stop');
  });

  it('counts a single handle as one', () => {
    assert.equal(statusText('Sample', growth([['Event', 1, 0]], 0)).spoken, '1 handle');
  });

  it('lists the types that moved most, first', () => {
    const { tooltip } = statusText(
      'S',
      growth(
        [
          ['Key', 9, 0],
          ['Event', 5, 2],
          ['File', 8, -7],
        ],
        -5,
      ),
    );
    assert.deepEqual(tooltip.slice(1, 4), [
      'Since the last stop: −5',
      'File: 8 (−7)',
      'Event: 5 (+2)',
    ]);
  });

  it('says so when as many were opened as closed', () => {
    const { tooltip } = statusText(
      'S',
      growth(
        [
          ['Event', 5, 2],
          ['File', 8, -2],
        ],
        0,
      ),
    );
    assert.equal(tooltip[1], 'Since the last stop: as many opened as closed');
  });

  it('lists at most eight types', () => {
    const types = Array.from({ length: 11 }, (_, index) => [`T${index}`, 1, 1] as const);
    assert.ok(statusText('S', growth(types, 11)).tooltip.includes('and 3 more types'));
  });

  it('counts the USER handles of the session behind those of the process', () => {
    const { text, spoken, tooltip } = statusText(
      'S',
      growth([['Event', 9, 0]], 0),
      users(418, 360),
    );
    assert.equal(text, '$(list-tree) 9 handles · 418 USER handles, +360');
    assert.equal(spoken, '9 handles; 418 USER handles, 360 more since the last stop');
    assert.ok(tooltip.includes('Since the last stop: 360 new, 0 closed'));
  });

  it('counts USER handles alone where there are no others', () => {
    const { text, tooltip } = statusText('S', null, users(1, 0));
    assert.equal(text, '$(list-tree) 1 USER handle');
    assert.deepEqual(tooltip, ['S: 1 USER handle', 'Click to show the Handles view.']);
  });
});

function users(inUse: number, newCount: number): Parameters<typeof statusText>[2] {
  return {
    session: 1,
    profile: 'win7-x64',
    inUse,
    matched: null,
    entries: 1024,
    newCount,
    changedCount: 0,
    closedCount: 0,
    types: [],
    owners: [],
    notes: [],
  };
}
