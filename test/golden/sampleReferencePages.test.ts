/** The built-in samples against the examples of the two reference pages, and against the intact copies of one of them. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSample } from '../../src/core/script/samples/catalog';
import { interpreterOf, textOf } from '../support/runCommands';
import { describeWithShared } from '../support/shared';
import {
  exchanges,
  firstMissingPart,
  flattened,
  readTranscript,
  uncutParts,
  withoutBlankLines,
} from './transcript';

const DASHES = '-'.repeat(38);
const CUT = /^\.{3,6}$/;

/** What a sample answers to a command line. */
async function answer(sample: string, line: string): Promise<string> {
  const opened = openSample(sample);
  assert.ok(opened.ok);
  return textOf(interpreterOf(opened.value), line);
}

/** The fenced examples of a reference page, by the number with which its file begins. */
function examples(folder: string, page: string): readonly string[] {
  const seeds = join(folder, 'seeds');
  const file = readdirSync(seeds).find((name) => name.startsWith(`${page}_`));
  assert.ok(file !== undefined, `page ${page}`);
  const text = readFileSync(join(seeds, file), 'utf8');
  return [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '');
}

/** The example that begins with a command, and its output. */
function example(folder: string, page: string, command: string): string {
  const found = examples(folder, page).find((text) => {
    const [first = ''] = text.split('\n');
    return first.replace(/^(?:\d+:\d+|kd)> */, '').trim() === command;
  });
  assert.ok(found !== undefined, command);
  return found.slice(found.indexOf('\n') + 1);
}

/**
 * Takes back what a conversion to Markdown did to the page: lines of dashes had become headings, alone or in front of the
 * line above them; blank lines were added.
 */
function undamaged(text: string): string {
  const lines = text.replace(/^## (.+)$/gm, `$1\n${DASHES}`).replace(/^## *$/gm, DASHES);
  return withoutBlankLines(lines);
}

describeWithShared('The samples reproduce the reference page of !htrace', (folder) => {
  it('prints all records of the process', async () => {
    const text = await answer('badhandle', '!htrace 0 81400300');
    const page = undamaged(example(folder, '000', '!htrace 0 81400300'));
    assert.equal(withoutBlankLines(text), page);
  });

  it('prints them as the intact copy of the page has them', async () => {
    const [copy] = exchanges(readTranscript(folder, 'km-htrace', 'appverif-all-badref'));
    const text = await answer('badhandle', copy?.command ?? '');
    assert.equal(withoutBlankLines(text), withoutBlankLines(copy?.output ?? ''));
  });

  it('prints the records of one handle', async () => {
    const [copy] = exchanges(readTranscript(folder, 'km-htrace', 'appverif-one-handle-7dc'));
    const text = await answer('badhandle', copy?.command ?? '');
    assert.equal(withoutBlankLines(text), withoutBlankLines(copy?.output ?? ''));
  });
});

describeWithShared('The samples reproduce the reference page of !handle', (folder) => {
  const flat = (text: string): string => flattened(text).trim();

  for (const command of ['!handle', '!handle 8 f']) {
    it(`prints ${command} of the user-mode process`, async () => {
      const text = await answer('six-handles', command);
      assert.equal(flat(text), flat(example(folder, '001', command)));
    });
  }

  it('prints !handle 0 4 of the Idle process between the cuts', async () => {
    const text = await answer('idle-xp', '!handle 0 4');
    const parts = uncutParts(example(folder, '001', '!handle 0 4'), CUT);
    assert.equal(parts.length, 2);
    assert.equal(firstMissingPart(text, parts), null);
    assert.ok(text.startsWith(parts[0] ?? ''));
  });

  it('prints !handle 14 13 of the Idle process byte for byte', async () => {
    const text = await answer('idle-xp', '!handle 14 13');
    assert.equal(text.trim(), example(folder, '001', '!handle 14 13').trim());
  });

  it('prints the block of the session manager of !handle 0 3 0 Section', async () => {
    const text = await answer('smss-sections', '!handle 0 3 0 Section');
    const parts = uncutParts(example(folder, '001', '!handle 0 3 0 Section'), CUT);
    assert.equal(parts.length, 1);
    assert.equal(firstMissingPart(text, parts), null);
  });
});
