/** Bundles the adapter into a temporary folder, so that tests of the process depend on no earlier build. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** A bundle that is there until it is removed. */
export interface AdapterBundle {
  readonly file: string;
  readonly folder: string;
  remove(): void;
}

/** Builds `adapter.js`. */
export async function bundleAdapter(): Promise<AdapterBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
  const file = join(folder, 'adapter.js');
  await build({
    entryPoints: [resolve(__dirname, '../../src/adapter/main.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return {
    file,
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
