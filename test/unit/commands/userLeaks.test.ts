/** USER handles where kernel handles are: snapshots, comparisons, types of leak sites, explained bad references. */

import assert from 'node:assert/strict';
import { compareSnapshots } from '../../../src/core/analysis/compare/comparison';
import type { NamedSnapshot } from '../../../src/core/analysis/compare/namedSnapshot';
import { complete } from '../../../src/core/commands/completion';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import { HandleColumns } from '../../../src/core/model/handleColumns';
import { openSample } from '../../../src/core/script/samples/catalog';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { scriptTarget } from '../../support/openScript';
import { valueOf } from '../../support/openDump';
import { interpreterOf, jsonOf, runOne, textOf } from '../../support/runCommands';

const sample = (name: string): Interpreter => interpreterOf(valueOf(openSample(name)));
const script = async (body: string): Promise<Interpreter> =>
  interpreterOf(
    await scriptTarget(
      `machine { profile "10-22h2-x64"; image "editor.exe"; }\n#include <windows.h>\n${body}`,
    ),
  );

const LEAK = `HMENU Build(void) { return CreatePopupMenu(); }
int main(void)
{
    HMENU first = Build();
    CreateMenu();
    DestroyMenu(first);
    Build();
    Build();
    return 0;
}
`;

/** USER handles alone, by value and object. */
function snapshotOf(name: string, rows: readonly (readonly [number, bigint])[]): NamedSnapshot {
  const columns = new HandleColumns(rows.length, 0);
  rows.forEach(([value], row) => {
    columns.valueLow[row] = value;
    columns.type[row] = columns.typeId('Menu');
  });
  const part = { sites: null, records: null, lost: null };
  const nothing = { columns: new HandleColumns(0), names: null, generation: null };
  return {
    name,
    origin: { target: 'x', kind: 'simulated', processId: 8, image: 'a.exe' },
    family: 'kernel',
    table: nothing,
    ...part,
    unlisted: null,
    userUnlisted: null,
    user: {
      family: 'USER',
      table: {
        columns,
        names: null,
        generation: null,
        objects: BigUint64Array.from(rows, ([, object]) => object),
      },
      ...part,
    },
  };
}

async function compare(
  before: readonly (readonly [number, bigint])[],
  after: readonly (readonly [number, bigint])[],
): Promise<readonly number[]> {
  const work = { token: neverCancelled, yieldNow: () => Promise.resolve() };
  const { user } = await compareSnapshots(snapshotOf('a', before), snapshotOf('b', after), work);
  assert.ok(user !== null);
  return [user.added.length, user.removed.length, user.replaced.length, user.changed.length];
}

describe('a snapshot of USER handles', () => {
  it('is taken with that of the kernel handles, and listed in a column of its own', async () => {
    const interpreter = sample('user-menu-leak');
    assert.equal(
      await textOf(interpreter, '!snapshot before'),
      'Snapshot before taken: 9 handles, no trace log; 41 USER handles, 41 trace records.\n',
    );
    assert.match(
      await textOf(interpreter, '!snapshot'),
      /Records {2}USER {2}Process\nbefore .* 41 /,
    );
  });

  it('stands alone where a machine has no kernel handles', async () => {
    const interpreter = sample('user-leak-w2k');
    assert.match(
      await textOf(interpreter, '!snapshot a'),
      /^Snapshot a taken: \d+ USER handles, \d+ trace records\.\n$/,
    );
    const text = await textOf(interpreter, '!compare a');
    assert.match(text, /^a against now: USER handles \(\d+ against \d+\): 0 created, 0 destroyed/);
    assert.match(text, /Note: Kernel handle tables of Windows 2000.* are not simulated/);
    assert.equal(text.match(/are not simulated/g)?.length, 1);
    assert.doesNotMatch(text, /^Type/m);
  });

  it('says nothing of USER handles where a target has none', async () => {
    const interpreter = sample('leaky-service');
    assert.doesNotMatch(await textOf(interpreter, '!snapshot a'), /USER/);
    assert.doesNotMatch(await textOf(interpreter, '!compare a'), /USER/);
    assert.doesNotMatch(await textOf(interpreter, '!snapshot'), /USER/);
  });

  it('counts none before the program first calls the windowing system', async () => {
    const interpreter = await script(LEAK);
    assert.match(await textOf(interpreter, '!snapshot a'), /; 0 USER handles, 0 trace records/);
    await runOne(interpreter, 'g');
    const text = await textOf(interpreter, '!compare a');
    assert.match(text, /USER handles \(0 against 3\): 3 created, 0 destroyed, 0 replaced/);
    assert.match(text, /^Menu +0 +3 +\+3$/m);
    assert.match(text, /^editor!Build\+0x\w+ +0 +1 +\+1$/m);
  });
});

