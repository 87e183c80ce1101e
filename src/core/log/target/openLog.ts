/** Opens a text as a target: finds its format from its content and reads it to its end. */

import type { Target } from '../../target/target';
import type { ByteSource } from '../../util/byteSource';
import { ok, type Result } from '../../util/result';
import { detectFormat, readHead } from '../formats/detectFormat';
import type { OpenLogOptions } from '../formats/logFormat';
import { encodingOf } from '../input/readUtf8';
import { LogTarget } from './logTarget';
import { readWindbgLog } from './readWindbgLog';

export type { OpenLogOptions } from '../formats/logFormat';

/**
 * Opens a log. Fails with a problem when nothing in it was understood. The target owns `source` from then on, and reads
 * records from it again when somebody looks at them.
 */
export async function openLog(
  source: ByteSource,
  options: OpenLogOptions,
): Promise<Result<Target>> {
  const mark = await encodingOf(source);
  const head = await readHead(source, mark);
  const format = detectFormat(head);
  const model =
    format === null
      ? await readWindbgLog(source, mark, options)
      : await format.read({ source, mark, head }, options);
  return model.ok ? ok(new LogTarget(model.value, source)) : model;
}
