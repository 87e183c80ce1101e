import assert from 'node:assert/strict';
import { refusalOf } from '../../../src/core/simulator/user/calls/callSupport';
import { userProfileOf } from '../../../src/core/simulator/user/startWindowing';
import { WINDOWING_ONLY } from '../../../src/core/simulator/user/standIns';
import { userProfile, USER_PROFILES } from '../../../src/core/windows/user/userProfiles';
import { WINDOWS_PROFILES } from '../../../src/core/windows/profiles';
import { typesOf } from '../../../src/core/windows/user/userTypes';
import { typeName } from '../../../src/core/windows/user/userTypeText';
import type { UserTypeId } from '../../../src/core/windows/user/userTypeTable';
import {
  go,
  mainOf,
  outputOf,
  refusal,
  scriptHost,
  scriptTarget,
  sessionOf,
} from '../../support/openScript';
import { interpreterOf, textOf } from '../../support/runCommands';

/** What makes an object of each type. `window` comes first: others need one. */
const MAKERS: readonly (readonly [UserTypeId, string])[] = [
  [
    'window',
    'HWND hwnd = CreateWindowExW(0, L"Main", L"Orders", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, NULL, NULL, NULL);',
  ],
  ['menu', 'HMENU menu = CreatePopupMenu();'],
  ['cursor', 'HICON icon = CreateIconIndirect(NULL);'],
  ['setwindowpos', 'HDWP places = BeginDeferWindowPos(2);'],
  ['hook', 'HHOOK hook = SetWindowsHookExW(WH_KEYBOARD, NULL, NULL, 0);'],
  ['clipdata', 'OpenClipboard(hwnd); SetClipboardData(CF_UNICODETEXT, L"text"); CloseClipboard();'],
  ['callproc', 'SetWindowLongPtrA(hwnd, GWLP_WNDPROC, NULL);'],
  ['acceltable', 'HACCEL keys = CreateAcceleratorTableW(NULL, 3);'],
  ['ddeaccess', 'HDDEINSTANCE dde = NULL; DdeInitializeW(&dde, NULL, APPCMD_CLIENTONLY, 0);'],
  ['ddeconv', 'HCONV talk = DdeConnect(dde, L"service", L"topic", NULL);'],
  [
    'ddexact',
    'DWORD asked; DdeClientTransaction(NULL, 0, talk, NULL, CF_TEXT, XTYP_REQUEST, TIMEOUT_ASYNC, &asked);',
  ],
  ['monitor', 'HMONITOR monitor = SimulateMonitor();'],
  ['kbdlayout', 'HKL layout = LoadKeyboardLayoutW(L"00000407", 0);'],
  ['kbdfile', ''],
  ['wineventhook', 'HWINEVENTHOOK events = SetWinEventHook(1, 2, NULL, NULL, 0, 0, 0);'],
  ['timer', 'SetTimer(hwnd, 7, 1000, NULL);'],
  ['inputcontext', 'HIMC input = ImmCreateContext();'],
  ['hiddata', 'HRAWINPUT raw = SimulateRawInput();'],
  ['deviceinfo', 'HINPUTDEVICE mouse = SimulateInputDevice();'],
  ['touchinputinfo', 'HTOUCHINPUT touch = SimulateTouch();'],
  ['gestureinfo', 'HGESTUREINFO gesture = SimulateGesture();'],
  ['windowstation', 'HWINSTA station = CreateWindowStationW(L"Other", 0, 0, NULL);'],
  ['desktop', 'HDESK desktop = CreateDesktopW(L"Other", NULL, NULL, 0, 0, NULL);'],
  // The first call of the thread makes these two.
  ['threadinfo', ''],
  ['inputqueue', ''],
  ['pointerdevice', 'HPOINTERDEVICE pen = SimulatePointerDevice();'],
];

