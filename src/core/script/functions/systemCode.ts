/** What Windows itself calls while it starts processes, and what no function of Windows does: for scripts that show a known machine. */

import { address } from '../../model/identifiers';
import { setHandleTracing } from '../../simulator/machine/handleTracingInformation';
import { rpcBindingBind, rpcServerUseProtseqEpW } from '../../simulator/win32/ports';
import { useHandles } from '../../simulator/win32/useHandles';
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_PARAMETER,
  errorNumber,
  status,
  through,
} from './answers';
import { builtIn, type BuiltIn, type Call } from './builtIn';
import { attributesOf } from './native';

/** ProcessHandleTracing, the only class of information that can be set. */
const PROCESS_HANDLE_TRACING = 32;
const STATUS_INVALID_INFO_CLASS = 0xc000_0003;
/** PORT_ALL_ACCESS. */
const PORT_ALL_ACCESS = 0x1f_0001;
/** What listings of Windows 10 show for the client's end of an ALPC port. */
const CLIENT_ACCESS = 0x1f_0000;
/** The first build of Windows 10. */
const WINDOWS_10 = 10_240;

/** Switches tracing as Application Verifier does: 4 bytes (Flags), 8 bytes (Flags, TotalSlots), or none to switch it off. */
function setProcessInformation(call: Call): number {
  const length = call.number(3);
  if (call.number(1) !== PROCESS_HANDLE_TRACING) {
    return STATUS_INVALID_INFO_CLASS | 0;
  }
  const buffer = new Uint8Array(Math.min(Math.max(0, length), 16));
  const view = new DataView(buffer.buffer);
  for (let cell = 0; cell * 4 + 4 <= buffer.length; cell++) {
    view.setUint32(cell * 4, Number(call.read(call.number(2), cell)), true);
  }
  const { machine, thread } = call.caller;
  return status(call, setHandleTracing(machine, thread, call.number(0), buffer));
}

function createSection(call: Call): number {
  const { caller } = call;
  const { name, attributes } = attributesOf(call, 2);
  const size = Number(call.read(call.number(3)));
  const outcome = caller.native('NtCreateSection', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Section',
      name,
      desiredAccess: call.number(1),
      attributes,
      body: {
        kind: 'section',
        baseAddress: address(0),
        attributes: call.number(5),
        size: BigInt(size === 0 ? 0x1000 : size),
      },
    }),
  );
  through(call, 0, outcome);
  return status(call, outcome);
}

/** Looks the section up; nothing is mapped. */
function mapSection(call: Call): number {
  const { caller } = call;
  const isWritable = (call.number(9) & 0x4) !== 0;
  return status(
    call,
    caller.native('NtMapViewOfSection', (thread, service) =>
      caller.machine.services.reference(thread, service, {
        handle: call.number(0),
        type: 'Section',
        access: isWritable ? 0x6 : 0x4,
      }),
    ),
  );
}

/** One end of a port: of the type that the version has. */
function makePort(call: Call, service: string, name: string | null): number {
  const { caller } = call;
  const { beforeVista: isLpc, version } = caller.machine.profile;
  const isClient = service === 'NtAlpcConnectPort' && version.build >= WINDOWS_10;
  const outcome = caller.native(service, (thread, actual) =>
    caller.machine.services.create(thread, actual, {
      type: isLpc ? 'Port' : 'ALPC Port',
      name,
      desiredAccess: isClient ? CLIENT_ACCESS : PORT_ALL_ACCESS,
    }),
  );
  through(call, 0, outcome);
  return status(call, outcome);
}

