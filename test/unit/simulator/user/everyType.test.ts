import assert from 'node:assert/strict';
import {
  createAcceleratorTableW,
  destroyAcceleratorTable,
  loadAcceleratorsW,
} from '../../../../src/core/simulator/user/calls/accelerators';
import { refusalOf } from '../../../../src/core/simulator/user/calls/callSupport';
import {
  emptyClipboard,
  setClipboardData,
} from '../../../../src/core/simulator/user/calls/clipboard';
import {
  createCursor,
  destroyCursor,
  destroyIcon,
  makeCursor,
  setSystemCursor,
  type CursorCall,
} from '../../../../src/core/simulator/user/calls/cursors';
import {
  ddeAbandonTransaction,
  ddeClientTransaction,
  ddeConnect,
  ddeDisconnect,
  ddeInitializeW,
  ddeUninitialize,
} from '../../../../src/core/simulator/user/calls/dde';
import {
  setWindowsHookExW,
  setWinEventHook,
  unhookWindowsHookEx,
  unhookWinEvent,
} from '../../../../src/core/simulator/user/calls/hooks';
import {
  closeGestureInfoHandle,
  closeTouchInputHandle,
  finishRawInput,
  receiveGesture,
  receiveRawInput,
  receiveTouch,
} from '../../../../src/core/simulator/user/calls/input';
import {
  immCreateContext,
  immDestroyContext,
} from '../../../../src/core/simulator/user/calls/inputContexts';
import {
  loadKeyboardLayoutW,
  unloadKeyboardLayout,
} from '../../../../src/core/simulator/user/calls/keyboards';
import {
  createMenu,
  createPopupMenu,
  destroyMenu,
  insertMenuItemW,
  loadMenuW,
} from '../../../../src/core/simulator/user/calls/menus';
import {
  beginDeferWindowPos,
  deferWindowPos,
  endDeferWindowPos,
} from '../../../../src/core/simulator/user/calls/positions';
import {
  closeDesktop,
  closeWindowStation,
  createDesktop,
  createWindowStation,
} from '../../../../src/core/simulator/user/calls/stations';
import {
  addInputDevice,
  addMonitor,
  addPointerDevice,
  removeInputDevice,
  removeMonitor,
  removePointerDevice,
} from '../../../../src/core/simulator/user/calls/systemThreads';
import { killTimer, setTimer } from '../../../../src/core/simulator/user/calls/timers';
import type { UserCaller, UserOutcome } from '../../../../src/core/simulator/user/calls/userCaller';
import {
  createWindowExW,
  destroyWindow,
  subclassWindowA,
} from '../../../../src/core/simulator/user/calls/windows';
import { USER_PROFILES } from '../../../../src/core/windows/user/userProfiles';
import type { UserTypeId } from '../../../../src/core/windows/user/userTypeTable';
import { typesOf, USER_TYPES } from '../../../../src/core/windows/user/userTypes';
import { another, objectOf, userKit } from './userKit';

interface Pair {
  readonly make: (caller: UserCaller) => UserOutcome;
  readonly end: ((caller: UserCaller, handle: number) => UserOutcome) | null;
}

