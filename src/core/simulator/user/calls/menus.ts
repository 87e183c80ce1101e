/** Menus: CreateMenu, CreatePopupMenu, LoadMenu, InsertMenuItem, DestroyMenu. */

import { ERROR_NOT_ENOUGH_MEMORY } from '../handleManager';
import {
  createCall,
  destroyCall,
  failed,
  handleCall,
  succeeded,
  type UserCaller,
  type UserOutcome,
} from './userCaller';

/** Bytes of a menu item besides its text; simulated. */
const ITEM_SIZE = { 4: 0x38, 8: 0x68 } as const;

/** CreateMenu. */
export function createMenu(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'CreateMenu', type: 'menu' });
}

/** CreatePopupMenu. */
export function createPopupMenu(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'CreatePopupMenu', type: 'menu' });
}

/** LoadMenuW: a menu made from a resource with so many items. */
export function loadMenuW(caller: UserCaller, items: readonly string[] = []): UserOutcome {
  return createCall(caller, {
    name: 'LoadMenuW',
    type: 'menu',
    complete: (object) =>
      items.every((text) => caller.session.extend(object, itemSize(caller, text)) !== null)
        ? 0
        : ERROR_NOT_ENOUGH_MEMORY,
  });
}

/** InsertMenuItemW and the two older functions: the item takes desktop heap but no handle. */
export function insertMenuItemW(
  caller: UserCaller,
  menu: number,
  text: string,
  name: 'InsertMenuItemW' | 'InsertMenuW' | 'AppendMenuW' = 'InsertMenuItemW',
): UserOutcome {
  return handleCall(caller, {
    name,
    type: 'menu',
    handle: menu,
    body: (object) =>
      caller.session.extend(object, itemSize(caller, text)) === null
        ? failed(ERROR_NOT_ENOUGH_MEMORY)
        : succeeded(),
  });
}

/** DestroyMenu. */
export function destroyMenu(caller: UserCaller, menu: number): UserOutcome {
  return destroyCall(caller, 'DestroyMenu', 'menu', menu);
}

function itemSize(caller: UserCaller, text: string): number {
  return ITEM_SIZE[caller.session.profile.pointerSize] + (text.length + 1) * 2;
}
