/** The services of ntdll, where they differ from what Win32 offers. */

import type { HandleOutcome } from '../../simulator/machine/machineTypes';
import type { ObjectBody } from '../../simulator/machine/objectBody';
import { keyWriteTime } from '../../simulator/win32/names';
import { STATUS_INVALID_CID } from '../../simulator/win32/threads';
import { status, through } from './answers';
import { builtIn, type BuiltIn, type BuiltInDescription, type Call } from './builtIn';
import type { ConstantGroup } from './constants';
import { waitFor } from './handles';

/** Cells of an OBJECT_ATTRIBUTES. */
const OBJECT_NAME = 2;
const ATTRIBUTES = 3;
/** 100 ns units per millisecond. */
const UNITS = 10_000;
const FOR_EVER = 0xffff_ffff;

/** Name and OBJ_* bits of an OBJECT_ATTRIBUTES argument. */
export function attributesOf(
  call: Call,
  index: number,
): { readonly name: string | null; readonly attributes: number } {
  const at = call.number(index);
  if (at === 0) {
    return { name: null, attributes: 0 };
  }
  const nameAt = Number(call.read(at, OBJECT_NAME));
  const name = nameAt === 0 ? null : call.textOf(call.read(nameAt));
  return { name: name === '' ? null : name, attributes: Number(call.read(at, ATTRIBUTES)) };
}

/** Creates or opens an object through the handle pointer in argument 0. */
function make(
  call: Call,
  service: string,
  object: {
    readonly type: string;
    readonly mode: 'create' | 'open';
    readonly body?: ObjectBody;
    readonly keyLike?: boolean;
  },
): number {
  const { caller } = call;
  const { services } = caller.machine;
  const { name, attributes } = attributesOf(call, 2);
  const desiredAccess = call.number(1);
  const { type } = object;
  const outcome: HandleOutcome = caller.native(service, (thread) =>
    object.mode === 'open' && object.keyLike !== true
      ? services.open(thread, service, { type, name: name ?? '', desiredAccess, attributes })
      : services.create(thread, service, {
          type,
          name,
          desiredAccess,
          attributes,
          ...(object.body === undefined ? {} : { body: object.body }),
        }),
  );
  through(call, 0, outcome);
  return status(call, outcome);
}

interface NativeObject {
  readonly service: string;
  readonly type: string;
  readonly mode: 'create' | 'open';
  readonly group?: ConstantGroup;
  /** Parameters behind the OBJECT_ATTRIBUTES. */
  readonly more?: string;
  readonly body?: (call: Call) => ObjectBody;
}

const OBJECTS: readonly NativeObject[] = [
  {
    service: 'NtCreateEvent',
    type: 'Event',
    mode: 'create',
    group: 'event',
    more: ', DWORD EventType, BOOLEAN InitialState',
    body: (call) => ({
      kind: 'event',
      manualReset: call.number(3) === 0,
      signalled: call.number(4) !== 0,
    }),
  },
  { service: 'NtOpenEvent', type: 'Event', mode: 'open', group: 'event' },
  {
    service: 'NtCreateMutant',
    type: 'Mutant',
    mode: 'create',
    group: 'mutex',
    more: ', BOOLEAN InitialOwner',
    body: (call) => {
      const owned = call.number(3) !== 0;
      const { thread } = call.caller;
      return {
        kind: 'mutant',
        count: owned ? 0 : 1,
        abandoned: false,
        ownerProcessId: owned ? thread.process.processId : 0,
        ownerThreadId: owned ? thread.threadId : 0,
      };
    },
  },
  { service: 'NtOpenMutant', type: 'Mutant', mode: 'open', group: 'mutex' },
  {
    service: 'NtCreateSemaphore',
    type: 'Semaphore',
    mode: 'create',
    group: 'semaphore',
    more: ', LONG InitialCount, LONG MaximumCount',
    body: (call) => ({ kind: 'semaphore', count: call.number(3), limit: call.number(4) }),
  },
  { service: 'NtOpenSemaphore', type: 'Semaphore', mode: 'open', group: 'semaphore' },
  { service: 'NtCreateDirectoryObject', type: 'Directory', mode: 'create', group: 'directory' },
  { service: 'NtOpenDirectoryObject', type: 'Directory', mode: 'open', group: 'directory' },
  {
    service: 'NtCreateSymbolicLinkObject',
    type: 'SymbolicLink',
    mode: 'create',
    group: 'link',
    more: ', PUNICODE_STRING LinkTarget',
    body: (call) => ({ kind: 'symbolicLink', target: call.textOf(call.read(call.number(3))) }),
  },
  { service: 'NtCreateKeyedEvent', type: 'KeyedEvent', mode: 'create', more: ', ULONG Flags' },
  { service: 'NtOpenKeyedEvent', type: 'KeyedEvent', mode: 'open' },
  { service: 'NtOpenSection', type: 'Section', mode: 'open', group: 'map' },
  { service: 'NtOpenJobObject', type: 'Job', mode: 'open', group: 'job' },
  { service: 'NtCreateJobObject', type: 'Job', mode: 'create', group: 'job' },
];

