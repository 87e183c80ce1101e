/** Random programs: whatever they do, tables and counts add up, and the same program gives the same bytes. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { decodeHandleEntry } from '../../../src/core/windows/handleEntryLayout';
import type { HandleTable } from '../../../src/core/simulator/machine/handleTable';
import type { KernelObject } from '../../../src/core/simulator/machine/kernelObject';
import type { SimulatedThread } from '../../../src/core/simulator/machine/simulatedThread';
import { ALL_PROFILES, Kit } from './machineKit';
import type { ProfileId } from '../../../src/core/windows/profiles';

/** One step; numbers choose among what is there, modulo its count. */
interface Step {
  readonly action:
    | 'create'
    | 'named'
    | 'close'
    | 'use'
    | 'hold'
    | 'release'
    | 'duplicate'
    | 'move'
    | 'flags'
    | 'spawn'
    | 'exit'
    | 'trace'
    | 'untrace'
    | 'bad';
  readonly who: number;
  readonly what: number;
}

const step = fc.record<Step>({
  action: fc.constantFrom(
    'create',
    'create',
    'create',
    'named',
    'close',
    'close',
    'use',
    'hold',
    'release',
    'duplicate',
    'move',
    'flags',
    'spawn',
    'exit',
    'trace',
    'untrace',
    'bad',
  ),
  who: fc.nat(7),
  what: fc.nat(400),
});

/** Runs steps and keeps what the checks need. */
class Program {
  readonly kit: Kit;
  readonly threads: SimulatedThread[];
  readonly held: KernelObject[] = [];
  /** Every object that a step made or met. */
  readonly met = new Set<KernelObject>();

  constructor(profile: ProfileId) {
    this.kit = new Kit(profile, { processorCount: 2, maximumTablePages: 3 });
    this.threads = [this.kit.thread, this.kit.another().thread];
    this.threads[1]!.processor = 1;
  }

  run(steps: readonly Step[]): void {
    steps.forEach((each) => this.step(each));
  }

  private step({ action, who, what }: Step): void {
    const thread = this.threads[who % this.threads.length]!;
    const handle = openHandle(thread.process.table, what);
    const other = this.threads[(who + 1) % this.threads.length]!;
    const { services } = this.kit.machine;
    const steps: Readonly<Record<Step['action'], () => void>> = {
      create: () => this.create(thread, what, null),
      named: () => this.create(thread, what, `\\BaseNamedObjects\\N${String(what % 4)}`),
      close: () => services.close(thread, handle),
      use: () => services.reference(thread, 'NtSetEvent', { handle, type: null, access: 0 }),
      hold: () => this.hold(thread, handle),
      release: () => this.release(),
      duplicate: () => this.duplicate(thread, handle, { to: other, options: 6 }),
      move: () => this.duplicate(thread, handle, { to: other, options: 3 }),
      flags: () =>
        services.setHandleFlags(thread, handle, {
          inherit: what % 2 === 0,
          protectFromClose: what % 5 === 0,
        }),
      spawn: () => this.spawn(thread),
      exit: () => this.exit(who),
      trace: () => services.enableTracing(thread.process, 128),
      untrace: () => services.disableTracing(thread.process),
      bad: () => {
        services.reference(thread, 'NtSetEvent', { handle: what * 4, type: 'Key', access: 0 });
        services.close(thread, what * 0x400);
      },
    };
    steps[action]();
  }

  private create(thread: SimulatedThread, what: number, name: string | null): void {
    const wasOpen = new Set(openHandles(thread.process.table));
    const attributes = 0x80 | (what % 3 === 0 ? 2 : 0);
    const outcome = this.kit.tryCreate({ attributes, name }, thread);
    if (outcome.object !== null) {
      assert.equal(wasOpen.has(outcome.handle), false, 'no value is handed out twice');
      this.met.add(outcome.object);
    }
  }

  private hold(thread: SimulatedThread, handle: number): void {
    const request = { handle, type: null, access: 0 };
    const { object } = this.kit.machine.services.hold(thread, 'NtWait', request);
    if (object !== null) {
      this.held.push(object);
    }
  }

  private release(): void {
    const object = this.held.pop();
    if (object !== undefined) {
      this.kit.machine.services.release(object);
    }
  }

  private duplicate(
    thread: SimulatedThread,
    sourceHandle: number,
    target: { readonly to: SimulatedThread; readonly options: number },
  ): void {
    this.kit.machine.services.duplicate(thread, {
      sourceProcess: thread.process,
      sourceHandle,
      targetProcess: target.to.process,
      options: target.options,
    });
  }

  private spawn(thread: SimulatedThread): void {
    if (this.threads.length >= 5) {
      return;
    }
    const { services } = this.kit.machine;
    const outcome = services.createProcess(thread, 'NtCreateUserProcess', {
      image: 'child.exe',
      inheritHandles: true,
    });
    if (outcome.thread !== null) {
      this.threads.push(outcome.thread);
    }
  }

