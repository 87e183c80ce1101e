// Writes media/l10n/bundle.l10n.json, which translators start from: every sentence of the extension's code that goes through
// `l10n.t` or a `translate` that was handed in. `npm run l10n` writes it; a test fails when it is not up to date.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './paths.mjs';

/** Where the bundle stands; the manifest names the folder. */
export const BUNDLE = inRoot('media', 'l10n', 'bundle.l10n.json');
/** Code whose sentences are shown by VS Code. */
const FOLDERS = [inRoot('src', 'extension'), inRoot('src', 'web')];

/** All sentences of the code in alphabetical order, as the bundle maps them: each to itself. */
export async function collectSentences() {
  const { default: ts } = await import('typescript');
  const sentences = new Set();
  for (const file of FOLDERS.flatMap(sourceFiles)) {
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      if (ts.isCallExpression(node) && isTranslation(ts, node.expression)) {
        for (const sentence of literalsOf(ts, node.arguments[0])) {
          sentences.add(sentence);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return Object.fromEntries([...sentences].sort().map((sentence) => [sentence, sentence]));
}

/** The bundle as a file holds it. */
export function bundleText(sentences) {
  return `${JSON.stringify(sentences, null, 2)}\n`;
}

/**
 * A sentence as a pseudo-locale shows it: in brackets and with accents, so that whoever looks sees what was not translated.
 * Places such as `{0}`, links, commands and icons stay as they are.
 */
export function pseudo(sentence) {
  const kept = /(\{\d+\}|\$\([\w~-]+\)|\]\([^)]*\)|`[^`]*`|https?:\S+)/;
  const parts = sentence
    .split(kept)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[aeiou]/g, accented)));
  return `⟦${parts.join('')}⟧`;
}

function accented(vowel) {
  return { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú' }[vowel];
}

/** `l10n.t`, `vscode.l10n.t` and `translate`. */
function isTranslation(ts, called) {
  if (ts.isIdentifier(called)) {
    return called.text === 'translate';
  }
  return (
    ts.isPropertyAccessExpression(called) &&
    called.name.text === 't' &&
    /(^|\.)l10n$/.test(called.expression.getText())
  );
}

/** The sentences that an argument can be; none when it was translated by whoever hands it on. */
function literalsOf(ts, argument) {
  if (argument === undefined) {
    return [];
  }
  if (ts.isStringLiteralLike(argument)) {
    return [argument.text];
  }
  if (ts.isConditionalExpression(argument)) {
    return [...literalsOf(ts, argument.whenTrue), ...literalsOf(ts, argument.whenFalse)];
  }
  if (ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument)) {
    return [];
  }
  throw new Error(
    `${argument.getSourceFile().fileName}: "${argument.getText()}" cannot be translated. Write the whole sentence as one text.`,
  );
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : path.endsWith('.ts') ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sentences = await collectSentences();
  mkdirSync(dirname(BUNDLE), { recursive: true });
  writeFileSync(BUNDLE, bundleText(sentences));
  process.stdout.write(`${BUNDLE}: ${Object.keys(sentences).length} sentences\n`);
}
