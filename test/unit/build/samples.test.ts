/** What is bundled of the built-in samples is what their scripts compile to. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sampleDescriptions } from '../../../src/core/script/samples/catalog';
import { loadBuildModule } from './buildModule';

interface SamplesModule {
  readonly GENERATED: string;
  buildSamples(): Promise<Readonly<Record<string, string>>>;
}

describe('The samples that are scripts', () => {
  it('are bundled as they compile: npm run samples writes it', async () => {
    const module = await loadBuildModule<SamplesModule>('samples.mjs');
    const files = await module.buildSamples();
    assert.deepEqual(readdirSync(module.GENERATED).sort(), Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) {
      assert.equal(readFileSync(join(module.GENERATED, name), 'utf8'), text, name);
    }
  });

  it('are all in the list of samples', async () => {
    const module = await loadBuildModule<SamplesModule>('samples.mjs');
    const listed = sampleDescriptions.map(({ name }) => name);
    for (const text of Object.values(await module.buildSamples())) {
      const name = /name: '([^']+)'/.exec(text)?.[1] ?? '';
      assert.ok(listed.includes(name), name);
    }
  });
});
