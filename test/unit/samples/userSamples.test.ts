import assert from 'node:assert/strict';
import type { Target } from '../../../src/core/target/target';
import { summariseTable } from '../../../src/core/userHandles/summary';
import { examineUserHandle } from '../../../src/core/userHandles/examine';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { sampleDescriptions } from '../../../src/core/script/samples/catalog';
import { exerciseTarget } from '../../support/exerciseTarget';
import { readUserTable, verdictOn } from '../../support/userTable';
import { open } from './readTarget';

/** Runs to the next stop and answers with its description; null when the program is done. */
async function go(target: Target): Promise<string | null> {
  const stop = await target.control!.resume(neverCancelled);
  return stop.ok ? stop.value.description : null;
}

/** Flags of the entry of a handle. */
async function flagsOf(target: Target, handle: number): Promise<number> {
  const { table } = await readUserTable(target);
  return table.columns.flags[handle & 0xffff] ?? -1;
}

/** Handles in use of a process, by its image. */
async function owned(target: Target, image: string): Promise<number> {
  const { table, owners, access } = await readUserTable(target);
  const process = access.guiProcesses().find((gui) => gui.image === image);
  return summariseTable(table, owners).byProcess.get(process?.processId ?? -1)?.total ?? 0;
}

/** Operations of the trace log, newest first. */
async function traced(target: Target): Promise<readonly string[]> {
  const traces = target.userHandles!.traces();
  assert.ok(traces.ok);
  const rows = Array.from({ length: traces.value.count }, (_, row) => row);
  const records = await traces.value.records(rows, neverCancelled);
  return records.map(({ operation }) => operation);
}

