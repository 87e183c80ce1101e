/** The program that leaks menus: it builds a context menu for each right click and never destroys one. */

import { buildModule, type ModuleImage } from '../../catalog/moduleImage';
import { createAcceleratorTableW } from '../../user/calls/accelerators';
import { loadCursorW, loadIconW } from '../../user/calls/cursors';
import { createMenu, createPopupMenu, insertMenuItemW } from '../../user/calls/menus';
import type { UserCaller, UserOutcome } from '../../user/calls/userCaller';
import { createWindowExW, postMessageW } from '../../user/calls/windows';

const FUNCTIONS = `
  wWinMainCRTStartup wWinMain InitInstance MainWndProc OnCreate OnContextMenu BuildContextMenu OnPaint OnDestroy
  ShowError MessageLoop`;

/** `leaky.exe`. */
export function leakyModule(base: bigint): ModuleImage {
  return buildModule({
    name: 'leaky',
    path: 'C:\\leaky\\leaky.exe',
    base,
    size: 0x1_2000,
    functions: FUNCTIONS,
    seed: 'leaky',
  });
}

/** Texts of the context menu. */
const ITEMS = ['Cut', 'Copy', 'Paste', 'Properties'];

/** A running `leaky.exe`. */
export class LeakyProgram {
  /** Its main window. */
  readonly window: number;
  /** What the last click answered. */
  lastClick: UserOutcome | null = null;
  /** Context menus that were built. */
  built = 0;
  private readonly depth: number;
  private waiting = 0;

  /** Starts the program on a thread whose stack holds the frames with which Windows starts one. */
  constructor(readonly main: UserCaller) {
    this.depth = main.enter(['leaky!wWinMainCRTStartup+0x11d', 'leaky!wWinMain+0x61']);
    this.window = main.within('leaky!wWinMain+0x4c', () => {
      loadIconW(main.at('leaky!InitInstance+0x22'));
      loadCursorW(main.at('leaky!InitInstance+0x37'));
      const { value } = createWindowExW(main.at('leaky!InitInstance+0x8a'), { text: 'Leaky' });
      const bar = createMenu(main.at('leaky!InitInstance+0xa2')).value;
      ITEMS.slice(0, 2).forEach((text) => {
        insertMenuItemW(main.at('leaky!InitInstance+0xc1'), bar, text);
      });
      createAcceleratorTableW(main.at('leaky!InitInstance+0xe6'));
      return value;
    });
    this.rest();
  }

  /** The user clicks so many times; stops early at the first failure and answers with the last click's outcome. */
  click(times: number): UserOutcome | null {
    this.wake();
    for (let click = 0; click < times && this.lastClick?.lastError !== FULL; click++) {
      this.lastClick = this.build();
      this.built += this.lastClick.value === 0 ? 0 : 1;
    }
    this.rest();
    return this.lastClick;
  }

  /** The program returns from its main function: what Windows cleans up then is recorded with this stack. */
  exit(): void {
    this.wake();
    this.main.leave(this.depth);
    this.main.enter(['leaky!wWinMainCRTStartup+0x13b', 'ntdll!NtTerminateProcess+0xa']);
  }

  /** One right click: the menu is built and tracked, then forgotten. */
  private build(): UserOutcome {
    const { main } = this;
    const depth = main.enter([
      'USER32!DispatchMessageW+0x1b',
      'leaky!MainWndProc+0x94',
      'leaky!OnContextMenu+0x2d',
    ]);
    const menu = createPopupMenu(main.at('leaky!BuildContextMenu+0x1f'));
    if (menu.value !== 0) {
      ITEMS.forEach((text) => {
        insertMenuItemW(main.at('leaky!BuildContextMenu+0x58'), menu.value, text);
      });
      postMessageW(main.at('leaky!BuildContextMenu+0x7b'), this.window);
    }
    main.leave(depth);
    return menu;
  }

  private wake(): void {
    this.main.leave(this.waiting);
    this.waiting = 0;
  }

  private rest(): void {
    this.wake();
    this.waiting = this.main.enter(['leaky!MessageLoop+0x2e']) + this.main.wait('GetMessageW');
  }
}

/** ERROR_NO_MORE_USER_HANDLES. */
const FULL = 1158;
