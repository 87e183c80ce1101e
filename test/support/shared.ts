/** The folder of real dumps and tools that a maintainer's machine has and a user's clone has not. */

import { existsSync } from 'node:fs';

/** The folder named by HANDLE_LENS_SHARED; null when it is not set. Throws when it is set and missing. */
export function sharedFolder(): string | null {
  const folder = process.env['HANDLE_LENS_SHARED'] ?? '';
  if (folder === '') {
    return null;
  }
  if (!existsSync(folder)) {
    throw new Error(`HANDLE_LENS_SHARED names ${folder}, which does not exist.`);
  }
  return folder;
}

/** A group of tests that need the folder: skipped, saying so, when HANDLE_LENS_SHARED is not set. */
export function describeWithShared(title: string, body: (folder: string) => void): void {
  const folder = sharedFolder();
  if (folder === null) {
    describe(`${title} (skipped: HANDLE_LENS_SHARED is not set)`, () => {
      it.skip('needs the folder of real dumps');
    });
  } else {
    describe(title, () => body(folder));
  }
}