/** The calls of Windows. */
const CALLS: readonly BuiltIn[] = [
  builtIn({
    signature:
      'NTSTATUS NtSetInformationProcess(HANDLE ProcessHandle, ULONG ProcessInformationClass, PVOID ProcessInformation, ULONG ProcessInformationLength)',
    summary:
      'With ProcessHandleTracing: switches handle tracing on (Flags, or Flags and TotalSlots) or off (length 0).',
    flags: { ProcessInformationClass: 'processClass' },
    paths: [],
    run: setProcessInformation,
  }),
  builtIn({
    signature:
      'NTSTATUS NtCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, PLARGE_INTEGER MaximumSize, ULONG SectionPageProtection, ULONG AllocationAttributes, HANDLE FileHandle)',
    summary: 'Creates a section; what CreateFileMapping calls.',
    opens: 'Section',
    through: 'SectionHandle',
    closedBy: 'NtClose',
    flags: {
      DesiredAccess: 'map',
      SectionPageProtection: 'page',
      AllocationAttributes: 'page',
    },
    paths: [],
    run: createSection,
  }),
  builtIn({
    signature:
      'NTSTATUS NtMapViewOfSection(HANDLE SectionHandle, HANDLE ProcessHandle, PVOID* BaseAddress, ULONG_PTR ZeroBits, SIZE_T CommitSize, PLARGE_INTEGER SectionOffset, SIZE_T* ViewSize, ULONG InheritDisposition, ULONG AllocationType, ULONG Win32Protect)',
    summary: 'Uses a section as mapping it does. No memory is mapped.',
    flags: { Win32Protect: 'page' },
    paths: [],
    run: mapSection,
  }),
  builtIn({
    signature:
      'NTSTATUS NtSecureConnectPort(PHANDLE PortHandle, PUNICODE_STRING PortName, PVOID SecurityQos, PVOID ClientView, PVOID RequiredServerSid, PVOID ServerView, PULONG MaxMessageLength, PVOID ConnectionInformation, PULONG ConnectionInformationLength)',
    summary: 'Connects to a port, as every process does to that of CSRSS. Nobody need listen.',
    opens: 'Port',
    through: 'PortHandle',
    closedBy: 'NtClose',
    paths: [],
    run: (call) => makePort(call, 'NtSecureConnectPort', null),
  }),
  builtIn({
    signature:
      'NTSTATUS NtAlpcConnectPort(PHANDLE PortHandle, PUNICODE_STRING PortName, POBJECT_ATTRIBUTES ObjectAttributes, PVOID PortAttributes, ULONG Flags, PVOID RequiredServerSid, PVOID ConnectionMessage, PULONG BufferLength, PVOID OutMessageAttributes, PVOID InMessageAttributes, PLARGE_INTEGER Timeout)',
    summary: 'Connects to an ALPC port. Nobody need listen.',
    opens: 'ALPC Port',
    through: 'PortHandle',
    closedBy: 'NtClose',
    paths: ['RpcBindingBind'],
    run: (call) => makePort(call, 'NtAlpcConnectPort', null),
  }),
  builtIn({
    signature:
      'NTSTATUS NtAlpcCreatePort(PHANDLE PortHandle, POBJECT_ATTRIBUTES ObjectAttributes, PVOID PortAttributes)',
    summary: 'Creates an ALPC port to which others can connect.',
    opens: 'ALPC Port',
    through: 'PortHandle',
    closedBy: 'NtClose',
    paths: ['RpcBindingBind'],
    run: (call) => makePort(call, 'NtAlpcCreatePort', attributesOf(call, 1).name),
  }),
  builtIn({
    signature:
      'LONG RpcServerUseProtseqEpW(LPCWSTR Protseq, UINT MaxCalls, LPCWSTR Endpoint, PVOID SecurityDescriptor)',
    summary: 'Creates the port of a local RPC server (ncalrpc). It is closed with the server.',
    run: (call) => errorNumber(call, rpcServerUseProtseqEpW(call.caller, call.text(2) ?? '')),
  }),
  builtIn({
    signature: 'LONG RpcBindingBind(PVOID pAsync, PVOID Binding, PVOID IfSpec)',
    summary: 'Connects to a local RPC server; the port is closed with the binding.',
    run: (call) => errorNumber(call, rpcBindingBind(call.caller)),
  }),
];

/** `fffff8a0`00633f00`, as debuggers write addresses; null for anything else. */
function addressOfText(text: string): bigint | null {
  const digits = text.replace(/^0x/i, '').replace('`', '');
  return /^[0-9a-f]{1,16}$/i.test(digits) ? BigInt(`0x${digits}`) : null;
}

/** What no function of Windows does. */
const SIMULATIONS: readonly BuiltIn[] = [
  builtIn({
    signature: 'BOOL SimulateObjectAt(LPCWSTR address)',
    summary:
      'No function of Windows: the next object that is created lies at this address, for example L"fffff8a0`00633f00".',
    paths: [],
    run: (call) => {
      const place = addressOfText(call.text(0) ?? '');
      if (place === null) {
        return call.fail(ERROR_INVALID_PARAMETER, 0);
      }
      call.caller.machine.nextObjectPlace = address(place);
      return 1;
    },
  }),
  builtIn({
    signature: 'DWORD SimulateProcess(LPCWSTR image)',
    summary:
      'No function of Windows: starts the next process of this image that the machine block describes, without a handle to it. Answers with its id.',
    paths: [],
    run: (call) => {
      const process = call.run.startListed(call.text(0) ?? '', call.caller.thread.process);
      return process === null ? call.fail(ERROR_FILE_NOT_FOUND, 0) : process.processId;
    },
  }),
  builtIn({
    signature: 'VOID SimulateHandleUse(HANDLE except)',
    summary:
      'No function of Windows: uses each open handle of the process, but for one, as often as on a machine that has run for a while.',
    paths: [],
    run: (call) => {
      useHandles(call.caller, [call.number(0)]);
      return 0;
    },
  }),
];

/** The functions of this file. */
export const SYSTEM_CODE: readonly BuiltIn[] = [...CALLS, ...SIMULATIONS];
