// A copy of the extension in a pseudo-locale: every text of its manifest and of its bundle stands in brackets, so that whoever
// looks at the editor sees what was not translated.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectSentences, pseudo } from '../l10n.mjs';
import { inRoot, out } from '../paths.mjs';

/** The locale's name, which the window must be told. */
export const PSEUDO_LOCALE = 'qps-ploc';

/** Makes the copy; returns its folder and all original texts. */
export async function pseudoExtension() {
  const folder = join(out, 'pseudo-extension');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['dist', 'syntaxes', 'media', 'package.json', 'README.md', 'CHANGELOG.md']) {
    cpSync(inRoot(part), join(folder, part), { recursive: true });
  }
  const manifest = JSON.parse(readFileSync(inRoot('package.nls.json'), 'utf8'));
  const sentences = await collectSentences();
  writeFileSync(join(folder, 'package.nls.json'), JSON.stringify(inBrackets(manifest)));
  const bundle = join(folder, 'media', 'l10n', `bundle.l10n.${PSEUDO_LOCALE}.json`);
  writeFileSync(bundle, JSON.stringify(inBrackets(sentences)));
  return { folder, texts: [...Object.values(manifest), ...Object.keys(sentences)] };
}

function inBrackets(texts) {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]));
}
