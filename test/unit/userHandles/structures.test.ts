/** Structures, counters and the table of handle types, read from memory by their layouts. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { readHandleTypes, readProcessCounters } from '../../../src/core/userHandles/counters';
import { readStructure, type StructureReading } from '../../../src/core/userHandles/readStructure';
import { neverCancelled } from '../../../src/core/util/cancellation';
import type { UserProfileId } from '../../../src/core/windows/user/userProfileId';
import { userProfile } from '../../../src/core/windows/user/userProfiles';
import { SparseMemory, buildUserImage } from '../../support/userImage';

const AT = 0x5000n;

function memoryWith(...writes: readonly (readonly [at: number, size: number, value: number])[]) {
  const memory = new SparseMemory();
  memory.add(AT, 0x2000);
  writes.forEach(([at, size, value]) => memory.write(AT + BigInt(at), size, value));
  return memory;
}

async function read(
  memory: SparseMemory,
  struct: string,
  profile: UserProfileId,
  count = 1,
): Promise<StructureReading> {
  const request = { struct, profile: userProfile(profile), at: address(AT), count };
  const reading = await readStructure(memory, request, neverCancelled);
  assert.ok(reading.ok);
  return reading.value;
}

describe('USER structures in memory', () => {
  it('give numbers, arrays of numbers and embedded structures', async () => {
    const memory = memoryWith([0x758, 4, 1920], [0x75c, 4, 1080], [0x350, 4, 0x2000]);
    const server = (await read(memory, 'serverinfo', 'win7-x64')).rows[0]?.members ?? [];
    const value = (name: string) => server.find(({ field }) => field.name === name)?.value;
    assert.deepEqual(value('cbHandleTable'), { kind: 'number', value: 0x2000n });
    const metrics = value('aiSysMet');
    assert.ok(metrics?.kind === 'numbers');
    assert.deepEqual(metrics.values.slice(0, 2), [1920n, 1080n]);
    assert.equal(metrics.values.length, 97);
    const shared = (await read(memoryWith([0x28, 4, 0x400]), 'SHAREDINFO', 'win7-x64')).rows[0];
    const messages = shared?.members.find(({ field }) => field.name === 'awmControl')?.value;
    assert.ok(messages?.kind === 'structures');
    assert.equal(messages.rows.length, 31);
    assert.deepEqual(messages.rows[0]?.[0]?.value, { kind: 'number', value: 0x400n });
    const last = shared?.members.at(-1)?.value;
    assert.ok(last?.kind === 'structures' && last.rows.length === 1);
  });

  it('give headers with nested ones spread out, and bytes for tags and data of any length', async () => {
    const head = await read(memoryWith([0, 4, 0x3_0002]), 'PROCDESKHEAD', 'xp-x86');
    assert.deepEqual(
      head.rows[0]?.members.map(({ field }) => field.name),
      ['h', 'cLockObj', 'hTaskWow', 'rpdesk', 'pSelf'],
    );
    const clip = await read(memoryWith([8, 4, 2], [12, 2, 0x6948]), 'CLIPDATA', 'win7-x86');
    assert.deepEqual(clip.rows[0]?.members.at(-1)?.value, {
      kind: 'bytes',
      bytes: Uint8Array.from([0x48, 0x69]),
    });
  });

  it('come in rows, each at its place', async () => {
    const entries = await read(memoryWith([0x18, 4, 7]), 'HANDLEENTRY', 'win7-x64', 3);
    assert.deepEqual(
      entries.rows.map((row) => row.address),
      [AT, AT + 0x18n, AT + 0x30n],
    );
    assert.deepEqual(entries.rows[1]?.members[0]?.value, { kind: 'number', value: 7n });
  });

  it('say which members have no memory', async () => {
    const memory = memoryWith();
    memory.remove(AT + 8n, AT + 0x2000n);
    const head = await read(memory, 'THRDESKHEAD', 'win7-x64');
    assert.deepEqual(
      head.rows[0]?.members.map(({ value }) => value.kind),
      ['number', 'unreadable', 'unreadable', 'unreadable', 'unreadable'],
    );
  });

  it('are refused where the layout, or the size that *n needs, is not public', async () => {
    const request = { profile: userProfile('nt40-x86'), at: address(AT) };
    const none = await readStructure(memoryWith(), { ...request, struct: 'WND' }, neverCancelled);
    assert.match((!none.ok && none.problem.message) || '', /WND in Windows 4.0 x86 is not public/);
    const many = await readStructure(
      memoryWith(),
      { profile: userProfile('xp-x86'), at: address(AT), struct: 'SERVERINFO', count: 2 },
      neverCancelled,
    );
    assert.equal(!many.ok && many.problem.code, 'user-size-unknown');
  });
});

describe('counters of the windowing system', () => {
  it('are read with their peaks from 6.1 on', async () => {
    const memory = memoryWith(
      [0, 4, 0x1234],
      [0x38, 4, 0x8a4],
      [0x3c, 4, 20],
      [0x40, 4, 25],
      [0x44, 4, 412],
      [0x48, 4, 413],
    );
    const counters = await readProcessCounters(
      memory,
      userProfile('win7-x64'),
      address(AT),
      neverCancelled,
    );
    assert.deepEqual(counters.ok && counters.value, {
      processId: 0x8a4,
      process: 0x1234n,
      userHandles: 412,
      userHandlesPeak: 413,
      gdiHandles: 20,
      gdiHandlesPeak: 25,
    });
  });

  it('have no peaks before, and no layout before 5.0', async () => {
    const memory = memoryWith([0x24, 4, 3], [0x28, 4, 9]);
    const of = (profile: UserProfileId) =>
      readProcessCounters(memory, userProfile(profile), address(AT), neverCancelled);
    const xp = await of('xp-x86');
    assert.ok(xp.ok);
    assert.deepEqual(
      [xp.value.userHandles, xp.value.userHandlesPeak, xp.value.gdiHandles],
      [9, null, 3],
    );
    const nt4 = await of('nt40-x86');
    assert.equal(!nt4.ok && nt4.problem.code, 'user-layout-unknown');
    memory.remove(AT, AT + 0x2000n);
    const gone = await of('xp-x86');
    assert.equal(!gone.ok && gone.problem.code, 'user-memory-unreadable');
  });

  it('include the table of handle types in 5.1 to 6.1', async () => {
    const memory = memoryWith([0x10, 8, 0x7777], [0x18, 4, 0x6477_7355], [0x1c, 1, 0x39]);
    const profile = userProfile('win7-x64');
    const types = await readHandleTypes(memory, profile, address(AT), neverCancelled);
    assert.ok(types.ok);
    assert.equal(types.value.length, 22);
    assert.deepEqual(types.value[0], { value: 0, fnDestroy: 0n, poolTag: '', creationFlags: 0 });
    assert.deepEqual(types.value[1], {
      value: 1,
      fnDestroy: 0x7777n,
      poolTag: 'Uswd',
      creationFlags: 0x39,
    });
    const none = await readHandleTypes(memory, profile, null, neverCancelled);
    assert.equal(!none.ok && none.problem.code, 'user-no-type-table');
    const { memory: other } = buildUserImage({ profile: 'win10-x64', entries: 2, used: [] });
    const late = await readHandleTypes(
      other,
      userProfile('win10-x64'),
      address(AT),
      neverCancelled,
    );
    assert.equal(!late.ok && late.problem.code, 'user-layout-unknown');
  });
});
