/** Window classes: only what their windows take of the desktop heap. */

import { failed, succeeded, type UserOutcome } from '../../../simulator/user/calls/userCaller';
import type { Value } from '../../run/program';
import { ERROR_INVALID_PARAMETER } from '../answers';
import type { BuiltIn, Call } from '../builtIn';
import { userFunction } from './answer';

const ERROR_CLASS_ALREADY_EXISTS = 1410;
/** Atoms of texts begin here. */
const FIRST_ATOM = 0xc000;
/** Cells of a WNDCLASSW. */
const WND_EXTRA = 3;
const CLASS_NAME = 9;

/** By what the process calls it: a text whatever its letter case, or an atom. */
function classKey(call: Call, name: Value): string {
  const text = typeof name === 'string' ? name.toLowerCase() : `#${String(name)}`;
  return `${String(call.caller.thread.process.processId)}/${text}`;
}

function registerClass(call: Call): UserOutcome {
  const { classes } = call.userCaller.session;
  const description = call.number(0);
  const extraBytes = Number(call.read(description, WND_EXTRA));
  const name = call.read(description, CLASS_NAME);
  if (name === 0 || extraBytes < 0) {
    return failed(ERROR_INVALID_PARAMETER);
  }
  const key = classKey(call, name);
  if (classes.has(key)) {
    return failed(ERROR_CLASS_ALREADY_EXISTS);
  }
  // Two entries for each class: by its name and by its atom.
  const atom = FIRST_ATOM + classes.size / 2;
  classes.set(key, extraBytes);
  classes.set(classKey(call, atom), extraBytes);
  return succeeded(atom);
}

/** Bytes behind the window structure (cbWndExtra) of a class; 0 for one that nobody registered. */
export function windowExtra(call: Call, name: Value): number {
  return call.userCaller.session.classes.get(classKey(call, name)) ?? 0;
}

/** The functions of this file. */
export const CLASS_FUNCTIONS: readonly BuiltIn[] = [
  userFunction({
    signature: 'ATOM RegisterClassW(LPWNDCLASSW lpWndClass)',
    summary:
      'Registers a window class; the answer is its atom. Here only cbWndExtra has an effect: bytes that each of its windows takes of the desktop heap.',
    type: 'any',
    run: registerClass,
  }),
];
