/** The types that scripts know, as Windows headers spell them. */

/** What a value of a type is. */
export type TypeKind = 'void' | 'integer' | 'text' | 'pointer' | 'struct';

/** How integers of a type are kept within its range. */
export type IntegerWidth = 'i32' | 'u32' | 'u16' | 'u8' | 'wide';

/** A field of a struct. */
export interface TypeField {
  readonly name: string;
  readonly type: ScriptType;
  /** Cells from the start of the struct. */
  readonly offset: number;
  /** Elements of an array; 0 for others. */
  readonly length: number;
}

/** A type of the language. Every value but a struct takes one cell. */
export interface ScriptType {
  readonly name: string;
  readonly kind: TypeKind;
  readonly width: IntegerWidth;
  /** True for what is closed by a call: kernel handles, keys, desktops, window stations. */
  readonly isHandle: boolean;
  /** True for handles of the windowing system, which are in another table. */
  readonly isUserHandle: boolean;
  /** What a pointer points to; null for others. */
  readonly target: ScriptType | null;
  readonly fields: readonly TypeField[];
  /** Cells that a value takes. */
  readonly cells: number;
  /** What `sizeof` says on a 64-bit machine; pointers are half of it on a 32-bit one. */
  readonly bytes: number;
}

function simple(name: string, kind: TypeKind, width: IntegerWidth, bytes: number): ScriptType {
  return {
    name,
    kind,
    width,
    isHandle: false,
    isUserHandle: false,
    target: null,
    fields: [],
    cells: 1,
    bytes,
  };
}

function handle(name: string): ScriptType {
  return { ...simple(name, 'integer', 'wide', 8), isHandle: true };
}

function userHandle(name: string): ScriptType {
  return { ...handle(name), isUserHandle: true };
}

/** A pointer to a type. */
export function pointerTo(target: ScriptType, name = `${target.name}*`): ScriptType {
  return { ...simple(name, 'pointer', 'wide', 8), target };
}

/** A struct of fields one after the other. */
export function structOf(
  name: string,
  fields: readonly (readonly [string, ScriptType, number?])[],
  bytes: number,
): ScriptType {
  let offset = 0;
  const placed = fields.map(([fieldName, type, count]): TypeField => {
    const field = { name: fieldName, type, offset, length: count ?? 0 };
    offset += type.cells * Math.max(1, count ?? 1);
    return field;
  });
  return { ...simple(name, 'struct', 'wide', bytes), fields: placed, cells: Math.max(1, offset) };
}

/** A struct whose fields are still to come, so that they may point to it. */
export function unfinishedStruct(name: string): ScriptType {
  return structOf(name, [], 0);
}

/** Gives a struct its fields. */
export function finishStruct(
  unfinished: ScriptType,
  fields: Parameters<typeof structOf>[1],
  bytes: number,
): void {
  Object.assign(unfinished, structOf(unfinished.name, fields, bytes));
}

export const VOID = simple('void', 'void', 'wide', 1);
export const INT = simple('int', 'integer', 'i32', 4);
export const DWORD = simple('DWORD', 'integer', 'u32', 4);
export const BOOL = simple('BOOL', 'integer', 'i32', 4);
export const HANDLE = handle('HANDLE');
export const TEXT = simple('LPCWSTR', 'text', 'wide', 8);
/** Characters that are written to: `WCHAR name[64]`. */
export const BUFFER = simple('WCHAR', 'text', 'u16', 2);
export const POINTER = pointerTo(VOID, 'LPVOID');

const SECURITY_ATTRIBUTES = structOf(
  'SECURITY_ATTRIBUTES',
  [
    ['nLength', DWORD],
    ['lpSecurityDescriptor', POINTER],
    ['bInheritHandle', BOOL],
  ],
  24,
);

const PROCESS_INFORMATION = structOf(
  'PROCESS_INFORMATION',
  [
    ['hProcess', HANDLE],
    ['hThread', HANDLE],
    ['dwProcessId', DWORD],
    ['dwThreadId', DWORD],
  ],
  24,
);