describe('The samples of USER handles', () => {
  const names = sampleDescriptions
    .map(({ name }) => name)
    .filter((name) => name.startsWith('user-'));

  for (const name of names) {
    it(`hold tables in which every entry is confirmed by its object or has a reason: ${name}`, async () => {
      const target = open(name);
      const reader = await readUserTable(target);
      const { table } = reader;
      let used = 0;
      for (let index = 0; index < table.columns.count; index++) {
        if (!table.isInUse(index)) {
          continue;
        }
        used++;
        const examined = await examineUserHandle(reader, table.handle(index), neverCancelled);
        assert.equal(examined.verdict.kind, 'valid', table.handle(index).toString(16));
        assert.ok(examined.confirmed || examined.reading?.reason !== null);
      }
      assert.ok(used > 10);
    });
  }

  for (const name of names) {
    it(`answer everything a curious user asks, at every stop: ${name}`, async () => {
      const target = open(name);
      const stops = [await exerciseTarget(target)];
      while ((await go(target)) !== null) {
        stops.push(await exerciseTarget(target));
      }
      assert.ok(stops.length >= 2);
      assert.ok(stops.every(({ frames }) => frames > 2));
    });
  }

  it('cover the versions for which transcripts are made', async () => {
    const profiles = new Set<string>();
    for (const name of names) {
      const place = await open(name).userHandles!.locate(neverCancelled);
      assert.ok(place.ok);
      profiles.add(place.value.profile);
    }
    for (const wanted of [
      'nt31-x86',
      'nt351-x86',
      'nt40-x86',
      'w2k-x86',
      'win7-x86',
      'win7-x64',
      'win10-1703-x64',
    ]) {
      assert.ok(profiles.has(wanted), wanted);
    }
  });

  it('leak menus until error 1158, and lose them with the process', async () => {
    const target = open('user-menu-leak');
    const before = await owned(target, 'leaky.exe');
    assert.match((await go(target)) ?? '', /360 more right clicks/);
    assert.equal(await owned(target, 'leaky.exe'), before + 360);
    assert.match((await go(target)) ?? '', /failed with error 1158 .* after 9995 context menus/);
    assert.equal(await owned(target, 'leaky.exe'), 10_000);
    const full = (await readUserTable(target)).table;
    assert.match((await go(target)) ?? '', /leaky\.exe has ended/);
    assert.equal(await owned(target, 'leaky.exe'), 0);
    assert.equal((await readUserTable(target)).table.entries, full.entries);
    assert.equal(await go(target), null);
  });

  for (const name of ['user-leak-nt351', 'user-leak-nt40', 'user-leak-w2k']) {
    it(`leak the same menus on older versions: ${name}`, async () => {
      const target = open(name);
      const before = await owned(target, 'leaky.exe');
      await go(target);
      assert.equal(await owned(target, 'leaky.exe'), before + 120);
      assert.ok((await traced(target)).filter((operation) => operation === 'create').length > 120);
      await go(target);
      await go(target);
      assert.equal(await owned(target, 'leaky.exe'), 0);
    });
  }

  it('tell a stale window handle from its 16-bit form, which selects the wrong window', async () => {
    const target = open('user-stale-window');
    assert.equal(await verdictOn(target, 0x1_0010), 'valid');
    assert.match((await go(target)) ?? '', /window 20010 in the place of 10010.*error 1400/);
    assert.equal(await verdictOn(target, 0x1_0010), 'stale (entry is at uniq 0002)');
    assert.equal(await verdictOn(target, 0x2_0010), 'valid');
    assert.equal(await verdictOn(target, 0x10), 'valid (16-bit form)');
    assert.deepEqual((await traced(target)).slice(0, 3), ['badref', 'create', 'destroy']);
    assert.match((await go(target)) ?? '', /16-bit plug-in hid window 10/);
    assert.equal((await traced(target))[0], 'badref');
    assert.equal(await go(target), null);
  });

  it('keep a window that is destroyed while locked, marked, until its last lock goes', async () => {
    const target = open('user-locked-window');
    const handle = 0x1_0010;
    assert.equal(await verdictOn(target, handle), 'valid');
    await go(target);
    assert.equal(await verdictOn(target, handle), 'marked for destruction');
    assert.equal(await flagsOf(target, handle), 0x01);
    await go(target);
    assert.match(await verdictOn(target, handle), /^free/);
    assert.deepEqual((await traced(target)).slice(0, 2), ['destroy', 'badref']);
  });

  it('show the window of CSRSS that lies on no desktop heap', async () => {
    const target = open('user-desktop-owner');
    assert.equal(await flagsOf(target, 0x1_0002), 0x40);
    assert.equal(await flagsOf(target, 0x1_0004), 0);
    const { table } = await readUserTable(target);
    assert.ok(table.phead(4) < 0xffff_f900_c600_0000n);
    assert.ok(table.phead(2) >= 0xffff_f900_c600_0000n);
    await go(target);
    assert.equal(await owned(target, 'explorer.exe'), 4);
    assert.equal(await flagsOf(target, 0x1_000e), 0);
  });

  it('grant a window to a job, and take it back', async () => {
    const target = open('user-job-grant');
    const window = 0x1_000e;
    assert.equal((await traced(target))[0], 'badref');
    assert.match((await go(target)) ?? '', /window 1000e .* works now/);
    assert.equal(await flagsOf(target, window), 0x20);
    assert.match((await go(target)) ?? '', /failed with error 1400/);
    assert.equal(await flagsOf(target, window), 0);
    assert.equal((await traced(target))[0], 'badref');
  });

  it('fill a desktop heap with most handles left', async () => {
    const target = open('user-heap-full');
    assert.equal(target.info.mode, 'user');
    await go(target);
    assert.match((await go(target)) ?? '', /error 8 .* 2340 of 10000 USER handles/);
    assert.equal(await owned(target, 'printsvc.exe'), 2340);
    const [thread] = target.userHandles!.guiThreads();
    const name = target.userHandles!.desktopName(thread!.desktop!);
    assert.equal(name, 'Service-0x0-3e7$\\Default');
  });

  it('hold an object that disagrees with its entry', async () => {
    const target = open('user-wrong-object');
    assert.equal(await verdictOn(target, 0x1_0015), 'valid');
    assert.match((await go(target)) ?? '', /now says 401a5/);
    assert.equal(await verdictOn(target, 0x1_0015), 'inconsistent (object says 000401a5)');
  });

  it('say in their descriptions what to type', () => {
    for (const { name, description } of sampleDescriptions) {
      if (name.startsWith('user-')) {
        assert.match(description, /try !d/, name);
      }
    }
  });
});
