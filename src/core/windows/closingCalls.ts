/**
 * Which call closes what another call opened, after the remarks on Microsoft's reference pages of the opening calls. Only
 * calls are listed whose page names the closing one; others are not guessed.
 */

const CLOSE_HANDLE = [
  'CreateEvent',
  'CreateEventEx',
  'OpenEvent',
  'CreateMutex',
  'CreateMutexEx',
  'OpenMutex',
  'CreateSemaphore',
  'CreateSemaphoreEx',
  'OpenSemaphore',
  'CreateWaitableTimer',
  'CreateWaitableTimerEx',
  'OpenWaitableTimer',
  'CreateFile',
  'CreateFile2',
  'ReOpenFile',
  'CreateNamedPipe',
  'CreatePipe',
  'CreateMailslot',
  'CreateFileMapping',
  'CreateFileMapping2',
  'OpenFileMapping',
  'CreateJobObject',
  'OpenJobObject',
  'CreateIoCompletionPort',
  'CreateProcess',
  'CreateProcessAsUser',
  'OpenProcess',
  'CreateThread',
  'CreateRemoteThread',
  'CreateRemoteThreadEx',
  'OpenThread',
  'OpenProcessToken',
  'OpenThreadToken',
  'DuplicateToken',
  'DuplicateTokenEx',
  'LogonUser',
  'CreateToolhelp32Snapshot',
  '_beginthreadex',
] as const;

const OTHERS: readonly (readonly [opens: string, closes: string])[] = [
  ['RegOpenKeyEx', 'RegCloseKey'],
  ['RegCreateKeyEx', 'RegCloseKey'],
  ['RegOpenKeyTransacted', 'RegCloseKey'],
  ['RegCreateKeyTransacted', 'RegCloseKey'],
  ['RegOpenCurrentUser', 'RegCloseKey'],
  ['RegConnectRegistry', 'RegCloseKey'],
  ['FindFirstFile', 'FindClose'],
  ['FindFirstFileEx', 'FindClose'],
  ['FindFirstStream', 'FindClose'],
  ['FindFirstFileName', 'FindClose'],
  ['FindFirstChangeNotification', 'FindCloseChangeNotification'],
  ['socket', 'closesocket'],
  ['WSASocket', 'closesocket'],
  ['accept', 'closesocket'],
  ['WSAAccept', 'closesocket'],
  ['CreateDesktop', 'CloseDesktop'],
  ['CreateDesktopEx', 'CloseDesktop'],
  ['OpenDesktop', 'CloseDesktop'],
  ['OpenInputDesktop', 'CloseDesktop'],
  ['CreateWindowStation', 'CloseWindowStation'],
  ['OpenWindowStation', 'CloseWindowStation'],
  ['CreateThreadpoolWait', 'CloseThreadpoolWait'],
  ['CreateThreadpoolTimer', 'CloseThreadpoolTimer'],
  ['CreateThreadpoolIo', 'CloseThreadpoolIo'],
  ['CreateThreadpool', 'CloseThreadpool'],
  ['EventRegister', 'EventUnregister'],
  ['CreateMenu', 'DestroyMenu'],
  ['CreatePopupMenu', 'DestroyMenu'],
  ['LoadMenu', 'DestroyMenu'],
  ['LoadMenuIndirect', 'DestroyMenu'],
  ['CreateIcon', 'DestroyIcon'],
  ['CreateIconFromResource', 'DestroyIcon'],
  ['CreateIconFromResourceEx', 'DestroyIcon'],
  ['CreateIconIndirect', 'DestroyIcon'],
  ['CopyIcon', 'DestroyIcon'],
  ['CreateCursor', 'DestroyCursor'],
  ['CreateAcceleratorTable', 'DestroyAcceleratorTable'],
  ['SetWindowsHookEx', 'UnhookWindowsHookEx'],
  ['SetWinEventHook', 'UnhookWinEvent'],
];

const CLOSING: ReadonlyMap<string, string> = new Map([
  ...CLOSE_HANDLE.map((opens) => [opens, 'CloseHandle'] as const),
  ...OTHERS,
]);

/**
 * The call that closes what `opening` returns; null when it is not certain. A final `A` or `W`, `Stub` and the like do not
 * matter.
 */
export function closingCall(opening: string): string | null {
  for (const name of [opening, opening.replace(/(?:Stub|Implementation|Internal)$/, '')]) {
    const found = CLOSING.get(name) ?? CLOSING.get(name.replace(/[AW]$/, ''));
    if (found !== undefined) {
      return found;
    }
  }
  return null;
}
