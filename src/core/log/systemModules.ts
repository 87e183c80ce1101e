/** Which modules belong to Windows: the first frame outside of them is the program's own. */

import type { LogFrame } from './logEvents';

const SYSTEM_MODULES: ReadonlySet<string> = new Set(
  (
    'ntdll kernel32 kernelbase nt ntoskrnl ntkrnlmp ntkrnlpa ntkrpamp hal wow64 wow64win wow64cpu wow64base ' +
    'verifier vrfcore vfbasics vfcompat avrf user32 win32u win32k win32kbase win32kfull gdi32 gdi32full imm32 ' +
    'advapi32 sechost rpcrt4 combase ole32 oleaut32 clbcatq msctf uxtheme shell32 shlwapi shcore windows_storage ' +
    'ws2_32 mswsock wininet winhttp urlmon dnsapi iphlpapi nsi netapi32 crypt32 cryptbase bcrypt bcryptprimitives ' +
    'ncrypt cryptsp rsaenh wintrust secur32 sspicli userenv profapi powrprof setupapi cfgmgr32 version winmm psapi ' +
    'dbghelp dbgcore dbgeng apphelp kernel_appcore fltmgr ntfs fastfat luafv ci cng ksecdd tcpip afd netio msrpc ' +
    'msvcrt ucrtbase ucrtbased clr coreclr mscorwks mscoreei mscoree clrjit hostpolicy hostfxr'
  ).split(' '),
);

const SYSTEM_PREFIXES: readonly string[] = [
  'api_ms_win_',
  'ext_ms_',
  'msvcr',
  'msvcp',
  'vcruntime',
  'concrt',
  'mfc1',
];

/** True for modules of Windows and of the C run-time libraries, as frames name them; letter case is ignored. */
export function isSystemModule(name: string): boolean {
  const lower = name.toLowerCase().replaceAll('-', '_').replaceAll('.', '_');
  return SYSTEM_MODULES.has(lower) || SYSTEM_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/** The first frame of the program's own, innermost first; null when every named frame is Windows'. */
export function ownFrame(frames: readonly LogFrame[]): LogFrame | null {
  return frames.find(({ module }) => module !== null && !isSystemModule(module)) ?? null;
}

/** A frame in the debugger's words, displacement without padding: `courier!Route::finish+0x57`. */
export function describeFrame(frame: LogFrame): string {
  const place =
    frame.module === null
      ? (frame.symbol ?? '')
      : frame.symbol === null
        ? frame.module
        : `${frame.module}!${frame.symbol}`;
  if (place === '') {
    return `0x${frame.address.toString(16)} (no symbol)`;
  }
  const displacement = frame.displacement ?? 0n;
  return displacement === 0n ? place : `${place}+0x${displacement.toString(16)}`;
}
