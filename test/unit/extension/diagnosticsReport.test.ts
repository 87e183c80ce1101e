import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { maskNames } from '../../../src/extension/diagnostics/maskNames';
import { RecentLog } from '../../../src/extension/diagnostics/recentLog';
import { diagnosticsReport, type ReportFacts } from '../../../src/extension/diagnostics/report';

const TARGET = {
  title: 'C:\\Users\\Ada\\secret.dmp',
  description: 'private words',
  kind: 'minidump',
  mode: 'user',
  liveness: 'dump',
  architecture: 'x64',
  windows: 'Windows 10',
  simulated: false,
  tellsSourceLines: false,
  capabilities: { handles: true, traces: false, memory: true, control: false },
  processes: [{ processId: 7, image: 'payroll.exe' }],
  currentProcessId: 7,
  problems: [{ code: 'cut-stream', message: 'private words', where: 'stream 12', hint: null }],
  parts: [{ name: 'HandleDataStream', size: 4096, note: 'private words' }],
  generation: 1,
} as const;

const FACTS: ReportFacts = {
  versions: [['Handle Lens', '1.2.3']],
  settings: [['handleLens.a.b', true]],
  sessions: [
    { isStopped: true, target: TARGET, handles: 12, types: 3, traces: null, failures: [] },
  ],
  logLines: ['one', 'C:\\Users\\Ada\\x failed'],
  names: ['workstation7'],
};

describe('Names in diagnostics', () => {
  for (const [text, masked] of [
    ['C:\\Users\\Ada Byron\\x.dmp', 'C:\\Users\\<user>\\x.dmp'],
    ['c:/users/ada/x', 'c:/users/<user>/x'],
    ['/home/ada/x.dmp', '/home/<user>/x.dmp'],
    ['/Users/ada', '/Users/<user>'],
    ['C:\\\\Users\\\\ada\\\\x', 'C:\\\\Users\\\\<user>\\\\x'],
    ['file:///c%3A/Users/ada/x', 'file:///c%3A/Users/<user>/x'],
    ['Users%2Fada%2Fx', 'Users%2F<user>%2Fx'],
    ['C:\\Windows\\System32', 'C:\\Windows\\System32'],
  ] as const) {
    it(`turns ${text} into ${masked}`, () => {
      assert.equal(maskNames(text), masked);
    });
  }

  it('are taken out as whole words in any letter case', () => {
    assert.equal(maskNames('ADA at ada.log, adapter', ['Ada']), '<user> at <user>.log, adapter');
  });

  it('stay when they are too short to be told from other words', () => {
    assert.equal(maskNames('a to z', ['to']), 'a to z');
  });
});

describe('The diagnostics report', () => {
  const report = diagnosticsReport(FACTS);

  it('names versions, settings, counts and streams', () => {
    for (const line of [
      '- Handle Lens: 1.2.3',
      '- handleLens.a.b: `true`',
      '- Handles: 12, types: 3, trace records: not known',
      '- Part: HandleDataStream, 4096 bytes',
      '- Problem: cut-stream at stream 12',
    ]) {
      assert.ok(report.split('\n').includes(line), line);
    }
  });

  it('holds nothing of what the dump tells', () => {
    assert.doesNotMatch(report, /private words|payroll|secret/);
  });

  it('masks users in log lines', () => {
    assert.ok(report.includes('C:\\Users\\<user>\\x failed'));
  });

  it('keeps log lines inside their fence', () => {
    const hostile = diagnosticsReport({ ...FACTS, logLines: ['```\n# heading'] });
    assert.equal(hostile.match(/```/g)?.length, 2);
    assert.doesNotMatch(hostile, /^# heading/m);
  });

  it('says so when there is neither session nor log', () => {
    const empty = diagnosticsReport({ ...FACTS, sessions: [], logLines: [] });
    assert.match(empty, /## Sessions\n\nNone\./);
    assert.match(empty, /Nothing was logged\./);
  });
});

describe('The memory of the log', () => {
  function channel(seen: string[]): vscode.LogOutputChannel {
    const write = (level: string) => (message: unknown) =>
      void seen.push(`${level} ${String(message)}`);
    return {
      logLevel: 2,
      trace: write('trace'),
      info: write('info'),
      error: write('error'),
    } as unknown as vscode.LogOutputChannel;
  }

  it('passes everything on and remembers all but traces', () => {
    const seen: string[] = [];
    const recent = new RecentLog();
    const log = recent.listenTo(channel(seen), () => new Date(0));
    log.trace('traffic');
    log.info('started');
    log.error(new Error('broken'));
    assert.deepEqual(seen, ['trace traffic', 'info started', 'error Error: broken']);
    assert.deepEqual(recent.lines, [
      '1970-01-01T00:00:00.000Z [info] started',
      '1970-01-01T00:00:00.000Z [error] broken',
    ]);
    assert.equal(log.logLevel, 2);
  });

  it('keeps the last 200 lines', () => {
    const recent = new RecentLog();
    for (let line = 0; line < 250; line++) {
      recent.add(String(line));
    }
    assert.equal(recent.lines.length, 200);
    assert.equal(recent.lines[0], '50');
  });
});
