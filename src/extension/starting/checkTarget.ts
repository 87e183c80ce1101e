/** Looks at a target before a session starts, so that a failure is one sentence instead of a session that dies. */

import { resolve } from 'node:path';
import { identifyFile } from '../../core/dump/identifyFile';
import { SAMPLE_PREFIX } from '../../core/open/samplePrefix';
import { openSample, sampleDescriptions } from '../../core/simulator/samples/catalog';
import type { Problem } from '../../core/util/problem';
import { fail, ok, type Result } from '../../core/util/result';
import { openFileByteSource } from '../../node/fileByteSource';

/**
 * Finds out whether a target can be opened at all. Gives the absolute path, or `sample:<name>`; relative paths start from
 * `folder`. Fails with the problem of an unknown sample, of a file that cannot be read, or of one that is no minidump.
 */
export async function checkTarget(target: string, folder: string): Promise<Result<string>> {
  const text = unquoted(target.trim());
  if (text.toLowerCase().startsWith(SAMPLE_PREFIX)) {
    return checkSample(text.slice(SAMPLE_PREFIX.length).trim());
  }
  const path = resolve(folder, text);
  const source = await openFileByteSource(path);
  if (!source.ok) {
    return source;
  }
  try {
    const identity = await identifyFile(source.value);
    return identity.kind === 'minidump' ? ok(path) : fail(named(path, identity.problem));
  } finally {
    await source.value.close();
  }
}

/** What a file is was found without its name; the sentence is read far from the file. */
function named(path: string, problem: Problem): Problem {
  const { code, message, hint } = problem;
  return { code, message: `${path}: ${message}`, ...(hint !== undefined && { hint }) };
}

function checkSample(name: string): Result<string> {
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
