/**
 * The rows of the two tables of type names as the article prints them: types with their values by version, and the names
 * that the 3.51 executable and `!du` have for values (user-handles.md 2.2, 2.3).
 */

import type { UserTypeId } from './userTypeTable';
import type { UserVersion } from './userVersions';

/** A row of the article's table of types. Values follow from the type and the run of versions. */
export interface TypeHistoryRow {
  /** Place in the table, from 1. */
  readonly order: number;
  readonly type: UserTypeId;
  /** The Type cell, restored. */
  readonly cell: string;
  readonly from: UserVersion;
  /** Absent when the row runs on to the newest version. */
  readonly to?: UserVersion;
  readonly remarks?: string;
  /** The value from this version on was lost from the cell when the table was flattened, and is restored. */
  readonly restoredFrom?: UserVersion;
  /** The cell spans two rows in the article. */
  readonly sharedCell?: true;
}

/** All 37 rows, from SEED and GC-HE. */
export const TYPE_HISTORY: readonly TypeHistoryRow[] = [
  { order: 1, type: 'callback', cell: '0x00 (3.10)', from: '3.10', to: '3.10' },
  { order: 2, type: 'free', cell: '0x01 (3.10); 0x00', from: '3.10', restoredFrom: '3.51' },
  {
    order: 3,
    type: 'zombie',
    cell: '0x02 (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x0F',
  },
  {
    order: 4,
    type: 'windowstation',
    cell: '0x03 (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x0A',
  },
  {
    order: 5,
    type: 'desktop',
    cell: '0x04 (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x0B',
  },
  { order: 6, type: 'window', cell: '0x05 (3.10); 0x01', from: '3.10', restoredFrom: '3.51' },
  { order: 7, type: 'menu', cell: '0x06 (3.10); 0x02', from: '3.10', restoredFrom: '3.51' },
  {
    order: 8,
    type: 'ddeaccess',
    cell: '0x07 (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x0C',
  },
  {
    order: 9,
    type: 'ddeconv',
    cell: '0x08 (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x0D',
  },
  { order: 10, type: 'cursor', cell: '0x09 (3.10); 0x03', from: '3.10', restoredFrom: '3.51' },
  {
    order: 11,
    type: 'acceltable',
    cell: '0x0A (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x09',
  },
  {
    order: 12,
    type: 'hook',
    cell: '0x0B (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x05',
  },
  {
    order: 13,
    type: 'setwindowpos',
    cell: '0x0C (3.10); 0x04',
    from: '3.10',
    restoredFrom: '3.51',
  },
  { order: 14, type: 'hook', cell: '0x05', from: '3.51' },
  {
    order: 15,
    type: 'ddexact',
    cell: '0x0D (3.10)',
    from: '3.10',
    to: '3.10',
    remarks: 'next as 0x0E',
  },
  {
    order: 16,
    type: 'threadinfo',
    cell: '0x0E (3.10); 0x06 (3.51 to 4.0)',
    from: '3.10',
    to: '4.0',
  },
  { order: 17, type: 'inputqueue', cell: '0x0F (3.10); 0x07 (3.51)', from: '3.10', to: '3.51' },
  { order: 18, type: 'clipdata', cell: '0x07 (4.0); 0x06', from: '4.0', restoredFrom: '5.0' },
  {
    order: 19,
    type: 'callproc',
    cell: '0x10 (3.10); 0x08 (3.51 to 4.0); 0x07',
    from: '3.10',
    restoredFrom: '5.0',
  },
  {
    order: 20,
    type: 'acceltable',
    cell: '0x09 (3.51 to 4.0); 0x08',
    from: '3.51',
    remarks: 'previously 0x0A',
    restoredFrom: '5.0',
  },
  {
    order: 21,
    type: 'windowstation',
    cell: '0x0A',
    from: '3.51',
    to: '3.51',
    remarks: 'previously 0x03',
  },
  {
    order: 22,
    type: 'desktop',
    cell: '0x0B',
    from: '3.51',
    to: '3.51',
    remarks: 'previously 0x04',
  },
  {
    order: 23,
    type: 'ddeaccess',
    cell: '0x0C (3.51); 0x0A (4.0); 0x09',
    from: '3.51',
    remarks: 'previously 0x07',
    restoredFrom: '5.0',
  },
  {
    order: 24,
    type: 'ddeconv',
    cell: '0x0D (3.51); 0x0B (4.0); 0x0A',
    from: '3.51',
    remarks: 'previously 0x08',
    restoredFrom: '5.0',
  },
  {
    order: 25,
    type: 'ddexact',
    cell: '0x0E (3.51); 0x0C (4.0); 0x0B',
    from: '3.51',
    remarks: 'previously 0x0D',
    restoredFrom: '5.0',
  },
  {
    order: 26,
    type: 'zombie',
    cell: '0x0F (3.51); 0x0D (4.0); 0x0C',
    from: '3.51',
    to: '4.0',
    remarks: 'previously 0x02',
    sharedCell: true,
  },
  {
    order: 27,
    type: 'monitor',
    cell: '0x0F (3.51); 0x0D (4.0); 0x0C',
    from: '5.0',
    restoredFrom: '5.0',
    sharedCell: true,
  },
  { order: 28, type: 'kbdlayout', cell: '0x0E (4.0); 0x0D', from: '4.0', restoredFrom: '5.0' },
  { order: 29, type: 'kbdfile', cell: '0x0F (4.0); 0x0E', from: '4.0', restoredFrom: '5.0' },
  { order: 30, type: 'wineventhook', cell: '0x0F', from: '5.0' },
  { order: 31, type: 'timer', cell: '0x10', from: '5.0' },
  { order: 32, type: 'inputcontext', cell: '0x11', from: '5.0' },
  { order: 33, type: 'hiddata', cell: '0x12', from: '5.1' },
  { order: 34, type: 'deviceinfo', cell: '0x13', from: '5.1' },
  { order: 35, type: 'touchinputinfo', cell: '0x14', from: '6.1' },
  { order: 36, type: 'gestureinfo', cell: '0x15', from: '6.1' },
  { order: 37, type: 'pointerdevice', cell: '0x16', from: '6.2' },
];

