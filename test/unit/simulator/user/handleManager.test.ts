import assert from 'node:assert/strict';
import { createAcceleratorTableW } from '../../../../src/core/simulator/user/calls/accelerators';
import { createIconIndirect, destroyIcon } from '../../../../src/core/simulator/user/calls/cursors';
import {
  createMenu,
  destroyMenu,
  insertMenuItemW,
} from '../../../../src/core/simulator/user/calls/menus';
import {
  createWindowExW,
  destroyWindow,
  ERROR_ACCESS_DENIED,
  ERROR_NOT_LOCKED,
  lockObject,
  postMessageW,
  sendMessageW,
  showWindow,
  unlockObject,
} from '../../../../src/core/simulator/user/calls/windows';
import { another, objectOf, userKit } from './userKit';

describe('The USER handle manager', () => {
  it('makes a handle of index and uniqueness 1 at first use of an entry', () => {
    const { app } = userKit('win7-x64');
    const { value, lastError } = createMenu(app);
    assert.equal(value >>> 16, 1);
    assert.equal(value & 1, 1);
    assert.equal(lastError, 0);
  });

  it('gives windows even indexes and everything else odd ones', () => {
    const { app } = userKit('xp-x86');
    assert.equal(createWindowExW(app).value & 1, 0);
    assert.equal(createIconIndirect(app).value & 1, 1);
  });

  it('takes entries in order from one list when it is told so', () => {
    const { app } = userKit('win7-x86', { byParity: false });
    const first = createWindowExW(app).value & 0xffff;
    assert.equal(createMenu(app).value & 0xffff, first + 1);
    assert.equal(createWindowExW(app).value & 0xffff, first + 2);
  });

  it('counts the uniqueness up when a handle is freed, and uses the entry that was freed last first', () => {
    const { app } = userKit('win7-x64');
    const first = createMenu(app).value;
    const second = createMenu(app).value;
    destroyMenu(app, first);
    destroyMenu(app, second);
    assert.equal(createMenu(app).value, second + 0x1_0000);
    assert.equal(createMenu(app).value, first + 0x1_0000);
  });

  it('wraps the uniqueness after 64K frees, so that the first handle selects again', () => {
    const { app, session } = userKit('win7-x64');
    const first = createMenu(app).value;
    let handle = first;
    for (let round = 0; round < 0xffff; round++) {
      session.manager.destroy(objectOf(session, handle));
      const creation = session.manager.create({ type: 'menu', creator: app.gui });
      handle = 'object' in creation ? creation.object.handle : 0;
    }
    assert.equal(handle >>> 16, 0);
    destroyMenu(app, handle);
    assert.equal(createMenu(app).value, first);
    assert.notEqual(session.select(first), null);
  });

  it('leaves out the uniqueness values of 16-bit programs when it is told so', () => {
    const { app, session } = userKit('win7-x64', { skipWildcards: true });
    const first = createMenu(app).value;
    session.manager.entries.setUniq(first & 0xffff, 0xfffe);
    destroyMenu(app, 0xffff_0000 | first);
    assert.equal(createMenu(app).value >>> 16, 1);
  });

  it('refuses one object more than the quota with error 1158, and goes on after a destruction', () => {
    const { app, session, process } = userKit('w2k-x86', { quota: 200 });
    const menus = Array.from({ length: 200 }, () => createMenu(app).value);
    assert.ok(menus.every((menu) => menu !== 0));
    assert.deepEqual(createMenu(app), { value: 0, lastError: 1158, refusal: null });
    assert.deepEqual(createIconIndirect(app).lastError, 1158);
    destroyMenu(app, menus[7]!);
    assert.notEqual(createMenu(app).value, 0);
    assert.equal(session.parties.process(process)?.count, 200);
  });

  it('moves a quota outside 200 to 18,000 to the nearest bound, and has 10,000 without one', () => {
    const quota = (wanted?: number): number | undefined => {
      const { app } = userKit('xp-x86', wanted === undefined ? {} : { quota: wanted });
      return app.gui.process.quota;
    };
    assert.deepEqual([quota(1), quota(50_000), quota()], [200, 18_000, 10_000]);
  });

  it('counts objects of a thread for its process', () => {
    const kit = userKit('win7-x64');
    const second = another(kit, 0x108);
    createWindowExW(kit.app);
    createWindowExW(second);
    assert.equal(kit.app.gui.process.count, 2);
    assert.equal(kit.app.gui.process.peak, 2);
  });

  it('grows by pages, to 65,536 entries at most, and then refuses', () => {
    const { app, session } = userKit('win7-x64', { quota: 18_000, tableLimit: 600 });
    const { entries } = session.manager;
    assert.equal(entries.count, 170);
    let made = 0;
    let last = createMenu(app);
    for (; last.value !== 0; last = createMenu(app)) {
      made++;
    }
    assert.equal(last.lastError, 1158);
    assert.equal(entries.tableBytes, 0x4000);
    assert.equal(entries.count, 682);
    assert.ok(made > 320 && made <= 341, String(made));
    assert.notEqual(createWindowExW(app).value, 0);
  });

  it('holds 65,536 entries for all processes together, and then refuses each of them with error 1158', () => {
    const kit = userKit('win7-x64', { quota: 18_000, byParity: false });
    const { session, light } = kit;
    const refused: number[] = [];
    for (let number = 1; number <= 4; number++) {
      const process = light.createProcess('app.exe', 0x200 * number);
      const program = another(kit, 0x200 * number + 4, process);
      let last = createAcceleratorTableW(program, 1);
      while (last.value !== 0) {
        last = createAcceleratorTableW(program, 1);
      }
      refused.push(last.lastError);
    }
    assert.deepEqual(refused, [1158, 1158, 1158, 1158]);
    assert.equal(session.manager.entries.count, 0x1_0000);
    // Entry 0 and the indexes of reserved handle values stay free.
    const used = Array.from({ length: 0x1_0000 }, (_, index) => session.manager.at(index) !== null);
    const inUse = used.filter((each) => each).length;
    assert.ok(inUse > 65_500 && inUse < 0x1_0000, String(inUse));
  });

  it('never uses index 0 nor those of reserved handle values', () => {
    const { session } = userKit('nt31-x86', { byParity: false });
    while (session.manager.entries.grow()) {
      // The largest table.
    }
    assert.equal(session.manager.entries.count, 65_536);
    session.manager.free.take(false);
    const free = session.manager.free.all();
    assert.ok(!free.includes(0));
    assert.ok(Math.max(...free) <= 0xfffc);
  });

  it('fails with error 8 when the desktop heap is full, with handles and quota left', () => {
    const { app, session } = userKit('win7-x86', { desktopHeapSize: 0x8000 });
    const menu = createMenu(app).value;
    while (insertMenuItemW(app, menu, 'An item that takes room').lastError === 0) {
      // Until the heap is full.
    }
    assert.equal(createMenu(app).lastError, 8);
    assert.ok(app.gui.process.count < 10);
    assert.equal(session.manager.entries.count, 341);
    assert.notEqual(createAcceleratorTableW(app).value, 0);
    destroyMenu(app, menu);
    assert.equal(session.desktops.first!.heap.used < 0x2000, true);
  });

  it('takes back a window whose text has no room', () => {
    const { app, session } = userKit('win7-x86', { desktopHeapSize: 0x4000 });
    const before = session.manager.living().length;
    assert.equal(createWindowExW(app, { text: 'x'.repeat(0x4000) }).lastError, 8);
    assert.equal(session.manager.living().length, before);
  });
});

