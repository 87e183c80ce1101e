/** Input that comes with a handle: raw input, touch and gestures. The handle is made when the message is fetched. */

import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';

/** WM_INPUT arrives: its data, Windows XP and later. */
export function receiveRawInput(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'GetMessageW', type: 'hiddata' });
}

/** DefWindowProcW(WM_INPUT): the data go. */
export function finishRawInput(caller: UserCaller, data: number): UserOutcome {
  return destroyCall(caller, 'DefWindowProcW', 'hiddata', data);
}

/** WM_TOUCH arrives: the handle in its lParam, Windows 7 and later. */
export function receiveTouch(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'GetMessageW', type: 'touchinputinfo' });
}

/** CloseTouchInputHandle. */
export function closeTouchInputHandle(caller: UserCaller, touch: number): UserOutcome {
  return destroyCall(caller, 'CloseTouchInputHandle', 'touchinputinfo', touch);
}

/** WM_GESTURE arrives: the handle in its lParam, Windows 7 and later. */
export function receiveGesture(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'GetMessageW', type: 'gestureinfo' });
}

/** CloseGestureInfoHandle. */
export function closeGestureInfoHandle(caller: UserCaller, gesture: number): UserOutcome {
  return destroyCall(caller, 'CloseGestureInfoHandle', 'gestureinfo', gesture);
}