/** A function for each service that makes a handle from an OBJECT_ATTRIBUTES. */
function objectFunction(object: NativeObject): BuiltIn {
  const { service, type, mode, group, more, body } = object;
  return builtIn({
    signature: `NTSTATUS ${service}(PHANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes${more ?? ''})`,
    summary:
      mode === 'create'
        ? `Creates an object of type ${type}; a name that is taken fails unless OBJ_OPENIF is set.`
        : `Opens an object of type ${type} by its name.`,
    opens: type,
    through: 'Handle',
    closedBy: 'NtClose',
    ...(group === undefined ? {} : { flags: { DesiredAccess: group } }),
    paths: [],
    run: (call) =>
      make(call, service, { type, mode, ...(body === undefined ? {} : { body: body(call) }) }),
  });
}

function openLink(call: Call): number {
  const { caller } = call;
  const service = 'NtOpenSymbolicLinkObject';
  const { name, attributes } = attributesOf(call, 2);
  const outcome = caller.native(service, (thread) =>
    caller.machine.services.open(thread, service, {
      type: 'SymbolicLink',
      name: name ?? '',
      desiredAccess: call.number(1),
      attributes: attributes | 0x100,
    }),
  );
  through(call, 0, outcome);
  return status(call, outcome);
}

function openKey(call: Call, service: string): number {
  const { name } = attributesOf(call, 2);
  const path = name ?? '';
  if (call.isMissing(path)) {
    return 0xc000_0034 | 0;
  }
  return make(call, service, {
    type: 'Key',
    mode: 'create',
    body: { kind: 'key', path, lastWriteTime: keyWriteTime(path) },
  });
}

/** NtOpenProcess and NtOpenThread: by a CLIENT_ID in argument 3. */
function openById(call: Call, type: 'Process' | 'Thread'): number {
  const { caller } = call;
  const { machine } = caller;
  const id = Number(call.read(call.number(3), type === 'Process' ? 0 : 1));
  const service = `NtOpen${type}`;
  const object =
    type === 'Process'
      ? (machine.process(id)?.object ?? null)
      : (machine
          .processes()
          .flatMap(({ threads }) => threads)
          .find(({ threadId }) => threadId === id)?.object ?? null);
  const outcome: HandleOutcome = caller.native(service, (thread) =>
    object === null
      ? { status: STATUS_INVALID_CID, raised: false, handle: 0, object: null }
      : machine.services.openObject(thread, service, {
          object,
          desiredAccess: call.number(1),
          attributes: attributesOf(call, 2).attributes,
        }),
  );
  through(call, 0, outcome);
  return status(call, outcome);
}

function duplicate(call: Call): number {
  const { caller } = call;
  const target = call.number(2);
  const outcome = caller.native('NtDuplicateObject', (thread) =>
    caller.machine.services.duplicate(thread, {
      sourceProcess: call.number(0),
      sourceHandle: call.number(1),
      targetProcess: target === 0 ? null : target,
      desiredAccess: call.number(4),
      attributes: call.number(5),
      options: call.number(6),
    }),
  );
  if (target !== 0) {
    through(call, 3, outcome);
  }
  return status(call, outcome);
}

function changeEvent(call: Call, service: string, signalled: boolean): number {
  const { caller } = call;
  const outcome = caller.native(service, (thread) =>
    caller.machine.services.reference(thread, service, {
      handle: call.number(0),
      type: 'Event',
      access: 0x2,
    }),
  );
  const event = outcome.object?.changeBody('event') ?? null;
  if (event !== null) {
    event.signalled = signalled;
    call.run.changed();
  }
  return status(call, outcome);
}

/** A PLARGE_INTEGER timeout: NULL waits for ever, negative ones are relative. */
function timeout(call: Call, index: number): number {
  const at = call.number(index);
  const units = Number(call.read(at));
  return at === 0 ? FOR_EVER : Math.max(0, -units / UNITS);
}

