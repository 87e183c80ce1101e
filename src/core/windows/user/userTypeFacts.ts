/**
 * What objects of each type are like: header, owner, creation flags, pool tag, size, who makes and destroys them. Flags
 * and tags were printed on Windows 7 SP1 x64 (VOL-WIKI), headers are GC-HEAD's, owner kinds agree in VOL and NTU
 * (user-handles.md 5.6).
 */

import type { UserTypeId } from './userTypeTable';
import type { UserVersion } from './userVersions';

/** The structure an object begins with. */
export type UserHeaderName =
  'HEAD' | 'THROBJHEAD' | 'PROCOBJHEAD' | 'PROCMARKHEAD' | 'THRDESKHEAD' | 'PROCDESKHEAD';

/** Who owns objects of a type; `unknown` for types that only old versions have. */
export type UserOwnerKind = 'none' | 'thread' | 'process' | 'unknown';

/** Facts about the objects of a type. Absent members are not public. */
export interface UserObjectFacts {
  /** From version {@link headerSince} on. */
  readonly header?: UserHeaderName;
  readonly headerSince?: UserVersion;
  /** Checked for 5.1 to 10.0; an extrapolation before. */
  readonly owner: UserOwnerKind;
  /** OCF_ bits in 6.1. */
  readonly creationFlags?: number;
  /** In 6.1; empty when the type has none. */
  readonly poolTag?: string;
  readonly poolTagName?: string;
  /** Bytes in 6.1. */
  readonly sizes?: { readonly x86: number; readonly x64: number };
  /** Functions of the SDK, or the message that delivers the handle. */
  readonly createdBy?: string;
  readonly destroyedBy?: string;
}

