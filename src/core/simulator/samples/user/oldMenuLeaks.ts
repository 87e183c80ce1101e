/** The leaking program on Windows NT 3.51, 4.0 and 2000, where `!du` tells three different stories about the same table. */

import type { UserProfileId } from '../../../windows/user/userProfileId';
import { buildModule } from '../../catalog/moduleImage';
import { lightVersion } from '../../light/lightVersions';
import { loadKeyboardLayoutW } from '../../user/calls/keyboards';
import { createMenu } from '../../user/calls/menus';
import type { UserCaller } from '../../user/calls/userCaller';
import { createWindowExW } from '../../user/calls/windows';
import type { Sample, SampleStop } from '../sample';
import { LEAKY, LEAKY_ENTRY, LeakyProgram } from './leakyProgram';
import { startLight, startThread } from './lightStage';

/** Clicks before the first stop and at each later one. */
const CLICKS = [24, 120, 120] as const;

/** The same program on three versions. */
export const oldMenuLeaks: readonly Sample[] = [
  leakOn('nt351-x86', 'user-leak-nt351', 'Windows NT 3.51'),
  leakOn('nt40-x86', 'user-leak-nt40', 'Windows NT 4.0'),
  leakOn('w2k-x86', 'user-leak-w2k', 'Windows 2000'),
];

function leakOn(id: UserProfileId, name: string, windows: string): Sample {
  return {
    name,
    description: `${windows}, kernel debugger: leaky.exe never destroys its context menus; try !dhe 0 1 Menu and !du on its handles, g, and !utrace -diff.`,
    open: () => {
      const { light } = startLight(id, [buildModule({ ...LEAKY, base: 0x0040_0000n })]);
      const shell = light.createProcess('progman.exe', 0x38);
      const idle = startThread(light, shell, 0x3c);
      for (const text of ['Program Manager', 'Main', 'Accessories']) {
        createWindowExW(idle, { text });
        createMenu(idle);
      }
      loadKeyboardLayoutW(idle, '00000407');
      idle.wait('GetMessageW');
      light.session.enableTracing(0);
      const process = light.createProcess('leaky.exe', 0x5c, shell);
      const main = startThread(light, process, 0x60);
      main.enter(LEAKY_ENTRY);
      const program = new LeakyProgram(main);
      program.click(CLICKS[0]);
      return {
        light,
        debuggerStyle: lightVersion(id).debuggerStyle,
        thread: main.thread,
        steps: steps(program, idle, () => light.exitProcess(process)),
      };
    },
  };
}

function* steps(
  program: LeakyProgram,
  shell: UserCaller,
  end: () => void,
): Generator<SampleStop, void, void> {
  const { thread } = program.main;
  for (const clicks of CLICKS.slice(1)) {
    program.click(clicks);
    yield {
      description: `leaky.exe: ${String(clicks)} more right clicks, ${String(program.built)} context menus so far.`,
      thread,
    };
  }
  program.exit();
  end();
  yield { description: 'leaky.exe has ended; its USER handles are gone.', thread: shell.thread };
}