const STARTUPINFOW = structOf(
  'STARTUPINFOW',
  [
    ['cb', DWORD],
    ['lpDesktop', TEXT],
    ['lpTitle', TEXT],
    ['dwFlags', DWORD],
    ['wShowWindow', DWORD],
    ['hStdInput', HANDLE],
    ['hStdOutput', HANDLE],
    ['hStdError', HANDLE],
  ],
  104,
);

const LARGE_INTEGER = structOf(
  'LARGE_INTEGER',
  [['QuadPart', simple('LONGLONG', 'integer', 'wide', 8)]],
  8,
);

/** `Buffer` is all that the calls look at. */
const UNICODE_STRING = structOf(
  'UNICODE_STRING',
  [
    ['Buffer', TEXT],
    ['Length', DWORD],
    ['MaximumLength', DWORD],
  ],
  16,
);

const OBJECT_ATTRIBUTES = structOf(
  'OBJECT_ATTRIBUTES',
  [
    ['Length', DWORD],
    ['RootDirectory', HANDLE],
    ['ObjectName', pointerTo(UNICODE_STRING, 'PUNICODE_STRING')],
    ['Attributes', DWORD],
    ['SecurityDescriptor', POINTER],
    ['SecurityQualityOfService', POINTER],
  ],
  48,
);

const IO_STATUS_BLOCK = structOf(
  'IO_STATUS_BLOCK',
  [
    ['Status', INT],
    ['Information', POINTER],
  ],
  16,
);

const CLIENT_ID = structOf(
  'CLIENT_ID',
  [
    ['UniqueProcess', simple('ULONG_PTR', 'integer', 'wide', 8)],
    ['UniqueThread', simple('ULONG_PTR', 'integer', 'wide', 8)],
  ],
  16,
);

const JOBOBJECT_BASIC_UI_RESTRICTIONS = structOf(
  'JOBOBJECT_BASIC_UI_RESTRICTIONS',
  [['UIRestrictionsClass', DWORD]],
  4,
);

const WNDCLASSW = structOf(
  'WNDCLASSW',
  [
    ['style', DWORD],
    ['lpfnWndProc', POINTER],
    ['cbClsExtra', INT],
    ['cbWndExtra', INT],
    ['hInstance', POINTER],
    ['hIcon', userHandle('HICON')],
    ['hCursor', userHandle('HCURSOR')],
    ['hbrBackground', POINTER],
    ['lpszMenuName', TEXT],
    ['lpszClassName', TEXT],
  ],
  72,
);

const OVERLAPPED = structOf(
  'OVERLAPPED',
  [
    ['Offset', DWORD],
    ['OffsetHigh', DWORD],
    ['hEvent', HANDLE],
  ],
  32,
);

const INTEGERS: readonly (readonly [string, IntegerWidth, number])[] = [
  ['int INT LONG long NTSTATUS LSTATUS HRESULT BOOL JOBOBJECTINFOCLASS', 'i32', 4],
  ['DWORD UINT ULONG ACCESS_MASK REGSAM unsigned', 'u32', 4],
  ['WORD USHORT ATOM', 'u16', 2],
  ['BYTE BOOLEAN UCHAR', 'u8', 1],
  [
    'LONGLONG ULONGLONG DWORD64 ULONG64 SIZE_T ULONG_PTR DWORD_PTR UINT_PTR LONG_PTR WPARAM LPARAM LRESULT HKL size_t',
    'wide',
    8,
  ],
];

const HANDLES = 'HANDLE HKEY HDESK HWINSTA';
/** As in the headers, but HDDEINSTANCE, HINPUTDEVICE and HPOINTERDEVICE, which are names of this language. */
const USER_HANDLES =
  `HWND HMENU HICON HCURSOR HHOOK HDWP HACCEL HIMC HWINEVENTHOOK HRAWINPUT HTOUCHINPUT HGESTUREINFO HMONITOR
  HCONV HDDEINSTANCE HINPUTDEVICE HPOINTERDEVICE`.split(/\s+/);
