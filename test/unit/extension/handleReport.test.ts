/** The report on a session: what it tells, what it says where nothing is known, and that names stay data. */

import assert from 'node:assert/strict';
import type { TargetAnswer } from '../../../src/protocol/dapExtensions';
import type { LeakSiteRow } from '../../../src/protocol/siteMessages';
import { handleReport, type ReportFacts } from '../../../src/extension/views/handleReport';
import { traceRow } from './viewRows';

const TARGET: TargetAnswer = {
  title: 'app.dmp',
  description: 'A minidump of app.exe',
  kind: 'minidump',
  mode: 'user',
  liveness: 'dump',
  architecture: 'x64',
  windows: 'Windows 10 22H2',
  simulated: false,
  tellsSourceLines: false,
  capabilities: { handles: true, traces: true, memory: true, control: false },
  processes: [],
  currentProcessId: 1,
  problems: [],
  parts: [],
  generation: 1,
};

const SITE: LeakSiteRow = {
  key: '0123456789abcdef',
  family: 'kernel',
  label: 'App!Open',
  outstanding: 18,
  opened: 36,
  closed: 18,
  types: [{ type: 'Key', count: 18 }],
  level: 'leak',
  score: 90,
  rank: 1,
  reasons: ['half of them were never closed'],
  source: null,
};

const NONE = { sites: 0, outstanding: 0 };

function report(change: Partial<ReportFacts> = {}): string {
  return handleReport({
    sessionName: 'Crash',
    target: TARGET,
    types: {
      types: [
        { type: 'Event', count: 12, growth: 3 },
        { type: 'Key', count: 18, growth: 0 },
      ],
      total: 30,
      totalGrowth: 3,
      generation: 1,
    },
    sites: {
      sites: [SITE],
      total: { sites: 1, outstanding: 18 },
      likely: { sites: 1, outstanding: 18 },
      steady: NONE,
      suppressed: NONE,
      limits: ['The log is whole.'],
      missing: null,
      generation: 1,
    },
    leaks: [
      {
        site: SITE,
        stacks: [{ count: 18, label: 'App!Open', trace: traceRow() }],
        closers: [],
        handles: [],
        userHandles: [],
        handleCount: 18,
      },
    ],
    badReferences: {
      rows: [traceRow({ operation: 'badref', explanation: 'It was closed before.' })],
      total: 3,
      lost: 0,
      orderIsKnown: true,
      generation: 1,
    },
    users: null,
    userBadReferences: null,
    made: new Date(0),
    ...change,
  });
}

describe('The report on a session', () => {
  it('has the target, the types, the sites with stacks, the misused values and what cannot be seen', () => {
    const text = report();
    for (const line of [
      '# Handles of app\\.dmp',
      '## 30 open handles',
      '| Event | 12 | +3 |',
      '| Key | 18 |  |',
      '1 likely leak, 18 outstanding.',
      '**`App!Open`** (likely leak, 90/100)',
      '    App!Open+0x14',
      '- The log is whole\\.',
      '- `0x3c`, `App!Open+0x14`: It was closed before\\.',
      '- and 2 more',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line}\n---\n${text}`);
    }
    assert.match(text, /1970-01-01T00:00:00\.000Z/);
  });

  it('has the USER handles of the session by type, and those that Windows refused', () => {
    const group = {
      key: 'menu',
      label: 'Menu',
      count: 402,
      newCount: 360,
      changedCount: 0,
      closedCount: 2,
      type: 'menu',
      createdBy: null,
      destroyedBy: null,
      quota: null,
    };
    const text = report({
      users: {
        session: 1,
        profile: 'win7-x64',
        inUse: 400,
        matched: null,
        entries: 682,
        newCount: 360,
        changedCount: 0,
        closedCount: 2,
        types: [group],
        owners: [],
        notes: [],
      },
      userBadReferences: {
        rows: [
          traceRow({ operation: 'badref', handle: '0x10010', explanation: 'It was destroyed.' }),
        ],
        total: 1,
        lost: 0,
        orderIsKnown: true,
        generation: 1,
      },
    });
    for (const line of [
      '## 400 USER handles in the session',
      '| USER\\: Menu | 400 | +358 |',
      '- `0x10010`, `App!Open+0x14`: It was destroyed\\.',
      '- and 2 more',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line}\n---\n${text}`);
    }
  });

  it('says what the target does not tell', () => {
    const text = report({
      types: null,
      sites: null,
      leaks: [],
      badReferences: null,
      target: {
        ...TARGET,
        windows: null,
        problems: [
          { code: 'c', message: 'A part is torn.', where: 'offset 0x10', hint: 'Record it again.' },
        ],
      },
    });
    for (const part of [
      'The target tells no handles.',
      'The target tells no leak sites.',
      'The target has no trace records.',
      'Windows version not recorded',
      '- A part is torn\\. \\(offset 0x10\\) Record it again\\.',
    ]) {
      assert.ok(text.includes(part), `${part}\n---\n${text}`);
    }
  });

  it('keeps names of the target on their line, as data', () => {
    const hostile = '](http://h) <img> `a`\r\n\n# head |';
    const text = report({
      sessionName: hostile,
      target: { ...TARGET, title: hostile, description: hostile },
      types: {
        types: [{ type: hostile, count: 1, growth: 0 }],
        total: 1,
        totalGrowth: 0,
        generation: 1,
      },
    });
    assert.ok(!text.split('\n').some((line) => line.startsWith('# head')));
    assert.ok(!text.includes('<img>'));
    assert.ok(!text.includes('](http'));
  });
});
