import assert from 'node:assert/strict';
import { LightTarget } from '../../../support/machines/lightTarget';
import { createCursor, setSystemCursor } from '../../../../src/core/simulator/user/calls/cursors';
import { createMenu, destroyMenu } from '../../../../src/core/simulator/user/calls/menus';
import { addMonitor } from '../../../../src/core/simulator/user/calls/systemThreads';
import { createWindowExW, showWindow } from '../../../../src/core/simulator/user/calls/windows';
import { userTraceSlots } from '../../../../src/core/simulator/user/userTracer';
import type { UserTrace, UserTraceStore } from '../../../../src/core/target/userTraceStore';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import type { UserProfileId } from '../../../../src/core/windows/user/userProfileId';
import { userKit, type UserKit } from './userKit';

function targetOf(kit: UserKit): LightTarget {
  return new LightTarget({
    machine: kit.light,
    title: 'sample:test',
    description: 'A test.',
    debuggerStyle: 'modern',
    stop: { reason: 'breakpoint', description: 'Here.', threadId: 0x104, processId: 0x100 },
  });
}

function storeOf(target: LightTarget): UserTraceStore {
  const traces = target.userHandles.traces();
  assert.ok(traces.ok);
  return traces.value;
}

async function newest(target: LightTarget, count: number): Promise<readonly UserTrace[]> {
  return storeOf(target).records([...Array(count).keys()], neverCancelled);
}

function stackOf(target: LightTarget, trace: UserTrace): readonly string[] {
  return trace.stack.map((place) => {
    const { module, symbol } = target.symbols.resolve(place);
    return `${module ?? '?'}!${symbol ?? '?'}`;
  });
}

describe('The tracer of USER handles', () => {
  it('is off at first, and says how to switch it on', () => {
    const traces = targetOf(userKit('win7-x64')).userHandles.traces();
    assert.ok(!traces.ok);
    assert.match(traces.problem.hint ?? '', /!utrace -enable/);
  });

  it('records creation, destruction, another owner and bad references, newest first', async () => {
    const kit = userKit('win7-x64');
    const target = targetOf(kit);
    assert.deepEqual(target.userHandles.control?.enable(0), { ok: true, value: { slots: 0x1000 } });
    const cursor = createCursor(kit.app).value;
    setSystemCursor(kit.app, cursor);
    const menu = createMenu(kit.app).value;
    destroyMenu(kit.app, menu);
    showWindow(kit.app, menu);
    const records = await newest(target, 10);
    assert.deepEqual(
      records.map(({ row, operation, handle, type, ownerProcessId, processId, threadId }) => [
        row,
        operation,
        handle,
        type,
        ownerProcessId,
        processId,
        threadId,
      ]),
      [
        [0, 'badref', menu, 1, 0, 0x100, 0x104],
        [1, 'destroy', menu, 2, 0x100, 0x100, 0x104],
        [2, 'create', menu, 2, 0x100, 0x100, 0x104],
        [3, 'owner', cursor, 3, 0x18, 0x100, 0x104],
        [4, 'create', cursor, 3, 0x100, 0x100, 0x104],
      ],
    );
  });

  it('records the type 255 for a bad reference to any type, and objects that nobody owns as process 0', async () => {
    const kit = userKit('xp-x86');
    const target = targetOf(kit);
    kit.session.enableTracing(0);
    kit.session.validate(kit.app.gui, 0x1_7777, null);
    addMonitor(kit.csrss);
    const [monitor, badReference] = await newest(target, 2);
    assert.equal(badReference?.type, 255);
    assert.deepEqual([monitor?.type, monitor?.ownerProcessId], [0x0c, 0]);
  });

  const stacks: readonly (readonly [UserProfileId, readonly string[]])[] = [
    ['nt31-x86', ['ntdll!CsrClientCallServer', 'USER32!CreateMenu', 'app!main']],
    [
      'nt40-x86',
      [
        'win32k!HMAllocObject',
        'win32k!NtUserCallNoParam',
        'ntoskrnl!_KiSystemService',
        'USER32!NtUserCallNoParam',
        'USER32!CreateMenu',
        'app!main',
      ],
    ],
    [
      'win10-1703-x64',
      [
        'win32kbase!HMAllocObject',
        'win32kfull!NtUserCallNoParam',
        'nt!KiSystemServiceCopyEnd',
        'win32u!NtUserCallNoParam',
        'USER32!CreateMenu',
        'app!main',
      ],
    ],
  ];
  for (const [id, expected] of stacks) {
    it(`keeps the stack from the handle manager out to the program: ${id}`, async () => {
      const kit = userKit(id);
      const target = targetOf(kit);
      kit.session.enableTracing(0);
      createMenu(kit.app);
      const [record] = await newest(target, 1);
      assert.deepEqual(stackOf(target, record!).slice(0, expected.length), expected);
      assert.ok(record!.stack.length <= storeOf(target).facts.maximumDepth);
    });
  }

  it('rounds slots up to a power of two between 0x1000 and 0x20000', () => {
    assert.deepEqual(
      [0, 0x1000, 0x1001, 0x2_0000, 0x7fff_ffff].map(userTraceSlots),
      [0x1000, 0x1000, 0x2000, 0x2_0000, 0x2_0000],
    );
  });

  it('overwrites its oldest records, counts them, and keeps columns and records alike', async () => {
    const kit = userKit('win7-x64', { quota: 18_000 });
    const target = targetOf(kit);
    kit.session.enableTracing(0);
    const handles = Array.from({ length: 0x1000 + 5 }, () => createMenu(kit.app).value);
    const store = storeOf(target);
    assert.deepEqual(store.facts, {
      slots: 0x1000,
      lost: 5,
      recorded: 0x1005,
      maximumDepth: 32,
    });
    const columns = await store.columns(neverCancelled);
    assert.equal(columns.count, 0x1000);
    assert.deepEqual([...columns.handle], handles.slice(5).reverse());
    assert.equal(columns.sequence[0], 0x1005);
    assert.equal(columns.sequence[0xfff], 6);
    const [oldest] = await store.records([0xfff, 0x1000], neverCancelled);
    assert.equal(oldest?.handle, handles[5]);
  });

  it('keeps a store that was asked for as it was', async () => {
    const kit = userKit('win7-x64');
    const target = targetOf(kit);
    kit.session.enableTracing(0);
    createMenu(kit.app);
    const store = storeOf(target);
    createMenu(kit.app);
    assert.equal(store.count, 1);
    assert.equal(storeOf(target).count, 2);
    target.userHandles.control?.disable();
    assert.equal(target.userHandles.traces().ok, false);
    assert.equal((await store.columns(neverCancelled)).count, 1);
  });

  it('records what goes with a thread as that thread’s doing', async () => {
    const kit = userKit('win7-x64');
    const target = targetOf(kit);
    const window = createWindowExW(kit.app).value;
    kit.session.enableTracing(0);
    kit.light.exitProcess(kit.process);
    const [record] = await newest(target, 1);
    assert.deepEqual(
      [record?.handle, record?.operation, record?.threadId],
      [window, 'destroy', 0x104],
    );
  });
});