/** A documented way to make and to destroy each type; null: only its owner's end destroys it. */
const PAIRS: Readonly<Partial<Record<UserTypeId, Pair>>> = {
  window: { make: (caller) => createWindowExW(caller), end: destroyWindow },
  menu: { make: createMenu, end: destroyMenu },
  cursor: { make: createCursor, end: destroyCursor },
  setwindowpos: { make: (caller) => beginDeferWindowPos(caller), end: endDeferWindowPos },
  hook: { make: setWindowsHookExW, end: unhookWindowsHookEx },
  clipdata: {
    make: (caller) => setClipboardData(caller, Uint8Array.of(1, 2)),
    end: emptyClipboard,
  },
  callproc: {
    make: (caller) => subclassWindowA(caller, createWindowExW(caller).value),
    end: null,
  },
  acceltable: {
    make: (caller) => createAcceleratorTableW(caller, 3),
    end: destroyAcceleratorTable,
  },
  ddeaccess: { make: ddeInitializeW, end: ddeUninitialize },
  ddeconv: {
    make: (caller) => ddeConnect(caller, ddeInitializeW(caller).value),
    end: ddeDisconnect,
  },
  ddexact: {
    make: (caller) =>
      ddeClientTransaction(caller, ddeConnect(caller, ddeInitializeW(caller).value).value),
    end: ddeAbandonTransaction,
  },
  monitor: { make: addMonitor, end: removeMonitor },
  kbdlayout: {
    make: (caller) => loadKeyboardLayoutW(caller, '00000407'),
    end: unloadKeyboardLayout,
  },
  wineventhook: { make: setWinEventHook, end: unhookWinEvent },
  timer: { make: setTimer, end: killTimer },
  inputcontext: { make: immCreateContext, end: immDestroyContext },
  hiddata: { make: receiveRawInput, end: finishRawInput },
  deviceinfo: { make: addInputDevice, end: removeInputDevice },
  touchinputinfo: { make: receiveTouch, end: closeTouchInputHandle },
  gestureinfo: { make: receiveGesture, end: closeGestureInfoHandle },
  pointerdevice: { make: addPointerDevice, end: removePointerDevice },
  windowstation: { make: createWindowStation, end: closeWindowStation },
  desktop: {
    make: (caller) => createDesktop(caller, { name: 'WinSta0\\Test', heapSize: 0x4000 }),
    end: closeDesktop,
  },
};
/** Made along with something else, or by nothing. */
const WITHOUT_PAIR: readonly UserTypeId[] = [
  'free',
  'callback',
  'zombie',
  'kbdfile',
  'threadinfo',
  'inputqueue',
];