describe('comparing USER handles', () => {
  it('tells who created what is new, by type, by place and one by one', async () => {
    const interpreter = sample('user-menu-leak');
    await runOne(interpreter, '!snapshot before');
    await runOne(interpreter, 'g');
    const text = await textOf(interpreter, '!compare before -n 1');
    assert.match(text, /USER handles \(41 against 401\): 360 created, 0 destroyed, 0 replaced/);
    assert.match(text, /USER type {2}Before {2}After {2}Change\nMenu +37 +397 +\+360/);
    assert.match(text, /USER handles created at .*\nleaky!BuildContextMenu\+0x1f +36 +396 +\+360/);
    assert.match(text, /USER handles created: 360\n {2}0x[0-9a-f]+ +Menu +created at leaky!/);
  });

  it('takes an entry that was freed and used again for a destroyed and a created object', async () => {
    const interpreter = await script(LEAK);
    for (let step = 0; step < 2; step++) {
      await runOne(interpreter, 'p');
    }
    await runOne(interpreter, '!snapshot a');
    await runOne(interpreter, 'g');
    const json = (await jsonOf(interpreter, '!compare a')) as {
      before: { userHandles: number };
      after: { userHandles: number };
      user: Record<'opened' | 'closed' | 'replaced' | 'changed', unknown[]>;
    };
    assert.equal(
      json.after.userHandles - json.before.userHandles,
      json.user.opened.length - json.user.closed.length,
    );
    assert.equal(json.user.closed.length, 1);
    assert.deepEqual([json.user.replaced, json.user.changed], [[], []]);
  });

  it('knows an object from another that has its handle after the uniqueness came round', async () => {
    const same = [0x10015, 0x9000n] as const;
    assert.deepEqual(await compare([same], [same]), [0, 0, 0, 0]);
    assert.deepEqual(await compare([same], [[0x10015, 0xa000n]]), [0, 0, 1, 0]);
  });

  it('tells handles apart that differ in their lowest bits only', async () => {
    const one = [[0x10014, 1n]] as const;
    const other = [
      [0x10015, 2n],
      [0x10016, 3n],
    ] as const;
    assert.deepEqual(await compare(one, other), [2, 1, 0, 0]);
  });

  it('says which side shows none', async () => {
    const work = { token: neverCancelled, yieldNow: () => Promise.resolve() };
    const before = { ...snapshotOf('monday', []), user: null };
    const { user, notes } = await compareSnapshots(before, snapshotOf('now', []), work);
    assert.equal(user, null);
    assert.ok(notes.includes('USER handles are not compared: monday shows none.'));
  });

  it('feeds the history of leak sites', async () => {
    const interpreter = sample('user-menu-leak');
    await runOne(interpreter, '!snapshot one');
    await runOne(interpreter, 'g');
    assert.match(
      await textOf(interpreter, '!sites'),
      /it grew once: 36, 396 at the snapshots and now/,
    );
  });
});

