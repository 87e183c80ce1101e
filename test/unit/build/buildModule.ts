/** Loads the plain JavaScript modules of src/build, whose types TypeScript does not know. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The top folder of the checkout. */
export const root = join(__dirname, '..', '..', '..');

/** The exports of `src/build/<name>`; the caller says what they are. */
export async function loadBuildModule<T>(name: string): Promise<T> {
  const url = pathToFileURL(join(root, 'src', 'build', name)).href;
  return (await import(url)) as T;
}