  private exit(who: number): void {
    if (this.threads.length > 2) {
      const [ended] = this.threads.splice(2 + (who % (this.threads.length - 2)), 1);
      this.kit.machine.services.exitProcess(ended!.process, 0);
    }
  }
}

function openHandles(table: HandleTable): number[] {
  const handles: number[] = [];
  for (let index = 1; index < table.entries.extent; index++) {
    if (table.entries.objectAt(index) !== null) {
      handles.push(index * 4);
    }
  }
  return handles;
}

function openHandle(table: HandleTable, choice: number): number {
  const handles = openHandles(table);
  return handles[choice % Math.max(1, handles.length)] ?? 0x40;
}

/** Every index on the free lists of a table. */
function freeIndexes(table: HandleTable, modern: boolean, profile: ProfileId): number[] {
  const indexes: number[] = [];
  for (const { first, last } of table.freeLists.states()) {
    if (modern) {
      for (let index = first; index !== 0; index = table.entries.nextEntry(index)) {
        indexes.push(index);
      }
    } else {
      const heads = profile === 'xp-sp3-x86' ? [first, last] : [first];
      for (const head of heads) {
        for (let value = head; value !== 0; value = table.entries.nextFreeValue(value >>> 2)) {
          indexes.push(value >>> 2);
        }
      }
    }
  }
  return indexes;
}

function checkTable(table: HandleTable, profile: ProfileId, modern: boolean): void {
  const open = openHandles(table);
  assert.equal(table.handleCount, open.length);
  const free = freeIndexes(table, modern, profile);
  assert.equal(new Set(free).size, free.length, 'no entry is free twice');
  assert.ok(free.every((index) => table.entries.objectAt(index) === null));
  const reserved = table.entries.pages.length;
  assert.equal(open.length + free.length + reserved, table.entries.extent, 'no entry is lost');
  if (modern) {
    const counted = table.freeLists.states().reduce((sum, list) => sum + list.handleCount, 0);
    assert.equal(counted, table.handleCount);
  }
}

function checkCounts(program: Program): void {
  const { kit, met, held } = program;
  const tables = kit.machine.processes().map(({ table }) => table);
  const handles = new Map<KernelObject, number>();
  const references = new Map<KernelObject, number>();
  const add = (map: Map<KernelObject, number>, object: KernelObject, count: number): void => {
    map.set(object, (map.get(object) ?? 0) + count);
  };
  for (const table of tables) {
    for (const handle of openHandles(table)) {
      const object = table.entries.objectAt(handle / 4)!;
      add(handles, object, 1);
      add(references, object, 1 + table.references(handle / 4));
    }
  }
  held.forEach((object) => add(references, object, 1));
  for (const object of met) {
    const named = object.name === null ? 0 : 1;
    assert.equal(object.handleCount, handles.get(object) ?? 0);
    assert.equal(object.pointerCount, (references.get(object) ?? 0) + named);
    assert.equal(object.deleted, object.pointerCount === 0);
  }
}

function checkMemory(kit: Kit): void {
  const { entryFormat } = kit.machine.profile;
  for (const { table } of kit.machine.processes()) {
    for (const handle of openHandles(table)) {
      const page = table.entries.pageOf(handle / 4);
      const at = table.entries.slotOf(handle / 4) * table.entries.stride;
      const decoded = decodeHandleEntry(entryFormat, page.words, at);
      assert.equal(decoded?.header, page.objects[table.entries.slotOf(handle / 4)]?.headerAddress);
    }
  }
}

function memoryHash(kit: Kit): string {
  const hash = createHash('sha256');
  for (const region of kit.machine.memory.regions()) {
    hash.update(`${region.start.toString(16)} ${region.what}`);
    hash.update(region.read());
  }
  return hash.digest('hex');
}

const programs = fc.array(step, { minLength: 1, maxLength: 400, size: 'max' });

describe('Random programs', () => {
  for (const profile of ALL_PROFILES) {
    it(`leave tables, counts and memory consistent (${profile})`, () => {
      fc.assert(
        fc.property(programs, (steps) => {
          const program = new Program(profile);
          program.run(steps);
          const modern = program.kit.machine.profile.discipline === 'modern';
          program.kit.machine
            .processes()
            .forEach(({ table }) => checkTable(table, profile, modern));
          checkTable(program.kit.machine.cidTable, profile, modern);
          checkCounts(program);
          checkMemory(program.kit);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('give the same bytes at the same addresses every time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALL_PROFILES), programs, (profile, steps) => {
        const hashes = [0, 1].map(() => {
          const program = new Program(profile);
          program.run(steps);
          return memoryHash(program.kit);
        });
        assert.equal(hashes[0], hashes[1]);
      }),
      { numRuns: 20 },
    );
  });

  it('give other bytes when they differ', () => {
    const one = new Kit();
    const other = new Kit();
    one.create();
    other.events(2);
    assert.notEqual(memoryHash(one), memoryHash(other));
  });
});