/** A version of USEREXTS whose `!du` names are known. */
export type DuVersion = '3.51' | '4.0' | '5.0';

/** All versions of USEREXTS whose `!du` names are known. */
export const DU_VERSIONS: readonly DuVersion[] = ['3.51', '4.0', '5.0'];

/** A row of the article's table of other names. */
export interface DuNameRow {
  /** Place in the table, from 1. */
  readonly order: number;
  readonly value: number;
  /** Name of the tag in the tagged heap of the 3.51 executable, the only version that has these names. */
  readonly tagHeapName?: string;
  readonly duName?: string;
  /** First and last USEREXTS with the `!du` name, as the article states them. */
  readonly from?: DuVersion;
  readonly to?: DuVersion;
  /** The article's own verdict. */
  readonly remarks?: string;
}

/** All 23 rows, from SEED and GC-HE. */
export const DU_NAMES: readonly DuNameRow[] = [
  { order: 1, value: 0x00, tagHeapName: 'FREE', duName: 'Free', from: '3.51', to: '5.0' },
  { order: 2, value: 0x01, tagHeapName: 'WINDOW', duName: 'Window', from: '3.51', to: '5.0' },
  { order: 3, value: 0x02, tagHeapName: 'MENU', duName: 'Menu', from: '3.51', to: '5.0' },
  { order: 4, value: 0x03, tagHeapName: 'CURSOR', duName: 'Cursor', from: '3.51', to: '5.0' },
  {
    order: 5,
    value: 0x04,
    tagHeapName: 'SETWINDOWPOS',
    duName: 'SetWindowPos',
    from: '3.51',
    to: '5.0',
  },
  { order: 6, value: 0x05, tagHeapName: 'HOOK', duName: 'Hook', from: '3.51', to: '5.0' },
  {
    order: 7,
    value: 0x06,
    tagHeapName: 'THREADINFO',
    duName: 'Thread Info',
    from: '3.51',
    to: '5.0',
    remarks: 'incorrect in 5.0',
  },
  {
    order: 8,
    value: 0x07,
    tagHeapName: 'INPUTQUEUE',
    duName: 'Input Queue',
    from: '3.51',
    to: '3.51',
  },
  {
    order: 9,
    value: 0x07,
    duName: 'Clip Data',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect in 5.0',
  },
  {
    order: 10,
    value: 0x08,
    tagHeapName: 'CALLPROC',
    duName: 'Call Proc',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect in 5.0',
  },
  {
    order: 11,
    value: 0x09,
    tagHeapName: 'ACCELTABLE',
    duName: 'Accel Table',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect in 5.0',
  },
  {
    order: 12,
    value: 0x0a,
    tagHeapName: 'WINSTATION',
    duName: 'WindowStation',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect',
  },
  {
    order: 13,
    value: 0x0b,
    tagHeapName: 'DESKTOP',
    duName: 'DeskTop',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect',
  },
  {
    order: 14,
    value: 0x0c,
    tagHeapName: 'DDEACCESS',
    duName: 'DdeAccess',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect',
  },
  {
    order: 15,
    value: 0x0d,
    tagHeapName: 'DDECONV',
    duName: 'DdeConv',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect',
  },
  {
    order: 16,
    value: 0x0e,
    tagHeapName: 'DDEXACT',
    duName: 'DdeExact',
    from: '4.0',
    to: '5.0',
    remarks: 'incorrect',
  },
  {
    order: 17,
    value: 0x0f,
    tagHeapName: 'ZOMBIE',
    duName: 'Zombie',
    from: '3.51',
    to: '4.0',
    remarks: 'incorrect in 4.0',
  },
  { order: 18, value: 0x0f, duName: 'Monitor', from: '5.0', to: '5.0', remarks: 'incorrect' },
  { order: 19, value: 0x10, tagHeapName: 'CTYPES', duName: 'Ctypes', from: '3.51', to: '5.0' },
  { order: 20, value: 0x11, tagHeapName: 'CONSOLE', duName: 'Console', from: '3.51', to: '5.0' },
  { order: 21, value: 0x12, tagHeapName: 'GENERIC', duName: 'Generic', from: '3.51', to: '5.0' },
  { order: 22, value: 0x13, tagHeapName: 'HM' },
  { order: 23, value: 0x14, tagHeapName: 'LOCK' },
];
