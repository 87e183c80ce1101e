/** Runs the independent dump writer of the shared folder and reads what it says a reader must find. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The truth file of the writer, as far as tests compare it. */
export interface DumpTruth {
  readonly handles: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly named: number;
  readonly inherit: number;
  readonly protect: number;
  readonly objectInfoRecords: number;
  readonly handleSum: number;
  readonly accessSum: number;
  readonly firstHandle: number | null;
  readonly lastHandle: number | null;
  readonly firstOfType: Readonly<
    Record<
      string,
      {
        readonly handle: string;
        readonly name: string | null;
        readonly access: string;
        readonly attributes: number;
        readonly handleCount: number;
        readonly pointerCount: number;
      }
    >
  >;
  readonly operations: Readonly<Record<'OPEN' | 'CLOSE' | 'BADREF', number>>;
  /** Opens that were never closed at sites that leak, by number of the site from 1. */
  readonly leakedOpensBySite: Readonly<Record<string, number>>;
  readonly threads: readonly number[];
  readonly modules: readonly {
    readonly name: string;
    readonly base: string;
    readonly size: number;
    readonly pdb: string;
    readonly guid: string;
    readonly age: number;
  }[];
}

/** A dump that was written for a test. */
export interface GeneratedDump {
  readonly path: string;
  readonly truth: DumpTruth;
}

/** Writes a dump into `folder` with the writer's own arguments. Throws when Python 3 is missing or the writer fails. */
export function generateDump(
  shared: string,
  folder: string,
  options: readonly string[],
): GeneratedDump {
  const path = join(folder, 'generated.dmp');
  const truthPath = join(folder, 'generated.json');
  const script = join(shared, 'tools', 'gen_minidump.py');
  const run = spawnSync(findPython(), [script, path, '--truth', truthPath, ...options], {
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    throw new Error(`gen_minidump.py failed: ${run.stderr}`);
  }
  return { path, truth: JSON.parse(readFileSync(truthPath, 'utf8')) as DumpTruth };
}

function findPython(): string {
  for (const command of ['python3', 'python']) {
    const run = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (run.status === 0 && /Python 3/.test(run.stdout)) {
      return command;
    }
  }
  throw new Error(
    'HANDLE_LENS_SHARED is set, so these tests must run: they need Python 3 (python3).',
  );
}
