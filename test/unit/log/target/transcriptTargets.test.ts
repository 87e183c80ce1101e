/** Real debugger text as targets: every record is there, and the totals the debugger printed are confirmed. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../../../src/core/target/target';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { accessOf, recordsOf, traceRecordsOf, tryLog } from '../../../support/openLog';
import { problemOf, valueOf } from '../../../support/openDump';
import { describeWithShared } from '../../../support/shared';

/** What a transcript holds: handles and trace records, by what its page shows. */
const contents: Readonly<Record<string, string>> = {
  'km-handle/docs-xp-list-free.txt': 'kernel 4: 7 handles',
  'km-handle/win10-all-process-handles-flags0.txt': 'kernel 8: 7 handles',
  'km-handle/win10-explorer-file.txt': 'kernel 8: 1 handles',
  'km-handle/win10-kernel-thread-handle.txt': 'kernel 8: 1 handles',
  'km-handle/win10-named-event-typefilter.txt': 'kernel 8: 1 handles',
  'km-handle/win10-notepad-partial.txt': 'kernel 8: 2 handles',
  'km-handle/win10-system-handle4-edited.txt': 'kernel 8: 1 handles',
  'km-handle/win11-kernel-handle-4.txt': 'kernel 8: 1 handles',
  'km-handle/win11-lsass-event.txt': 'kernel 8: 1 handles',
  'km-handle/win7-local-kd-free-entry.txt': 'kernel 8: 2 handles',
  'km-handle/xp-kernel-handle-file.txt': 'kernel 4: 1 handles',
  'km-handle/xp-key-handle.txt': 'kernel 4: 1 handles',
  'km-htrace/appverif-all-badref.txt': 'kernel 4: 5 traces',
  'km-htrace/appverif-one-handle-7dc.txt': 'kernel 4: 3 traces',
  'km-htrace/docs-all-process.txt': 'kernel 4: 5 traces',
  'um-handle/docs-event-8-f.txt': 'user 8: 1 handles',
  'um-handle/docs-list-summary.txt': 'user 8: 6 handles',
  'um-handle/dump-x64-all-events-f.txt': 'user 8: 7 handles',
  'um-handle/dump-x64-all-mutants-f.txt': 'user 8: 2 handles',
  'um-handle/dump-x86-list-summary.txt': 'user 4: 3 handles',
  'um-handle/dump-x86-type-filter-mutant.txt': 'user 4: 3 handles',
  'um-handle/live-x64-all-handles-ff-full.txt': 'user 8: 165 handles',
  'um-handle/live-x64-full-list.txt': 'user 8: 33 handles',
  'um-htrace/win7-x86-diff-injected.txt': 'user 4: 1 traces',
  'um-htrace/win7-x86-list-all.txt': 'user 4: 6 traces',
  'um-htrace/x64-dump-threads.txt': 'user 8: 3 traces',
  'um-htrace/x86-enable-diff-openthread.txt': 'user 4: 1 traces',
};

/** Answers of a filter, which leaves parts of blocks: whose the first one is, nobody can say. */
const filtered: ReadonlySet<string> = new Set([
  'um-handle/dump-x64-grep-autoreset.txt',
  'um-handle/dump-x64-grep-event-last.txt',
  'um-handle/dump-x64-grep-event-set.txt',
  'um-handle/dump-x64-grep-event-waiting.txt',
]);

/** Totals that cannot be equal, since the author of the page left records out; the first without a mark. */
const cutByAuthor: Readonly<Record<string, readonly string[]>> = {
  'um-handle/dump-x86-list-summary.txt': ['246 handles', '246 handles in the table'],
  'um-htrace/win7-x86-list-all.txt': ['12 stack traces'],
  'um-htrace/x86-enable-diff-openthread.txt': ['23 stack traces'],
};

/** Texts without a record: a help text, and the answer of a switch. */
const empty: ReadonlySet<string> = new Set([
  'um-handle/help-text-live.txt',
  'um-htrace/help-text-question-mark.txt',
  'um-htrace/win7-x86-enable.txt',
]);

async function contentsOf(target: Target): Promise<string> {
  const handles = await recordsOf(target);
  const traces = await traceRecordsOf(target);
  const counts = [
    ...(handles.length > 0 ? [`${handles.length} handles`] : []),
    ...(traces.length > 0 ? [`${traces.length} traces`] : []),
  ];
  return `${target.info.mode} ${target.info.pointerSize}: ${counts.join(', ')}`;
}

