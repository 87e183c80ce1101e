/** The system-call stubs of ntdll: which services there are, in which order their stubs lie, and what they are called. */

import type { CatalogProfile } from './catalogProfile';

/**
 * Stub numbers of 64-bit systems. They follow the order of the services of Windows 10; older systems number them a
 * little differently, which shows nowhere but in stub addresses, and those are simulated anyway.
 */
const X64_NUMBERS = `
  4 NtWaitForSingleObject 6 NtReadFile 7 NtDeviceIoControlFile 8 NtWriteFile 9 NtRemoveIoCompletion
  a NtReleaseSemaphore e NtSetEvent f NtClose 10 NtQueryObject 12 NtOpenKey 17 NtQueryValueKey
  19 NtQueryInformationProcess 1d NtCreateKey 20 NtReleaseMutant 24 NtOpenThreadToken 25 NtQueryInformationThread
  26 NtOpenProcess 28 NtMapViewOfSection 2f NtOpenThreadTokenEx 30 NtOpenProcessTokenEx 32 NtEnumerateKey 33 NtOpenFile
  34 NtDelayExecution 35 NtQueryDirectoryFile 37 NtOpenSection 39 NtFsControlFile 3c NtDuplicateObject 3e NtClearEvent
  40 NtOpenEvent 42 NtDuplicateToken 48 NtCreateEvent 4a NtCreateSection 4e NtCreateThread 55 NtCreateFile
  58 NtOpenDirectoryObject 5b NtWaitForMultipleObjects 5c NtSetInformationObject 60 NtSetValueKey 62 NtSetTimer
  79 NtAlpcConnectPort 7b NtAlpcCreatePort 8b NtAlpcSendWaitReceivePort 90 NtAssignProcessToJobObject
  a2 NtCreateDebugObject a9 NtCreateDirectoryObject ae NtCreateIRTimer af NtCreateIoCompletion b0 NtCreateJobObject
  b3 NtCreateKeyedEvent b7 NtCreateMutant b8 NtCreateNamedPipeFile bb NtCreatePort c0 NtCreateSemaphore
  c1 NtCreateSymbolicLinkObject c7 NtCreateThreadEx c8 NtCreateTimer c9 NtCreateTimer2 ca NtCreateToken
  cd NtCreateUserProcess cf NtCreateWaitCompletionPacket d2 NtCreateWorkerFactory
  110 NtNotifyChangeKey 124 NtOpenJobObject 126 NtOpenKeyEx 129 NtOpenKeyedEvent 12b NtOpenMutant 12d NtOpenProcessToken 12f NtOpenSemaphore
  132 NtOpenSymbolicLinkObject 133 NtOpenThread 134 NtOpenTimer 13a NtPulseEvent 170 NtReleaseKeyedEvent 175 NtResetEvent
  180 NtSecureConnectPort 18a NtSetInformationJobObject 192 NtSetIoCompletion 1a9 NtSetTimer2
  1ac NtSignalAndWaitForSingleObject 1b5 NtTerminateProcess 1bb NtTraceControl 1cd NtWaitForKeyedEvent
  1cf NtWaitForWorkViaWorkerFactory`;

