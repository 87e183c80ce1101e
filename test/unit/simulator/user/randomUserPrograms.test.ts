/** Random programs: whatever they do to USER objects, the table, the counts, the heaps and the decoder agree. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LightProcess } from '../../../support/machines/lightMachine';
import { startThread } from '../../../support/machines/lightStage';
import { userHandleGrantAccess } from '../../../../src/core/simulator/user/calls/access';
import { insertMenuItemW } from '../../../../src/core/simulator/user/calls/menus';
import { setSystemCursor } from '../../../../src/core/simulator/user/calls/cursors';
import type { UserCaller } from '../../../../src/core/simulator/user/calls/userCaller';
import {
  destroyWindow,
  lockObject,
  sendMessageW,
  unlockObject,
} from '../../../../src/core/simulator/user/calls/windows';
import { SimulatedUserHandles } from '../../../../src/core/simulator/user/simulatedUserHandles';
import { refusalOf } from '../../../../src/core/simulator/user/calls/callSupport';
import { HIGHEST_USABLE_INDEX } from '../../../../src/core/windows/user/userHandleValue';
import { USER_PROFILES, type UserProfile } from '../../../../src/core/windows/user/userProfiles';
import { typesOf, valueOf } from '../../../../src/core/windows/user/userTypes';
import { readUserTable } from '../../../support/userTable';
import { userKit, type UserKit } from './userKit';

interface Step {
  readonly action:
    | 'create'
    | 'destroy'
    | 'lock'
    | 'unlock'
    | 'send'
    | 'item'
    | 'system'
    | 'thread'
    | 'process'
    | 'exitThread'
    | 'exitProcess'
    | 'grant'
    | 'job'
    | 'trace'
    | 'bad';
  readonly who: number;
  readonly what: number;
}

const step = fc.record<Step>({
  action: fc.constantFrom(
    'create',
    'create',
    'create',
    'create',
    'destroy',
    'destroy',
    'destroy',
    'lock',
    'unlock',
    'unlock',
    'send',
    'item',
    'system',
    'thread',
    'process',
    'exitThread',
    'exitProcess',
    'grant',
    'job',
    'trace',
    'bad',
  ),
  who: fc.nat(7),
  what: fc.nat(500),
});

/** Runs steps and keeps what the checks need. */
class Program {
  readonly kit: UserKit;
  private readonly callers: UserCaller[];
  private readonly processes: LightProcess[];
  private readonly handles: number[] = [];
  private readonly jobs = [{}, {}];
  private nextId = 0x1000;
  /** Times each entry was freed. */
  readonly frees = new Map<number, number>();

  constructor(profile: UserProfile) {
    this.kit = userKit(profile.id, { desktopHeapSize: 0x1_0000, quota: 200 });
    this.callers = [this.kit.app];
    this.processes = [this.kit.process];
    for (const { index } of this.kit.session.manager.living()) {
      this.frees.set(index, 0);
    }
  }

  run({ action, who, what }: Step): void {
    const before = new Map(
      this.kit.session.manager.living().map((object) => [object.index, object]),
    );
    this.perform(action, this.callers[who % this.callers.length]!, what);
    for (const [index, object] of before) {
      if (!this.kit.session.manager.isLiving(object)) {
        this.frees.set(index, (this.frees.get(index) ?? 0) + 1);
      }
    }
  }

  private perform(action: Step['action'], caller: UserCaller, what: number): void {
    const { session, light } = this.kit;
    const handle = this.handles[what % Math.max(1, this.handles.length)] ?? 0;
    switch (action) {
      case 'create':
        this.create(caller, what);
        return;
      case 'destroy': {
        const checked = session.validate(caller.gui, handle, null);
        if ('object' in checked) {
          session.destroy(checked.object);
        }
        return;
      }
      case 'lock':
        lockObject(caller, handle);
        return;
      case 'unlock':
        unlockObject(caller, handle);
        return;
      case 'send':
        sendMessageW(caller, handle, () => destroyWindow(caller, handle));
        return;
      case 'item':
        insertMenuItemW(caller, handle, 'x'.repeat(what));
        return;
      case 'system':
        setSystemCursor(caller, handle);
        return;
      case 'thread':
        this.addThread(this.processes[what % this.processes.length]!);
        return;
      case 'process': {
        const process = light.createProcess('more.exe', this.id());
        this.processes.push(process);
        this.addThread(process);
        return;
      }
      case 'exitThread':
        this.exit(caller);
        return;
      case 'exitProcess':
        this.exitProcess(caller.thread.process as LightProcess);
        return;
      case 'grant':
        userHandleGrantAccess(caller, handle, this.jobs[what % 2]!, what % 3 !== 0);
        return;
      case 'job':
        this.changeJobs(caller.thread.process as LightProcess, what);
        return;
      case 'trace':
        if (what % 2 === 0) {
          session.enableTracing(0);
        } else {
          session.disableTracing();
        }
        return;
      case 'bad':
        session.validate(caller.gui, what * 0x1_0003, 'window');
    }
  }

  private create(caller: UserCaller, what: number): void {
    const { session } = this.kit;
    const types = typesOf(session.profile.version).filter(
      ({ id }) => refusalOf(session.profile, id) === null,
    );
    const creation = session.create({ type: types[what % types.length]!.id, creator: caller.gui });
    if ('object' in creation) {
      this.handles.push(creation.object.handle);
    }
  }