describe('Calls of the windowing system', () => {
  it('are known for every type but those that nothing makes by itself', () => {
    const missing = USER_TYPES.filter(({ id }) => PAIRS[id] === undefined).map(({ id }) => id);
    assert.deepEqual([...missing].sort(), [...WITHOUT_PAIR].sort());
  });

  for (const profile of USER_PROFILES) {
    it(`make and destroy every type that the version has, and refuse the others: ${profile.id}`, () => {
      const kit = userKit(profile.id);
      const here = typesOf(profile.version).map(({ id }) => id);
      for (const [id, pair] of Object.entries(PAIRS) as [UserTypeId, Pair][]) {
        const made = pair.make(kit.app);
        if (!here.includes(id)) {
          assert.equal(made.value, 0, id);
          assert.equal(made.lastError, 120, id);
          assert.match(made.refusal ?? '', /^Windows .* has no USER objects of type .*\.$/, id);
          continue;
        }
        assert.deepEqual([made.lastError, made.refusal], [0, null], id);
        assert.equal(objectOf(kit.session, made.value).type.id, id);
        if (pair.end !== null) {
          assert.equal(pair.end(kit.app, made.value).value, 1, id);
          assert.equal(kit.session.select(made.value), null, id);
          if (id !== 'clipdata') {
            assert.notEqual(pair.end(kit.app, made.value).lastError, 0, `${id} twice`);
          }
        }
      }
    });
  }

  it('give each thread of 3.10 and 3.51 two handles of its own', () => {
    for (const id of ['nt31-x86', 'nt351-x86'] as const) {
      const kit = userKit(id);
      createMenu(kit.app);
      const types = (): readonly string[] =>
        kit.session.manager
          .living()
          .filter(({ process }) => process?.process === kit.process)
          .map(({ type }) => type.id);
      assert.deepEqual(types(), ['threadinfo', 'inputqueue', 'menu']);
      const info = kit.session.manager.living().find(({ owner }) => owner === kit.app.gui);
      assert.equal(info?.block.place, kit.app.gui.info);
      kit.light.exitProcess(kit.process);
      assert.deepEqual(types(), []);
    }
  });

  it('say why a version refuses a type', () => {
    const refusal = (id: UserTypeId, profile: string): string =>
      refusalOf(
        USER_PROFILES.find((row) => row.id === profile)!,
        id,
      ) ?? '';
    assert.match(refusal('timer', 'nt40-x86'), /They came with Windows 2000\.$/);
    assert.match(refusal('desktop', 'win7-x64'), /Windows NT 3\.51 was the last with them/);
    assert.match(refusal('zombie', 'nt31-x86'), /no use of the type is known/);
    assert.match(refusal('callback', 'nt31-x86'), /no call is known that makes one/);
    assert.match(refusal('threadinfo', 'nt40-x86'), /only supposed to have/);
    assert.equal(refusal('menu', 'nt31-x86'), '');
  });

  it('make cursors and icons in seven ways, all of one type', () => {
    const { app, session } = userKit('win8-x64');
    const calls: readonly CursorCall[] = [
      'CreateCursor',
      'CreateIcon',
      'CreateIconIndirect',
      'CopyIcon',
      'LoadCursorW',
      'LoadIconW',
      'LoadImageW',
    ];
    for (const call of calls) {
      const { value } = makeCursor(app, call);
      assert.equal(objectOf(session, value).type.id, 'cursor');
      assert.equal(destroyIcon(app, value).value, 1);
    }
  });

  it('pass a cursor that becomes the system’s to the server process', () => {
    const { app, session, csrss } = userKit('win7-x64');
    const cursor = createCursor(app).value;
    assert.equal(setSystemCursor(app, cursor).value, 1);
    assert.equal(objectOf(session, cursor).owner, csrss.gui.process);
    assert.equal(app.gui.process.count, 0);
    assert.equal(setSystemCursor(app, 0xdead_0001).lastError, 1402);
  });

  it('take the conversations of a DDE instance and their transactions with it', () => {
    const { app, session } = userKit('w2k-x86');
    const instance = ddeInitializeW(app).value;
    const conversation = ddeConnect(app, instance).value;
    const transaction = ddeClientTransaction(app, conversation).value;
    ddeUninitialize(app, instance);
    assert.equal(session.select(conversation), null);
    assert.equal(session.select(transaction), null);
    assert.equal(ddeConnect(app, instance).lastError, 6);
    assert.equal(ddeClientTransaction(app, conversation).lastError, 6);
  });

  it('find a keyboard layout that is loaded already, with one file', () => {
    const { app, session } = userKit('nt40-x86');
    const files = (): number =>
      session.manager.living().filter(({ type }) => type.id === 'kbdfile').length;
    const layout = loadKeyboardLayoutW(app, '0000040c').value;
    assert.equal(loadKeyboardLayoutW(app, '0000040C').value, layout);
    assert.equal(files(), 2);
    unloadKeyboardLayout(app, layout);
    assert.equal(files(), 1);
    assert.notEqual(loadKeyboardLayoutW(app, '0000040c').value, layout);
  });

  it('check both handles when a window is to be moved with others', () => {
    const { app } = userKit('xp-x86');
    const positions = beginDeferWindowPos(app, 2).value;
    const window = createWindowExW(app).value;
    assert.equal(deferWindowPos(app, positions, window).value, positions);
    assert.equal(deferWindowPos(app, positions, 0x1234).lastError, 1400);
    assert.equal(deferWindowPos(app, window, window).lastError, 1405);
    endDeferWindowPos(app, positions);
    assert.equal(deferWindowPos(app, positions, window).lastError, 1405);
  });

  it('replace clipboard data of the same format, whoever put it there', () => {
    const kit = userKit('vista-x64');
    const first = setClipboardData(kit.app, Uint8Array.of(1)).value;
    const second = setClipboardData(another(kit, 0x108), Uint8Array.of(2)).value;
    const other = setClipboardData(kit.app, Uint8Array.of(3), 1).value;
    assert.equal(kit.session.select(first), null);
    emptyClipboard(kit.app);
    assert.equal(kit.session.select(second), null);
    assert.equal(kit.session.select(other), null);
  });

  it('give menus made from resources and pop-up menus the same type', () => {
    const { app, session } = userKit('win7-x86');
    const before = session.desktops.first!.heap.used;
    const loaded = loadMenuW(app, ['Open', 'Close']).value;
    const popup = createPopupMenu(app).value;
    assert.equal(objectOf(session, loaded).type, objectOf(session, popup).type);
    assert.equal(insertMenuItemW(app, 0x7777, 'x').lastError, 1401);
    destroyMenu(app, loaded);
    destroyMenu(app, popup);
    assert.equal(session.desktops.first!.heap.used, before);
    assert.equal(loadAcceleratorsW(app, 2).lastError, 0);
  });

  it('refuse to subclass what is no window', () => {
    const { app } = userKit('win7-x64');
    assert.equal(subclassWindowA(app, createMenu(app).value).lastError, 1400);
  });
});
