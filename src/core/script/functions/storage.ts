/** Files, pipes, file mappings and registry keys. */

import type { HandleOutcome } from '../../simulator/machine/machineTypes';
import {
  createFileA,
  createFileW,
  deviceIoControl,
  findFirstFileW,
  readFile,
  writeFile,
} from '../../simulator/win32/files';
import { closeHandle } from '../../simulator/win32/handles';
import { createNamedPipeW, createPipe } from '../../simulator/win32/pipes';
import {
  regCloseKey,
  regCreateKeyExW,
  regNotifyChangeKeyValue,
  regOpenKeyExW,
  regQueryValueExW,
} from '../../simulator/win32/registry';
import {
  createFileMappingW,
  mapViewOfFile,
  openFileMappingW,
} from '../../simulator/win32/sections';
import {
  created,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_HANDLE,
  errorNumber,
  flag,
  opened,
  optional,
  through,
} from './answers';
import { builtIn, type BuiltIn, type Call } from './builtIn';

const INVALID_HANDLE_VALUE = -1;
/** OPEN_EXISTING and TRUNCATE_EXISTING need a file that is there. */
const NEEDS_FILE = new Set([3, 5]);
/** The predefined keys by their values (HKEY_CLASSES_ROOT is 0x80000000). */
const ROOTS = ['HKCR', 'HKCU', 'HKLM', 'HKU'] as const;

function createFile(call: Call, create: typeof createFileW): number {
  const path = call.text(0) ?? '';
  if (NEEDS_FILE.has(call.number(4)) && call.isMissing(path)) {
    return call.fail(ERROR_FILE_NOT_FOUND, INVALID_HANDLE_VALUE);
  }
  const outcome = create(call.caller, {
    path,
    desiredAccess: call.number(1),
    inherit: call.inherit(3),
  });
  return created(call, outcome, INVALID_HANDLE_VALUE);
}

/** A view's address is not the address of anything: no memory is mapped. */
const VIEW_BASE = 0x2_0000_0000;

function createPipeEnds(call: Call): number {
  const { read, write } = createPipe(call.caller, { inherit: call.inherit(2) });
  through(call, 0, read);
  through(call, 1, write);
  return flag(call, read.handle === 0 ? read : write);
}

/** The path of a key below a root or an open key. */
function keyOptions(
  call: Call,
  access: number,
): { path: string; parent?: number; desiredAccess: number } {
  const parent = call.number(0);
  const name = call.text(1) ?? '';
  const root = ROOTS[(parent >>> 0) - 0x8000_0000];
  return root === undefined
    ? { path: name, parent, desiredAccess: access }
    : { path: name === '' ? root : `${root}\\${name}`, desiredAccess: access };
}

function openKey(
  call: Call,
  open: typeof regOpenKeyExW,
  options: { readonly access: number; readonly output: number; readonly mustExist: boolean },
): number {
  const key = keyOptions(call, options.access);
  if (options.mustExist && call.isMissing(key.path)) {
    return ERROR_FILE_NOT_FOUND;
  }
  const outcome: HandleOutcome = open(call.caller, key);
  through(call, options.output, outcome);
  return errorNumber(call, outcome);
}

/** Closing a predefined key does nothing and works. */
function closeKey(call: Call): number {
  const key = call.number(0);
  if (ROOTS[(key >>> 0) - 0x8000_0000] !== undefined) {
    return 0;
  }
  return key === 0 ? ERROR_INVALID_HANDLE : errorNumber(call, regCloseKey(call.caller, key));
}

const FILE = 'Creates or opens a file. Every path exists unless the machine says "missing".';

