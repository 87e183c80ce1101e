/** Writes a target as a minidump file: all of it, or none. */

import type { Target } from '../../target/target';
import type { SavedDump, SaveDumpRequest } from '../../target/writtenDump';
import type { ByteSink } from '../../util/byteSink';
import { ok, type Result } from '../../util/result';
import { asResult } from '../asResult';
import { writeMinidump, type WriteMinidumpOptions } from './writeMinidump';

/** What saving needs from its host. */
export interface SaveMinidumpOptions extends SaveDumpRequest, WriteMinidumpOptions {
  /** Makes the file; fails when one is there already and is not to be replaced. */
  readonly openSink: (path: string, overwrite: boolean) => Promise<Result<ByteSink>>;
}

/**
 * Writes a process of a target into a file, as {@link writeMinidump} does. A failure or a cancellation leaves no new file
 * behind, and an old one as it was.
 */
export async function saveMinidump(
  target: Target,
  options: SaveMinidumpOptions,
): Promise<Result<SavedDump>> {
  const sink = await options.openSink(options.path, options.overwrite);
  if (!sink.ok) {
    return sink;
  }
  const { value: file } = sink;
  let isKept = false;
  try {
    const written = await writeMinidump(target, file, options);
    if (!written.ok) {
      return written;
    }
    const finished = await asResult(() => file.finish());
    isKept = finished.ok;
    return finished.ok ? ok({ ...written.value, path: file.name }) : finished;
  } finally {
    if (!isKept) {
      await file.abandon();
    }
  }
}
