import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';
import { renderChartPage } from '../../../src/extension/charts/chartPage';
import {
  flameTexts,
  functionFilter,
  pointFilter,
  timelineTexts,
} from '../../../src/extension/charts/chartTexts';
import { filled, parsePageAction } from '../../../src/protocol/chartPages';

describe('the page of a chart', () => {
  const page = renderChartPage({
    title: 'Timeline: <b>"app"</b>',
    script: 'https://webview/dist/webview/timeline.js',
    scriptSource: 'https://webview',
    nonce: 'abc',
  });

  it('loads its own script and nothing else', () => {
    assert.match(
      page,
      /content="default-src &#39;none&#39;; style-src &#39;nonce-abc&#39;; script-src https:\/\/webview &#39;nonce-abc&#39;"/,
    );
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.doesNotMatch(page, /style="/);
  });

  it('shows a title as text', () => {
    assert.match(page, /<title>Timeline: &lt;b&gt;/);
  });
});

describe('messages from the page of a chart', () => {
  it('are taken when they are ours', () => {
    const ours = [
      { action: 'ready' },
      { action: 'source', source: 'moments' },
      { action: 'point', point: 3, use: 'then' },
      { action: 'function', label: 'app!Open' },
    ];
    for (const message of ours) {
      assert.deepEqual(parsePageAction(message), { ok: true, value: message });
    }
  });

  for (const [what, message] of [
    ['nothing', undefined],
    ['a text', 'ready'],
    ['an unknown action', { action: 'delete' }],
    ['an unknown source', { action: 'source', source: 'years' }],
    ['a point that is no number', { action: 'point', point: '3', use: 'then' }],
    ['an unknown use of a point', { action: 'point', point: 3, use: 'now' }],
    ['a function without a name', { action: 'function' }],
  ] as const) {
    it(`are refused when they are ${what}`, () => {
      assert.equal(parsePageAction(message).ok, false);
    });
  }
});

describe('the words of charts', () => {
  it('has every word that the pages ask for', () => {
    for (const [file, texts] of [
      ['timeline', timelineTexts()],
      ['flame', flameTexts()],
    ] as const) {
      const source = readFileSync(join('src', 'webview', `${file}.ts`), 'utf8');
      const asked = [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => text!);
      assert.ok(asked.length > 5);
      for (const text of asked) {
        assert.ok(texts[text] !== undefined, `${file}: ${text}`);
      }
    }
  });

  it('leaves places without a value as they are', () => {
    assert.equal(filled('{0} of {1} and {2}', 3, 'x'), '3 of x and {2}');
  });
});

describe('the filters that charts set', () => {
  it('are queries: for a moment with the handles whose opening is not on record, for what came after without', () => {
    for (const filter of [
      pointFilter('then', 899, 'records'),
      pointFilter('since', 899, 'records'),
      pointFilter('then', 899, 'userRecords'),
      pointFilter('since', 899, 'userRecords'),
      functionFilter('app!List<"a b">::Open'),
    ]) {
      assert.equal(parseQuery(filter).ok, true, filter);
    }
    assert.equal(pointFilter('since', 5, 'records'), 'age<5');
  });
});
