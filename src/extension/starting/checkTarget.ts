/** Looks at a target before a session starts, so that a failure is one sentence instead of a session that dies. */

import { identifyFile } from '../../core/dump/identifyFile';
import { SAMPLE_PREFIX } from '../../core/open/samplePrefix';
import { openTarget } from '../../core/open/openTarget';
import type { ByteSource } from '../../core/util/byteSource';
import { neverCancelled } from '../../core/util/cancellation';
import type { Problem } from '../../core/util/problem';
import { fail, ok, type Result } from '../../core/util/result';

/** How scripts are recognised. */
const SCRIPT = /\.hsim$/i;

/** Files, as far as they are looked at here. */
export interface CheckedFiles {
  /** The full name of what a user typed. */
  resolve(text: string): Result<string>;
  /** Opens a full name. */
  open(name: string): Promise<Result<ByteSource>>;
}

/**
 * Finds out whether a target can be opened at all. Gives its full name, or `sample:<name>`. Fails with the problem of an unknown
 * sample, of a file that cannot be read, or of one that is no minidump.
 */
export async function checkTarget(target: string, files: CheckedFiles): Promise<Result<string>> {
  const text = unquoted(target.trim());
  if (text.toLowerCase().startsWith(SAMPLE_PREFIX)) {
    return await checkSample(text.slice(SAMPLE_PREFIX.length).trim());
  }
  const name = files.resolve(text);
  if (!name.ok) {
    return name;
  }
  if (SCRIPT.test(name.value)) {
    return checkScript(name.value, files);
  }
  const source = await files.open(name.value);
  if (!source.ok) {
    return source;
  }
  try {
    const identity = await identifyFile(source.value);
    return identity.kind === 'other' ? fail(named(source.value.name, identity.problem)) : name;
  } finally {
    await source.value.close();
  }
}

/** Compiles a script. */
async function checkScript(name: string, files: CheckedFiles): Promise<Result<string>> {
  const opened = await openTarget(name, {
    openFile: (path) => files.open(path),
    token: neverCancelled,
    progress: () => undefined,
  });
  if (opened.ok) {
    await opened.value.close();
    return ok(name);
  }
  const { code, message, hint } = opened.problem;
  // A message box holds one sentence: how many errors there are, and what to do.
  return fail({ code, message, ...(hint !== undefined && { hint }) });
}

/** What a file is was found without its name; the sentence is read far from the file. */
function named(file: string, problem: Problem): Problem {
  const { code, message, hint } = problem;
  return { code, message: `${file}: ${message}`, ...(hint !== undefined && { hint }) };
}

async function checkSample(name: string): Promise<Result<string>> {
  const { openSample, sampleDescriptions } = await import('../../core/script/samples/catalog');
  const known = sampleDescriptions.find((sample) => sample.name === name.toLowerCase());
  if (known !== undefined) {
    return ok(`${SAMPLE_PREFIX}${known.name}`);
  }
  const opened = openSample(name);
  return opened.ok ? ok(`${SAMPLE_PREFIX}${name}`) : opened;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
