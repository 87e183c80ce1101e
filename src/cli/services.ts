/** What the command line uses of the rest of the project, in one place so that tests can stand in for it. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { complete } from '../core/commands/completion';
import { createInterpreter } from '../core/commands/createInterpreter';
import { openTarget } from '../core/open/openTarget';
import { renderJson } from '../core/render/renderJson';
import { renderTextPages } from '../core/render/renderText';
import type { SampleDescription } from '../core/script/samples/catalog';
import {
  teachingPrograms,
  type BundledScript,
  type TeachingProgram,
} from '../core/script/teachingProgram';
import { openFileByteSink } from '../node/fileByteSink';
import { openFileByteSource } from '../node/fileByteSource';
import type { CliIo } from './cliIo';
import type { DapOptions } from './runDap';

/** The core's entry points and the adapter's. */
export interface CliServices {
  readonly openTarget: typeof openTarget;
  readonly openFile: typeof openFileByteSource;
  /** Makes a file to write to. */
  readonly openSink: typeof openFileByteSink;
  readonly createInterpreter: typeof createInterpreter;
  readonly complete: typeof complete;
  readonly renderTextPages: typeof renderTextPages;
  readonly renderJson: typeof renderJson;
  /** All built-in samples. */
  samples(): Promise<readonly SampleDescription[]>;
  /** The programs to learn from. */
  programs(): Promise<readonly TeachingProgram[]>;
  /** Runs the debug adapter until it ends; rejects when it cannot listen. */
  runDap(options: DapOptions, io: CliIo): Promise<void>;
}

/** The real ones. */
export const defaultServices: CliServices = {
  openTarget,
  openFile: openFileByteSource,
  openSink: openFileByteSink,
  createInterpreter,
  complete,
  renderTextPages,
  renderJson,
  async programs() {
    const text = await readFile(join(__dirname, 'scripts.json'), 'utf8');
    return teachingPrograms(JSON.parse(text) as readonly BundledScript[]);
  },
  // Loaded when they are wanted: a prompt need not wait for them.
  async samples() {
    const { sampleDescriptions } = await import('../core/script/samples/catalog');
    return sampleDescriptions;
  },
  async runDap(options, io) {
    const { runDap } = await import('./runDap');
    await runDap(options, io);
  },
};
