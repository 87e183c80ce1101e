/** Handles that a child process inherits. */

import assert from 'node:assert/strict';
import { TABLE_DUPLICATED } from '../../../src/core/windows/handleTableLayout';
import type { SimulatedProcess } from '../../../src/core/simulator/machine/simulatedProcess';
import { STATUS_INVALID_PARAMETER } from '../../../src/core/simulator/machine/status';
import type { CreateProcessRequest } from '../../../src/core/simulator/machine/nativeServices';
import { ALL_PROFILES, Kit } from './machineKit';

const INHERIT = 2;

function child(kit: Kit, request: Partial<CreateProcessRequest>): SimulatedProcess {
  const outcome = kit.machine.services.createProcess(kit.thread, 'NtCreateUserProcess', {
    image: 'child.exe',
    ...request,
  });
  assert.ok(outcome.process !== null);
  return outcome.process;
}

/** Creates an event in the child. */
function createIn(kit: Kit, process: SimulatedProcess): number {
  return kit.create({}, process.threads[0]);
}

describe('A child process', () => {
  for (const profile of ALL_PROFILES) {
    it(`gets inheritable handles under the same values (${profile})`, () => {
      const kit = new Kit(profile);
      kit.create();
      const inherited = kit.create({ attributes: INHERIT });
      kit.create();
      const process = child(kit, { inheritHandles: true });
      const { table } = process;
      assert.equal(table.handleCount, 1);
      const index = table.find(inherited);
      assert.equal(
        table.entries.objectAt(index),
        kit.process.table.entries.objectAt(kit.process.table.find(inherited)),
      );
      assert.equal(table.attributes(index), INHERIT);
      assert.equal(table.entries.objectAt(index)?.handleCount, 2);
    });

    it(`starts with an empty table when nothing is to be inherited (${profile})`, () => {
      const kit = new Kit(profile);
      kit.create({ attributes: INHERIT });
      const process = child(kit, {});
      assert.equal(process.table.handleCount, 0);
      assert.equal(createIn(kit, process), 4);
    });

    it(`is not traced because its parent is (${profile})`, () => {
      const kit = new Kit(profile);
      kit.trace();
      kit.create({ attributes: INHERIT });
      const process = child(kit, { inheritHandles: true });
      assert.equal(process.tracer, null);
    });
  }

  for (const profile of ['xp-sp3-x86', '7-sp1-x64'] as const) {
    it(`fills its gaps from the top of the page downwards (${profile})`, () => {
      const kit = new Kit(profile);
      kit.create({ attributes: INHERIT });
      const process = child(kit, { inheritHandles: true });
      const top = kit.machine.profile.geometry.valuesPerPage;
      assert.deepEqual(
        [createIn(kit, process), createIn(kit, process), createIn(kit, process)],
        [top - 4, top - 8, top - 0xc],
      );
    });
  }

  it('has the extent of its parent before Windows 8', () => {
    const kit = new Kit('xp-sp3-x86');
    kit.create({ attributes: INHERIT });
    kit.events(600);
    assert.equal(child(kit, { inheritHandles: true }).table.nextHandleNeedingPool, 0x1000);
  });

  it('fills its lowest gaps first since Windows 8', () => {
    const kit = new Kit();
    kit.events(2);
    kit.create({ attributes: INHERIT });
    const process = child(kit, { inheritHandles: true });
    assert.deepEqual(
      [createIn(kit, process), createIn(kit, process), createIn(kit, process)],
      [4, 8, 0x10],
    );
  });

  it('ends with the last page that is needed since Windows 8', () => {
    const kit = new Kit();
    kit.create({ attributes: INHERIT });
    kit.events(600);
    const { table } = child(kit, { inheritHandles: true });
    assert.equal(table.nextHandleNeedingPool, 0x400);
    assert.equal(table.flags & TABLE_DUPLICATED, TABLE_DUPLICATED);
  });

  it('gets exactly the handles of an explicit list', () => {
    const kit = new Kit();
    const handles = [1, 2, 3].map(() => kit.create({ attributes: INHERIT }));
    const { table } = child(kit, { handleList: [handles[0]!, handles[2]!] });
    assert.deepEqual(
      handles.map((handle) => table.find(handle) !== 0),
      [true, false, true],
    );
  });

  const badLists: readonly (readonly [string, (kit: Kit) => readonly number[]])[] = [
    ['is not inheritable', (kit) => [kit.create()]],
    ['is not open', () => [0x40]],
    ['has tag bits', (kit) => [kit.create({ attributes: INHERIT }) + 1]],
    [
      'is out of order',
      (kit) => {
        const first = kit.create({ attributes: INHERIT });
        return [kit.create({ attributes: INHERIT }), first];
      },
    ],
    [
      'is named twice',
      (kit) => {
        const handle = kit.create({ attributes: INHERIT });
        return [handle, handle];
      },
    ],
  ];
  for (const [what, list] of badLists) {
    it(`is not created when a handle of the list ${what}`, () => {
      const kit = new Kit();
      const handleList = list(kit);
      const before = kit.machine.processes().length;
      const outcome = kit.machine.services.createProcess(kit.thread, 'NtCreateUserProcess', {
        image: 'child.exe',
        handleList,
      });
      assert.equal(outcome.status, STATUS_INVALID_PARAMETER);
      assert.equal(outcome.process, null);
      assert.equal(kit.machine.processes().length, before);
    });
  }

  it('takes no list on Windows XP', () => {
    const kit = new Kit('xp-sp3-x86');
    const handleList = [kit.create({ attributes: INHERIT })];
    const outcome = kit.machine.services.createProcess(kit.thread, 'NtCreateProcessEx', {
      image: 'child.exe',
      handleList,
    });
    assert.equal(outcome.status, STATUS_INVALID_PARAMETER);
  });

  it('leaves its parent two handles, process first', () => {
    const kit = new Kit();
    const outcome = kit.machine.services.createProcess(kit.thread, 'NtCreateUserProcess', {
      image: 'child.exe',
    });
    assert.deepEqual([outcome.processHandle, outcome.threadHandle], [4, 8]);
    assert.equal(outcome.process?.parentProcessId, kit.process.processId);
  });
});