/** Stub numbers of 32-bit systems, which are alphabetical. Three of them fit published Windows 7 addresses exactly. */
const X86_NUMBERS = `
  13 NtAlpcConnectPort 17 NtAlpcCreatePort 26 NtAlpcSendWaitReceivePort 29 NtAssignProcessToJobObject 2f NtClearEvent
  32 NtClose 3b NtConnectPort 3d NtCreateDebugObject 3f NtCreateDirectoryObject 40 NtCreateEvent 42 NtCreateFile
  43 NtCreateIoCompletion 44 NtCreateJobObject 46 NtCreateKey 48 NtCreateKeyedEvent 4a NtCreateMutant
  4b NtCreateNamedPipeFile 4d NtCreatePort 50 NtCreateProcessEx 54 NtCreateSection 55 NtCreateSemaphore
  56 NtCreateSymbolicLinkObject 57 NtCreateThread 58 NtCreateThreadEx 59 NtCreateTimer 5a NtCreateToken
  5d NtCreateUserProcess 60 NtCreateWorkerFactory 62 NtDelayExecution 6b NtDeviceIoControlFile 6f NtDuplicateObject
  70 NtDuplicateToken 74 NtEnumerateKey 86 NtFsControlFile a8 NtMapViewOfSection ac NtNotifyChangeKey af NtOpenDirectoryObject b1 NtOpenEvent
  b3 NtOpenFile b5 NtOpenJobObject b6 NtOpenKey b7 NtOpenKeyEx ba NtOpenKeyedEvent bb NtOpenMutant be NtOpenProcess
  bf NtOpenProcessToken c0 NtOpenProcessTokenEx c2 NtOpenSection c3 NtOpenSemaphore c5 NtOpenSymbolicLinkObject
  c6 NtOpenThread c7 NtOpenThreadToken c8 NtOpenThreadTokenEx c9 NtOpenTimer d3 NtPulseEvent df NtQueryDirectoryFile
  ea NtQueryInformationProcess ec NtQueryInformationThread f8 NtQueryObject 10a NtQueryValueKey 111 NtReadFile
  119 NtReleaseKeyedEvent 11a NtReleaseMutant 11b NtReleaseSemaphore 11d NtRemoveIoCompletion 12a NtResetEvent
  138 NtSecureConnectPort 142 NtSetEvent 147 NtSetInformationJobObject 14b NtSetInformationObject 154 NtSetIoCompletion
  15e NtSetTimer 166 NtSetValueKey 16a NtSignalAndWaitForSingleObject 172 NtTerminateProcess 178 NtTraceControl
  184 NtWaitForKeyedEvent 186 NtWaitForMultipleObjects 187 NtWaitForSingleObject 188 NtWaitForWorkViaWorkerFactory
  18c NtWriteFile`;

/** How the stubs of a profile look. */
export interface StubShape {
  /** Offset of stub 0 from ntdll's base. */
  readonly start: number;
  /** Bytes from one stub to the next. */
  readonly spacing: number;
  /** Where the system call returns to within a stub. */
  readonly returnOffset: number;
}

/** Services a kernel implements, by name; `ntdll` has a stub for each. */
export function serviceNames(profile: CatalogProfile): readonly string[] {
  return numbers(profile).map(([, name]) => name);
}

/**
 * The stub list of a profile in the notation of the symbol layout. `Nt` and `Zw` names share each stub; the public
 * symbols make debuggers print one of them, which differs between versions.
 */
export function stubList(profile: CatalogProfile): string {
  const { start, spacing } = profile.stubs;
  return numbers(profile)
    .map(([number, name]) => {
      const rva = (start + number * spacing).toString(16);
      const printed = stubName(profile, name);
      const other = printed === name ? zw(name) : name;
      return `${printed}|${other}@${rva}=${spacing.toString(16)}`;
    })
    .join(' ');
}

/** The name under which debuggers print a stub: `ZwCreateFile` on Windows 7 x86, `NtCreateFile` on Windows 10. */
export function stubName(profile: CatalogProfile, service: string): string {
  return profile.printsZw(service) ? zw(service) : service;
}

function zw(service: string): string {
  return `Zw${service.slice(2)}`;
}

function numbers(profile: CatalogProfile): readonly (readonly [number, string])[] {
  const words = (profile.pointerSize === 8 ? X64_NUMBERS : X86_NUMBERS).trim().split(/\s+/);
  const pairs: (readonly [number, string])[] = [];
  for (let index = 0; index + 1 < words.length; index += 2) {
    pairs.push([Number.parseInt(words[index] ?? '', 16), words[index + 1] ?? '']);
  }
  return pairs;
}
