// Bundles the extension, the adapter, the language server and the command line into dist/, one file each; what runs in a browser
// goes to dist/web.

import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserStandIns } from './browserStandIns.mjs';
import { BUNDLED_SCRIPTS, bundledScripts } from './bundledScripts.mjs';
import { dist, inRoot, root } from './paths.mjs';

/** The client of the language server, loaded with the first log. */
const CLIENT = 'vscode-languageclient/node';

/** The parser of scripts, loaded with the first script; bundles for Node share it. */
const LANGIUM = 'langium';

/** What the extension loads with the first session, dump or choice of a target: readers, commands, the simulator. */
const LATER = [
  'src/adapter/handleDebugSession',
  'src/adapter/nodeHost',
  'src/core/script/samples/catalog',
  'src/extension/inlineAdapter',
  'src/extension/editors/dumpReport',
  'src/extension/starting/checkTarget',
  'src/extension/starting/targetChoices',
];

/** What is bundled: name in dist/, entry, and what differs. */
const bundles = [
  { name: 'extension', entry: 'src/extension/main.ts', external: ['vscode'], isLean: true },
  { name: 'client', entry: CLIENT, external: ['vscode'] },
  { name: 'later', modules: LATER, external: ['vscode'] },
  { name: 'langium', entry: LANGIUM },
  { name: 'adapter', entry: 'src/adapter/main.ts', program: true },
  { name: 'server', entry: 'src/server/main.ts' },
  { name: 'cli', entry: 'src/cli/main.ts', program: true },
  { name: 'webview/timeline', entry: 'src/webview/timeline.ts', isWeb: true, format: 'iife' },
  { name: 'webview/flame', entry: 'src/webview/flame.ts', isWeb: true, format: 'iife' },
  { name: 'web/extension', entry: 'src/web/extensionMain.ts', external: ['vscode'], isWeb: true },
  { name: 'web/server', entry: 'src/web/serverMain.ts', isWeb: true, format: 'iife' },
];

/** What a bundle for Node is built with, and what one for a browser's worker. */
const NODE = { platform: 'node', target: 'node20', format: 'cjs' };
const WEB = { platform: 'browser', target: 'es2022', format: 'cjs' };

/**
 * Bundles everything, or the named bundles. Always builds: that takes less time than finding out reliably whether it is
 * needed. Returns name and size in bytes of each file.
 */
export async function bundle(names = bundles.map((each) => each.name)) {
  const { build } = await import('esbuild');
  const chosen = names.map((name) => {
    const found = bundles.find((each) => each.name === name);
    if (found === undefined) {
      throw new Error(
        `There is no bundle called ${name}: ${bundles.map((b) => b.name).join(', ')}.`,
      );
    }
    return found;
  });
  const packages = new Set();
  const sizes = [];
  for (const each of chosen) {
    const file = join(dist, `${each.name}.js`);
    const result = await build({
      absWorkingDir: root,
      ...(each.modules === undefined
        ? { entryPoints: [each.entry] }
        : { stdin: { contents: onDemand(each.modules), resolveDir: root } }),
      outfile: file,
      bundle: true,
      ...(each.isWeb ? WEB : NODE),
      ...(each.format && { format: each.format }),
      minify: true,
      // Kept out of the package; `node --enable-source-maps` finds them beside the bundles of a checkout.
      sourcemap: 'linked',
      legalComments: 'none',
      external: each.external ?? [],
      loader: { '.css': 'text' },
      plugins: [
        ...(each.isLean ? [loadedLater] : []),
        ...(each.isWeb ? [browserStandIns] : []),
        ...(each.isWeb || each.name === LANGIUM ? [] : [sharedLangium]),
      ],
      // `import()` of a bundle would see no names of its exports; `require` does.
      supported: each.isWeb ? {} : { 'dynamic-import': false },
      banner: each.program ? { js: '#!/usr/bin/env node' } : {},
      metafile: true,
      logLevel: 'warning',
    });
    if (each.program) {
      chmodSync(file, 0o755);
    }
    collectPackages(result.metafile, packages);
    sizes.push({ name: `${each.name}.js`, bytes: readFileSync(file).length });
  }
  writeFileSync(join(dist, BUNDLED_SCRIPTS), JSON.stringify(bundledScripts()));
  if (chosen.length === bundles.length) {
    writeNotices(packages);
    const built = bundles.flatMap(({ name }) => [`${name}.js`, `${name}.js.map`]);
    removeStrangers(new Set([...built, 'THIRD-PARTY.txt', BUNDLED_SCRIPTS]));
  }
  return sizes;
}

/** Source of a bundle of several modules by their names, each run when it is first asked for. */
function onDemand(modules) {
  const getters = modules.map((module) => `get '${module}'() { return require('./${module}'); }`);
  return `module.exports = { ${getters.join(', ')} };`;
}

/** Leaves what is imported at run time to bundles of their own: compiling it would make up most of the activation. */
const loadedLater = {
  name: 'loaded-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind, resolveDir }) => {
      if (path === './later.js' || path === CLIENT) {
        return { path: path === CLIENT ? './client.js' : path, external: true };
      }
      if (kind !== 'dynamic-import') {
        return undefined;
      }
      const module = relative(root, join(resolveDir, path)).replaceAll(sep, '/');
      return LATER.includes(module)
        ? { path: module, namespace: 'later' }
        : { errors: [{ text: `${module} is imported at run time: name it in LATER.` }] };
    });
    onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
      contents: `module.exports = require('./later.js')['${path}'];`,
    }));
  },
};

/** Leaves Langium to the bundle of its own. */
const sharedLangium = {
  name: 'shared-langium',
  setup({ onResolve }) {
    onResolve({ filter: /^langium$/ }, () => ({ path: './langium.js', external: true }));
  },
};

/** Adds the folders of the packages whose code went into a bundle. */
function collectPackages(metafile, packages) {
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const match = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
      if (match !== null && bytesInOutput > 0) {
        packages.add(match[0]);
      }
    }
  }
}

/** Writes the licences of bundled packages, which their terms ask for. */
function writeNotices(packages) {
  const notices = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(inRoot(folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(inRoot(folder)).find((each) => /^licen[cs]e(\.|$)/i.test(each));
    if (file === undefined) {
      throw new Error(`${name} has no licence file: it cannot be bundled.`);
    }
    const text = readFileSync(inRoot(folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const head = 'Handle Lens contains code of these packages.\n';
  writeFileSync(join(dist, 'THIRD-PARTY.txt'), [head, ...notices].join(`\n${'-'.repeat(72)}\n\n`));
}

/** Removes what earlier versions of this script left in dist/. */
function removeStrangers(known) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(dist, file).replaceAll(sep, '/');
    if (!entry.isDirectory() && !known.has(name)) {
      rmSync(file);
    }
  }
}

/** One line such as `dist: extension.js 210 kB, adapter.js 190 kB`. */
export function describeSizes(sizes) {
  return `dist: ${sizes.map(({ name, bytes }) => `${name} ${Math.ceil(bytes / 1000)} kB`).join(', ')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (!existsSync(inRoot('node_modules', 'esbuild'))) {
      throw new Error('Packages are not installed yet: run "npm ci" first, or "npm start".');
    }
    const names = process.argv.slice(2);
    const sizes = await bundle(names.length === 0 ? undefined : names);
    process.stdout.write(`${describeSizes(sizes)}\n`);
  } catch (error) {
    // The bundler has said what is wrong in the sources.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
