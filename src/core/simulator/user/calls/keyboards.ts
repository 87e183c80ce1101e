/** Keyboard layouts and the files that they are in. */

import {
  createCall,
  failed,
  handleCall,
  succeeded,
  type UserCaller,
  type UserOutcome,
} from './userCaller';

/**
 * LoadKeyboardLayoutW: the layout's handle. A layout that is loaded already is found; a new one brings its keyboard file.
 * Both belong to nobody. The value is the USER handle; the HKL of Windows is another number.
 */
export function loadKeyboardLayoutW(caller: UserCaller, name: string): UserOutcome {
  const { session } = caller;
  const known = session.keyboards.get(name.toUpperCase());
  if (known !== undefined) {
    return succeeded(known);
  }
  const outcome = createCall(caller, {
    name: 'LoadKeyboardLayoutW',
    type: 'kbdlayout',
    complete: (object, gui) => {
      const file = session.create({ type: 'kbdfile', creator: gui });
      if ('error' in file) {
        return file.error;
      }
      object.addPart(file.object.handle);
      return 0;
    },
  });
  if (outcome.value !== 0) {
    session.keyboards.set(name.toUpperCase(), outcome.value);
  }
  return outcome;
}

/** UnloadKeyboardLayout: layout and file go. */
export function unloadKeyboardLayout(caller: UserCaller, layout: number): UserOutcome {
  const { session } = caller;
  return handleCall(caller, {
    name: 'UnloadKeyboardLayout',
    type: 'kbdlayout',
    handle: layout,
    body: (object) => {
      for (const [name, handle] of session.keyboards) {
        if (handle === object.handle) {
          session.keyboards.delete(name);
        }
      }
      return session.destroy(object) ? succeeded() : failed(0);
    },
  });
}
