/**
 * Which functions lie between a program and the window manager, for each call of the windowing system. One line each: the
 * call, then the service, then the frames, innermost first. The names are those of exported functions, of the services'
 * stubs and of a few well-known inner functions; displacements are made up. No stack of this kind is published for all
 * versions, so these are plausible, not observed.
 */

/** All versions, unless {@link LATER_USER_PATHS} says otherwise. */
export const USER_PATHS = `
CreateWindowExW: NtUserCreateWindowEx USER32!_CreateWindowEx USER32!CreateWindowExW
DestroyWindow: NtUserDestroyWindow
SetWindowTextW: NtUserDefSetText USER32!DefSetText USER32!SetWindowTextW
ShowWindow: NtUserShowWindow
PostMessageW: NtUserPostMessage USER32!PostMessageW
SendMessageW: NtUserMessageCall USER32!SendMessageWorker USER32!SendMessageW
SetWindowLongA: NtUserSetWindowLong USER32!_SetWindowLong USER32!SetWindowLongA
SetWindowLongPtrA: NtUserSetWindowLongPtr USER32!_SetWindowLongPtr USER32!SetWindowLongPtrA
CreateMenu: NtUserCallNoParam USER32!CreateMenu
CreatePopupMenu: NtUserCallNoParam USER32!CreatePopupMenu
LoadMenuW: NtUserCallNoParam USER32!CreateMenuFromResource USER32!LoadMenuW
InsertMenuItemW: NtUserThunkedMenuItemInfo USER32!ThunkedMenuItemInfo USER32!InsertMenuItemW
DestroyMenu: NtUserDestroyMenu
CreateCursor: NtUserSetCursorIconData USER32!CreateIcoCur USER32!CreateCursor
CreateIcon: NtUserSetCursorIconData USER32!CreateIcoCur USER32!CreateIcon
CreateIconIndirect: NtUserCallOneParam USER32!_CreateIconIndirect USER32!CreateIconIndirect
CopyIcon: NtUserCallOneParam USER32!_CreateIconIndirect USER32!CopyIcon
LoadCursorW: NtUserCallOneParam USER32!LoadIcoCur USER32!LoadCursorW
LoadIconW: NtUserCallOneParam USER32!LoadIcoCur USER32!LoadIconW
LoadImageW: NtUserCallOneParam USER32!LoadIcoCur USER32!LoadImageW
DestroyCursor: NtUserDestroyCursor USER32!DestroyCursor
DestroyIcon: NtUserDestroyCursor USER32!DestroyIcon
SetSystemCursor: NtUserSetSystemCursor USER32!SetSystemCursor
BeginDeferWindowPos: NtUserCallOneParam USER32!BeginDeferWindowPos
DeferWindowPos: NtUserDeferWindowPos
EndDeferWindowPos: NtUserEndDeferWindowPosEx USER32!EndDeferWindowPos
SetWindowsHookExW: NtUserSetWindowsHookEx USER32!_SetWindowsHookEx USER32!SetWindowsHookExAW USER32!SetWindowsHookExW
UnhookWindowsHookEx: NtUserUnhookWindowsHookEx
SetWinEventHook: NtUserSetWinEventHook USER32!SetWinEventHook
UnhookWinEvent: NtUserUnhookWinEvent
SetClipboardData: NtUserConvertMemHandle USER32!SetClipboardData
EmptyClipboard: NtUserEmptyClipboard
CreateAcceleratorTableW: NtUserCreateAcceleratorTable USER32!CreateAcceleratorTableW
LoadAcceleratorsW: NtUserCreateAcceleratorTable USER32!LoadAcceleratorsW
DestroyAcceleratorTable: NtUserDestroyAcceleratorTable
DdeInitializeW: NtUserDdeInitialize USER32!InternalDdeInitialize USER32!DdeInitializeW
DdeUninitialize: NtUserCallOneParam USER32!DdeUninitialize
DdeConnect: NtUserMessageCall USER32!SendMessageWorker USER32!SendMessageW USER32!DdeConnect
DdeDisconnect: NtUserPostMessage USER32!PostMessageW USER32!DdeDisconnect
DdeClientTransaction: NtUserPostMessage USER32!PostMessageW USER32!DdeClientTransaction
DdeAbandonTransaction: NtUserPostMessage USER32!PostMessageW USER32!DdeAbandonTransaction
LoadKeyboardLayoutW: NtUserLoadKeyboardLayoutEx USER32!LoadKeyboardLayoutWorker USER32!LoadKeyboardLayoutW
UnloadKeyboardLayout: NtUserUnloadKeyboardLayout
SetTimer: NtUserSetTimer
KillTimer: NtUserKillTimer
ImmCreateContext: NtUserCreateInputContext IMM32!ImmCreateContext
ImmDestroyContext: NtUserDestroyInputContext IMM32!ImmDestroyContext
GetMessageW: NtUserGetMessage USER32!GetMessageW
DefWindowProcW: NtUserMessageCall USER32!RealDefWindowProcWorker USER32!DefWindowProcW
CloseTouchInputHandle: NtUserCallOneParam USER32!CloseTouchInputHandle
CloseGestureInfoHandle: NtUserCallOneParam USER32!CloseGestureInfoHandle
ChangeDisplaySettingsExW: NtUserChangeDisplaySettings USER32!ChangeDisplaySettingsExW
CreateWindowStationW: NtUserCreateWindowStation USER32!CreateWindowStationW
CloseWindowStation: NtUserCloseWindowStation
CreateDesktopW: NtUserCreateDesktop USER32!CreateDesktopW
CloseDesktop: NtUserCloseDesktop
UserHandleGrantAccess: NtUserUserHandleGrantAccess
GetGuiResources: NtUserGetGuiResources USER32!GetGuiResources
CreateSystemThreads: NtUserCallOneParam winsrv!StartCreateSystemThreads
SetMenu: NtUserSetMenu USER32!SetMenu
AppendMenuW: NtUserThunkedMenuItemInfo USER32!SetMenuItem USER32!AppendMenuW
InsertMenuW: NtUserThunkedMenuItemInfo USER32!SetMenuItem USER32!InsertMenuW
`;

/** What is different from a version on; a later line replaces an earlier one. */
export const LATER_USER_PATHS: readonly {
  readonly since: '6.0' | '10.0';
  readonly paths: string;
}[] = [
  {
    since: '6.0',
    paths: `
CreateWindowExW: NtUserCreateWindowEx USER32!VerNtUserCreateWindowEx USER32!_CreateWindowEx USER32!CreateWindowExW
`,
  },
  {
    since: '10.0',
    paths: `
CreateWindowExW: NtUserCreateWindowEx USER32!VerNtUserCreateWindowEx USER32!CreateWindowInternal USER32!CreateWindowExW
`,
  },
];

/** Routines of the window manager that keep the handle table; they stand innermost in kernel stacks. */
export const HANDLE_ROUTINES = {
  create: 'HMAllocObject',
  destroy: 'HMFreeObject',
  owner: 'HMChangeOwnerThread',
  badref: 'HMValidateHandle',
} as const;
