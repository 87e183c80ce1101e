/** Compares text with a file beside the tests; UPDATE_GOLDEN=1 rewrites the files instead. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', 'golden', 'text');

/** Fails when the text differs from `<name>.golden.txt`; a missing file fails too, unless files are being rewritten. */
export function assertGolden(name: string, actual: string): void {
  const path = join(FOLDER, `${name}.golden.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    writeFileSync(path, actual);
    return;
  }
  assert.equal(actual, readFileSync(path, 'utf8'));
}
