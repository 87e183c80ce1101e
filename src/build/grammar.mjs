// Generates src/core/script/language/generated from the grammar of scripts. `npm run grammar` writes it; a test fails when it is
// not up to date. Langium's own output imports Langium when it is loaded; the core loads Langium with the first script only, so
// what is kept of the output is data: the types of the tree, its description, and the grammar.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './paths.mjs';
import { runNode } from './runTool.mjs';

const FOLDER = inRoot('src', 'core', 'script', 'language');
/** Where the generated files stand. */
export const GENERATED = join(FOLDER, 'generated');

const GENERATOR = inRoot('node_modules', 'langium-cli', 'bin', 'langium.js');
const LANGUAGE = { id: 'hsim', fileExtensions: ['.hsim'], caseInsensitive: false };

/** The generated files by name. */
export async function generateGrammar() {
  const folder = mkdtempSync(join(tmpdir(), 'hsim-'));
  try {
    const config = join(folder, 'langium-config.json');
    const grammar = join(FOLDER, 'hsim.langium');
    const languages = [{ ...LANGUAGE, grammar }];
    writeFileSync(
      config,
      JSON.stringify({ projectName: 'Hsim', languages, mode: 'production', out: 'generated' }),
    );
    const code = await runNode(GENERATOR, ['generate', '-f', config], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (code !== 0) {
      throw new Error(`The grammar ${grammar} cannot be generated: correct what is told above.`);
    }
    const read = (name) => readFileSync(join(folder, 'generated', name), 'utf8');
    return { 'ast.ts': typesOnly(read('ast.ts')), 'grammar.ts': grammarOnly(read('grammar.ts')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const HEAD = `/** Generated from hsim.langium by "npm run grammar": do not edit. */\n\n`;

/** The interfaces of the tree and their description, without the class and the checks that need Langium at run time. */
function typesOnly(text) {
  const body = text
    .slice(text.indexOf('export type HsimTerminalNames') - 1)
    .replace(/export type Hsim(Terminal|Keyword|Token)Names =[^;]*;\n+/g, '')
    .replace(/export function is\w+\(item: unknown\)[^}]*\}\n+/g, '')
    .replace(/export const reflection = .*\n?/, '')
    .replace(
      /export class \w+ extends langium\.AbstractAstReflection \{\s*override readonly types = /,
      'export const HSIM_TYPES = ',
    )
    .replace(/( as const satisfies langium\.AstMetaData)\n\}/, '$1;');
  return `${HEAD}/* eslint-disable */\nimport type * as langium from 'langium';\n${body.trimEnd()}\n`;
}

function grammarOnly(text) {
  const json = /loadGrammarFromJson\(('.*')\)/s.exec(text)?.[1];
  if (json === undefined) {
    throw new Error('langium-cli writes its grammar in another form than 4.1.0 does.');
  }
  return `${HEAD}/** The grammar as Langium loads it. */\nexport const HSIM_GRAMMAR =\n  ${json};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await generateGrammar();
  mkdirSync(GENERATED, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(GENERATED, name), text);
  }
}
