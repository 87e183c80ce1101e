/** The program that leaks menus: it builds a context menu for each right click and never destroys one. */

import type { ModuleRecipe } from '../../catalog/moduleImage';
import { createAcceleratorTableW } from '../../user/calls/accelerators';
import { loadCursorW, loadIconW } from '../../user/calls/cursors';
import { createMenu, createPopupMenu, insertMenuItemW } from '../../user/calls/menus';
import type { UserCaller, UserOutcome } from '../../user/calls/userCaller';
import { createWindowExW, postMessageW } from '../../user/calls/windows';
import { MessageLoop } from './messageLoop';

/** `leaky.exe` but for its base. */
export const LEAKY: Omit<ModuleRecipe, 'base'> = {
  name: 'leaky',
  path: 'C:\\leaky\\leaky.exe',
  size: 0x1_2000,
  functions: `
    wWinMainCRTStartup wWinMain InitInstance MainWndProc OnCreate OnContextMenu BuildContextMenu OnPaint OnDestroy
    ShowError MessageLoop`,
  seed: 'leaky',
};

/** Frames of its entry point. */
export const LEAKY_ENTRY = ['leaky!wWinMainCRTStartup+0x11d', 'leaky!wWinMain+0x61'] as const;

/** Texts of the context menu. */
const ITEMS = ['Cut', 'Copy', 'Paste', 'Properties'];
/** ERROR_NO_MORE_USER_HANDLES. */
const FULL = 1158;

/** A running `leaky.exe`. */
export class LeakyProgram {
  /** What the last click answered. */
  lastClick: UserOutcome | null = null;
  /** Context menus that were built. */
  built = 0;
  /** Its main window. */
  private readonly window: number;
  private readonly loop: MessageLoop;

  /** Starts the program on a thread whose stack ends with {@link LEAKY_ENTRY}. */
  constructor(readonly main: UserCaller) {
    loadIconW(main.at('leaky!InitInstance+0x22'));
    loadCursorW(main.at('leaky!InitInstance+0x37'));
    this.window = createWindowExW(main.at('leaky!InitInstance+0x8a'), { text: 'Leaky' }).value;
    const bar = createMenu(main.at('leaky!InitInstance+0xa2')).value;
    ITEMS.slice(0, 2).forEach((text) => {
      insertMenuItemW(main.at('leaky!InitInstance+0xc1'), bar, text);
    });
    createAcceleratorTableW(main.at('leaky!InitInstance+0xe6'));
    this.loop = new MessageLoop(main, 'leaky!MessageLoop+0x2e');
  }

  /** The user clicks so many times; stops early at error 1158 and answers with the last click's outcome. */
  click(times: number): UserOutcome | null {
    for (let click = 0; click < times && this.lastClick?.lastError !== FULL; click++) {
      this.lastClick = this.loop.handle(
        ['USER32!DispatchMessageW+0x1b', 'leaky!MainWndProc+0x94', 'leaky!OnContextMenu+0x2d'],
        () => this.build(),
      );
      this.built += this.lastClick.value === 0 ? 0 : 1;
    }
    return this.lastClick;
  }

  /** The program returns from its main function: what Windows cleans up then is recorded with this stack. */
  exit(): void {
    this.loop.wake();
    this.main.leave(LEAKY_ENTRY.length);
    this.main.enter(['leaky!wWinMainCRTStartup+0x13b', 'ntdll!NtTerminateProcess+0xa']);
  }

  /** One right click: the menu is built and tracked, then forgotten. */
  private build(): UserOutcome {
    const { main } = this;
    const menu = createPopupMenu(main.at('leaky!BuildContextMenu+0x1f'));
    if (menu.value !== 0) {
      ITEMS.forEach((text) => {
        insertMenuItemW(main.at('leaky!BuildContextMenu+0x58'), menu.value, text);
      });
      postMessageW(main.at('leaky!BuildContextMenu+0x7b'), this.window);
    }
    return menu;
  }
}