describe('!sites -type for USER types', () => {
  const TIMERS = `int main(void)
{
    HWND w = CreateWindowExW(0, L"A", L"", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    SetTimer(w, 1, 1000, NULL);
    SetTimer(w, 2, 1000, NULL);
    CreateWaitableTimerW(NULL, TRUE, NULL);
    return 0;
}
`;
  async function outstanding(type: string): Promise<number> {
    const interpreter = await script(TIMERS);
    await runOne(interpreter, 'g');
    const result = await runOne(interpreter, `!sites -a -type ${type}`);
    assert.equal(result.kind, 'sites');
    return result.total.outstanding;
  }

  it('takes the kind of handle in front of the type, and both without it', async () => {
    assert.equal(await outstanding('USER:Timer'), 2);
    assert.equal(await outstanding('kernel:Timer'), 1);
    assert.equal(await outstanding('Timer'), 3);
    assert.equal(await outstanding('USER:TYPE_TIMER'), 2);
    assert.equal(await outstanding('USER:T*'), 2);
    assert.equal(await outstanding('USER:Hook'), 0);
  });

  it('names the nearest type, or the log that is missing', async () => {
    const interpreter = sample('user-menu-leak');
    assert.match(await textOf(interpreter, '!sites -type USER:Menuu'), /Did you mean USER:Menu\?/);
    assert.match(
      await textOf(interpreter, '!sites -type kernel:Event'),
      /There is no trace log of kernel handles: 'kernel:Event' cannot be counted/,
    );
  });

  it('is completed, with the prefix where both kinds have the name', async () => {
    const interpreter = await script(TIMERS);
    await runOne(interpreter, 'g');
    const labels = async (text: string): Promise<readonly string[]> =>
      (await complete(interpreter, text, text.length, neverCancelled)).map(({ label }) => label);
    assert.deepEqual(
      (await labels('!sites -type Timer')).filter((label) => /^(kernel|USER):Timer$/.test(label)),
      ['kernel:Timer', 'USER:Timer'],
    );
    assert.deepEqual(await labels('!sites -type USER:Men'), ['USER:Menu']);
    assert.deepEqual(await labels('!sites -type Men'), ['USER:Menu']);
    assert.ok((await labels('!sites -type USER:')).length >= 22);
    assert.ok(
      (await labels('!sites -type kernel:E')).every((label) => label.startsWith('kernel:')),
    );
  });

  it('proposes no USER types where a target has none', async () => {
    const interpreter = sample('leaky-service');
    const items = await complete(interpreter, '!sites -type ', 13, neverCancelled);
    assert.ok(items.length > 0 && items.every(({ label }) => !label.includes(':')));
  });
});

describe('!why for USER handles', () => {
  const BAD = `int main(void)
{
    HMENU menu = CreatePopupMenu();
    DestroyMenu(menu);
    DestroyMenu(menu);
    CloseHandle((HANDLE)0x44);
    return 0;
}
`;

  it('explains those of the process behind those of kernel handles, with both stacks', async () => {
    const interpreter = await script(BAD);
    await runOne(interpreter, 'g');
    const text = await textOf(interpreter, '!why');
    assert.match(text, /Handle 0x44: never opened(.*\n)+USER handle 0x1[0-9a-f]+: destroyed twice/);
    assert.match(text, /destroyed again by thread \w+ +\| destroyed by thread/);
    assert.match(text, /created at editor!main/);
  });

  it('takes one value, and says when a USER handle has no bad reference', async () => {
    const interpreter = sample('user-menu-leak');
    assert.match(
      await textOf(interpreter, '!why 1001f'),
      /0x1001f is a USER handle that is in use, and the trace log holds no bad reference of it/,
    );
  });

  it('marks the kind in JSON', async () => {
    const interpreter = await script(BAD);
    await runOne(interpreter, 'g');
    const json = (await jsonOf(interpreter, '!why')) as {
      total: number;
      badReferences: { kind: string; family?: string }[];
    };
    assert.equal(json.total, 2);
    assert.deepEqual(
      json.badReferences.map(({ kind, family }) => [kind, family]),
      [
        ['never opened', undefined],
        ['closed twice', 'USER'],
      ],
    );
  });

  it('completes USER handles as well', async () => {
    const interpreter = sample('user-menu-leak');
    const items = await complete(interpreter, '!why 1001', 9, neverCancelled);
    assert.ok(items.some(({ label, detail }) => label === '1001f' && detail.startsWith('Menu')));
  });
});