describe('USER objects made by a script', () => {
  const own = WINDOWS_PROFILES.map(({ id }) => ({ id: id, profile: userProfileOf(id) }));
  const others = WINDOWING_ONLY.map((id) => ({ id: id, profile: userProfile(id) }));
  const all = [...others, ...own];

  it('can be made on every version whose table is known', () => {
    const known = new Set(all.map(({ profile }) => profile.id));
    assert.deepEqual(
      USER_PROFILES.map(({ id }) => id).filter((id) => !known.has(id)),
      [],
    );
  });

  for (const { id, profile } of all) {
    const types = typesOf(profile.version).filter((type) => refusalOf(profile, type.id) === null);

    it(`are of every type that ${id} can make, found in its memory by !dhe`, async () => {
      const makers = MAKERS.filter(([type]) => types.some((each) => each.id === type));
      assert.deepEqual(
        types.map((type) => type.id).sort(),
        makers.map(([type]) => type).sort(),
        'each type has a maker here',
      );
      const body = makers.map(([, statement]) => statement).join('\n');
      const target = await scriptTarget(mainOf(body, `profile "${id}";`));
      const commands = interpreterOf(target);
      const before = countsOf(await textOf(commands, '!dhe 0 0'));
      await textOf(commands, 'g');
      const after = countsOf(await textOf(commands, '!dhe 0 0'));
      for (const type of types) {
        const name = typeName(type, profile.version);
        assert.ok(
          (after.get(name) ?? 0) > (before.get(name) ?? 0),
          `${name}: ${String(before.get(name))} before, ${String(after.get(name))} after`,
        );
      }
    });
  }

  it('are refused by name on a version that has not got them', async () => {
    assert.match(
      await refusal(mainOf('HTOUCHINPUT t = SimulateTouch();', 'profile "xp-sp3-x86";')),
      /Windows XP.* has no USER objects of type .*They came with Windows 7.*do without SimulateTouch/,
    );
  });

  it('go with the thread that made them', async () => {
    const text = `machine { profile "7-sp1-x64"; }
DWORD WINAPI worker(LPVOID unused)
{
    CreateWindowExW(0, L"Tip", L"", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL);
    SetWindowsHookExW(WH_MOUSE, NULL, NULL, 0);
    CreateMenu();
    printf("%u ", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));
    return 0;
}
int main(void)
{
    HANDLE thread = CreateThread(NULL, 0, worker, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    printf("%u %u", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS),
        GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS_PEAK));
    return 0;
}`;
    // The menu belongs to the process.
    assert.equal(await outputOf(text), '3 1 3');
  });

  it('end at the quota of the process with error 1158', async () => {
    const text = mainOf(`int made = 0;
while (CreateMenu() != NULL) made++;
printf("%d %u", made, GetLastError());`);
    assert.equal(await outputOf(text), '10000 1158');
  }).timeout(60_000);
});

