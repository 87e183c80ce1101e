// Where the project's folders are, independent of the current directory.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where bundles go. */
export const dist = join(root, 'dist');

/** Where measurements and other by-products go. */
export const out = join(root, 'out');

/** A path inside the checkout. */
export function inRoot(...parts) {
  return join(root, ...parts);
}
