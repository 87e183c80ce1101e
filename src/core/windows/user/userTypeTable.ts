/** The object types of the USER handle table: names and values by version (user-handles.md 2.1 to 2.4). */

import type { UserVersion } from './userVersions';

/** This project's own key for a type, the same in every version. */
export type UserTypeId =
  | 'callback'
  | 'free'
  | 'window'
  | 'menu'
  | 'cursor'
  | 'setwindowpos'
  | 'hook'
  | 'threadinfo'
  | 'inputqueue'
  | 'clipdata'
  | 'callproc'
  | 'acceltable'
  | 'windowstation'
  | 'desktop'
  | 'ddeaccess'
  | 'ddeconv'
  | 'ddexact'
  | 'zombie'
  | 'monitor'
  | 'kbdlayout'
  | 'kbdfile'
  | 'wineventhook'
  | 'timer'
  | 'inputcontext'
  | 'hiddata'
  | 'deviceinfo'
  | 'touchinputinfo'
  | 'gestureinfo'
  | 'pointerdevice';

/** A type as the table states it; `userTypes.ts` completes it. */
export interface UserTypeRow {
  readonly id: UserTypeId;
  /** The TYPE_ symbol, from RW, VOL, SOGEN and NTU alike unless `symbolSource` says otherwise. */
  readonly symbol?: string;
  readonly symbolSource?: string;
  /** Other spellings of the symbol that public sources have. */
  readonly otherSymbols?: readonly string[];
  readonly structure?: string;
  /** Full name of the structure where it is not `tag` and {@link structure}. */
  readonly formal?: string;
  readonly name: string;
  /** The name is this project's: no Microsoft name is public. */
  readonly projectName?: true;
  /** Value from a version on; null from the version that no longer has the type. */
  readonly since: Readonly<Partial<Record<UserVersion, number | null>>>;
  /** Versions in which the value is only supposed. */
  readonly conjecture?: readonly UserVersion[];
  readonly tagHeapName?: string;
  readonly duName?: string;
  readonly notes?: readonly string[];
  /** Names of sources, see `userSources.ts`. */
  readonly source: string;
}

