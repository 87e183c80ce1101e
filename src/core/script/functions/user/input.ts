/**
 * Input that comes with a handle, and what no program makes: monitors and devices. Functions called `Simulate…` are none of
 * Windows: they do what hardware does.
 */

import {
  closeGestureInfoHandle,
  closeTouchInputHandle,
  finishRawInput,
  receiveGesture,
  receiveRawInput,
  receiveTouch,
} from '../../../simulator/user/calls/input';
import {
  addInputDevice,
  addMonitor,
  addPointerDevice,
  removeInputDevice,
  removeMonitor,
  removePointerDevice,
} from '../../../simulator/user/calls/systemThreads';
import {
  succeeded,
  type UserCaller,
  type UserOutcome,
} from '../../../simulator/user/calls/userCaller';
import type { UserTypeId } from '../../../windows/user/userTypeTable';
import type { BuiltIn } from '../builtIn';
import { destroyer, userFunction } from './answer';

const WM_INPUT = 0xff;

/** A message with a handle arrives at the calling thread. */
function arrival(
  signature: string,
  type: UserTypeId,
  what: { readonly message: string; readonly closedBy: string },
  receive: (caller: UserCaller) => UserOutcome,
): BuiltIn {
  return userFunction({
    signature,
    summary: `No function of Windows: ${what.message} arrives, and GetMessage makes the handle that it brings.`,
    type,
    makes: true,
    closedBy: what.closedBy,
    run: (call) => receive(call.userCaller),
  });
}

/** A device comes and goes; CSRSS makes and destroys its object. */
function device(
  names: { readonly type: string; readonly name: string; readonly what: string },
  type: UserTypeId,
  add: (caller: UserCaller) => UserOutcome,
  remove: (caller: UserCaller, handle: number) => UserOutcome,
): readonly BuiltIn[] {
  return [
    userFunction({
      signature: `${names.type} Simulate${names.name}(void)`,
      summary: `No function of Windows: ${names.what} is plugged in, and CSRSS makes its USER object.`,
      type,
      run: (call) => add(call.csrss),
    }),
    userFunction({
      signature: `BOOL Simulate${names.name}Removal(${names.type} hDevice)`,
      summary: `No function of Windows: ${names.what} is unplugged, and its USER object goes.`,
      type,
      run: (call) => remove(call.csrss, call.number(0)),
    }),
  ];
}

/** The functions of this file. */
export const INPUT_FUNCTIONS: readonly BuiltIn[] = [
  userFunction({
    signature: 'BOOL SimulateUserTracing(DWORD slots)',
    summary:
      'No function of Windows: the trace of USER handles begins, with room for so many records; 0 for the usual number.',
    type: 'any',
    run: (call) => {
      call.userCaller.session.enableTracing(call.number(0));
      return succeeded();
    },
  }),
  arrival(
    'HRAWINPUT SimulateRawInput(void)',
    'hiddata',
    { message: 'WM_INPUT', closedBy: 'DefWindowProcW' },
    receiveRawInput,
  ),
  arrival(
    'HTOUCHINPUT SimulateTouch(void)',
    'touchinputinfo',
    { message: 'WM_TOUCH', closedBy: 'CloseTouchInputHandle' },
    receiveTouch,
  ),
  arrival(
    'HGESTUREINFO SimulateGesture(void)',
    'gestureinfo',
    { message: 'WM_GESTURE', closedBy: 'CloseGestureInfoHandle' },
    receiveGesture,
  ),
  userFunction({
    signature: 'LRESULT DefWindowProcW(HWND hWnd, UINT Msg, WPARAM wParam, HRAWINPUT lParam)',
    summary:
      'With WM_INPUT it gives back the data of the message; all other messages do nothing here.',
    type: 'any',
    closes: 'lParam',
    run: (call) =>
      call.number(1) === WM_INPUT ? finishRawInput(call.userCaller, call.number(3)) : succeeded(0),
  }),
  destroyer('BOOL CloseTouchInputHandle(HTOUCHINPUT hTouchInput)', 'touchinputinfo', (call) =>
    closeTouchInputHandle(call.userCaller, call.number(0)),
  ),
  destroyer('BOOL CloseGestureInfoHandle(HGESTUREINFO hGestureInfo)', 'gestureinfo', (call) =>
    closeGestureInfoHandle(call.userCaller, call.number(0)),
  ),
  ...device(
    { type: 'HMONITOR', name: 'Monitor', what: 'a monitor' },
    'monitor',
    addMonitor,
    removeMonitor,
  ),
  ...device(
    { type: 'HINPUTDEVICE', name: 'InputDevice', what: 'a mouse or a keyboard' },
    'deviceinfo',
    addInputDevice,
    removeInputDevice,
  ),
  ...device(
    { type: 'HPOINTERDEVICE', name: 'PointerDevice', what: 'a pen or touch digitiser' },
    'pointerdevice',
    addPointerDevice,
    removePointerDevice,
  ),
];
