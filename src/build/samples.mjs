// Compiles the built-in samples, which are the scripts of media/samples/built-in, to what the program bundles:
// opening a sample then needs no parser. `npm run samples` writes src/core/script/samples/generated; a test fails when it is not
// up to date.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { require as requireTypeScript } from 'tsx/cjs/api';
import { inRoot } from './paths.mjs';

const SCRIPTS = inRoot('media', 'samples', 'built-in');
/** Where the generated files stand. */
export const GENERATED = inRoot('src', 'core', 'script', 'samples', 'generated');

const load = (...path) => requireTypeScript(inRoot('src', 'core', ...path), import.meta.url);

/** The generated files by name. Throws with the errors of a script that has some. */
export async function buildSamples() {
  const { loadScript } = load('script', 'language', 'loadScript.ts');
  const { compileScript } = load('script', 'compile', 'compiler.ts');
  const { packProgram } = load('script', 'samples', 'builtProgram.ts');
  const reader = {
    readText: async (path) => ({
      ok: true,
      value: readFileSync(join(SCRIPTS, path), 'utf8').replaceAll('\r\n', '\n'),
    }),
  };
  const files = {};
  for (const file of readdirSync(SCRIPTS).filter((name) => name.endsWith('.hsim'))) {
    const loaded = await loadScript(file, reader);
    const { program, problems } = compileScript(loaded.value);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (program === null) {
      throw new Error(`${file}: ${errors.map(({ message }) => message).join(' ')}`);
    }
    if (program.settings.description === null) {
      throw new Error(`${file} has no description: write one in its machine block.`);
    }
    const name = file.replace('.hsim', '');
    files[`${camelCase(name)}.ts`] = moduleText(name, program, packProgram(program));
  }
  return files;
}

/** `six-handles` is `sixHandles`. */
function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

function moduleText(name, { settings }, text) {
  const constant = camelCase(name);
  const quoted = (value) => `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  return [
    `/** Compiled from media/samples/built-in/${name}.hsim by "npm run samples": do not edit. */`,
    '',
    `import type { BuiltSample } from '../scriptSample';`,
    '',
    `export const ${constant}: BuiltSample = {`,
    `  name: ${quoted(name)},`,
    `  description: ${quoted(settings.description)},`,
    `  program: ${quoted(text)},`,
    '};',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await buildSamples();
  rmSync(GENERATED, { recursive: true, force: true });
  mkdirSync(GENERATED, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(GENERATED, name), text);
  }
}