describe('Locked USER objects', () => {
  it('are marked by a destruction, refused from then on, and go with the last unlock', () => {
    const { app, session } = userKit('win7-x64');
    const window = createWindowExW(app).value;
    const { entries } = session.manager;
    lockObject(app, window);
    lockObject(app, window);
    assert.equal(destroyWindow(app, window).value, 1);
    assert.equal(entries.flags(window & 0xffff), 0x01);
    assert.equal(showWindow(app, window).lastError, 1400);
    assert.equal(destroyWindow(app, window).lastError, 1400);
    assert.equal(unlockObject(app, window).value, 1);
    assert.equal(entries.isFree(window & 0xffff), false);
    assert.equal(unlockObject(app, window).value, 0);
    assert.equal(entries.isFree(window & 0xffff), true);
    assert.equal(entries.uniq(window & 0xffff), 2);
  });

  it('are written with their count of locks', () => {
    const { app, session } = userKit('nt40-x86');
    const window = createWindowExW(app).value;
    lockObject(app, window);
    lockObject(app, window);
    const { block } = objectOf(session, window);
    assert.equal(block.heap.arena.readU32(block.heap.arena.offsetOf(block.place) + 4), 2);
  });

  it('cannot be unlocked more often than they were locked, nor after they are gone', () => {
    const { app } = userKit('win7-x64');
    const window = createWindowExW(app).value;
    assert.equal(unlockObject(app, window).lastError, ERROR_NOT_LOCKED);
    destroyWindow(app, window);
    assert.equal(unlockObject(app, window).lastError, ERROR_NOT_LOCKED);
  });

  it('outlive their own procedure that destroys them', () => {
    const { app, session } = userKit('xp-x86');
    const window = createWindowExW(app).value;
    let marked = -1;
    const sent = sendMessageW(app, window, () => {
      destroyWindow(app, window);
      marked = session.manager.entries.flags(window & 0xffff);
    });
    assert.equal(sent.value, 1);
    assert.equal(marked, 1);
    assert.equal(postMessageW(app, window).lastError, 1400);
    assert.equal(session.manager.at(window & 0xffff), null);
  });

  it('pass to the server process when their thread ends, still marked', () => {
    const kit = userKit('win7-x64');
    const { app, session, csrss, light } = kit;
    const window = createWindowExW(app).value;
    lockObject(csrss, window);
    light.exitThread(light.processes()[1]!.threads[0]!);
    const object = objectOf(session, window);
    assert.equal(object.now.marked, true);
    assert.equal(object.process, csrss.gui.process);
    unlockObject(csrss, window);
    assert.equal(session.manager.isLiving(object), false);
  });
});

