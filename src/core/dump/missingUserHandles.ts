/** What is said when a dump does not show the USER handles of its session, and how to record one that does. */

import type { Architecture, WindowsVersion } from '../target/targetInfo';
import type { Problem } from '../util/problem';

const RECORD_ALL =
  'Record all memory of a program that has windows: .dump /ma in WinDbg, or procdump -ma.';

/** The dump has no SystemInfo stream. */
export const USER_SYSTEM_UNKNOWN: Problem = {
  code: 'user-system-unknown',
  message:
    'The dump does not say which Windows it is from, so the layout of its USER handle table is not known.',
  hint: RECORD_ALL,
};

/** The dump lists no memory at all. */
export const NO_DUMP_MEMORY: Problem = {
  code: 'user-no-memory',
  message:
    'The dump holds no memory, so it does not hold the USER handle table, which lies in memory that all programs of a session share.',
  hint: RECORD_ALL,
};

/** The process has not loaded user32. */
export const NO_USER32: Problem = {
  code: 'user-no-user32',
  message: 'The process has not loaded user32.dll: it makes no windows and sees no USER handles.',
  hint: 'The session’s table is in the dump of any program that has windows.',
};

/** A 32-bit program on 64-bit Windows. */
export const WOW64_TABLE: Problem = {
  code: 'user-wow64',
  message:
    'The dump is of a 32-bit program on 64-bit Windows. It sees the table of 64-bit Windows, and how its user32 refers to that is not public.',
  hint: 'Record a 64-bit program of the same session: the USER handle table is the same.',
};

/** No trace of USER handles is in a minidump. */
export const NO_USER_TRACES: Problem = {
  code: 'user-no-traces',
  message: 'A minidump holds no trace of USER handles.',
  hint: 'Windows 10 build 18315 and later trace them through the provider Microsoft-Windows-Win32k, keyword UserHandleOperation, with stacks; look at the recording in Windows Performance Analyzer.',
};

/** user32 exports gSharedInfo from Windows 7 on. */
export function windowsTooOld(windows: WindowsVersion): Problem {
  return {
    code: 'user-windows-too-old',
    message: `The dump is from ${windows.name} (${windows.major}.${windows.minor}). Where a program has the USER handle table is exported from Windows 7 (6.1) on.`,
    hint: 'Record the program on Windows 7 or later.',
  };
}

/** The layout of the table is not known for this Windows. */
export function unknownTable(windows: WindowsVersion, architecture: Architecture): Problem {
  const is32 = architecture === 'x86' && windows.major === 10;
  return {
    code: 'user-layout-unknown',
    message: is32
      ? `The dump is from 32-bit ${windows.name} build ${windows.build}. The USER handle table changed in build 15063 (1703), and nobody has verified its 32-bit layout.`
      : `The layout of the USER handle table in ${windows.name} build ${windows.build} ${architecture} is not public.`,
    hint: 'Record a 64-bit (x64) program.',
  };
}

/** The memory of user32's image is not in the dump, in whole or in part. */
export function imageMissing(path: string, hasHeaders: boolean): Problem {
  return {
    code: 'user-image-not-in-dump',
    message: `${hasHeaders ? 'The export table' : 'The image'} of user32.dll is not in the dump, so gSharedInfo, which leads to the USER handle table, cannot be found.`,
    where: path,
    hint: RECORD_ALL,
  };
}

/** user32 is there, but does not export what leads to the table. */
export function exportMissing(path: string): Problem {
  return {
    code: 'user-no-export',
    message:
      'user32.dll in the dump does not export gSharedInfo, which leads to the USER handle table.',
    where: path,
    hint: 'Windows 7 and later export it. Check that the dump is not damaged and that user32.dll is Microsoft’s.',
  };
}
