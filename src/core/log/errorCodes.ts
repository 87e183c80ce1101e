/** Error codes that turn up around handles, in words: NTSTATUS, Win32 and HRESULT (winerror.h, ntstatus.h). */

/** A code with its name and meaning. */
export interface ErrorCode {
  readonly space: 'NTSTATUS' | 'Win32' | 'HRESULT';
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
}

type Row = readonly [code: number, name: string, meaning: string];

const NTSTATUS: readonly Row[] = [
  [0x00000000, 'STATUS_SUCCESS', 'the call succeeded'],
  [0x00000102, 'STATUS_TIMEOUT', 'the wait ended without a signal'],
  [0x00000103, 'STATUS_PENDING', 'still under way; as an exit status: still running'],
  [0x40000000, 'STATUS_OBJECT_NAME_EXISTS', 'the name existed; the existing object was opened'],
  [0xc0000004, 'STATUS_INFO_LENGTH_MISMATCH', 'the buffer has the wrong size'],
  [0xc0000005, 'STATUS_ACCESS_VIOLATION', 'memory was used that is not there or not accessible'],
  [0xc0000008, 'STATUS_INVALID_HANDLE', 'the value is not a handle of the process that used it'],
  [0xc000000d, 'STATUS_INVALID_PARAMETER', 'an argument is not allowed'],
  [0xc0000017, 'STATUS_NO_MEMORY', 'memory ran out'],
  [0xc0000022, 'STATUS_ACCESS_DENIED', 'the handle or the caller lacks a right'],
  [0xc0000024, 'STATUS_OBJECT_TYPE_MISMATCH', 'the handle refers to an object of another type'],
  [0xc0000034, 'STATUS_OBJECT_NAME_NOT_FOUND', 'no object has that name'],
  [0xc0000035, 'STATUS_OBJECT_NAME_COLLISION', 'another object has that name already'],
  [
    0xc0000043,
    'STATUS_SHARING_VIOLATION',
    'somebody else has the file open in a way that excludes this',
  ],
  [0xc000009a, 'STATUS_INSUFFICIENT_RESOURCES', 'a system resource ran out'],
  [0xc00000bb, 'STATUS_NOT_SUPPORTED', 'objects of this type do not support the request'],
  [
    0xc000010a,
    'STATUS_PROCESS_IS_TERMINATING',
    'the process is ending and has no handle table any more',
  ],
  [0xc0000235, 'STATUS_HANDLE_NOT_CLOSABLE', 'the handle is protected from being closed'],
  [0xc0000374, 'STATUS_HEAP_CORRUPTION', 'the heap is damaged'],
  [0xc0000420, 'STATUS_ASSERTION_FAILURE', 'an assertion failed'],
];

const WIN32: readonly Row[] = [
  [0, 'ERROR_SUCCESS', 'the call succeeded'],
  [2, 'ERROR_FILE_NOT_FOUND', 'no file or object has that name'],
  [4, 'ERROR_TOO_MANY_OPEN_FILES', 'the process has no handles left'],
  [5, 'ERROR_ACCESS_DENIED', 'the handle or the caller lacks a right'],
  [6, 'ERROR_INVALID_HANDLE', 'the value is not a handle of the process that used it'],
  [8, 'ERROR_NOT_ENOUGH_MEMORY', 'memory ran out'],
  [24, 'ERROR_BAD_LENGTH', 'the buffer has the wrong size'],
  [32, 'ERROR_SHARING_VIOLATION', 'somebody else has the file open in a way that excludes this'],
  [50, 'ERROR_NOT_SUPPORTED', 'objects of this type do not support the request'],
  [87, 'ERROR_INVALID_PARAMETER', 'an argument is not allowed'],
  [183, 'ERROR_ALREADY_EXISTS', 'another object has that name already'],
  [258, 'WAIT_TIMEOUT', 'the wait ended without a signal'],
  [299, 'ERROR_PARTIAL_COPY', 'only a part of the memory could be read'],
  [996, 'ERROR_IO_INCOMPLETE', 'the operation is not finished'],
  [997, 'ERROR_IO_PENDING', 'the operation goes on in the background'],
  [1450, 'ERROR_NO_SYSTEM_RESOURCES', 'a system resource ran out'],
  [1816, 'ERROR_NOT_ENOUGH_QUOTA', 'a quota of the process is used up'],
];

const HRESULT: readonly Row[] = [
  [0x80004001, 'E_NOTIMPL', 'not implemented'],
  [0x80004002, 'E_NOINTERFACE', 'the object has no such interface'],
  [0x80004005, 'E_FAIL', 'unspecified failure'],
];

const HRESULT_OF_WIN32 = 0x8007_0000;
const HRESULT_OF_NTSTATUS = 0x1000_0000;

/**
 * What a 32-bit code means. Small numbers are Win32 errors, 0xC… and 0x4… are NTSTATUS, 0x8007… is a Win32 error in an
 * HRESULT, 0xD… an NTSTATUS in one. Null for codes that are not in the tables.
 */
export function errorCode(code: number): ErrorCode | null {
  const value = code >>> 0;
  if (value <= 0xffff) {
    return lookUp('Win32', WIN32, value);
  }
  if ((value & 0xffff_0000) >>> 0 === HRESULT_OF_WIN32) {
    const inner = lookUp('Win32', WIN32, value & 0xffff);
    return inner === null ? null : { ...inner, space: 'HRESULT', code: value };
  }
  if ((value & 0xf000_0000) >>> 0 === 0xd000_0000) {
    const inner = lookUp('NTSTATUS', NTSTATUS, (value - HRESULT_OF_NTSTATUS) >>> 0);
    return inner === null ? null : { ...inner, space: 'HRESULT', code: value };
  }
  return lookUp('NTSTATUS', NTSTATUS, value) ?? lookUp('HRESULT', HRESULT, value);
}

/** What an NTSTATUS means, also below 0x10000; null for codes that are not in the table. */
export function ntStatus(code: number): ErrorCode | null {
  return lookUp('NTSTATUS', NTSTATUS, code >>> 0);
}

function lookUp(space: ErrorCode['space'], rows: readonly Row[], code: number): ErrorCode | null {
  const row = rows.find(([known]) => known === code);
  return row === undefined ? null : { space, code, name: row[1], meaning: row[2] };
}