const TEXTS = 'LPCWSTR PCWSTR LPWSTR PWSTR LPCSTR LPSTR PCSTR PSTR LPCTSTR LPTSTR';
const CHARACTERS = 'WCHAR wchar_t TCHAR CHAR char';

const TYPES: ReadonlyMap<string, ScriptType> = new Map<string, ScriptType>([
  ['void', VOID],
  ['VOID', VOID],
  ...INTEGERS.flatMap(([names, width, bytes]) =>
    names.split(' ').map((name) => [name, simple(name, 'integer', width, bytes)] as const),
  ),
  ...HANDLES.split(' ').map((name) => [name, handle(name)] as const),
  ...USER_HANDLES.map((name) => [name, userHandle(name)] as const),
  ...TEXTS.split(' ').map((name) => [name, simple(name, 'text', 'wide', 8)] as const),
  ...CHARACTERS.split(' ').map(
    (name) => [name, simple(name, 'text', 'u16', name.endsWith('R') ? 2 : 1)] as const,
  ),
  ...(
    [
      ['PHANDLE', HANDLE],
      ['LPHANDLE', HANDLE],
      ['PHKEY', handle('HKEY')],
      ['LPDWORD', DWORD],
      ['PDWORD', DWORD],
      ['PULONG', DWORD],
      ['LPLONG', INT],
      ['PUNICODE_STRING', UNICODE_STRING],
      ['POBJECT_ATTRIBUTES', OBJECT_ATTRIBUTES],
      ['PLARGE_INTEGER', LARGE_INTEGER],
      ['PCLIENT_ID', CLIENT_ID],
      ['PIO_STATUS_BLOCK', IO_STATUS_BLOCK],
      ['LPSECURITY_ATTRIBUTES', SECURITY_ATTRIBUTES],
      ['LPPROCESS_INFORMATION', PROCESS_INFORMATION],
      ['LPSTARTUPINFOW', STARTUPINFOW],
      ['LPOVERLAPPED', OVERLAPPED],
      ['LPWNDCLASSW', WNDCLASSW],
    ] as const
  ).map(([name, target]) => [name, pointerTo(target, name)] as const),
  ...[
    'LPVOID',
    'PVOID',
    'LPCVOID',
    'PTP_WORK',
    'PTP_POOL',
    'PTP_WAIT',
    'PTP_CALLBACK_INSTANCE',
    'PTP_CALLBACK_ENVIRON',
    'PTP_WORK_CALLBACK',
    'PTP_WAIT_CALLBACK',
    'LPTHREAD_START_ROUTINE',
    'HINSTANCE',
    'HMODULE',
    'HSZ',
    'HOOKPROC',
    'WINEVENTPROC',
    'TIMERPROC',
    'PFNCALLBACK',
    'LPACCEL',
    'PICONINFO',
    'PCONVCONTEXT',
    'LPBYTE',
  ].map((name) => [name, pointerTo(VOID, name)] as const),
  ...[
    SECURITY_ATTRIBUTES,
    PROCESS_INFORMATION,
    STARTUPINFOW,
    LARGE_INTEGER,
    UNICODE_STRING,
    OBJECT_ATTRIBUTES,
    IO_STATUS_BLOCK,
    CLIENT_ID,
    OVERLAPPED,
    JOBOBJECT_BASIC_UI_RESTRICTIONS,
    WNDCLASSW,
  ].map((type) => [type.name, type] as const),
  ['STARTUPINFO', STARTUPINFOW],
]);

/** True for the name of a type that every script knows. */
export function isTypeName(name: string): boolean {
  return TYPES.has(name);
}

/** A type by its name; undefined when there is none of that name. */
export function typeNamed(name: string): ScriptType | undefined {
  return TYPES.get(name);
}

/** All names of types. */
export function typeNames(): readonly string[] {
  return [...TYPES.keys()];
}
