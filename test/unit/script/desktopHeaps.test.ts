/** Desktops with heaps of their own, and what window classes take of them. */

import assert from 'node:assert/strict';
import { mainOf, outputOf, refusal, scriptTarget } from '../../support/openScript';
import { interpreterOf, textOf } from '../../support/runCommands';

const WINDOW = `CreateWindowExW(0, L"Big", L"", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL)`;

/** Creates windows until one fails; prints how many there are, and the error. */
function windowsOf(extra: number, heap: number): Promise<string> {
  return outputOf(
    mainOf(`WNDCLASSW description;
      description.cbWndExtra = ${String(extra)};
      description.lpszClassName = L"BIG";
      RegisterClassW(&description);
      CreateDesktopExW(L"Small", NULL, NULL, 0, 0x1ff, NULL, ${String(heap)}, NULL);
      int made = 0;
      while (${WINDOW} != NULL) made++;
      printf("%d %u", made, GetLastError());`),
  );
}

describe('A desktop with a heap of its own', () => {
  it('is full the sooner the smaller it is, and the more each window takes', async () => {
    const results = [await windowsOf(0, 64), await windowsOf(0, 32), await windowsOf(0x400, 64)];
    const [usual = 0, small = 0, big = 0] = results.map((text) => {
      assert.match(text, /^\d+ 8$/);
      return Number.parseInt(text, 10);
    });
    assert.ok(small > 0 && small < usual, `${String(small)} of ${String(usual)}`);
    assert.ok(big > 0 && big * 2 < usual, `${String(big)} of ${String(usual)}`);
  });

  it('is the thread’s own from its creation on, in the window station of its process', async () => {
    const target = await scriptTarget(
      mainOf(`HWINSTA station = CreateWindowStationW(L"Service", 0, WINSTA_ALL_ACCESS, NULL);
        SetProcessWindowStation(station);
        CreateDesktopExW(L"Default", NULL, NULL, 0, 0x1ff, NULL, 64, NULL);
        ${WINDOW};`),
    );
    const commands = interpreterOf(target);
    await textOf(commands, 'g');
    assert.match(await textOf(commands, '!dti'), / Service\\Default +1 +program\.exe /);
  });

  it('is taken by SetThreadDesktop again, with the heap that it has', async () => {
    const output = await outputOf(
      mainOf(`HDESK first = CreateDesktopExW(L"First", NULL, NULL, 0, 0x1ff, NULL, 64, NULL);
        while (${WINDOW} != NULL) ;
        CreateDesktopExW(L"Second", NULL, NULL, 0, 0x1ff, NULL, 64, NULL);
        printf("%d ", ${WINDOW} != NULL);
        SetThreadDesktop(first);
        printf("%d ", ${WINDOW} != NULL);
        CreateDesktopExW(L"First", NULL, NULL, 0, 0x1ff, NULL, 512, NULL);
        printf("%u %d", GetLastError(), ${WINDOW} != NULL);`),
    );
    assert.equal(output, '1 0 183 0');
  });

  it('cannot be larger than what the session has left', async () => {
    const output = await outputOf(
      mainOf(`HDESK huge = CreateDesktopExW(L"Huge", NULL, NULL, 0, 0x1ff, NULL, 0x400000, NULL);
        printf("%x %u %d", huge, GetLastError(), ${WINDOW} != NULL);`),
    );
    assert.equal(output, '0 8 1');
  });

  it('came with Windows Vista, and wants a window station where one is expected', async () => {
    const create = 'CreateDesktopExW(L"D", NULL, NULL, 0, 0x1ff, NULL, 64, NULL);';
    assert.match(await refusal(mainOf(create, 'profile "xp-sp3-x86";')), /CreateDesktopExW/);
    const output = await outputOf(
      mainOf(`HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
        printf("%d %u", SetProcessWindowStation(event), GetLastError());`),
    );
    assert.equal(output, '0 6');
  });
});

describe('A window class', () => {
  it('is registered once for each process, and is found by its atom', async () => {
    const output = await outputOf(
      mainOf(`WNDCLASSW description;
        printf("%d/%u ", RegisterClassW(&description), GetLastError());
        description.lpszClassName = L"Main";
        ATOM first = RegisterClassW(&description);
        description.lpszClassName = L"MAIN";
        printf("%d/%u ", RegisterClassW(&description), GetLastError());
        description.lpszClassName = L"Other";
        printf("%d ", RegisterClassW(&description) - first);
        printf("%d", CreateWindowExW(0, (LPVOID)first, L"", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL) != NULL);`),
    );
    assert.equal(output, '0/87 0/1410 1 1');
  });
});
