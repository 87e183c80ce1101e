/**
 * Opens whatever a target text names: a built-in sample, a script, or a file whose kind is found from its content. The code of each kind
 * is loaded when one is opened: most of the core is simulator, scripts and readers, of which a session needs one.
 */

import { identifyFile } from '../dump/identifyFile';
import { decodeUtf8 } from '../log/input/utf8Text';
import type { Target } from '../target/target';
import type { ByteSource } from '../util/byteSource';
import type { CancellationToken } from '../util/cancellation';
import { fail, ok, type Result } from '../util/result';
import { SAMPLE_PREFIX } from './samplePrefix';
import { isScriptName } from './scriptName';

/** What opening needs from the host. */
export interface TargetHost {
  /** Opens a file for ranged reads; the problem says why it cannot. */
  openFile(path: string): Promise<Result<ByteSource>>;
  readonly token: CancellationToken;
  /** Told between steps of long work: how much is done, 0 to 1, undefined when unknown. */
  progress(message: string, fraction?: number): void;
  /** Lets the host do other things while a script runs; absent: it has nothing else to do. */
  yieldNow?(): Promise<void>;
}

/** Bytes of a script at most. */
const LARGEST_SCRIPT = 8 * 1024 * 1024;

/**
 * Opens a target. `spec` is `sample:<name>` or a path, surrounding blanks and quotes ignored.
 * Fails with a problem when the text is empty, the sample is unknown, or nothing in the file can be read.
 */
export async function openTarget(spec: string, host: TargetHost): Promise<Result<Target>> {
  const name = unquote(spec);
  if (name === '') {
    return fail({
      code: 'no-target',
      message: 'No target was named.',
      hint: 'Give the path of a dump or a log, or a sample such as sample:leaky-service.',
    });
  }
  if (name.toLowerCase().startsWith(SAMPLE_PREFIX)) {
    const { openSample } = await import('../script/samples/catalog');
    return openSample(name.slice(SAMPLE_PREFIX.length));
  }
  if (isScriptName(name)) {
    const { openScript } = await import('../script/target/openScript');
    return openScript(name, {
      token: host.token,
      readText: (path) => readText(path, host),
      yieldNow: () => host.yieldNow?.() ?? Promise.resolve(),
    });
  }
  const file = await host.openFile(name);
  if (!file.ok) {
    return file;
  }
  const target = await openOrClose(file.value, host);
  return target;
}

/** Opens a dump or a log; the file is closed again when that fails, whether by problem or exception. */
async function openOrClose(source: ByteSource, host: TargetHost): Promise<Result<Target>> {
  const options = {
    token: host.token,
    progress: (message: string, fraction?: number) => host.progress(message, fraction),
  };
  let opened = false;
  try {
    const { kind } = await identifyFile(source);
    const target = await (kind === 'text'
      ? import('../log/target/openLog').then(({ openLog }) => openLog(source, options))
      : import('../dump/openMinidump').then(({ openMinidump }) => openMinidump(source, options)));
    opened = target.ok;
    return target;
  } finally {
    if (!opened) {
      await source.close();
    }
  }
}

/** The text of a file; too large ones are refused. */
async function readText(path: string, host: TargetHost): Promise<Result<string>> {
  const file = await host.openFile(path);
  if (!file.ok) {
    return file;
  }
  const source = file.value;
  try {
    if (source.size > LARGEST_SCRIPT) {
      return fail({
        code: 'file-too-large',
        message: `${path} is larger than ${LARGEST_SCRIPT} bytes, and no script is.`,
      });
    }
    const bytes = await source.read(0, source.size);
    const { text } = decodeUtf8(bytes, 0, bytes.length);
    return ok(text.replace(/^\uFEFF/, ''));
  } finally {
    await source.close();
  }
}

/** Removes surrounding blanks and one pair of quotation marks, which pasted paths often have. */
function unquote(spec: string): string {
  const trimmed = spec.trim();
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(trimmed);
  return quoted === null ? trimmed : (quoted[1] ?? quoted[2] ?? '');
}