describeWithShared('real debugger logs as targets', (folder) => {
  const root = join(folder, 'transcripts');
  const names = ['um-handle', 'um-htrace', 'km-handle', 'km-htrace'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => `${kind}/${name}`),
  );

  for (const name of names) {
    it(`open with everything in them: ${name}`, async () => {
      const opened = await tryLog(readFileSync(join(root, name)), name);
      if (!opened.ok) {
        assert.ok(empty.has(name), opened.problem.message);
        assert.equal(problemOf(opened).code, 'log-empty');
        return;
      }
      const target = valueOf(opened);
      const wanted = contents[name];
      if (wanted !== undefined) {
        assert.equal(await contentsOf(target), wanted);
      }
      assert.equal(target.info.kind, 'log');
      const { totals, remainders } = accessOf(target);
      assert.deepEqual(
        totals
          .filter(({ outcome }) => outcome !== 'equal')
          .map(({ printed, what }) => `${printed} ${what}`),
        cutByAuthor[name] ?? [],
      );
      const refused = remainders.filter(({ kind }) => kind === 'unread' || kind === 'refused');
      assert.deepEqual(
        refused.map(({ kind, first }) => `${kind} ${first}`),
        filtered.has(name) ? ['refused 2'] : [],
      );
      const expected = filtered.has(name) ? 1 : name.endsWith('dump-x86-list-summary.txt') ? 2 : 0;
      assert.equal(target.problems.length, expected);
      assert.ok(target.problems.every(({ where }) => /^lines? \d/.test(where ?? '')));
    });
  }

  it('confirm the totals the issue of a whole list prints', async () => {
    const text = readFileSync(join(root, 'um-handle/live-x64-full-list.txt'));
    const { totals } = accessOf(valueOf(await tryLog(text)));
    assert.deepEqual(
      totals.slice(0, 2).map(({ line, printed, found, what }) => ({ line, printed, found, what })),
      [
        { line: 68, printed: 33, found: 33, what: 'handles' },
        { line: 69, printed: 33, found: 33, what: 'handles in the table' },
      ],
    );
    assert.ok(totals.some(({ what, found }) => what === 'handles of type None' && found === 4));
  });

  it('name frames, threads and modules as printed, without inventing addresses of modules', async () => {
    const text = readFileSync(join(root, 'um-htrace/x64-dump-threads.txt'));
    const target = valueOf(await tryLog(text));
    const [newest] = await traceRecordsOf(target);
    const frame = target.symbols.resolve(newest?.stack[3] ?? (0n as never));
    assert.equal(`${frame.module ?? ''}!${frame.symbol ?? ''}`, 'verifier!AVrfpCreateThread');
    assert.equal(frame.displacement, 0xcfn);
    assert.equal(target.currentProcessId(), 0x83f0);
    assert.equal(target.currentThreadId(), 0xbed8);
    assert.equal((await target.callStack(0xbed8, neverCancelled)).length, 11);
    assert.deepEqual(
      target.modules().map(({ name, base, size }) => [name, base, size]),
      ['ntdll', 'KERNELBASE', 'verifier', 'ucrtbase', 'python311'].map((name) => [
        name,
        null,
        null,
      ]),
    );
  });

  it('do not believe the attributes of Windows 10, which are bits of an address', async () => {
    const modern = valueOf(
      await tryLog(readFileSync(join(root, 'km-handle/win11-lsass-event.txt'))),
    );
    const [event] = await recordsOf(modern);
    assert.equal(event?.attributes, null);
    const old = valueOf(await tryLog(readFileSync(join(root, 'km-handle/docs-xp-list-free.txt'))));
    const protectedOne = (await recordsOf(old)).find(({ value }) => value === 0x168n);
    assert.equal(protectedOne?.attributes, 1);
  });

  it("give the kernel's own handles to the System process", async () => {
    const text = readFileSync(join(root, 'km-handle/win10-kernel-thread-handle.txt'));
    const target = valueOf(await tryLog(text));
    assert.deepEqual(
      target.processes().map(({ processId, image }) => [processId, image]),
      [
        [0x2d5c, 'ioctlapp.exe'],
        [4, 'System'],
      ],
    );
    assert.deepEqual(
      (await recordsOf(target, 4)).map(({ value }) => value),
      [0x477cn],
    );
    assert.equal(problemOf(await target.handles(0x2d5c, 'process')).code, 'log-no-handles');
    assert.equal(valueOf(await target.handles(0x2d5c, 'kernel')).count, 1);
  });

  it('list the free entries of a kernel debugger', async () => {
    const text = readFileSync(join(root, 'km-handle/win7-local-kd-free-entry.txt'));
    const target = valueOf(await tryLog(text));
    const store = valueOf(await target.handles(0x62c, 'process'));
    assert.deepEqual(await store.freeEntries(neverCancelled), [
      { value: 0n, entry: 0xfffff8a0038fa000n, nextEntry: 0xfffffffen },
    ]);
    assert.equal(store.kernelTable?.count, 113);
  });
});