const OTHERS: readonly BuiltInDescription[] = [
  {
    signature: 'NTSTATUS NtClose(HANDLE Handle)',
    summary: 'Closes a handle; what CloseHandle calls.',
    closes: 'Handle',
    run: (call) =>
      status(
        call,
        call.caller.native('NtClose', (thread, service) =>
          call.caller.machine.services.close(thread, call.number(0), service),
        ),
      ),
  },
  {
    signature:
      'NTSTATUS NtDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle, HANDLE TargetProcessHandle, PHANDLE TargetHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes, ULONG Options)',
    summary:
      'Makes another handle to the same object; what DuplicateHandle calls, with OBJ_* bits.',
    opens: 'any type',
    through: 'TargetHandle',
    closedBy: 'NtClose',
    flags: { HandleAttributes: 'attributes', Options: 'duplicate' },
    run: duplicate,
  },
  {
    signature:
      'NTSTATUS NtOpenProcess(PHANDLE ProcessHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PCLIENT_ID ClientId)',
    summary: 'Opens a process by the id in UniqueProcess.',
    opens: 'Process',
    through: 'ProcessHandle',
    closedBy: 'NtClose',
    flags: { DesiredAccess: 'process' },
    run: (call) => openById(call, 'Process'),
  },
  {
    signature:
      'NTSTATUS NtOpenThread(PHANDLE ThreadHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PCLIENT_ID ClientId)',
    summary: 'Opens a thread by the id in UniqueThread.',
    opens: 'Thread',
    through: 'ThreadHandle',
    closedBy: 'NtClose',
    flags: { DesiredAccess: 'thread' },
    run: (call) => openById(call, 'Thread'),
  },
  {
    signature:
      'NTSTATUS NtOpenSymbolicLinkObject(PHANDLE LinkHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes)',
    summary: 'Opens a symbolic link itself, not what it leads to.',
    opens: 'SymbolicLink',
    through: 'LinkHandle',
    closedBy: 'NtClose',
    flags: { DesiredAccess: 'link' },
    run: openLink,
  },
  ...(['NtOpenKey', 'NtCreateKey'] as const).map((service): BuiltInDescription => ({
    signature:
      service === 'NtOpenKey'
        ? 'NTSTATUS NtOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes)'
        : 'NTSTATUS NtCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex, PUNICODE_STRING Class, ULONG CreateOptions, PULONG Disposition)',
    summary: 'Opens a registry key by its native path, \\REGISTRY\\MACHINE\\…',
    opens: 'Key',
    through: 'KeyHandle',
    closedBy: 'NtClose',
    flags: { DesiredAccess: 'key' },
    run: (call) => openKey(call, service),
  })),
  {
    signature:
      'NTSTATUS NtOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock, ULONG ShareAccess, ULONG OpenOptions)',
    summary: 'Opens a file by its native path, \\Device\\HarddiskVolume3\\…',
    opens: 'File',
    through: 'FileHandle',
    closedBy: 'NtClose',
    flags: { DesiredAccess: 'file', ShareAccess: 'share' },
    run: (call) => make(call, 'NtOpenFile', { type: 'File', mode: 'open' }),
  },
  {
    signature:
      'NTSTATUS NtCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)',
    summary: 'Creates or opens a file by its native path; what CreateFile calls.',
    opens: 'File',
    through: 'FileHandle',
    closedBy: 'NtClose',
    flags: { DesiredAccess: 'file', ShareAccess: 'share' },
    run: (call) => make(call, 'NtCreateFile', { type: 'File', mode: 'create' }),
  },
  {
    signature: 'NTSTATUS NtSetEvent(HANDLE EventHandle, LPLONG PreviousState)',
    summary: 'Signals an event.',
    run: (call) => changeEvent(call, 'NtSetEvent', true),
  },
  {
    signature: 'NTSTATUS NtClearEvent(HANDLE EventHandle)',
    summary: 'Takes the signal of an event away.',
    run: (call) => changeEvent(call, 'NtClearEvent', false),
  },
  {
    signature:
      'NTSTATUS NtWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout)',
    summary:
      'Waits for an object; NULL waits for ever, a negative time is relative in units of 100 ns.',
    run: (call) =>
      waitFor(call, {
        path: 'NtWaitForSingleObject',
        isNative: true,
        handles: [call.number(0)],
        all: false,
        timeout: timeout(call, 2),
        kind: 'native',
      }),
  },
  {
    signature: 'VOID RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString)',
    summary: 'Lets a UNICODE_STRING point to a text.',
    run: (call) => {
      const text = call.text(1) ?? '';
      call.write(call.number(0), text);
      call.write(call.number(0), text.length * 2, 1);
      call.write(call.number(0), text.length * 2 + 2, 2);
      return 0;
    },
  },
  {
    signature:
      'VOID InitializeObjectAttributes(POBJECT_ATTRIBUTES InitializedAttributes, PUNICODE_STRING ObjectName, ULONG Attributes, HANDLE RootDirectory, PVOID SecurityDescriptor)',
    summary: 'Fills an OBJECT_ATTRIBUTES. RootDirectory is not looked at: write full paths.',
    flags: { Attributes: 'attributes' },
    run: (call) => {
      const at = call.number(0);
      [48, call.number(3), call.number(1), call.number(2), call.number(4), 0].forEach(
        (value, cell) => call.write(at, value, cell),
      );
      return 0;
    },
  },
];

/** The functions of this file. */
export const NATIVE: readonly BuiltIn[] = [
  ...OBJECTS.map(objectFunction),
  ...OTHERS.map((description) => builtIn({ ...description, paths: [] })),
];
