/** What is generated from the grammar of scripts is what is committed. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadBuildModule } from './buildModule';

interface GrammarModule {
  readonly GENERATED: string;
  generateGrammar(): Promise<Readonly<Record<string, string>>>;
}

describe('The parser of scripts', () => {
  it('is the one of the grammar: npm run grammar writes it', async () => {
    const module = await loadBuildModule<GrammarModule>('grammar.mjs');
    const files = await module.generateGrammar();
    assert.deepEqual(readdirSync(module.GENERATED).sort(), Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) {
      assert.equal(readFileSync(join(module.GENERATED, name), 'utf8'), text, name);
    }
  });

  it('loads nothing of Langium by being imported', async () => {
    const module = await loadBuildModule<GrammarModule>('grammar.mjs');
    for (const text of Object.values(await module.generateGrammar())) {
      assert.doesNotMatch(text, /^import (?!type )/m);
    }
  });
});
