/** The reports of the gate in every format. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { baselineOf } from '../../../src/core/analysis/gate/baseline';
import { parseGateConfig } from '../../../src/core/analysis/gate/gateConfig';
import { sarifLog } from '../../../src/core/render/gate/gateSarif';
import { GATE_FORMATS } from '../../../src/core/render/gate/gateWords';
import { renderGate } from '../../../src/core/render/gate/renderGate';
import { openSample } from '../../../src/core/script/samples/catalog';
import { assertGolden } from '../../support/golden';
import { valueOf } from '../../support/openDump';
import { checked, leakingTarget, staleTarget } from './gateKit';

describe('Reports of the gate', () => {
  for (const format of GATE_FORMATS) {
    it(`hold what was found, as ${format}`, async () => {
      const budgets = new Map([['Event', 50]]);
      const report = await checked(valueOf(openSample('leaky-service')), { budgets });
      assertGolden(`gate-${format}`, renderGate({ ...report, toolVersion: '0.0.0' }, format));
    });

    it(`are complete when nothing was found, as ${format}`, async () => {
      const text = renderGate(await checked(leakingTarget(0)), format);
      assert.match(text, /\n$/);
      if (format === 'json' || format === 'sarif') {
        assert.doesNotThrow(() => JSON.parse(text) as unknown);
      }
    });
  }

  it('keep hostile names inside JUnit XML', async () => {
    const xml = renderGate(await checked(staleTarget()), 'junit');
    assert.match(xml, /app!&lt;Use&gt;\|`x`/);
    assert.doesNotMatch(xml, /<Use>/);
  });

  it('keep hostile names inside Markdown', async () => {
    const markdown = renderGate(await checked(staleTarget()), 'markdown');
    assert.match(markdown, /app\\!&lt;Use>\\\|\\`x\\`/);
    assert.match(markdown, /^```\n/m);
  });

  it('keep line feeds and percent signs inside workflow commands', async () => {
    const report = await checked(staleTarget());
    const [finding] = report.verdict.findings;
    assert.ok(finding !== undefined);
    const hostile = { ...finding, title: '100%\n::error::x' };
    const verdict = { ...report.verdict, findings: [hostile] };
    const [line] = renderGate({ ...report, verdict }, 'github').split('\n');
    assert.match(line ?? '', /^::error title=bad-handle-reference::100%25%0A::error::x/);
  });

  it('are short enough for a comment on a pull request, however much was found', async () => {
    const report = await checked(leakingTarget(12));
    const [finding] = report.verdict.findings;
    assert.ok(finding !== undefined);
    const findings = Array.from({ length: 500 }, () => finding);
    const many = { ...report, verdict: { ...report.verdict, findings } };
    const markdown = renderGate(many, 'markdown');
    assert.ok(markdown.length < 20_000, String(markdown.length));
    assert.match(markdown, /and 470 more findings/);
  });

  it('give each SARIF result its stack as code flow, outermost call first, and its fingerprint', async () => {
    const [result] = sarifLog(await checked(leakingTarget(12))).runs[0]?.results ?? [];
    const locations = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    assert.deepEqual(
      locations.map(({ location }) => location?.logicalLocations?.[0]?.fullyQualifiedName),
      ['app!Loop', 'app!Cache::Add'],
    );
    assert.match(result?.partialFingerprints?.['handleLensSite/v1'] ?? '', /^[0-9a-f]{16}$/);
  });

  it('tell SARIF readers what the baseline says', async () => {
    const baseline = baselineOf((await checked(leakingTarget(12))).facts);
    const stateOf = async (leaked: number): Promise<string | undefined> =>
      sarifLog(await checked(leakingTarget(leaked), {}, baseline)).runs[0]?.results?.[0]
        ?.baselineState;
    assert.deepEqual([await stateOf(12), await stateOf(13)], ['unchanged', 'updated']);
  });
});

describe('The schema of the settings file', () => {
  const path = join(__dirname, '../../../media/schemas/handle-lens.config.schema.json');
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(path, 'utf8')) as object,
  );

  const files: readonly unknown[] = [
    {},
    { budgets: { Event: 3 }, failOn: ['leak'] },
    { baseline: 'x', suppress: ['a'], ownModules: [], systemModules: ['b'], leakLevel: 'leak' },
    { budget: {} },
    { budgets: { Event: -1 } },
    { failOn: ['leek'] },
    { leakLevel: 'x' },
    { baseline: '' },
    { suppress: [1] },
    [],
  ];
  for (const file of files) {
    it(`agrees with the reader about ${JSON.stringify(file)}`, () => {
      assert.equal(validate(file), parseGateConfig(file).ok);
    });
  }
});
