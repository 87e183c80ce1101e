/** Limits on USER and GDI handles, the errors that refused handles give, and what counts and traces them (user-handles.md 4.3, 4.4, 7.2). */

import type { UserTypeId } from './userTypeTable';

/** Most handles in a session's table: indexes have 16 bits (MSL-UO). */
export const SESSION_LIMIT = 65_536;
/** About as many window manager objects as a session gets in practice (RC-2007-07-18). */
export const PRACTICAL_SESSION_LIMIT = 32_700;
/** USER handles that a process may have unless USERProcessHandleQuota says otherwise (PCVUE, RC-2007-07-18). */
export const DEFAULT_PROCESS_QUOTA = 10_000;

/** Where the quotas are set. */
export const QUOTA_REGISTRY_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Windows';

/** A quota that can be set in the registry. */
export interface HandleQuota {
  readonly registryValue: string;
  readonly standard: number;
  readonly minimum: number;
  readonly maximum: number;
  /** On Windows 2000, where it differs. */
  readonly maximumWindows2000: number | null;
  readonly sessionLimit: number;
  readonly sessionLimitWindows2000: number | null;
  readonly source: string;
}

/** Quota of USER handles a process. */
export const USER_QUOTA: HandleQuota = {
  registryValue: 'USERProcessHandleQuota',
  standard: DEFAULT_PROCESS_QUOTA,
  minimum: 200,
  maximum: 18_000,
  maximumWindows2000: null,
  sessionLimit: SESSION_LIMIT,
  sessionLimitWindows2000: null,
  source: 'PCVUE RC-2007-07-18 MSL-UO',
};

/** Quota of GDI handles a process. */
export const GDI_QUOTA: HandleQuota = {
  registryValue: 'GDIProcessHandleQuota',
  standard: 10_000,
  minimum: 256,
  maximum: 65_536,
  maximumWindows2000: 16_384,
  sessionLimit: 65_536,
  sessionLimitWindows2000: 16_384,
  source: 'PCVUE MSL-GDI',
};

/** An object has one handle; it is public in its session, never inherited or duplicated, and useless in another (MSL-UO). */
export const HANDLES_PER_OBJECT = 1;

/** A system error code. */
export interface UserError {
  readonly code: number;
  readonly name: string;
  /** The type that was wanted; null for every other, and for errors that have nothing to do with a type. */
  readonly wanted: UserTypeId | null;
}

/** What a refused handle gives when another type was wanted than those of {@link USER_HANDLE_ERRORS} (WINERR, ROS). */
export const ERROR_INVALID_HANDLE: UserError = {
  code: 6,
  name: 'ERROR_INVALID_HANDLE',
  wanted: null,
};

/** The quota of the process is used up (WINERR, TESTLIMIT). */
export const ERROR_NO_MORE_USER_HANDLES: UserError = {
  code: 1158,
  name: 'ERROR_NO_MORE_USER_HANDLES',
  wanted: null,
};

/** Last errors of refused handles (numbers WINERR; which type gives which is ROS's, said there to be tested). */
export const USER_HANDLE_ERRORS: readonly UserError[] = [
  { code: 1400, name: 'ERROR_INVALID_WINDOW_HANDLE', wanted: 'window' },
  { code: 1401, name: 'ERROR_INVALID_MENU_HANDLE', wanted: 'menu' },
  { code: 1402, name: 'ERROR_INVALID_CURSOR_HANDLE', wanted: 'cursor' },
  { code: 1403, name: 'ERROR_INVALID_ACCEL_HANDLE', wanted: 'acceltable' },
  { code: 1404, name: 'ERROR_INVALID_HOOK_HANDLE', wanted: 'hook' },
  { code: 1405, name: 'ERROR_INVALID_DWP_HANDLE', wanted: 'setwindowpos' },
  ERROR_INVALID_HANDLE,
  ERROR_NO_MORE_USER_HANDLES,
];

/** The last error when a handle is refused where a type was wanted; null = any type. */
export function errorWhenRefused(wanted: UserTypeId | null): UserError {
  return (
    USER_HANDLE_ERRORS.find((error) => error.wanted !== null && error.wanted === wanted) ??
    ERROR_INVALID_HANDLE
  );
}

/** A flag of GetGuiResources. */
export interface GuiResourceFlag {
  readonly name: string;
  readonly value: number;
  readonly versions: string;
}

/**
 * GetGuiResources: 0 means failure or no GUI. The process must be in the caller's session and opened for
 * PROCESS_QUERY_LIMITED_INFORMATION, before 6.0 PROCESS_QUERY_INFORMATION (MSL-GGR, SDK).
 */
export const GUI_RESOURCE_FLAGS: readonly GuiResourceFlag[] = [
  { name: 'GR_GDIOBJECTS', value: 0, versions: '5.0 and higher' },
  { name: 'GR_USEROBJECTS', value: 1, versions: '5.0 and higher' },
  { name: 'GR_GDIOBJECTS_PEAK', value: 2, versions: '6.1 and higher' },
  { name: 'GR_USEROBJECTS_PEAK', value: 4, versions: '6.1 and higher' },
];

/** Pseudo-process of GetGuiResources for the sum of the session. */
export const GUI_RESOURCE_GLOBAL: GuiResourceFlag = {
  name: 'GR_GLOBAL',
  value: -2,
  versions: '6.1 and higher',
};

/** An event of the windowing system's provider. */
export interface HandleEvent {
  readonly id: number;
  readonly handles: 'USER' | 'GDI';
  readonly operation: 'CreateHandle' | 'DestroyHandle' | 'UpdateHandleOwner' | 'TransformHandle';
  readonly opcode: number;
}

/** How Windows itself traces USER and GDI handles, with stacks on request (ETW, MSO). */
export const HANDLE_EVENTS = {
  provider: 'Microsoft-Windows-Win32k',
  guid: '8C416C79-D49B-4F01-A467-E56D3AA8234C',
  /** First Windows with the events. */
  firstBuild: '10.0.18315',
  level: 4,
  keywords: { USER: 0x200_0000_0000n, GDI: 0x100_0000_0000n },
  tasks: { USER: 443, GDI: 442 },
  events: [
    { id: 452, handles: 'USER', operation: 'CreateHandle', opcode: 28 },
    { id: 453, handles: 'USER', operation: 'DestroyHandle', opcode: 29 },
    { id: 454, handles: 'USER', operation: 'UpdateHandleOwner', opcode: 30 },
    { id: 455, handles: 'GDI', operation: 'CreateHandle', opcode: 28 },
    { id: 456, handles: 'GDI', operation: 'DestroyHandle', opcode: 29 },
    { id: 457, handles: 'GDI', operation: 'UpdateHandleOwner', opcode: 30 },
    { id: 458, handles: 'GDI', operation: 'TransformHandle', opcode: 31 },
  ] satisfies readonly HandleEvent[],
  /** The numbering of HandleType is not documented; presumably `bType` for USER events. */
  fields: [
    { name: 'HandleValue', type: 'Pointer' },
    { name: 'HandleType', type: 'UInt32' },
    { name: 'SessionId', type: 'UInt32' },
    { name: 'OwnerProcessId', type: 'UInt32' },
  ],
} as const;