/** Facts by type; types that are not listed have none. */
export const USER_OBJECT_FACTS: Readonly<Partial<Record<UserTypeId, UserObjectFacts>>> = {
  free: { owner: 'none', creationFlags: 0x00, poolTag: '' },
  window: {
    header: 'THRDESKHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x39,
    poolTag: 'Uswd',
    poolTagName: 'USERTAG_WINDOW',
    sizes: { x86: 0xb0, x64: 0x128 },
    createdBy: 'CreateWindowEx',
    destroyedBy: 'DestroyWindow',
  },
  menu: {
    header: 'PROCDESKHEAD',
    headerSince: '5.0',
    owner: 'process',
    creationFlags: 0x12,
    poolTag: '',
    sizes: { x86: 0x6c, x64: 0x98 },
    createdBy: 'CreateMenu / CreatePopupMenu / LoadMenu',
    destroyedBy: 'DestroyMenu',
  },
  cursor: {
    header: 'PROCMARKHEAD',
    headerSince: '5.0',
    owner: 'process',
    creationFlags: 0x0e,
    poolTag: 'Uscu',
    poolTagName: 'USERTAG_CURSOR',
    sizes: { x86: 0x54, x64: 0x88 },
    createdBy: 'CreateCursor / CreateIconIndirect / LoadCursor / LoadIcon / LoadImage',
    destroyedBy: 'DestroyCursor / DestroyIcon',
  },
  setwindowpos: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x09,
    poolTag: 'Ussw',
    poolTagName: 'USERTAG_SWP',
    createdBy: 'BeginDeferWindowPos',
    destroyedBy: 'EndDeferWindowPos',
  },
  hook: {
    header: 'THRDESKHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x11,
    poolTag: '',
    sizes: { x86: 0x34, x64: 0x60 },
    createdBy: 'SetWindowsHookEx',
    destroyedBy: 'UnhookWindowsHookEx',
  },
  threadinfo: { owner: 'unknown', poolTagName: 'USERTAG_THREADINFO (Usti)' },
  clipdata: {
    header: 'HEAD',
    headerSince: '4.0',
    owner: 'none',
    creationFlags: 0x00,
    poolTag: 'Uscb',
    poolTagName: 'USERTAG_CLIPBOARD',
    createdBy: 'SetClipboardData',
    destroyedBy: 'EmptyClipboard',
  },
  callproc: {
    header: 'PROCDESKHEAD',
    headerSince: '5.0',
    owner: 'process',
    creationFlags: 0x12,
    poolTag: '',
    sizes: { x86: 0x20, x64: 0x40 },
  },
  acceltable: {
    header: 'PROCOBJHEAD',
    headerSince: '5.0',
    owner: 'process',
    creationFlags: 0x0a,
    poolTag: 'Usac',
    poolTagName: 'USERTAG_ACCEL',
    createdBy: 'CreateAcceleratorTable / LoadAccelerators',
    destroyedBy: 'DestroyAcceleratorTable',
  },
  ddeaccess: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x09,
    poolTag: 'Usd9',
    poolTagName: 'USERTAG_DDE9',
    sizes: { x86: 0x20, x64: 0x40 },
    createdBy: 'DdeInitialize',
    destroyedBy: 'DdeUninitialize',
  },
  ddeconv: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x09,
    poolTag: 'UsdA',
    poolTagName: 'USERTAG_DDEa',
    createdBy: 'DdeConnect / DdeConnectList',
    destroyedBy: 'DdeDisconnect / DdeDisconnectList',
  },
  ddexact: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x09,
    poolTag: 'UsdB',
    poolTagName: 'USERTAG_DDEb',
    createdBy: 'DdeClientTransaction',
    destroyedBy: 'DdeAbandonTransaction',
  },
  monitor: {
    header: 'HEAD',
    headerSince: '4.0',
    owner: 'none',
    creationFlags: 0x40,
    poolTag: 'Usdi',
    poolTagName: 'USERTAG_DISPLAYINFO',
    sizes: { x86: 0x64, x64: 0x90 },
  },
  kbdlayout: {
    header: 'HEAD',
    headerSince: '4.0',
    owner: 'none',
    creationFlags: 0x00,
    poolTag: 'Uskb',
    poolTagName: 'USERTAG_KBDLAYOUT',
    sizes: { x86: 0x44, x64: 0x78 },
    createdBy: 'LoadKeyboardLayout',
    destroyedBy: 'UnloadKeyboardLayout',
  },
  kbdfile: {
    header: 'HEAD',
    headerSince: '4.0',
    owner: 'none',
    creationFlags: 0x00,
    poolTag: 'Uskf',
    poolTagName: 'USERTAG_KBDFILE',
    sizes: { x86: 0x5c, x64: 0x78 },
  },
  wineventhook: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x01,
    poolTag: 'Uswe',
    poolTagName: 'USERTAG_WINEVENT',
    createdBy: 'SetWinEventHook',
    destroyedBy: 'UnhookWinEvent',
  },
  timer: {
    header: 'PROCOBJHEAD',
    headerSince: '5.0',
    owner: 'process',
    creationFlags: 0x02,
    poolTag: 'Ustm',
    poolTagName: 'USERTAG_TIMER',
    createdBy: 'SetTimer',
    destroyedBy: 'KillTimer',
  },
  inputcontext: {
    header: 'THRDESKHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x11,
    poolTag: 'Usim',
    poolTagName: 'USERTAG_IME',
    sizes: { x86: 0x20, x64: 0x40 },
    createdBy: 'ImmCreateContext',
    destroyedBy: 'ImmDestroyContext',
  },
  hiddata: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x01,
    poolTag: 'Usha',
    poolTagName: 'USERTAG_HIDDATA',
  },
  deviceinfo: {
    header: 'HEAD',
    headerSince: '4.0',
    owner: 'none',
    creationFlags: 0x00,
    poolTag: 'UsDI',
    poolTagName: 'USERTAG_DEVICEINFO',
  },
  touchinputinfo: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x01,
    poolTag: 'Ustz',
    poolTagName: 'USERTAG_TOUCHINPUTINFO',
    sizes: { x86: 0x3c, x64: 0x50 },
    createdBy: 'WM_TOUCH lParam',
    destroyedBy: 'CloseTouchInputHandle',
  },
  gestureinfo: {
    header: 'THROBJHEAD',
    headerSince: '5.0',
    owner: 'thread',
    creationFlags: 0x01,
    poolTag: 'Usgi',
    poolTagName: 'USERTAG_GESTUREINFO',
    createdBy: 'WM_GESTURE lParam',
    destroyedBy: 'CloseGestureInfoHandle',
  },
  pointerdevice: {
    header: 'HEAD',
    headerSince: '4.0',
    owner: 'none',
    poolTagName: 'USERTAG_POINTERDEVICE (Uspc) is likely, unverified',
  },
};
