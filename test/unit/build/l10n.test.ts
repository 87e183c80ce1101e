/** The bundle that translators start from holds every sentence of the code, and no other; the pseudo-locale changes each. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBuildModule, root } from './buildModule';

interface LocalisationModule {
  readonly BUNDLE: string;
  collectSentences(): Promise<Readonly<Record<string, string>>>;
  bundleText(sentences: Readonly<Record<string, string>>): string;
  pseudo(sentence: string): string;
}

describe('The sentences of the extension', () => {
  let module: LocalisationModule;
  let sentences: Readonly<Record<string, string>>;

  before(async () => {
    module = await loadBuildModule<LocalisationModule>('l10n.mjs');
    sentences = await module.collectSentences();
  });

  it('are all in the bundle, and nothing else is: npm run l10n writes it', () => {
    assert.ok(Object.keys(sentences).length > 300);
    assert.equal(readFileSync(module.BUNDLE, 'utf8'), module.bundleText(sentences));
  });

  it('are found in the folder that the manifest names', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly l10n: string;
    };
    assert.equal(join(root, manifest.l10n, 'bundle.l10n.json'), module.BUNDLE);
    assert.ok(existsSync(module.BUNDLE));
  });

  it('name their places from {0} on, without gaps', () => {
    for (const sentence of Object.keys(sentences)) {
      const places = new Set([...sentence.matchAll(/\{(\d+)\}/g)].map(([, digits]) => digits));
      const expected = Array.from({ length: places.size }, (_, index) => String(index));
      assert.deepEqual([...places].sort(), expected, sentence);
    }
  });

  it('stand in brackets and with accents in the pseudo-locale, their places untouched', () => {
    assert.equal(module.pseudo('{0} of {1} handles'), '⟦{0} óf {1} hándlés⟧');
    assert.equal(
      module.pseudo('$(history) [Open](command:handleLens.open) `code`'),
      '⟦$(history) [Opén](command:handleLens.open) `code`⟧',
    );
  });
});