describe('The simulated USER calls of a script', () => {
  const WINDOW =
    'HWND w = CreateWindowExW(0, L"Main", L"Main", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, NULL, NULL, NULL);';
  for (const [what, statements, printed] of [
    [
      'a stale window, whose index is used again',
      `${WINDOW} DestroyWindow(w); HWND v = CreateWindowExW(0, L"Main", L"", WS_POPUP, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
       printf("%d %d %u", (w & 0xffff) == (v & 0xffff), IsWindow(w), ShowWindow(w, SW_SHOW) + GetLastError());`,
      '1 0 1400',
    ],
    [
      'a menu destroyed twice',
      'HMENU m = CreateMenu(); printf("%d %d %u", DestroyMenu(m), DestroyMenu(m), GetLastError());',
      '1 0 1401',
    ],
    [
      'a menu that goes with its window, and its submenu with it',
      `${WINDOW} HMENU bar = CreateMenu(); HMENU sub = CreatePopupMenu(); AppendMenuW(bar, MF_POPUP, (UINT_PTR)sub, L"File");
       SetMenu(w, bar); DestroyWindow(w); printf("%d %d %u", DestroyMenu(bar), DestroyMenu(sub), GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));`,
      '0 0 0',
    ],
    [
      'a child window that goes with its parent',
      `${WINDOW} HWND c = CreateWindowExW(0, L"Button", L"OK", WS_CHILD, 0, 0, 1, 1, w, (HMENU)101, NULL, NULL);
       DestroyWindow(w); printf("%d", IsWindow(c));`,
      '0',
    ],
    [
      'CreateWindow, which is a macro of the headers',
      'HWND w = CreateWindow(L"Main", L"Main", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, CreateMenu(), NULL, NULL); printf("%d ", IsWindow(w)); DestroyWindow(w); printf("%d", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));',
      '1 0',
    ],
    [
      'a menu that is none',
      'HWND w = CreateWindow(L"Main", L"Main", 0, 0, 0, 9, 9, NULL, (HMENU)0x123457, NULL, NULL); printf("%d %u", w, GetLastError());',
      '0 1401',
    ],
    [
      'a parent that is no window',
      'HWND w = CreateWindowExW(0, L"Main", L"", WS_CHILD, 0, 0, 9, 9, (HWND)0x123456, NULL, NULL, NULL); printf("%d %u", w, GetLastError());',
      '0 1400',
    ],
    [
      'the icon of a resource, which is loaded once, and an image, which is not',
      `HINSTANCE me = (HINSTANCE)0x400000; printf("%d %d %d", LoadIconW(me, L"app") == LoadIconW(me, L"app"), LoadCursorW(NULL, IDC_ARROW) == LoadCursorW(NULL, IDC_ARROW),
         LoadImageW(me, L"app", IMAGE_ICON, 0, 0, 0) == LoadImageW(me, L"app", IMAGE_ICON, 0, 0, 0));`,
      '1 1 0',
    ],
    [
      'a timer by its identifier',
      `${WINDOW} printf("%u ", SetTimer(w, 7, 10, NULL)); printf("%d %d %d %u", SetTimer(w, 7, 20, NULL), KillTimer(w, 7), KillTimer(w, 7), GetLastError());`,
      '7 7 1 0 87',
    ],
    [
      'timers without a window, whose identifiers Windows chooses',
      'UINT_PTR a = SetTimer(NULL, 0, 10, NULL); UINT_PTR b = SetTimer(NULL, 0, 10, NULL); KillTimer(NULL, a); UINT_PTR c = SetTimer(NULL, 0, 10, NULL); printf("%u %u %u %u", a, b, c, GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));',
      '1 2 1 2',
    ],
    [
      'a timer of a window that is gone, and of one that never was',
      `${WINDOW} SetTimer(w, 7, 10, NULL); DestroyWindow(w); printf("%u %d ", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS), KillTimer(w, 7)); printf("%u %u", SetTimer(w, 7, 10, NULL), GetLastError());`,
      '0 0 0 1400',
    ],
    [
      'the copy of an icon that is none',
      'printf("%d %u", CopyIcon((HICON)0x123457), GetLastError());',
      '0 1402',
    ],
    [
      'the clipboard of somebody who has not opened it',
      'printf("%d %u", EmptyClipboard(), GetLastError());',
      '0 1418',
    ],
    [
      'a conversation that ends with its instance',
      `HDDEINSTANCE i = NULL; printf("%u ", DdeInitializeW(&i, NULL, 0, 0)); HCONV c = DdeConnect(i, L"a", L"b", NULL);
       printf("%d %d", DdeUninitialize(i), DdeDisconnect(c));`,
      '0 1 0',
    ],
    [
      'a keyboard layout by its HKL, which is no USER handle',
      'HKL l = LoadKeyboardLayoutW(L"00000407", 0); printf("%x %d %d", l, UnloadKeyboardLayout(l), UnloadKeyboardLayout(l));',
      '4070407 1 0',
    ],
    [
      'windows that are moved at once',
      `${WINDOW} HDWP p = BeginDeferWindowPos(1); p = DeferWindowPos(p, w, NULL, 0, 0, 1, 1, 0); printf("%d %d %u", EndDeferWindowPos(p), EndDeferWindowPos(p), GetLastError());`,
      '1 0 1405',
    ],
    [
      'a thread on a desktop of its own',
      `HDESK d = CreateDesktopW(L"Editor", NULL, NULL, 0, GENERIC_ALL, NULL); printf("%d %d %u", SetThreadDesktop(d), SetThreadDesktop(NULL), GetLastError());`,
      '1 0 6',
    ],
    [
      'raw input that is given back',
      'HRAWINPUT r = SimulateRawInput(); DefWindowProcW(NULL, WM_INPUT, 0, r); printf("%d", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));',
      '0',
    ],
    [
      'a monitor that is unplugged',
      'HMONITOR m = SimulateMonitor(); printf("%d %d", SimulateMonitorRemoval(m), SimulateMonitorRemoval(m));',
      '1 0',
    ],
  ] as const) {
    it(`answer like Windows to ${what}`, async () => {
      assert.equal(await outputOf(mainOf(statements)), printed);
    });
  }

  it('are refused in the console when the program has no windowing system, and taken with "windows on"', async () => {
    const without = await scriptTarget(mainOf('Sleep(1);'));
    assert.equal(without.userHandles, null);
    assert.match(
      await textOf(interpreterOf(without), '?? CreateMenu()'),
      /CreateMenu needs the windowing system.*"windows on;"/s,
    );
    const commands = interpreterOf(await scriptTarget(mainOf('Sleep(1);', 'windows on;')));
    await textOf(commands, '?? CreateMenu()');
    assert.match(await textOf(commands, '!dhe 0 0'), /Menu +1\n/);
  });

  it('and assignments that are typed and wrong are told as the program sees them, not as unknown commands', async () => {
    const commands = interpreterOf(await scriptTarget(mainOf('int n = 1;\nSleep(n);')));
    assert.match(await textOf(commands, 'CloseHandle(menu)'), /There is no .*"menu"/);
    assert.match(await textOf(commands, 'wrong = 5'), /There is no .*"wrong"/);
    assert.match(await textOf(commands, '!dhe 0 0'), /"windows on;"/);
    assert.match(await textOf(commands, 'nonsense'), /Unknown command 'nonsense'/);
  });

  it('are refused in the console on a version that lacks them, as in the script', async () => {
    const target = await scriptTarget(mainOf('Sleep(1);', 'profile "xp-sp3-x86"; windows on;'));
    const commands = interpreterOf(target);
    assert.match(
      await textOf(commands, '?? SimulateTouch()'),
      /Windows XP.*They came with Windows 7/,
    );
    assert.match(
      await textOf(commands, '?? CreateThreadpoolWork(NULL, NULL, NULL)'),
      /Windows XP.* has no CreateThreadpoolWork/,
    );
  });

  it('say what a handle variable refers to, forwards and backwards', async () => {
    const session = await sessionOf(mainOf(`${WINDOW}\nDestroyWindow(w);\nSleep(1);`));
    const words = (): string | null =>
      session
        .locals({ threadId: session.stoppedThread.sim.threadId, frame: 0 })
        .find(({ name }) => name === 'w')?.refersTo ?? null;
    const step = (backwards: boolean) =>
      session.run(
        {
          kind: 'step',
          depth: 'over',
          backwards,
          threadId: session.stoppedThread.sim.threadId,
        },
        scriptHost(''),
      );
    await step(false);
    assert.equal(words(), 'Window "Main"');
    await step(false);
    assert.equal(words(), 'no USER handle');
    await step(true);
    assert.equal(words(), 'Window "Main"');
    await go(session);
  });
});

