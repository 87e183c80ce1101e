import assert from 'node:assert/strict';
import {
  pagesOf,
  SITE_PAGE,
  siteNodeId,
  siteRoots,
  type SitesNode,
} from '../../../src/extension/views/siteNodes';
import {
  compareLine,
  levelIcon,
  siteCommand,
  siteDescription,
  siteMarkdown,
  siteSpoken,
  sitesHeadline,
  snapshotNameProblem,
  suppressCommand,
} from '../../../src/extension/views/siteTexts';
import type { LeakSiteRow, LeakSitesAnswer } from '../../../src/protocol/siteMessages';
import { traceFrame, traceRow, viewRow } from './viewRows';

/** A site that leaks registry keys. */
function siteRow(change: Partial<LeakSiteRow> = {}): LeakSiteRow {
  return {
    rank: 1,
    key: 'cb1686331234abcd',
    family: 'kernel',
    source: null,
    label: 'OrderStore!StoreSettings::ReadLimit+0x44',
    outstanding: 18,
    opened: 36,
    closed: 18,
    types: [{ type: 'Key', count: 18 }],
    level: 'leak',
    score: 87,
    reasons: ['18 of 36 opened here were closed, these 18 were not', 'it grows all the time'],
    ...change,
  };
}

function answer(change: Partial<LeakSitesAnswer> = {}): LeakSitesAnswer {
  return {
    sites: [siteRow(), siteRow({ key: 'aa', level: 'steady', rank: 2 })],
    total: { sites: 2, outstanding: 36 },
    likely: { sites: 1, outstanding: 18 },
    steady: { sites: 1, outstanding: 18 },
    suppressed: { sites: 0, outstanding: 0 },
    limits: ['The log is whole: 948 records since tracing was enabled.'],
    missing: null,
    generation: 1,
    ...change,
  };
}

describe('The rows of the Leak Sites view', () => {
  it('describe a site by its verdict and by what was opened and closed there', () => {
    assert.equal(siteDescription(siteRow()), 'likely leak · 18 Key, opened 36, closed 18 here');
  });

  it('name several types, few of many, and say when the type is not known', () => {
    const types = ['Event', 'Key', 'File', 'Token'].map((type, at) => ({ type, count: 9 - at }));
    assert.match(
      siteDescription(siteRow({ outstanding: 30, types })),
      /30 outstanding \(9 Event, 8 Key, 7 File, …\), opened/,
    );
    assert.match(siteDescription(siteRow({ types: [] })), /18 outstanding, opened 36/);
  });

  it('tell levels apart by shape and by word', () => {
    const levels = ['leak', 'suspicious', 'unclear', 'steady'] as const;
    assert.equal(new Set(levels.map(levelIcon)).size, levels.length);
    const words = levels.map((level) => siteDescription(siteRow({ level })).split(' · ')[0]);
    assert.equal(new Set(words).size, levels.length);
  });

  it('speak the verdict before the name, and the heaviest reason last', () => {
    assert.equal(
      siteSpoken(siteRow()),
      'likely leak, score 87 of 100, OrderStore!StoreSettings::ReadLimit+0x44, 18 Key, opened 36, closed 18 here, 18 of 36 opened here were closed, these 18 were not',
    );
  });

  it('fold steady sites under one row and end with what the traces cannot see', () => {
    assert.deepEqual(
      siteRoots('s', answer()).map(({ kind }) => kind),
      ['site', 'steady', 'limits'],
    );
  });

  it('offer the sites beyond the first page in pages, and begin the steady ones after them', () => {
    const sites = Array.from({ length: SITE_PAGE }, (_, at) => siteRow({ key: `k${at}` }));
    const roots = siteRoots(
      's',
      answer({
        sites,
        total: { sites: 260, outstanding: 260 },
        steady: { sites: 10, outstanding: 10 },
      }),
    );
    assert.deepEqual(
      roots.flatMap((node) => (node.kind === 'page' ? [[node.start, node.count]] : [])),
      [
        [100, 100],
        [200, 50],
      ],
    );
    const steady = roots.find(({ kind }) => kind === 'steady');
    assert.ok(steady?.kind === 'steady');
    assert.equal(steady.start, 250);
    assert.equal(
      pagesOf(7, 250).reduce((sum, { count }) => sum + count, 0),
      250,
    );
  });

  it('have ids of their own that do not depend on the session', () => {
    const stack = { count: 1, label: 'App!Close', trace: traceRow() };
    const nodes = (sessionId: string): readonly SitesNode[] => [
      ...siteRoots(sessionId, answer()),
      { kind: 'page', sessionId, start: 100, count: 100 },
      { kind: 'reason', sessionId, key: 'aa', text: 'many' },
      { kind: 'opened', sessionId, key: 'aa', stack },
      { kind: 'closed', sessionId, key: 'aa', stack },
      { kind: 'handles', sessionId, key: 'aa', start: 0, count: 200, isHeading: true },
      { kind: 'handles', sessionId, key: 'aa', start: 0, count: 100, isHeading: false },
      { kind: 'handle', sessionId, key: 'aa', row: viewRow() },
    ];
    const ids = nodes('one').map((node) => siteNodeId(node, 'leaky#1'));
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      nodes('two').map((node) => siteNodeId(node, 'leaky#1')),
      ids,
    );
  });
});

describe('The title of the Leak Sites view', () => {
  it('counts what looks like leaks, else everything that is outstanding', () => {
    assert.equal(sitesHeadline(answer()), '1 likely leak, 18 outstanding');
    assert.equal(
      sitesHeadline(answer({ likely: { sites: 3, outstanding: 54 } })),
      '3 likely leaks, 54 outstanding',
    );
    assert.equal(
      sitesHeadline(answer({ likely: { sites: 0, outstanding: 0 } })),
      'no likely leak, 36 outstanding',
    );
    assert.equal(sitesHeadline(answer({ missing: 'Tracing is off.' })), 'no traces');
  });
});

describe('What is done with a site', () => {
  it('names it by the beginning of its key', () => {
    assert.equal(siteCommand(siteRow()), '!sites cb168633');
    assert.equal(suppressCommand(siteRow()), '!sites -suppress site:cb168633');
  });

  it('copies it as Markdown that no name can break', () => {
    const text = siteMarkdown({
      site: siteRow({ label: 'App!`x`\nOpen', reasons: ['a*b <c> is open 3 times'] }),
      stacks: [{ count: 18, label: 'App!Open', trace: traceRow({ stack: [traceFrame()] }) }],
      closers: [{ count: 18, label: 'App!Close', trace: traceRow() }],
      handles: [],
      userHandles: [],
      handleCount: 0,
    });
    assert.match(text, /^\*\*`App!'x' Open`\*\* \(likely leak, 87\/100\)\n/);
    assert.match(text, /^- a\\\*b \\<c\\> is open 3 times$/m);
    assert.match(text, /^- siblings closed by `App!Close`: 18$/m);
    assert.match(text, /^ {4}App!Open\+0x14$/m);
  });
});

describe('The lines about snapshots', () => {
  it('take names that the console takes, and say what is wrong with others', () => {
    assert.equal(snapshotNameProblem('before-2'), undefined);
    for (const wrong of ['', 'now', 'NOW', '-d', 'a b', 'c:\\x']) {
      assert.notEqual(snapshotNameProblem(wrong), undefined, wrong);
    }
  });

  it('quote paths, and leave names of snapshots as they are', () => {
    assert.equal(compareLine('before'), '!compare before');
    assert.equal(compareLine('C:\\my dumps\\a.dmp'), '!compare "C:\\my dumps\\a.dmp"');
  });
});
