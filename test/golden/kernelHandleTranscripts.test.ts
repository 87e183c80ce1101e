/** `!handle` in kernel mode against real transcripts and the reference page. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { handleValue } from '../../src/core/model/identifiers';
import type { TargetInfo } from '../../src/core/target/targetInfo';
import { FakeTarget, type FakeTargetOptions } from '../support/fakeTarget';
import { interpreterOf, textOf } from '../support/runCommands';
import { describeWithShared } from '../support/shared';
import { kernelFacts } from './kernelFacts';
import { exchanges, firstMissingPart, flattened, readTranscript, uncutParts } from './transcript';

const WINDOWS_10: Partial<TargetInfo> = { mode: 'kernel' };
const WINDOWS_XP: Partial<TargetInfo> = {
  mode: 'kernel',
  pointerSize: 4,
  architecture: 'x86',
  windows: { major: 5, minor: 1, build: 2600, name: 'Windows XP SP3' },
};
const CUT = /^ *(?:\.{3,6}|생략)$/;

/** A target with the facts of a text. Handles of the kernel's table are found without their high bit. */
function targetOf(
  text: string,
  info: Partial<TargetInfo>,
  more: FakeTargetOptions = {},
): FakeTarget {
  const { process, table, records, free } = kernelFacts(text);
  const lowered = records.map((record) => ({
    ...record,
    value: handleValue(record.value & 0x7fff_ffffn),
  }));
  const entries = { records: lowered, free, kernelTable: table };
  return new FakeTarget({
    info,
    processes: [process],
    handles: entries,
    kernelTable: entries,
    ...more,
  });
}

describeWithShared('!handle in kernel mode prints what transcripts show', (folder) => {
  const transcript = (name: string): string => readTranscript(folder, 'km-handle', name);

  for (const [name, info] of [
    ['win10-explorer-file', WINDOWS_10],
    ['win10-kernel-thread-handle', WINDOWS_10],
    ['win11-kernel-handle-4', WINDOWS_10],
    ['win11-lsass-event', WINDOWS_10],
    ['xp-kernel-handle-file', { ...WINDOWS_XP, debuggerStyle: 'win7' }],
    ['xp-key-handle', WINDOWS_XP],
  ] as const) {
    it(`prints ${name} up to trailing blank lines`, async () => {
      const [exchange] = exchanges(transcript(name));
      // The memory manager's complaint stands before the extension's own output.
      const output = (exchange?.output ?? '').replace('Failed to get VAD root\n', '');
      const text = await textOf(interpreterOf(targetOf(output, info)), exchange?.command ?? '');
      assert.equal(text.trimEnd(), output.trimEnd());
    });
  }

  it('prints win10-system-handle4-edited, whose command and first line the page left out', async () => {
    const output = transcript('win10-system-handle4-edited');
    const text = await textOf(interpreterOf(targetOf(output, WINDOWS_10)), '!handle 0x04');
    assert.equal(text.trim(), output.trim());
  });

  it('prints win10-notepad-partial between the author’s cuts, after .process', async () => {
    const [setProcess, list] = exchanges(transcript('win10-notepad-partial'));
    const interpreter = interpreterOf(targetOf(list?.output ?? '', WINDOWS_10));
    const implicit = await textOf(interpreter, setProcess?.command ?? '');
    assert.equal(implicit.trimEnd(), setProcess?.output.trimEnd());
    const text = await textOf(interpreter, list?.command ?? '');
    assert.equal(firstMissingPart(text, uncutParts(list?.output ?? '', CUT)), null);
  });

  it('prints win10-named-event-typefilter after the author’s cut', async () => {
    const [exchange] = exchanges(transcript('win10-named-event-typefilter'));
    const output = `PROCESS ffffbe0417a0d4c0\n${exchange?.output ?? ''}`;
    const text = await textOf(interpreterOf(targetOf(output, WINDOWS_10)), exchange?.command ?? '');
    assert.equal(firstMissingPart(text, uncutParts(exchange?.output ?? '', CUT)), null);
  });

  it('prints win10-all-process-handles-flags0 between the author’s cuts', async () => {
    const [exchange] = exchanges(transcript('win10-all-process-handles-flags0'));
    const output = exchange?.output ?? '';
    const text = await textOf(interpreterOf(targetOf(output, WINDOWS_10)), exchange?.command ?? '');
    const parts = uncutParts(output, CUT);
    assert.equal(firstMissingPart(text, parts), null);
    assert.ok(text.startsWith(`\n${parts[0] ?? ''}`));
  });

  it('prints win7-local-kd-free-entry apart from flattened blanks and doubled addresses', async () => {
    const [exchange] = exchanges(transcript('win7-local-kd-free-entry'));
    const output = (exchange?.output ?? '').replace(/(ObjectHeader: )(\w{16})\2/g, '$1$2');
    const target = targetOf(output, { ...WINDOWS_10, debuggerStyle: 'win7' });
    const text = await textOf(interpreterOf(target), exchange?.command ?? '');
    assert.equal(flattened(text).trimEnd(), flattened(output).trimEnd());
  });

  it('prints docs-xp-list-free between the page’s cuts', async () => {
    const [exchange] = exchanges(transcript('docs-xp-list-free'));
    const output = exchange?.output ?? '';
    const target = targetOf(output, { ...WINDOWS_XP, debuggerStyle: 'xp' });
    const text = await textOf(interpreterOf(target), exchange?.command ?? '');
    assert.equal(firstMissingPart(text, uncutParts(output, CUT)), null);
  });
});

describeWithShared('!handle in kernel mode prints the examples of the reference page', (folder) => {
  const page = referencePage(folder);

  it('prints handle 14 of the kernel handle table', async () => {
    const [exchange] = exchanges(block(page, '!handle 14 13'));
    const target = targetOf(exchange?.output ?? '', { ...WINDOWS_XP, debuggerStyle: 'xp' });
    const text = await textOf(interpreterOf(target), '!handle 14 13');
    assert.equal(text.trimEnd(), exchange?.output.trimEnd());
  });

  it('prints the section handles of all processes', async () => {
    const output = block(page, '!handle 0 3 0 Section').replace(/^!handle.*\n/, '');
    const text = await textOf(interpreterOf(targetOf(output, WINDOWS_10)), '!handle 0 3 0 Section');
    assert.equal(firstMissingPart(text, uncutParts(output, CUT)), null);
  });
});

/** The reference page of `!handle`. */
function referencePage(folder: string): string {
  const seeds = join(folder, 'seeds');
  const name = readdirSync(seeds).find((file) => file.startsWith('001_')) ?? '';
  return readFileSync(join(seeds, name), 'utf8');
}

/** The code block of a page that contains a command. */
function block(page: string, command: string): string {
  const found = page.split('```').find((part) => part.includes(`${command}\n`));
  return (found ?? '').trimStart();
}
