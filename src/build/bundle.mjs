// Bundles the extension, the adapter, the language server and the command line into dist/; what runs in a browser goes to dist/web.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserStandIns } from './browserStandIns.mjs';
import { BUNDLED_SCRIPTS, bundledScripts } from './bundledScripts.mjs';
import { dist, inRoot, root } from './paths.mjs';

/** What VS Code loads to activate: one file, because each further one would take its time. */
const EXTENSION = 'src/extension/main.ts';

/** What else runs in Node: code that several of these need, or that `import()` loads, is in chunks that they share. */
const NODE_ENTRIES = {
  adapter: 'src/adapter/main.ts',
  server: 'src/server/main.ts',
  cli: 'src/cli/main.ts',
};
const PROGRAMS = ['adapter.js', 'cli.js'];

/** What runs in browsers, one file each: name in dist/, entry, and what differs. */
const WEB_BUNDLES = [
  { name: 'webview/timeline', entry: 'src/webview/timeline.ts', format: 'iife' },
  { name: 'webview/flame', entry: 'src/webview/flame.ts', format: 'iife' },
  { name: 'web/extension', entry: 'src/web/extensionMain.ts', format: 'cjs', external: ['vscode'] },
  { name: 'web/server', entry: 'src/web/serverMain.ts', format: 'iife' },
];

const NODE = { platform: 'node', target: 'node20' };
const COMMON = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/**
 * Bundles everything, or only what runs in Node. Always builds: that takes less time than finding out reliably whether it is
 * needed. Returns name and size in bytes of each file.
 */
export async function bundle(what = 'all') {
  const packages = new Set();
  const later = new Map();
  const sizes = [
    ...(await bundleForNode({ extension: EXTENSION }, packages, [loadedLater(later)])),
    ...(await bundleForNode({ ...NODE_ENTRIES, ...Object.fromEntries(later) }, packages)),
  ];
  writeFileSync(join(dist, BUNDLED_SCRIPTS), JSON.stringify(bundledScripts()));
  if (what === 'all') {
    for (const each of WEB_BUNDLES) {
      sizes.push(await bundleForBrowsers(each, packages));
    }
    writeNotices(packages);
    const built = sizes.flatMap(({ name }) => [name, `${name}.map`]);
    removeStrangers(new Set([...built, 'THIRD-PARTY.txt', BUNDLED_SCRIPTS]));
  }
  return sizes;
}

/**
 * Bundles entries, of which each is a file in dist/. The bundler shares code only between ES modules; VS Code loads CommonJS, which is made
 * of them afterwards.
 */
async function bundleForNode(entryPoints, packages, plugins = []) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    ...COMMON,
    ...NODE,
    entryPoints,
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    splitting: true,
    external: ['vscode'],
    plugins,
    sourcemap: 'inline',
    write: false,
  });
  collectPackages(metafile, packages);
  return await Promise.all(outputFiles.map(({ path, text }) => writeCommonJs(path, text)));
}

/** Leaves what is imported at run time out of a bundle, and collects it as entries of another: file in dist/ and source. */
function loadedLater(entries) {
  return {
    name: 'loaded-later',
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === loadedLater) {
          return undefined;
        }
        if (!path.startsWith('.')) {
          // Its names would be lost if it is CommonJS.
          const text = `${path} is imported at run time: import a module of ours that exports what is needed of it.`;
          return { errors: [{ text }] };
        }
        const options = { kind, resolveDir, pluginData: loadedLater };
        const { path: source, errors } = await build.resolve(path, options);
        if (errors.length > 0) {
          return { errors };
        }
        const name = `later/${basename(source, extname(source))}`;
        entries.set(name, source);
        return { path: `./${name}.js`, external: true };
      });
    },
  };
}

/** Writes a module that was bundled for Node, and its source map. */
async function writeCommonJs(path, text) {
  const { transform } = await import('esbuild');
  const name = relative(dist, path).replaceAll(sep, '/');
  const isProgram = PROGRAMS.includes(name);
  const { code, map } = await transform(text, {
    ...NODE,
    format: 'cjs',
    minify: true,
    sourcefile: path,
    // Kept out of the package; `node --enable-source-maps` finds them beside the bundles of a checkout.
    sourcemap: 'external',
    // `import()` of a bundle would see no names of its exports; `require` does.
    supported: { 'dynamic-import': false },
    banner: isProgram ? '#!/usr/bin/env node' : '',
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  writeFileSync(`${path}.map`, map);
  if (isProgram) {
    chmodSync(path, 0o755);
  }
  return { name, bytes: code.length };
}

async function bundleForBrowsers({ name, entry, format, external = [] }, packages) {
  const { build } = await import('esbuild');
  const file = join(dist, `${name}.js`);
  const { metafile } = await build({
    ...COMMON,
    platform: 'browser',
    target: 'es2022',
    format,
    entryPoints: [entry],
    outfile: file,
    sourcemap: 'linked',
    external,
    loader: { '.css': 'text' },
    plugins: [browserStandIns],
  });
  collectPackages(metafile, packages);
  return { name: `${name}.js`, bytes: readFileSync(file).length };
}

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

/** One line such as `dist: extension.js 210 kB, adapter.js 190 kB, chunks 1200 kB`. */
export function describeSizes(sizes) {
  const isChunk = ({ name }) => name.startsWith('chunks/');
  const all = sizes.filter((each) => !isChunk(each));
  const chunks = sizes.filter(isChunk).reduce((sum, { bytes }) => sum + bytes, 0);
  return `dist: ${[...all, { name: 'chunks', bytes: chunks }].map(({ name, bytes }) => `${name} ${Math.ceil(bytes / 1000)} kB`).join(', ')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (!existsSync(inRoot('node_modules', 'esbuild'))) {
      throw new Error('Packages are not installed yet: run "npm ci" first, or "npm start".');
    }
    process.stdout.write(`${describeSizes(await bundle())}\n`);
  } catch (error) {
    // The bundler has said what is wrong in the sources.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
