/** `!handle` in user mode against real transcripts. */

import assert from 'node:assert/strict';
import type { HandleRecord } from '../../src/core/model/handle';
import type { TargetInfo } from '../../src/core/target/targetInfo';
import { FakeTarget, fakeHandle } from '../support/fakeTarget';
import { interpreterOf, textOf } from '../support/runCommands';
import { describeWithShared } from '../support/shared';
import { exchanges, firstMissingPart, flattened, readTranscript, uncutParts } from './transcript';
import { userFacts } from './userFacts';

const LIVE_X64: Partial<TargetInfo> = { liveness: 'live', pointerSize: 8 };
const LIVE_X86: Partial<TargetInfo> = { liveness: 'live', pointerSize: 4, architecture: 'x86' };
const DUMP_X64: Partial<TargetInfo> = { liveness: 'dump', pointerSize: 8, kind: 'minidump' };
const DUMP_X86: Partial<TargetInfo> = {
  liveness: 'dump',
  pointerSize: 4,
  architecture: 'x86',
  kind: 'minidump',
};

/** A target with the facts of a text and `extra` handles. */
function targetWith(
  text: string,
  info: Partial<TargetInfo>,
  extra: readonly HandleRecord[] = [],
  type: string | null = null,
): FakeTarget {
  const { records, symbols } = userFacts(text, type);
  return new FakeTarget({ info, handles: [...records, ...extra], symbols });
}

/** As many handles of each type as asked for, with values above all others. */
function manyHandles(counts: Readonly<Record<string, number>>): readonly HandleRecord[] {
  const types = Object.entries(counts).flatMap(([type, count]) =>
    Array.from({ length: count }, () => (type === 'None' ? null : type)),
  );
  return types.map((type, index) => fakeHandle(0x10000 + 4 * index, type));
}