describe('Owners of USER objects', () => {
  it('alone destroy their windows', () => {
    const kit = userKit('win7-x64');
    const window = createWindowExW(kit.app).value;
    assert.equal(destroyWindow(another(kit, 0x108), window).lastError, ERROR_ACCESS_DENIED);
    assert.equal(destroyWindow(kit.app, window).value, 1);
  });

  it('take their objects with them: threads theirs, processes theirs and their threads’', () => {
    const kit = userKit('win7-x64');
    const second = another(kit, 0x108);
    const mine = createWindowExW(kit.app).value;
    const theirs = createWindowExW(second).value;
    const icon = createIconIndirect(second).value;
    kit.light.exitThread(kit.process.threads[1]!);
    assert.equal(kit.session.select(theirs), null);
    assert.notEqual(kit.session.select(icon), null);
    assert.equal(kit.app.gui.process.count, 2);
    kit.light.exitProcess(kit.process);
    assert.equal(kit.session.select(mine), null);
    assert.equal(kit.session.select(icon), null);
    assert.equal(kit.session.parties.process(kit.process)?.count, 0);
    assert.deepEqual(
      kit.session.parties.processes().map(({ processId }) => processId),
      [0x18],
    );
  });

  it('are written into the entry, or into the object on 3.10, or as an id from 1703 on', () => {
    const owners = (['nt31-x86', 'xp-x86', 'win10-1703-x64'] as const).map((id) => {
      const { app, session } = userKit(id);
      const window = createWindowExW(app).value;
      const { block } = objectOf(session, window);
      const { arena } = block.heap;
      return {
        entry: session.manager.entries.owner(window & 0xffff),
        head: arena.readU32(arena.offsetOf(block.place) + 8),
        info: app.gui.info,
      };
    });
    const [nt31, xp, ten] = owners;
    assert.equal(nt31!.entry, 0n);
    assert.equal(BigInt(nt31!.head), nt31!.info);
    assert.equal(xp!.entry, xp!.info);
    assert.equal(ten!.entry, 0x104n);
  });
});

describe('Handles that are not what they seem', () => {
  it('are refused with the error of the wanted type, after a destruction and for another type', () => {
    const { app } = userKit('win7-x64');
    const window = createWindowExW(app).value;
    const icon = createIconIndirect(app).value;
    assert.equal(destroyMenu(app, window).lastError, 1401);
    assert.equal(destroyIcon(app, window).lastError, 1402);
    assert.equal(showWindow(app, icon).lastError, 1400);
    destroyIcon(app, icon);
    assert.equal(destroyIcon(app, icon).lastError, 1402);
    assert.equal(showWindow(app, 0).lastError, 1400);
    assert.equal(showWindow(app, 0xffff).lastError, 1400);
  });

  it('select the new object of a used entry only when cut to 16 bits or filled with ones', () => {
    const { app } = userKit('xp-x86');
    const old = createWindowExW(app).value;
    destroyWindow(app, old);
    const now = createWindowExW(app).value;
    assert.equal(now & 0xffff, old & 0xffff);
    assert.equal(showWindow(app, old).lastError, 1400);
    assert.equal(showWindow(app, old & 0xffff).value, 1);
    assert.equal(showWindow(app, 0xffff_0000 | old).value, 1);
  });
});
