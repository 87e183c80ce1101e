/** The gate: what is a finding, what a baseline accepts, what must not pass in silence. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baselineOf, baselineText, parseBaseline } from '../../../src/core/analysis/gate/baseline';
import { parseBudget, parseGateConfig } from '../../../src/core/analysis/gate/gateConfig';
import { openSample } from '../../../src/core/script/samples/catalog';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { problemOf, valueOf } from '../../support/openDump';
import { renderGate } from '../../../src/core/render/gate/renderGate';
import { scriptTarget } from '../../support/openScript';
import { checked, found, leakingTarget, staleTarget } from './gateKit';

describe('The gate', () => {
  it('finds the leaks and bad references of a target with traces', async () => {
    assert.deepEqual(found(await checked(leakingTarget(12))), ['leak! unknown']);
    assert.deepEqual(found(await checked(staleTarget())), ['badref! unknown']);
  });

  it('finds the three leaks of the leaking service and nothing that it keeps on purpose', async () => {
    const report = await checked(valueOf(openSample('leaky-service')), { failOn: ['leak'] });
    assert.deepEqual(report.verdict.findings.map(({ title }) => title.split('+')[0]).sort(), [
      'OrderService!Notifier::NotifyAsync',
      'OrderService!RequestContext::Begin',
      'OrderStore!StoreSettings::ReadLimit',
    ]);
  });

  it('passes a target that closes what it opens', async () => {
    const report = await checked(leakingTarget(0));
    assert.equal(report.verdict.passed, true);
    assert.deepEqual(report.verdict.checked, ['leak', 'badref']);
  });

  it('checks only what is asked for', async () => {
    assert.deepEqual(found(await checked(leakingTarget(12), { failOn: ['badref'] })), []);
  });

  it('takes suspicious sites for leaks when that is wanted', async () => {
    const target = leakingTarget(2, 4);
    const strict = found(await checked(target, { failOn: ['leak'], leakLevel: 'suspicious' }));
    const usual = found(await checked(target, { failOn: ['leak'] }));
    assert.ok(strict.length >= usual.length);
  });

  it('names suspicious sites and what fails on them, in every format for people', async () => {
    const target = leakingTarget(3, 20);
    const report = await checked(target, { failOn: ['leak'] });
    assert.equal(report.verdict.passed, true);
    assert.equal(report.verdict.hints.length, 1);
    assert.match(
      report.verdict.hints[0] ?? '',
      /^1 place is suspicious .* --leak-level suspicious/,
    );
    for (const format of ['text', 'markdown', 'github', 'json', 'sarif'] as const) {
      assert.match(renderGate(report, format), /1 place is suspicious/, format);
    }
    const strict = await checked(target, { failOn: ['leak'], leakLevel: 'suspicious' });
    assert.equal(strict.verdict.passed, false);
    assert.deepEqual(strict.verdict.hints, []);
  });

  it('fails a program that ended on an error path without closing', async () => {
    const path = join(__dirname, '../../../media/samples/leak-on-error-path.hsim');
    const report = await checked(await scriptTarget(readFileSync(path, 'utf8')));
    assert.deepEqual(
      report.verdict.findings.map(({ title, fails }) => [title.replace(/\+\w+/, ''), fails]),
      [
        ['settings!LoadSettings leaks 2 Mutant handles', true],
        ['settings!LoadSettings leaks 2 File handles', true],
      ],
    );
    assert.match(report.verdict.findings[0]?.details.join(' ') ?? '', /ended without closing them/);
  });

  it('says when a program left handles in the table of another process, also when it passes', async () => {
    const path = join(__dirname, '../../../media/samples/leak-through-duplicate.hsim');
    const report = await checked(await scriptTarget(readFileSync(path, 'utf8')));
    assert.equal(report.verdict.passed, true);
    assert.match(
      renderGate(report, 'text'),
      /^Note: client\.exe \(1b90\) still has 10 handles that service\.exe \(9d0\) opened there\. .*!handle 0 3 1b90/m,
    );
  });

  it('leaves out suppressed sites and counts them', async () => {
    const report = await checked(leakingTarget(12), { suppress: ['app!Cache*'] });
    assert.deepEqual(found(report), []);
    assert.equal(report.facts.suppressed, 1);
  });

  it('says which suppression names a type that does not exist', async () => {
    const suppress = ['type:Evnt', 'type:Key', 'app!Evnt'];
    const { facts } = await checked(leakingTarget(12), { suppress });
    assert.deepEqual(facts.leftOut, [
      "Suppression type:Evnt: Column 6: no handle here has the type 'Evnt'. Did you mean Event?",
    ]);
  });

  describe('with budgets', () => {
    const target = new FakeTarget({
      handles: [fakeHandle(4, 'Event'), fakeHandle(8, 'Event'), fakeHandle(12, 'Key')],
      traces: null,
    });

    it('does not take a misspelled type for one that has no handles', async () => {
      const { verdict } = await checked(leakingTarget(0), {
        budgets: new Map([
          ['Evnt', 3],
          ['semaphore', 3],
          ['OfSomeDriver', 3],
        ]),
      });
      assert.deepEqual(
        verdict.findings.map(({ title }) => title),
        ["No Windows version and no handle here has the type 'Evnt'. Did you mean Event?"],
      );
      assert.equal(verdict.passed, false);
    });

    it('fails above a budget, not at it', async () => {
      const within = new Map([['Event', 2]]);
      const above = new Map([['Event', 1]]);
      assert.deepEqual(found(await checked(target, { budgets: within })), []);
      assert.deepEqual(found(await checked(target, { budgets: above })), ['budget! unknown']);
    });

    it('takes types in any letter case, total for all, and 0 for none', async () => {
      const budgets = new Map([
        ['event', 1],
        ['TOTAL', 2],
        ['Mutant', 0],
        ['key', 0],
      ]);
      const { verdict } = await checked(target, { budgets });
      assert.deepEqual(
        verdict.findings.map(({ title }) => title),
        [
          '2 event handles exceed the budget of 1',
          '3 open handles exceed the budget of 2',
          '1 key handles exceed the budget of 0',
        ],
      );
    });
  });

  describe('with a baseline', () => {
    it('accepts what is in it', async () => {
      const baseline = baselineOf((await checked(leakingTarget(12))).facts);
      const report = await checked(leakingTarget(12), {}, baseline);
      assert.deepEqual(found(report), ['leak unchanged']);
      assert.equal(report.verdict.accepted, 1);
    });

    it('fails when an accepted place has more', async () => {
      const baseline = baselineOf((await checked(leakingTarget(12))).facts);
      assert.deepEqual(found(await checked(leakingTarget(13), {}, baseline)), ['leak! grown']);
    });

    it('fails on places that are new', async () => {
      const baseline = baselineOf((await checked(leakingTarget(0))).facts);
      assert.deepEqual(found(await checked(leakingTarget(12), {}, baseline)), ['leak! new']);
      assert.deepEqual(found(await checked(staleTarget(), {}, baseline)), ['badref! new']);
    });

    it('knows a place again after a build that moved its code', async () => {
      const baseline = baselineOf((await checked(leakingTarget(12, 40, 0x3000))).facts);
      const rebuilt = await checked(leakingTarget(12, 40, 0x3100), {}, baseline);
      assert.deepEqual(found(rebuilt), ['leak unchanged']);
    });

    it('fails on growth by type only when that is asked for', async () => {
      const baseline = baselineOf((await checked(leakingTarget(2))).facts);
      const grown = await checked(leakingTarget(3), { failOn: ['growth'] }, baseline);
      assert.deepEqual(found(grown), ['growth! grown']);
      assert.equal(grown.verdict.findings[0]?.title, 'Event handles grew from 2 to 3');
      const shrunk = await checked(leakingTarget(1), { failOn: ['growth'] }, baseline);
      assert.deepEqual(found(shrunk), []);
    });

    it('is the same after it was written and read', async () => {
      const baseline = baselineOf((await checked(leakingTarget(12))).facts);
      const text = baselineText(baseline);
      const again = valueOf(parseBaseline(JSON.parse(text)));
      assert.equal(baselineText(again), text);
      assert.deepEqual(found(await checked(leakingTarget(12), {}, again)), ['leak unchanged']);
    });

    const damages: readonly (readonly [string, unknown, RegExp])[] = [
      ['another document', { hello: 1 }, /has no "schema"/],
      ['a list', [], /has no "schema"/],
      ['a later version', { schema: 'handle-lens-baseline/9' }, /reads "handle-lens-baseline\/1"/],
      [
        'counts that are none',
        {
          schema: 'handle-lens-baseline/1',
          total: -1,
          types: {},
          sites: null,
          badReferences: null,
        },
        /whole numbers/,
      ],
      [
        'places that are none',
        { schema: 'handle-lens-baseline/1', total: 1, types: {}, sites: [1], badReferences: null },
        /lists of \{key, label, count\}/,
      ],
    ];
    for (const [name, value, message] of damages) {
      it(`refuses ${name} as a baseline`, () => {
        const problem = problemOf(parseBaseline(value));
        assert.match(problem.message, message);
        assert.match(problem.hint ?? '', /--write-baseline/);
      });
    }
  });

  describe('when something cannot be checked', () => {
    const untraced = new FakeTarget({ handles: [fakeHandle(4, 'Event')], traces: null });

    it('fails when there is nothing to check at all', async () => {
      const { verdict } = await checked(untraced);
      assert.equal(verdict.passed, false);
      assert.match(verdict.findings[0]?.title ?? '', /nothing to check.*There is no trace log/);
    });

    it('fails when leaks are asked for and there are no traces', async () => {
      const { verdict } = await checked(untraced, {
        failOn: ['leak'],
        budgets: new Map([['Key', 1]]),
      });
      assert.match(verdict.findings[0]?.title ?? '', /Leaks and bad references cannot be checked/);
    });

    it('fails when growth is asked for without a baseline', async () => {
      const { verdict } = await checked(untraced, { failOn: ['growth'] });
      assert.match(verdict.findings[0]?.title ?? '', /Growth cannot be checked without a baseline/);
    });

    it('passes without traces when there is a budget', async () => {
      const { verdict } = await checked(untraced, { budgets: new Map([['Event', 1]]) });
      assert.equal(verdict.passed, true);
      assert.deepEqual(verdict.checked, ['budget']);
    });
  });
});

describe('The settings of the gate', () => {
  it('are read from JSON', () => {
    const config = valueOf(
      parseGateConfig({
        $schema: 'x',
        failOn: ['leak', 'growth'],
        leakLevel: 'suspicious',
        budgets: { Event: 100, total: 5000 },
        baseline: 'handles.json',
        suppress: ['app!Cache*'],
        ownModules: ['app'],
        systemModules: ['vendor*'],
      }),
    );
    assert.deepEqual(
      [...config.budgets],
      [
        ['Event', 100],
        ['total', 5000],
      ],
    );
    assert.deepEqual(config.failOn, ['leak', 'growth']);
  });

  const mistakes: readonly (readonly [unknown, RegExp])[] = [
    [[], /The file should be an object/],
    [{ budget: {} }, /"budget" is not a setting.*|Did you mean "budgets"/],
    [{ budgets: [1] }, /"budgets" should be an object/],
    [{ budgets: { Event: 1.5 } }, /budget of "Event" should be a whole number/],
    [{ budgets: { Event: -1 } }, /budget of "Event"/],
    [{ failOn: 'leak' }, /"failOn" should be a list/],
    [{ failOn: ['leek'] }, /"leek" is not something a check can fail on/],
    [{ leakLevel: 'all' }, /"leakLevel" should be "leak" or "suspicious"/],
    [{ baseline: '' }, /"baseline" should be the path/],
    [{ suppress: [1] }, /"suppress" should be a list of patterns/],
  ];
  for (const [value, message] of mistakes) {
    it(`refuse ${JSON.stringify(value)}`, () => {
      assert.match(problemOf(parseGateConfig(value)).message, message);
    });
  }

  it('take budgets as Type=N', () => {
    assert.deepEqual(valueOf(parseBudget(' ALPC Port = 4 ')), ['ALPC Port', 4]);
    for (const text of ['Event', 'Event=', '=4', 'Event=x', 'Event=-1', 'Event=99999999999']) {
      assert.match(problemOf(parseBudget(text)).message, /is not a budget/, text);
    }
  });
});