/** Names and counts of the lines of a summary. */
function countsOf(text: string): ReadonlyMap<string, number> {
  return new Map(
    [...text.matchAll(/^ {4}(\S.*?) {2,}(\d+)$/gm)].map((match) => [
      match[1] ?? '',
      Number(match[2]),
    ]),
  );
}

describe('A locked USER object', () => {
  it('outlives its destruction until its last lock goes', async () => {
    const output = await outputOf(
      mainOf(`HMENU menu = CreateMenu();
        SimulateLock(menu);
        DestroyMenu(menu);
        printf("%d ", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));
        SimulateUnlock(menu);
        printf("%d ", GetGuiResources(GetCurrentProcess(), GR_USEROBJECTS));
        printf("%d %u", SimulateUnlock(menu), GetLastError());`),
    );
    assert.equal(output, '1 0 0 158');
  });
});

describe('A sleeping thread', () => {
  it('is shown in the function that sleeps', async () => {
    const session = await sessionOf(
      'void Nap(void) { Sleep(INFINITE); }\nint main(void) { Nap(); return 0; }',
    );
    await go(session);
    const [thread] = session.engine.state.threads;
    assert.ok(thread !== undefined);
    const lines = session.engine
      .stackOf(thread)
      .map((place) => session.sourceOf(place)?.line ?? null)
      .filter((line) => line !== null);
    assert.deepEqual(lines, [1, 2]);
  });
});