  private exitProcess(process: LightProcess): void {
    if (process !== this.kit.process) {
      this.callers
        .filter(({ thread }) => thread.process === process)
        .forEach((gone) => this.callers.splice(this.callers.indexOf(gone), 1));
      this.processes.splice(this.processes.indexOf(process), 1);
      this.kit.light.exitProcess(process);
    }
  }

  private addThread(process: LightProcess): void {
    this.callers.push(startThread(this.kit.light, process, this.id()).at('app!other+0x20'));
  }

  /** Puts the process into a job with restrictions, or lifts those. */
  private changeJobs(process: LightProcess, what: number): void {
    const job = this.jobs[what % 2]!;
    process.jobs.push(job);
    process.restrictingJob = what % 3 === 0 ? job : null;
  }

  /** The first thread stays, so that there is always somebody to act. */
  private exit(caller: UserCaller): void {
    const thread = this.processes
      .flatMap(({ threads }) => threads)
      .find((known) => known === caller.thread);
    if (thread !== undefined && caller !== this.callers[0]) {
      this.callers.splice(this.callers.indexOf(caller), 1);
      this.kit.light.exitThread(thread);
    }
  }

  private id(): number {
    this.nextId += 4;
    return this.nextId;
  }
}

/** The free entries and those in use are all there are, each once. */
function checkLists({ kit, frees }: Program): void {
  const { manager, profile } = kit.session;
  const { entries } = manager;
  const used = manager.living().map(({ index }) => index);
  const free = manager.free.all();
  const known = [...used, ...free].sort((a, b) => a - b);
  const last = Math.min(entries.count - 1, HIGHEST_USABLE_INDEX);
  assert.deepEqual(
    known,
    Array.from({ length: last }, (_, position) => position + 1),
  );
  for (const index of free) {
    assert.ok(entries.isFree(index));
    assert.deepEqual([entries.flags(index), entries.owner(index)], [0, 0n]);
    assert.equal(entries.uniq(index), (1 + (frees.get(index) ?? 0)) & 0xffff);
  }
  for (const { index, type, now } of manager.living()) {
    assert.equal(entries.type(index), valueOf(profile, type.id));
    assert.equal(index % 2 === 0, type.id === 'window');
    assert.equal(entries.flags(index) & ~0x60, now.marked ? 1 : 0);
    assert.equal(entries.uniq(index), (1 + (frees.get(index) ?? 0)) & 0xffff);
  }
}

/** Counts of processes are those of the objects; heaps have given out what the objects take. */
function checkCounts({ kit }: Program): void {
  const { manager, parties, desktops, memory } = kit.session;
  const living = manager.living();
  for (const process of parties.processes()) {
    const own = living.filter((object) => object.process === process).length;
    assert.equal(process.count, own, process.process.image);
    assert.ok(process.peak >= process.count && process.peak <= process.quota + 40);
  }
  const owners = living.flatMap(({ owner }) => owner ?? []);
  assert.ok(owners.every((owner) => !owner.ended));
  for (const { heap } of desktops.all()) {
    const taken = living
      .flatMap(({ block, now }) => [block, ...now.extra])
      .filter((block) => block.heap === heap)
      .reduce((sum, { size }) => sum + Math.ceil(size / 16) * 16, 0x80);
    assert.equal(heap.used, taken);
    assert.ok(heap.used <= heap.size);
  }
  assert.ok(memory.entries.count <= 0x1_0000);
}

/** What the decoder reads from memory is what the session knows. */
async function checkDecoding({ kit }: Program): Promise<void> {
  const { session, light } = kit;
  const reader = await readUserTable({
    userHandles: new SimulatedUserHandles(session, null),
    readMemory: (start, length) => Promise.resolve(light.memory.read(start, length)),
  });
  const { table, owners } = reader;
  assert.equal(table.entries, session.manager.entries.count);
  for (let index = 1; index < table.entries; index++) {
    const object = session.manager.at(index);
    assert.equal(table.isInUse(index), object !== null, String(index));
    if (object === null) {
      continue;
    }
    assert.equal(table.handle(index), object.handle);
    assert.equal(table.type(index)?.id, object.type.id);
    const owner = owners.ownerOf(index);
    const expected = object.owner;
    assert.equal(owner.kind, expected?.kind ?? 'none', object.type.id);
    const id = expected?.kind === 'thread' ? expected.threadId : expected?.processId;
    const decoded =
      owner.kind === 'thread'
        ? owner.thread.threadId
        : owner.kind === 'process'
          ? owner.process.processId
          : undefined;
    assert.equal(decoded, id);
    const { block, header } = object;
    const at = block.heap.arena.offsetOf(block.place);
    assert.equal(block.heap.arena.readU32(at), object.handle);
    const lock = header.members.get('cLockObj');
    const { readU16, readU32 } = {
      readU16: (offset: number) => block.heap.arena.readU16(offset),
      readU32: (offset: number) => block.heap.arena.readU32(offset),
    };
    const read = lock?.size === 2 ? readU16 : readU32;
    assert.equal(read(at + (lock?.offset ?? 0)), object.now.locks);
  }
}

describe('Random programs with USER objects', () => {
  for (const profile of USER_PROFILES) {
    it(`keep table, counts, heaps and decoder in agreement: ${profile.id}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 140 }), async (steps) => {
          const program = new Program(profile);
          for (const each of steps) {
            program.run(each);
          }
          checkLists(program);
          checkCounts(program);
          await checkDecoding(program);
        }),
        { numRuns: 6 },
      );
    });
  }
});
