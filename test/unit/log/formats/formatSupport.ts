/** Short forms of what tests of log formats look at. */

import { interpreterOf, textOf } from '../../../support/runCommands';
import { accessOf, logTarget, recordsOf } from '../../../support/openLog';
import type { Target } from '../../../../src/core/target/target';

/** One handle in a line: process, value, type, name; `?` for what the log does not tell, `-` for no name. */
export async function linesOf(target: Target): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { processId, image, idUnrecorded } of target.processes()) {
    for (const record of await recordsOf(target, processId)) {
      const { value, type, name, nameUnrecorded } = record;
      const who = idUnrecorded === true ? '?' : String(processId);
      const named = nameUnrecorded === true ? '?' : (name ?? '-');
      lines.push(`${who} ${image} ${value.toString(16)} ${type ?? '?'} ${named}`);
    }
  }
  return lines;
}

/** Opens a text that must open and lists its handles. */
export async function handlesIn(text: string | Uint8Array): Promise<readonly string[]> {
  return await linesOf(await logTarget(text));
}

/** The lines that are no facts: kind, line, text. */
export function remaindersOf(target: Target): readonly string[] {
  return accessOf(target).remainders.map(
    ({ kind, first, last, text }) => `${kind} ${first}-${last}: ${text}`,
  );
}

/** What commands answer. */
export async function answer(target: Target, line: string): Promise<string> {
  return await textOf(interpreterOf(target), line);
}

/** Text as UTF-16 with a byte order mark. */
export function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, order === 'le');
  for (let index = 0; index < text.length; index++) {
    view.setUint16(2 + index * 2, text.charCodeAt(index), order === 'le');
  }
  return bytes;
}
