// What the bench measures, beside what, and the goal of each.

const atMost = (limit, text) => ({ text, isMet: (value) => value <= limit });
const below = (limit, text) => ({ text, isMet: (value) => value < limit });
const atLeast = (limit, text) => ({ text, isMet: (value) => value >= limit });

const theValue = (outcome) => outcome.value;
const thePeak = (outcome) => outcome.peakMegabytes;

/**
 * One row of the table. `task` and `yardstick` name measurements of test/perf; a yardstick reads the same bytes of the
 * file and walks them in a plain loop. `comparable`: value and yardstick have one unit, their ratio means something.
 */
export const benchItems = [
  {
    what: 'open + !handle 0 0',
    task: 'summary',
    pick: theValue,
    unit: 'ms',
    yardstick: 'walkHandles',
    comparable: true,
    goal: {
      text: 'within 2 × the yardstick',
      isMet: (value, yardstick) => value <= 2 * yardstick,
    },
  },
  {
    what: 'open + !handle 0 0, peak memory',
    task: 'summary',
    pick: thePeak,
    unit: 'MB',
    yardstick: null,
    comparable: false,
    goal: below(250, 'below 250 MB'),
  },
  {
    what: 'first 100 rows after the open',
    task: 'firstRows',
    pick: theValue,
    unit: 'ms',
    yardstick: 'walkFirstRows',
    comparable: false,
    goal: atMost(60, 'within 60 ms'),
  },
  {
    what: 'first 100 blocks of !handle 0 f',
    task: 'firstText',
    pick: theValue,
    unit: 'ms',
    yardstick: 'walkHandles',
    comparable: true,
    goal: null,
  },
  {
    what: '!handle <h> f, 95 of 100',
    task: 'oneHandle',
    pick: theValue,
    unit: 'ms',
    yardstick: 'walkHandles',
    comparable: true,
    goal: below(5, 'below 5 ms'),
  },
  {
    what: '!htrace <h>, 95 of 100',
    task: 'oneTrace',
    pick: theValue,
    unit: 'ms',
    yardstick: 'walkOperations',
    comparable: true,
    goal: below(50, 'below 50 ms'),
  },
  {
    what: '!htrace <h>, the first',
    task: 'oneTrace',
    pick: (outcome) => outcome.details.firstMs,
    unit: 'ms',
    yardstick: 'walkOperations',
    comparable: true,
    goal: null,
  },
  {
    what: 'text of all handles',
    task: 'fullText',
    pick: theValue,
    unit: 'MB/s',
    yardstick: 'walkHandlesAndNames',
    comparable: false,
    goal: atLeast(50, 'at least 50 MB/s'),
  },
  {
    what: 'text of all handles, peak memory',
    task: 'fullText',
    pick: thePeak,
    unit: 'MB',
    yardstick: null,
    comparable: false,
    goal: below(250, 'below 250 MB'),
  },
  {
    what: 'text of all handles, growth after a tenth',
    task: 'fullText',
    pick: (outcome) => outcome.details.growthMegabytes,
    unit: 'MB',
    yardstick: null,
    comparable: false,
    goal: below(32, 'constant (below 32 MB)'),
  },
  {
    what: 'simulator: open + close',
    task: 'pairsUntraced',
    pick: theValue,
    unit: 'pairs/s',
    yardstick: 'walkPairsUntraced',
    yardstickUnit: 'pairs/s',
    comparable: true,
    goal: atLeast(1_000_000, 'at least 1,000,000 /s'),
  },
  {
    what: 'simulator: the same, 16 frames traced',
    task: 'pairsTraced',
    pick: theValue,
    unit: 'pairs/s',
    yardstick: 'walkPairsTraced',
    yardstickUnit: 'pairs/s',
    comparable: true,
    goal: atLeast(300_000, 'at least 300,000 /s'),
  },
  {
    what: 'simulator: create + close, traced',
    task: 'createdPairsTraced',
    pick: theValue,
    unit: 'pairs/s',
    yardstick: 'walkPairsTraced',
    yardstickUnit: 'pairs/s',
    comparable: true,
    goal: null,
  },
  {
    what: 'compare two snapshots of 250,000 handles',
    task: 'compareSnapshotsTask',
    pick: theValue,
    unit: 'ms',
    yardstick: 'walkSnapshots',
    comparable: true,
    goal: below(300, 'below 300 ms'),
  },
];