/** Every type that any version has. */
export const USER_TYPE_ROWS: readonly UserTypeRow[] = [
  { id: 'callback', name: 'Callback', since: { '3.10': 0x00, '3.51': null }, source: 'SEED GC-HE' },
  {
    id: 'free',
    symbol: 'TYPE_FREE',
    name: 'Free',
    since: { '3.10': 0x01, '3.51': 0x00 },
    tagHeapName: 'FREE',
    duName: 'Free',
    source: 'SEED GC-HE VOL VOL-WIKI NTU',
  },
  {
    id: 'window',
    symbol: 'TYPE_WINDOW',
    structure: 'WND',
    name: 'Window',
    since: { '3.10': 0x05, '3.51': 0x01 },
    tagHeapName: 'WINDOW',
    duName: 'Window',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG GC-WND SDK',
  },
  {
    id: 'menu',
    symbol: 'TYPE_MENU',
    structure: 'MENU',
    name: 'Menu',
    since: { '3.10': 0x06, '3.51': 0x02 },
    tagHeapName: 'MENU',
    duName: 'Menu',
    notes: ['no pool tag in Windows 7; newer lists of tags have Umen (USERTAG_MENU)'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU SDK',
  },
  {
    id: 'cursor',
    symbol: 'TYPE_CURSOR',
    structure: 'CURSOR',
    name: 'Icon/Cursor',
    since: { '3.10': 0x09, '3.51': 0x03 },
    tagHeapName: 'CURSOR',
    duName: 'Cursor',
    notes: ['icons and cursors alike; each holds GDI bitmaps too, so a leak shows in both counts'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'setwindowpos',
    symbol: 'TYPE_SETWINDOWPOS',
    structure: 'SMWP',
    name: 'WPI(SWP) structure',
    since: { '3.10': 0x0c, '3.51': 0x04 },
    tagHeapName: 'SETWINDOWPOS',
    duName: 'SetWindowPos',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'hook',
    symbol: 'TYPE_HOOK',
    structure: 'HOOK',
    name: 'Hook',
    since: { '3.10': 0x0b, '3.51': 0x05 },
    tagHeapName: 'HOOK',
    duName: 'Hook',
    notes: ['newer lists of tags have Ussh (USERTAG_HOOK)'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU SDK',
  },
  {
    id: 'threadinfo',
    structure: 'THREADINFO',
    name: 'ThreadInfo',
    since: { '3.10': 0x0e, '3.51': 0x06, '5.0': null },
    tagHeapName: 'THREADINFO',
    duName: 'Thread Info',
    conjecture: ['4.0'],
    notes: [
      'from 4.0 on no handle is known; the value in 4.0 is supposed from a gap in the numbers',
    ],
    source: 'SEED GC-HE POOLTAG',
  },
  {
    id: 'inputqueue',
    structure: 'Q',
    name: 'Input Queue',
    since: { '3.10': 0x0f, '3.51': 0x07, '4.0': null },
    tagHeapName: 'INPUTQUEUE',
    duName: 'Input Queue',
    source: 'SEED GC-HE',
  },
  {
    id: 'clipdata',
    symbol: 'TYPE_CLIPDATA',
    formal: "tagCLIPDATA (Volatility's name, not from symbols)",
    name: 'Clipboard Data',
    since: { '4.0': 0x07, '5.0': 0x06 },
    duName: 'Clip Data',
    notes: ['after HEAD come a 32-bit count of bytes and the bytes'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'callproc',
    symbol: 'TYPE_CALLPROC',
    structure: 'CALLPROCDATA',
    formal: '_CALLPROCDATA',
    name: 'CallProcData',
    since: { '3.10': 0x10, '3.51': 0x08, '5.0': 0x07 },
    tagHeapName: 'CALLPROC',
    duName: 'Call Proc',
    notes: ['newer lists of tags have Uscd (USERTAG_CPD)'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU',
  },
  {
    id: 'acceltable',
    symbol: 'TYPE_ACCELTABLE',
    structure: 'ACCELTABLE',
    formal: 'tagACCELTABLE (name known from !dso, not from symbols)',
    name: 'Accelerator',
    since: { '3.10': 0x0a, '3.51': 0x09, '5.0': 0x08 },
    tagHeapName: 'ACCELTABLE',
    duName: 'Accel Table',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK GC-DSO',
  },
  {
    id: 'windowstation',
    structure: 'WINDOWSTATION',
    name: 'WindowStation',
    since: { '3.10': 0x03, '3.51': 0x0a, '4.0': null },
    tagHeapName: 'WINSTATION',
    duName: 'WindowStation',
    notes: ['a kernel object from 4.0 on: see !handle'],
    source: 'SEED GC-HE',
  },
  {
    id: 'desktop',
    structure: 'DESKTOP',
    name: 'Desktop',
    since: { '3.10': 0x04, '3.51': 0x0b, '4.0': null },
    tagHeapName: 'DESKTOP',
    duName: 'DeskTop',
    notes: ['a kernel object from 4.0 on: see !handle'],
    source: 'SEED GC-HE',
  },
  {
    id: 'ddeaccess',
    symbol: 'TYPE_DDEACCESS',
    structure: 'SVR_INSTANCE_INFO',
    name: 'DDE access',
    since: { '3.10': 0x07, '3.51': 0x0c, '4.0': 0x0a, '5.0': 0x09 },
    tagHeapName: 'DDEACCESS',
    duName: 'DdeAccess',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'ddeconv',
    symbol: 'TYPE_DDECONV',
    structure: 'DDECONV',
    name: 'DDE conv',
    since: { '3.10': 0x08, '3.51': 0x0d, '4.0': 0x0b, '5.0': 0x0a },
    tagHeapName: 'DDECONV',
    duName: 'DdeConv',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'ddexact',
    symbol: 'TYPE_DDEXACT',
    structure: 'XSTATE',
    name: 'DDE Transaction',
    since: { '3.10': 0x0d, '3.51': 0x0e, '4.0': 0x0c, '5.0': 0x0b },
    tagHeapName: 'DDEXACT',
    duName: 'DdeExact',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'zombie',
    name: 'Zombie',
    since: { '3.10': 0x02, '3.51': 0x0f, '4.0': 0x0d, '5.0': null },
    tagHeapName: 'ZOMBIE',
    duName: 'Zombie',
    conjecture: ['4.0'],
    notes: ['no use is known; the value in 4.0 is what the other types leave'],
    source: 'SEED GC-HE',
  },
  {
    id: 'monitor',
    symbol: 'TYPE_MONITOR',
    structure: 'MONITOR',
    name: 'Monitor',
    since: { '5.0': 0x0c },
    duName: 'Monitor',
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG',
  },
  {
    id: 'kbdlayout',
    symbol: 'TYPE_KBDLAYOUT',
    structure: 'KL',
    name: 'Keyboard Layout',
    since: { '4.0': 0x0e, '5.0': 0x0d },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'kbdfile',
    symbol: 'TYPE_KBDFILE',
    structure: 'KBDFILE',
    name: 'Keyboard File',
    since: { '4.0': 0x0f, '5.0': 0x0e },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG',
  },
  {
    id: 'wineventhook',
    symbol: 'TYPE_WINEVENTHOOK',
    structure: 'EVENTHOOK',
    name: 'WinEvent Hook',
    since: { '5.0': 0x0f },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'timer',
    symbol: 'TYPE_TIMER',
    structure: 'TIMER',
    name: 'Timer',
    since: { '5.0': 0x10 },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'inputcontext',
    symbol: 'TYPE_INPUTCONTEXT',
    structure: 'IMC',
    name: 'Input Context',
    since: { '5.0': 0x11 },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'hiddata',
    symbol: 'TYPE_HIDDATA',
    structure: 'HIDDATA',
    name: 'HID Data',
    projectName: true,
    since: { '5.1': 0x12 },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG',
  },
  {
    id: 'deviceinfo',
    symbol: 'TYPE_DEVICEINFO',
    structure: 'DEVICEINFO',
    name: 'Device Info',
    projectName: true,
    since: { '5.1': 0x13 },
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG',
  },
  {
    id: 'touchinputinfo',
    symbol: 'TYPE_TOUCHINPUTINFO',
    symbolSource: 'SOGEN ROS',
    structure: 'TOUCHINPUTINFO',
    name: 'Touch Input Info',
    projectName: true,
    since: { '6.1': 0x14 },
    otherSymbols: ['TYPE_TOUCHINPUT', 'TYPE_TOUCH'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'gestureinfo',
    symbol: 'TYPE_GESTUREINFOOBJ',
    symbolSource: 'SOGEN ROS',
    structure: 'GESTUREINFO',
    name: 'Gesture Info',
    projectName: true,
    since: { '6.1': 0x15 },
    otherSymbols: ['TYPE_GESTUREINFO', 'TYPE_GESTURE'],
    source: 'SEED GC-HE GC-HEAD VOL VOL-WIKI NTU POOLTAG SDK',
  },
  {
    id: 'pointerdevice',
    symbol: 'TYPE_POINTERDEVICE',
    symbolSource: 'NTU',
    structure: 'HID_POINTER_DEVICE_INFO',
    name: 'Pointer Device',
    projectName: true,
    since: { '6.2': 0x16 },
    notes: ['the symbol is a guess of reverse engineers'],
    source: 'SEED GC-HE GC-HEAD NTU POOLTAG',
  },
];
