// The scripts under media/samples as one file: a page in a browser can read files of the extension, but cannot list its folders.

import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** Where the file is, under dist/. */
export const BUNDLED_SCRIPTS = 'scripts.json';

/** Name without ending, and text with plain line feeds, of every `.hsim` under media/samples. */
export function bundledScripts() {
  const folder = inRoot('media', 'samples');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hsim'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.hsim'.length),
      text: readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n'),
    }));
}