/** The functions of this file. */
export const STORAGE: readonly BuiltIn[] = [
  ...(
    [
      ['CreateFileW', 'LPCWSTR', createFileW],
      ['CreateFileA', 'LPCSTR', createFileA],
    ] as const
  ).map(([name, text, create]) =>
    builtIn({
      signature: `HANDLE ${name}(${text} lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode, LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes, HANDLE hTemplateFile)`,
      summary: `${FILE} Fails with INVALID_HANDLE_VALUE, not with NULL.`,
      opens: 'File',
      flags: {
        dwDesiredAccess: 'file',
        dwShareMode: 'share',
        dwCreationDisposition: 'disposition',
        dwFlagsAndAttributes: 'fileFlags',
      },
      run: (call) => createFile(call, create),
    }),
  ),
  builtIn({
    signature:
      'BOOL ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead, LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped)',
    summary: 'Reads from a file or pipe; the handle needs FILE_READ_DATA. No data is moved.',
    run: (call) => {
      const outcome = readFile(call.caller, call.number(0));
      if (outcome.object !== null) {
        call.write(call.number(3), call.number(2));
      }
      return flag(call, outcome);
    },
  }),
  builtIn({
    signature:
      'BOOL WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite, LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped)',
    summary: 'Writes to a file or pipe; the handle needs FILE_WRITE_DATA. No data is moved.',
    run: (call) => {
      const outcome = writeFile(call.caller, call.number(0));
      if (outcome.object !== null) {
        call.write(call.number(3), call.number(2));
      }
      return flag(call, outcome);
    },
  }),
  builtIn({
    signature:
      'BOOL DeviceIoControl(HANDLE hDevice, DWORD dwIoControlCode, LPVOID lpInBuffer, DWORD nInBufferSize, LPVOID lpOutBuffer, DWORD nOutBufferSize, LPDWORD lpBytesReturned, LPOVERLAPPED lpOverlapped)',
    summary: 'Sends a control code to a device. Nothing happens but the use of the handle.',
    run: (call) => flag(call, deviceIoControl(call.caller, call.number(0))),
  }),
  builtIn({
    signature: 'HANDLE FindFirstFileW(LPCWSTR lpFileName, LPVOID lpFindFileData)',
    summary: 'Opens the directory of a search; the handle is closed with FindClose.',
    opens: 'File',
    closedBy: 'FindClose',
    run: (call) => {
      const path = call.text(0) ?? '';
      const directory = path.replace(/\\[^\\]*$/, '');
      return created(call, findFirstFileW(call.caller, directory), INVALID_HANDLE_VALUE);
    },
  }),
  builtIn({
    signature: 'BOOL FindClose(HANDLE hFindFile)',
    summary: 'Closes the handle of a search.',
    closes: 'hFindFile',
    paths: ['CloseHandle'],
    run: (call) => flag(call, closeHandle(call.caller, call.number(0))),
  }),
  builtIn({
    signature:
      'HANDLE CreateNamedPipeW(LPCWSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode, DWORD nMaxInstances, DWORD nOutBufferSize, DWORD nInBufferSize, DWORD nDefaultTimeOut, LPSECURITY_ATTRIBUTES lpSecurityAttributes)',
    summary: 'Creates an instance of a named pipe: an object of type File.',
    opens: 'File',
    flags: { dwOpenMode: 'pipe', dwPipeMode: 'pipeMode' },
    run: (call) =>
      created(
        call,
        createNamedPipeW(call.caller, { name: call.text(0) ?? '', inherit: call.inherit(7) }),
        INVALID_HANDLE_VALUE,
      ),
  }),
  builtIn({
    signature:
      'BOOL CreatePipe(PHANDLE hReadPipe, PHANDLE hWritePipe, LPSECURITY_ATTRIBUTES lpPipeAttributes, DWORD nSize)',
    summary: 'Creates an anonymous pipe; both ends must be closed.',
    opens: 'File',
    through: 'hReadPipe',
    paths: ['CreatePipe/read', 'CreatePipe/write'],
    run: createPipeEnds,
  }),
  builtIn({
    signature:
      'HANDLE CreateFileMappingW(HANDLE hFile, LPSECURITY_ATTRIBUTES lpFileMappingAttributes, DWORD flProtect, DWORD dwMaximumSizeHigh, DWORD dwMaximumSizeLow, LPCWSTR lpName)',
    summary: 'Creates a section, or opens the one that has the name.',
    opens: 'Section',
    flags: { flProtect: 'page' },
    run: (call) =>
      created(
        call,
        createFileMappingW(call.caller, {
          inherit: call.inherit(1),
          readOnly: (call.number(2) & 0xff) === 2,
          size: call.number(3) * 2 ** 32 + call.number(4) || 0x1000,
          ...optional('name', call.text(5)),
        }),
      ),
  }),
  builtIn({
    signature:
      'HANDLE OpenFileMappingW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)',
    summary: 'Opens a section by its name.',
    opens: 'Section',
    flags: { dwDesiredAccess: 'map', bInheritHandle: 'boolean' },
    run: (call) =>
      opened(
        call,
        openFileMappingW(call.caller, {
          desiredAccess: call.number(0),
          inherit: call.number(1) !== 0,
          name: call.text(2) ?? '',
        }),
      ),
  }),
  builtIn({
    signature:
      'LPVOID MapViewOfFile(HANDLE hFileMappingObject, DWORD dwDesiredAccess, DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow, SIZE_T dwNumberOfBytesToMap)',
    summary:
      'Maps a view of a section; the handle needs the rights of the view. No memory is mapped.',
    flags: { dwDesiredAccess: 'map' },
    run: (call) => {
      const outcome = mapViewOfFile(call.caller, call.number(0), call.number(1));
      return flag(call, outcome) === 0 ? 0 : VIEW_BASE;
    },
  }),
  builtIn({
    signature: 'BOOL UnmapViewOfFile(LPCVOID lpBaseAddress)',
    summary: 'Takes a view away.',
    paths: [],
    run: () => 1,
  }),
  builtIn({
    signature:
      'LSTATUS RegOpenKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD ulOptions, REGSAM samDesired, PHKEY phkResult)',
    summary: 'Opens a registry key. The error is the result; the last error stays as it is.',
    opens: 'Key',
    through: 'phkResult',
    closedBy: 'RegCloseKey',
    flags: { hKey: 'rootKey', samDesired: 'key' },
    run: (call) =>
      openKey(call, regOpenKeyExW, { access: call.number(3), output: 4, mustExist: true }),
  }),
  builtIn({
    signature:
      'LSTATUS RegCreateKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD Reserved, LPWSTR lpClass, DWORD dwOptions, REGSAM samDesired, LPSECURITY_ATTRIBUTES lpSecurityAttributes, PHKEY phkResult, LPDWORD lpdwDisposition)',
    summary: 'Creates a registry key, or opens the one that is there.',
    opens: 'Key',
    through: 'phkResult',
    closedBy: 'RegCloseKey',
    flags: { hKey: 'rootKey', dwOptions: 'keyOptions', samDesired: 'key' },
    run: (call) =>
      openKey(call, regCreateKeyExW, { access: call.number(5), output: 7, mustExist: false }),
  }),
  builtIn({
    signature:
      'LSTATUS RegQueryValueExW(HKEY hKey, LPCWSTR lpValueName, LPDWORD lpReserved, LPDWORD lpType, LPVOID lpData, LPDWORD lpcbData)',
    summary: 'Reads a value of a key; the handle needs KEY_QUERY_VALUE. No data is read.',
    flags: { hKey: 'rootKey' },
    run: (call) => errorNumber(call, regQueryValueExW(call.caller, call.number(0))),
  }),
  builtIn({
    signature:
      'LSTATUS RegNotifyChangeKeyValue(HKEY hKey, BOOL bWatchSubtree, DWORD dwNotifyFilter, HANDLE hEvent, BOOL fAsynchronous)',
    summary: 'Watches a key; the handle needs KEY_NOTIFY. Nothing ever changes.',
    flags: { bWatchSubtree: 'boolean', dwNotifyFilter: 'keyOptions', fAsynchronous: 'boolean' },
    run: (call) => errorNumber(call, regNotifyChangeKeyValue(call.caller, call.number(0))),
  }),
  builtIn({
    signature: 'LSTATUS RegCloseKey(HKEY hKey)',
    summary: 'Closes a registry key.',
    closes: 'hKey',
    run: closeKey,
  }),
];