describeWithShared('!handle in user mode prints what transcripts show', (folder) => {
  const transcript = (name: string): string => readTranscript(folder, 'um-handle', name);

  const exact: readonly (readonly [string, Partial<TargetInfo>])[] = [
    ['help-text-live', LIVE_X64],
    ['live-event-manual-f', LIVE_X86],
    ['live-x64-all-handles-ff-full', LIVE_X64],
    ['live-x64-file-write-f', LIVE_X64],
    ['live-x64-full-list', LIVE_X64],
    ['live-x64-mutants-owned-f', LIVE_X64],
    ['live-x64-process-f', LIVE_X64],
    ['live-x86-event-18fc-f', LIVE_X86],
    ['live-x86-thread-f', LIVE_X86],
    ['win7-type-only', LIVE_X86],
    ['dump-x64-all-events-f', DUMP_X64],
    ['dump-x64-all-mutants-f', DUMP_X64],
    ['dump-x86-mutants-semicolon-f', DUMP_X86],
    ['dump-x86-thread-event-f', DUMP_X86],
    ['dump-x86-type-filter-mutant', DUMP_X86],
  ];
  for (const [name, info] of exact) {
    it(`prints ${name} byte for byte`, async () => {
      const text = transcript(name);
      const interpreter = interpreterOf(targetWith(text, info));
      for (const { command, output } of exchanges(text)) {
        assert.equal(await textOf(interpreter, command), output);
      }
    });
  }

  it('prints live-x64-event-autoreset-ff byte for byte', async () => {
    const text = transcript('live-x64-event-autoreset-ff');
    const interpreter = interpreterOf(targetWith(text, LIVE_X64));
    const exchange = exchanges(text).find(({ command }) => command.startsWith('!handle'));
    assert.equal(await textOf(interpreter, exchange?.command ?? ''), exchange?.output);
  });

  it('prints live-x64-key-limited-access byte for byte, with the refusal of a predefined key', async () => {
    const [exchange] = exchanges(transcript('live-x64-key-limited-access'));
    const commands = /'(.*)'/.exec(exchange?.command ?? '')?.[1] ?? '';
    const target = targetWith(exchange?.output ?? '', LIVE_X64);
    assert.equal(await textOf(interpreterOf(target), commands), exchange?.output);
  });

  const flat: readonly (readonly [string, Partial<TargetInfo>])[] = [
    ['docs-event-8-f', LIVE_X86],
    ['docs-list-summary', LIVE_X86],
    ['live-event-type-then-f', LIVE_X86],
    ['live-file-read-old-f', LIVE_X86],
  ];
  for (const [name, info] of flat) {
    it(`prints ${name} apart from the tabs that the page flattened`, async () => {
      const text = transcript(name);
      const interpreter = interpreterOf(targetWith(text, info));
      for (const { command, output } of exchanges(text)) {
        const actual = flattened(await textOf(interpreter, command));
        assert.equal(actual.trimEnd(), flattened(output).trimEnd());
      }
    });
  }

  it('prints xp-section-750-f apart from flattened tabs, the dropped counts and the author’s remark', async () => {
    const text = transcript('xp-section-750-f').replace('  SEC_IMAGE | SEC_FILE', '');
    const [exchange] = exchanges(text);
    const actual = await textOf(interpreterOf(targetWith(text, LIVE_X86)), '!handle 750 f');
    const withoutCounts = actual.replace(/^ {2}(?:HandleCount|PointerCount).*\n/gm, '');
    assert.equal(flattened(withoutCounts), flattened(exchange?.output ?? ''));
  });

  it('prints live-x64-events-flags8 up to the author’s cut', async () => {
    const [exchange] = exchanges(transcript('live-x64-events-flags8'));
    const parts = uncutParts(exchange?.output ?? '', /snip/);
    const target = targetWith(exchange?.output ?? '', LIVE_X64, [], 'Event');
    assert.equal(
      firstMissingPart(await textOf(interpreterOf(target), '!handle 0 8 Event'), parts),
      null,
    );
  });

  it('prints the summary of live-summary-leak-before', async () => {
    const [exchange] = exchanges(transcript('live-summary-leak-before'));
    const counts = summaryCounts(exchange?.output ?? '');
    const target = new FakeTarget({ info: LIVE_X86, handles: manyHandles(counts) });
    assert.equal(await textOf(interpreterOf(target), '!handle 0 0'), exchange?.output);
  });

  it('prints the parts of dump-x86-list-summary that its author left', async () => {
    const [exchange] = exchanges(transcript('dump-x86-list-summary'));
    const output = exchange?.output ?? '';
    const counts = summaryCounts(output);
    // Three of the counted handles are listed; 36 more are of types the author cut from the summary.
    const extra = manyHandles({ ...counts, Event: 116, Key: 0, Thread: 35 });
    const target = targetWith(output, DUMP_X86, extra);
    const text = await textOf(interpreterOf(target), '!handle');
    const parts = output.split('\n\n').map((part) => part.trim());
    assert.equal(firstMissingPart(text, parts), null);
  });

  for (const [name, count] of [
    ['dump-x64-grep-autoreset', 6],
    ['dump-x64-grep-event-last', 7],
    ['dump-x64-grep-event-set', 0],
    ['dump-x64-grep-event-waiting', 0],
  ] as const) {
    it(`prints the lines that ${name} found`, async () => {
      const [exchange] = exchanges(transcript(name));
      const output = exchange?.output ?? '';
      // The search cut the head of the first block.
      const head = 'Handle 0000000000000008\n  Type\tEvent\n  GrantedAccess\t0x1f0003:\n';
      const { records } = userFacts(head + output);
      const before = Array.from({ length: count - 1 }, () => fakeHandle(4, 'Event'));
      const target = new FakeTarget({
        info: DUMP_X64,
        handles: count === 0 ? records : [...before, ...records],
      });
      const text = await textOf(interpreterOf(target), '!handle 0 f event');
      assert.ok(text.includes(output), text);
    });
  }
});

/** Counts by type of a summary. */
function summaryCounts(output: string): Record<string, number> {
  const rows = output.split('\n').filter((line) => /^\w[\w ]*\t\d+$/.test(line));
  return Object.fromEntries(
    rows.map((row) => {
      const [type = '', count = '0'] = row.split('\t');
      return [type.trim(), Number(count)];
    }),
  );
}
