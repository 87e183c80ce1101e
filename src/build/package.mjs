// `npm run package`: builds the .vsix and refuses one that is too big or holds anything unexpected.

import { readFileSync, statSync } from 'node:fs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot } from './paths.mjs';
import { unexpectedFiles, zipEntryNames } from './vsixContents.mjs';

/** The core is in it twice: for Node, in pieces that are shared, and for browsers. */
const MAXIMUM_BYTES = 2_200_000;

await ensureInstalled();
const { bundle, describeSizes } = await import('./bundle.mjs');
process.stdout.write(`${describeSizes(await bundle())}\n`);

const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const file = inRoot(`${name}-${version}.vsix`);
const { createVSIX } = await import('@vscode/vsce');
await createVSIX({
  cwd: inRoot(),
  packagePath: file,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const problems = [];
const { size } = statSync(file);
if (size >= MAXIMUM_BYTES) {
  problems.push(`it has ${size} bytes, the limit is ${MAXIMUM_BYTES}`);
}
problems.push(...unexpectedFiles(zipEntryNames(readFileSync(file))));
if (problems.length > 0) {
  process.stderr.write(`${file} is not fit to ship:\n${problems.map((p) => `  ${p}\n`).join('')}`);
  process.exit(1);
}
process.stdout.write(`${file}: ${Math.ceil(size / 1000)} kB, contents as expected\n`);
