/** Scripts on versions of which only the windowing system is simulated. */

import assert from 'node:assert/strict';
import { mainOf, outputOf, refusal, scriptTarget } from '../../support/openScript';
import { interpreterOf, textOf } from '../../support/runCommands';

describe('USER objects made by a script on a version of which nothing else is simulated', () => {
  it('stand alone on versions of which only the windowing system is simulated', async () => {
    const target = await scriptTarget(
      mainOf('CreateEventW(NULL, TRUE, FALSE, NULL); CreateMenu();', 'profile "nt40-x86";'),
    );
    assert.equal(target.info.windows?.name, 'Windows NT 4.0 SP6');
    assert.deepEqual([target.capabilities.handles, target.capabilities.traces], [false, false]);
    assert.equal(target.info.hidesKernelFrames, false);
    assert.deepEqual(
      target.parts.map(({ name }) => name),
      ['Machine', 'Processes', 'Threads', 'USER handles'],
    );
    const commands = interpreterOf(target);
    await textOf(commands, 'g');
    for (const line of ['!handle', '!htrace', '!htrace -enable', '.closehandle 4']) {
      assert.match(
        await textOf(commands, line),
        /Kernel handle tables of Windows NT 4\.0 SP6 are not simulated/,
        line,
      );
    }
    assert.match(await textOf(commands, '!utrace'), / - CREATE\nType = Menu/);
    assert.match(await textOf(commands, '!sites -a'), /USER handles: Menu/);
  });

  it('are read by a kernel debugger before Windows NT 4.0, where the table lies in the server process', async () => {
    const target = await scriptTarget(mainOf('CreateMenu();', 'profile "nt351-x86";'));
    assert.equal(target.info.mode, 'kernel');
    assert.ok(target.processes().every(({ image }) => image !== 'System'));
    assert.match(
      await refusal(mainOf('CreateMenu();', 'profile "nt31-x86"; view user;')),
      /only a kernel debugger reads it/,
    );
    assert.match(
      await refusal(mainOf('OpenDesktopW(L"Default", 0, FALSE, 0);', 'profile "nt351-x86";')),
      /OpenDesktopW is not simulated for this Windows/,
    );
  });

  it('go with their window station and desktop calls on versions that have them as USER objects', async () => {
    const text = mainOf(
      `HDESK desk = CreateDesktopW(L"Other", NULL, NULL, 0, 0, NULL);
HWINSTA station = CreateWindowStationW(L"Other", 0, 0, NULL);
printf("%d %d %d", CloseDesktop(desk), CloseWindowStation(station), CloseDesktop(desk));`,
      'profile "nt351-x86";',
    );
    assert.equal(await outputOf(text), '1 1 0');
  });

  it('can be spoilt by a stray write, after which object and table disagree', async () => {
    const text = mainOf(
      `HMENU menu = CreateMenu();
printf("%d ", SimulateStrayWrite(menu, 0x401a5));
printf("%d %u", SimulateStrayWrite(0x7fff, 1), GetLastError());
SimulateStop(L"%x", menu);`,
      'profile "nt31-x86";',
    );
    const target = await scriptTarget(text);
    const commands = interpreterOf(target);
    const menu = /^[0-9a-f]+$/m.exec(await textOf(commands, 'g'))?.[0] ?? '';
    assert.match(await textOf(commands, `!dhe ${menu}`), /inconsistent \(object says 000401a5\)/);
    assert.equal(await outputOf(text), '1 0 6');
  });

  it('are on the desktop that a thread moves to, which is the one it had when it has that name', async () => {
    const text = mainOf(
      `CreateMenu();
HDESK first = OpenDesktopW(L"Default", 0, FALSE, DESKTOP_CREATEWINDOW);
printf("%d ", SetThreadDesktop(first));
CreateWindowExW(0, L"A", L"a", 0, 0, 0, 1, 1, NULL, NULL, NULL, NULL);
SetThreadDesktop(CreateDesktopW(L"Other", NULL, NULL, 0, DESKTOP_CREATEWINDOW, NULL));
CreateWindowExW(0, L"A", L"b", 0, 0, 0, 1, 1, NULL, NULL, NULL, NULL);`,
      'profile "w2k-x86"; view kernel;',
    );
    const target = await scriptTarget(text);
    const commands = interpreterOf(target);
    await textOf(commands, 'g');
    const desktops: string[] = [];
    for (const handle of ['10008', '1000a']) {
      const shown = await textOf(commands, `!dhe ${handle}`);
      desktops.push(/rpdesk +\w+ +(.*)/.exec(shown)?.[1] ?? shown);
    }
    assert.deepEqual(desktops, ['WinSta0\\Default', 'WinSta0\\Other']);
  });
});
