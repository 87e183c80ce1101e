/** Sample `user-wrong-object`: a stray write makes an object disagree with the table about its handle. */

import { buildModule } from '../../catalog/moduleImage';
import { createCursor } from '../../user/calls/cursors';
import { createMenu } from '../../user/calls/menus';
import { createWindowExW } from '../../user/calls/windows';
import type { UserCaller } from '../../user/calls/userCaller';
import type { Sample, SampleStop } from '../sample';
import { startLight, startThread } from './lightStage';
import { MessageLoop } from './messageLoop';

const PROGRAM = {
  name: 'drawing',
  path: 'C:\\drawing\\drawing.exe',
  base: 0x0040_0000n,
  size: 0x1_4000,
  functions: 'WinMainCRTStartup WinMain MainProc OnCreate MessageLoop',
  seed: 'drawing',
};
/** What the stray write leaves in HEAD.h. */
const SPOILT = 0x0004_01a5;

/** The sample. */
export const userWrongObject: Sample = {
  name: 'user-wrong-object',
  description:
    'Windows NT 3.1, kernel debugger: the entry of menu 10015 is good, but after g its object says it is another; try !dhe 10015, g, !dhe 10015 again, and !dhe 0.',
  open: () => {
    const { light } = startLight('nt31-x86', [buildModule(PROGRAM)]);
    const main = startThread(light, light.createProcess('drawing.exe', 0x6e), 0x70);
    main.enter(['drawing!WinMainCRTStartup+0xe3', 'drawing!WinMain+0x61']);
    light.session.enableTracing(0);
    createWindowExW(main.at('drawing!OnCreate+0x1c'), { text: 'Drawing' });
    createCursor(main.at('drawing!OnCreate+0x30'));
    const menu = createMenu(main.at('drawing!OnCreate+0x44')).value;
    const loop = new MessageLoop(main, 'drawing!MessageLoop+0x2e');
    return { light, debuggerStyle: 'xp', thread: main.thread, steps: steps(loop.main, menu) };
  },
};

function* steps(main: UserCaller, menu: number): Generator<SampleStop, void, void> {
  const object = main.session.select(menu);
  if (object !== null) {
    main.session.overwriteObjectHandle(object, SPOILT);
  }
  yield {
    description: `Something wrote over the object of menu ${menu.toString(16)}: its header now says ${SPOILT.toString(16)}.`,
    thread: main.thread,
  };
}
