/** Objects: names, counts, addresses, deletion. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import type { KernelObject } from '../../../src/core/simulator/machine/kernelObject';
import {
  STATUS_ACCESS_DENIED,
  STATUS_OBJECT_NAME_COLLISION,
  STATUS_OBJECT_NAME_EXISTS,
  STATUS_OBJECT_NAME_INVALID,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_PATH_NOT_FOUND,
  STATUS_OBJECT_PATH_SYNTAX_BAD,
  STATUS_OBJECT_TYPE_MISMATCH,
} from '../../../src/core/simulator/machine/status';
import { ALL_PROFILES, EVENT_ALL_ACCESS, Kit } from './machineKit';

const NAME = '\\Sessions\\1\\BaseNamedObjects\\X';

function objectOf(kit: Kit, handle: number): KernelObject {
  const { table } = kit.process;
  const object = table.entries.objectAt(table.find(handle));
  assert.ok(object !== null);
  return object;
}

function open(kit: Kit, name: string, type = 'Event') {
  return kit.machine.services.open(kit.thread, `NtOpen${type}`, {
    type,
    name,
    desiredAccess: EVENT_ALL_ACCESS,
  });
}

describe('Named objects', () => {
  it('are found by their full path, letter case ignored', () => {
    const kit = new Kit();
    const created = objectOf(kit, kit.create({ name: NAME }));
    assert.equal(open(kit, NAME.toUpperCase()).object, created);
    assert.equal(kit.machine.objects.pathOf(created), NAME);
  });

  it('are found through the links of a session', () => {
    const kit = new Kit();
    const created = objectOf(kit, kit.create({ name: '\\BaseNamedObjects\\G' }));
    assert.equal(open(kit, '\\Sessions\\1\\BaseNamedObjects\\Global\\G').object, created);
    assert.equal(open(kit, '\\BaseNamedObjects\\Session\\0\\G').object, created);
    assert.equal(open(kit, '\\BaseNamedObjects\\Local\\G').object, created);
  });

  it('collide with a second creation', () => {
    const kit = new Kit();
    kit.create({ name: NAME });
    assert.equal(kit.tryCreate({ name: NAME }).status, STATUS_OBJECT_NAME_COLLISION);
  });

  it('are opened by a creation that allows it, and say so', () => {
    const kit = new Kit();
    const first = objectOf(kit, kit.create({ name: NAME }));
    const second = kit.tryCreate({ name: NAME, attributes: 0x80 });
    assert.deepEqual([second.status, second.object], [STATUS_OBJECT_NAME_EXISTS, first]);
    assert.equal(first.handleCount, 2);
  });

  it('are not opened as another type', () => {
    const kit = new Kit();
    kit.create({ name: NAME });
    assert.equal(
      kit.tryCreate({ type: 'Mutant', name: NAME, attributes: 0x80 }).status,
      STATUS_OBJECT_TYPE_MISMATCH,
    );
    assert.equal(open(kit, NAME, 'Mutant').status, STATUS_OBJECT_TYPE_MISMATCH);
  });

  it('lose their name with the last handle', () => {
    const kit = new Kit();
    const handle = kit.create({ name: NAME });
    kit.close(handle);
    assert.equal(open(kit, NAME).status, STATUS_OBJECT_NAME_NOT_FOUND);
  });

  it('keep their name when they are permanent, until they are made temporary', () => {
    const kit = new Kit();
    const handle = kit.create({ name: NAME, attributes: 0x10 });
    const object = objectOf(kit, handle);
    kit.close(handle);
    assert.equal(kit.machine.objects.lookup(NAME), object);
    kit.machine.objects.makeTemporary(object);
    assert.equal(kit.machine.objects.lookup(NAME), null);
    assert.equal(object.deleted, true);
  });

  it('belong to one process when they are exclusive', () => {
    const kit = new Kit();
    const handle = kit.create({ name: NAME, attributes: 0x20 });
    assert.equal(open(kit, NAME).status, 0);
    const other = kit.another();
    const denied = kit.machine.services.open(other.thread, 'NtOpenEvent', {
      type: 'Event',
      name: NAME,
      desiredAccess: 2,
    });
    assert.equal(denied.status, STATUS_ACCESS_DENIED);
    assert.equal(objectOf(kit, handle).handleCount, 2);
  });

  const wrongPaths: readonly (readonly [string, string, number])[] = [
    ['has no leading backslash', 'X', STATUS_OBJECT_PATH_SYNTAX_BAD],
    ['has an empty component', '\\BaseNamedObjects\\\\X', STATUS_OBJECT_NAME_INVALID],
    ['leads through a missing directory', '\\Nowhere\\X', STATUS_OBJECT_PATH_NOT_FOUND],
    [
      'leads through something that is no directory',
      '\\KernelObjects\\MemoryErrors\\X',
      STATUS_OBJECT_PATH_NOT_FOUND,
    ],
  ];
  for (const [what, path, status] of wrongPaths) {
    it(`are not made when the path ${what}`, () => {
      assert.equal(new Kit().tryCreate({ name: path }).status, status);
    });
  }

  it('are not found through links that lead in a circle', () => {
    const kit = new Kit();
    for (const [from, to] of [
      ['A', 'B'],
      ['B', 'A'],
    ] as const) {
      kit.create({
        type: 'SymbolicLink',
        name: `\\${from}`,
        body: { kind: 'symbolicLink', target: `\\${to}` },
      });
    }
    assert.equal(open(kit, '\\A\\X').status, STATUS_OBJECT_NAME_INVALID);
  });

  it('may be links themselves when the link is asked for', () => {
    const kit = new Kit();
    const outcome = kit.machine.services.open(kit.thread, 'NtOpenSymbolicLinkObject', {
      type: 'SymbolicLink',
      name: '\\DosDevices',
      desiredAccess: 1,
      attributes: 0x140,
    });
    assert.equal(outcome.object?.body.kind, 'symbolicLink');
  });

  it('of desktops stand alone, one directory per session', () => {
    const kit = new Kit();
    const desktop = objectOf(kit, kit.create({ type: 'Desktop', name: '\\Default' }));
    assert.equal(kit.machine.objects.pathOf(desktop), '\\Default');
    assert.equal(kit.machine.objects.lookup('\\Default'), null);
    const service = kit.machine.createProcess({ image: 'svc.exe', sessionId: 0 });
    const other = kit.create(
      { type: 'Desktop', name: '\\Default' },
      kit.machine.createThread(service),
    );
    assert.notEqual(service.table.entries.objectAt(service.table.find(other)), desktop);
  });
});

describe('Handle and pointer counts', () => {
  for (const profile of ALL_PROFILES) {
    it(`are one each for an unused handle to an unnamed object (${profile})`, () => {
      const kit = new Kit(profile);
      const object = objectOf(kit, kit.create());
      assert.deepEqual([object.handleCount, object.pointerCount], [1, 1]);
    });

    it(`count a name as one more reference (${profile})`, () => {
      const kit = new Kit(profile);
      const object = objectOf(kit, kit.create({ name: NAME }));
      assert.deepEqual([object.handleCount, object.pointerCount], [1, 2]);
    });

    it(`return to nothing when everything is closed (${profile})`, () => {
      const kit = new Kit(profile);
      const first = kit.create({ name: NAME });
      const object = objectOf(kit, first);
      const second = open(kit, NAME).handle;
      kit.use(first);
      kit.use(second);
      kit.use(second);
      kit.close(first);
      kit.close(second);
      assert.deepEqual([object.handleCount, object.pointerCount, object.deleted], [0, 0, true]);
    });
  }

  it('are unchanged by uses before Windows 8', () => {
    const kit = new Kit('7-sp1-x64');
    const handle = kit.create();
    kit.use(handle);
    assert.equal(objectOf(kit, handle).pointerCount, 1);
  });

  it('show 262144 references after the first use on Windows 8', () => {
    const kit = new Kit('8-x64');
    const handle = kit.create();
    kit.use(handle);
    assert.equal(objectOf(kit, handle).pointerCount, 262_144);
  });

  it('show 32768 references after the first use on Windows 10, one less with each further use', () => {
    const kit = new Kit();
    const handle = kit.create();
    const seen = [1, 2, 3].map(() => {
      kit.use(handle);
      return objectOf(kit, handle).pointerCount;
    });
    assert.deepEqual(seen, [32_768, 32_767, 32_766]);
  });

  it('fill up again when the prepaid references are used up', () => {
    const kit = new Kit('10-22h2-x64');
    const handle = kit.create();
    for (let use = 0; use < 32_768; use++) {
      kit.use(handle);
    }
    assert.equal(objectOf(kit, handle).pointerCount, 1);
    kit.use(handle);
    assert.equal(objectOf(kit, handle).pointerCount, 32_768);
  });

  it('count a reference that a wait keeps', () => {
    const kit = new Kit();
    const handle = kit.create();
    const held = kit.machine.services.hold(kit.thread, 'NtWaitForSingleObject', {
      handle,
      type: null,
      access: 0,
    });
    assert.ok(held.object !== null);
    assert.equal(held.object.pointerCount, 32_769);
    kit.close(handle);
    assert.deepEqual([held.object.pointerCount, held.object.deleted], [1, false]);
    kit.machine.services.release(held.object);
    assert.equal(held.object.deleted, true);
  });

  it('are explained by published lists: used handles give a block each, unused ones one', () => {
    const kit = new Kit();
    const first = kit.create({ name: NAME });
    const handles = [first, ...Array.from({ length: 12 }, () => open(kit, NAME).handle)];
    handles.slice(0, 11).forEach((handle) => kit.use(handle));
    assert.equal(objectOf(kit, first).handleCount, 13);
    assert.equal(objectOf(kit, first).pointerCount, 360_451);
  });

  it('of a directory count the names in it', () => {
    const kit = new Kit();
    const directory = kit.machine.objects.lookup('\\Sessions\\1\\BaseNamedObjects');
    assert.ok(directory !== null);
    const before = directory.pointerCount;
    const handle = kit.create({ name: NAME });
    assert.equal(directory.pointerCount, before + 1);
    kit.close(handle);
    assert.equal(directory.pointerCount, before);
  });

  it('are summed by type', () => {
    const kit = new Kit();
    const type = kit.machine.objects.type('Event');
    assert.ok(type !== null);
    const { totalHandles, totalObjects } = type;
    kit.close(kit.events(3)[1]!);
    assert.deepEqual([type.totalHandles, type.totalObjects], [totalHandles + 2, totalObjects + 2]);
  });
});

describe('Addresses of objects', () => {
  it('are reused for the next object of the same size', () => {
    const kit = new Kit();
    const handle = kit.create();
    const { headerAddress } = objectOf(kit, handle);
    kit.close(handle);
    assert.equal(objectOf(kit, kit.create()).headerAddress, headerAddress);
  });

  it('are 16-byte aligned on x64 and 8-byte aligned on x86', () => {
    for (const [profile, mask] of [
      ['10-22h2-x64', 15n],
      ['xp-sp3-x86', 7n],
    ] as const) {
      const kit = new Kit(profile);
      const handles = [kit.create(), kit.create({ name: NAME }), kit.create({ type: 'Section' })];
      for (const handle of handles) {
        assert.equal(objectOf(kit, handle).headerAddress & mask, 0n);
      }
    }
  });

  it('lie in paged pool for keys and in non-paged pool for events', () => {
    const kit = new Kit('7-sp1-x64');
    const key = kit.create({ type: 'Key', name: '\\REGISTRY\\MACHINE', desiredAccess: 1 });
    assert.equal(objectOf(kit, key).bodyAddress >> 32n, 0xffff_f8a0n);
    assert.equal(objectOf(kit, kit.create()).bodyAddress >> 32n, 0xffff_fa80n);
  });

  it('may be asked for', () => {
    const kit = new Kit('8-x64');
    const place = address(0xffff_f8a0_0063_3f00n);
    const handle = kit.create({ type: 'Section', desiredAccess: 6, address: place });
    assert.equal(objectOf(kit, handle).bodyAddress, place);
    assert.equal(objectOf(kit, handle).headerAddress, place - 0x30n);
  });

  it('are 0x18 apart between header and body on x86', () => {
    const kit = new Kit('xp-sp3-x86');
    const object = objectOf(kit, kit.create());
    assert.equal(object.bodyAddress - object.headerAddress, 0x18n);
  });

  it('are not given out again where an object was placed', () => {
    const probe = new Kit();
    const next = objectOf(probe, probe.create()).bodyAddress;
    const kit = new Kit();
    kit.create({ address: next });
    const others = kit.events(50).map((handle) => objectOf(kit, handle).bodyAddress);
    assert.equal(others.includes(next), false);
  });
});

describe('Object types of a machine', () => {
  for (const profile of ALL_PROFILES) {
    it(`each have a Type object in \\ObjectTypes (${profile})`, () => {
      const { objects } = new Kit(profile).machine;
      for (const type of objects.types) {
        assert.equal(objects.lookup(`\\ObjectTypes\\${type.name}`), type.typeObject);
        assert.equal(type.typeObject?.type.name, 'Type');
      }
    });
  }

  it('that the version does not have cannot be created', () => {
    const kit = new Kit('xp-sp3-x86');
    assert.equal(kit.tryCreate({ type: 'ALPC Port' }).status, STATUS_OBJECT_TYPE_MISMATCH);
  });

  it('can all be created', () => {
    for (const profile of ALL_PROFILES) {
      const kit = new Kit(profile);
      for (const { name } of kit.machine.objects.types) {
        const outcome = kit.tryCreate({ type: name, desiredAccess: 0x10_0000 });
        assert.equal(outcome.status, 0, name);
      }
    }
  });
});
