import assert from 'node:assert/strict';
import { globOfName, nearestPath } from '../../../src/extension/source/findSource';
import { isProblem, lensTitle, problemText } from '../../../src/extension/source/markTexts';
import type { LeakSiteRow } from '../../../src/protocol/siteMessages';

const SITE: LeakSiteRow = {
  rank: 1,
  key: '5f2c91ab00000000',
  family: 'kernel',
  label: 'shop!loadOrder+0x4',
  outstanding: 12,
  opened: 16,
  closed: 4,
  types: [{ type: 'Event', count: 12 }],
  level: 'leak',
  score: 70,
  reasons: ['it grows', 'never closed', 'third', 'fourth'],
  source: { file: 'c:\\build\\orders.cpp', line: 4 },
};

describe('the file of the workspace that a path of the build machine means', () => {
  const wanted = 'C:\\Build\\shop\\src\\orders.cpp';
  for (const [what, candidates, found] of [
    ['the only one of its name', ['/home/me/orders.cpp'], '/home/me/orders.cpp'],
    [
      'the one with more of the path in common',
      ['/home/dev/test/orders.cpp', '/home/dev/SRC/orders.cpp'],
      '/home/dev/SRC/orders.cpp',
    ],
    ['none when two have as much in common', ['/a/src/orders.cpp', '/b/src/orders.cpp'], null],
    ['none when there is none', [], null],
    ['none of another name', ['/a/src/order.cpp'], null],
  ] as const) {
    it(`is ${what}`, () => {
      assert.equal(nearestPath(wanted, candidates), found);
    });
  }

  it('is looked for by its name alone, whatever characters that has', () => {
    assert.equal(globOfName('a[1]*.cpp'), '**/a[[]1[]][*].cpp');
  });
});

describe('what is said at the line of a leak site', () => {
  it('counts above the line', () => {
    assert.equal(lensTitle(SITE), 'opened 16, closed 4 here · likely leak');
  });

  it('gives verdict, place, counts and the heaviest reasons in Problems', () => {
    assert.equal(
      problemText(SITE),
      'likely leak in shop!loadOrder+0x4: 12 Event, opened 16, closed 4 here. it grows; never closed; third.',
    );
  });

  it('is a problem only when it looks like a mistake', () => {
    const levels = (['leak', 'suspicious', 'unclear', 'steady'] as const).map((level) =>
      isProblem({ ...SITE, level }),
    );
    assert.deepEqual(levels, [true, true, false, false]);
  });
});
