/** Names as Win32 programs write them, turned into full paths of the object namespace. */

import { baseNamedObjects } from '../machine/machineBoot';
import type { Caller } from './caller';
import { numberFromText } from '../catalog/hashText';

/** OBJ_INHERIT. */
const OBJ_INHERIT = 0x2;
/** OBJ_CASE_INSENSITIVE. */
const OBJ_CASE_INSENSITIVE = 0x40;
/** OBJ_OPENIF. */
const OBJ_OPENIF = 0x80;

/** Options that every function that makes a handle understands. */
export interface HandleOptions {
  /** bInheritHandle; default false. */
  readonly inherit?: boolean;
}

/**
 * Full path of a named object: `Name`, `Local\Name` and `Session\n\Name` lie in the caller's session, `Global\Name` in
 * session 0; the prefixes are links in the session's directory. A path that begins with a backslash is taken as it is.
 */
export function objectPath(caller: Caller, name: string): string {
  return name.startsWith('\\')
    ? name
    : `${baseNamedObjects(caller.thread.process.sessionId)}\\${name}`;
}

/** Attributes of the OBJECT_ATTRIBUTES that Win32 create functions pass: an existing object of the name is opened. */
export function createAttributes(options: HandleOptions): number {
  return OBJ_OPENIF | openAttributes(options);
}

/** Attributes of the OBJECT_ATTRIBUTES that Win32 open functions pass. */
export function openAttributes(options: HandleOptions): number {
  return OBJ_CASE_INSENSITIVE | (options.inherit === true ? OBJ_INHERIT : 0);
}

/**
 * Native path of a file: `C:\x` lies on `\Device\HarddiskVolume3` (Volume1 on Windows XP), `\\.\pipe\x` on
 * `\Device\NamedPipe`, `\\.\x` is a device, `\\server\x` lies on `\Device\Mup`, and native paths stay as they are.
 * Anything else is relative to the Windows directory's System32.
 */
export function nativeFilePath(caller: Caller, path: string): string {
  const drive = /^(?:\\\\\?\\)?([A-Za-z]):(.*)$/.exec(path);
  if (drive !== null) {
    return `\\Device\\HarddiskVolume${volumeNumber(caller, drive[1] ?? 'C')}${drive[2] ?? ''}`;
  }
  const pipe = /^\\\\\.\\pipe(\\.*)?$/i.exec(path);
  if (pipe !== null) {
    return `\\Device\\NamedPipe${pipe[1] ?? ''}`;
  }
  if (path.startsWith('\\\\.\\')) {
    return `\\Device\\${path.slice(4)}`;
  }
  if (path.startsWith('\\\\')) {
    return `\\Device\\Mup${path.slice(1)}`;
  }
  if (path.startsWith('\\')) {
    return path;
  }
  return nativeFilePath(caller, `C:\\Windows\\System32\\${path}`);
}

/** Account whose hive HKEY_CURRENT_USER is, when a program names none: the local system. */
const SYSTEM_HIVE = '\\REGISTRY\\USER\\.DEFAULT';

const ROOT_KEYS: readonly (readonly [string, string])[] = [
  ['HKEY_LOCAL_MACHINE', '\\REGISTRY\\MACHINE'],
  ['HKLM', '\\REGISTRY\\MACHINE'],
  ['HKEY_USERS', '\\REGISTRY\\USER'],
  ['HKU', '\\REGISTRY\\USER'],
  ['HKEY_CURRENT_USER', SYSTEM_HIVE],
  ['HKCU', SYSTEM_HIVE],
  ['HKEY_CLASSES_ROOT', '\\REGISTRY\\MACHINE\\SOFTWARE\\Classes'],
  ['HKCR', '\\REGISTRY\\MACHINE\\SOFTWARE\\Classes'],
];

/** Native path of a key: `HKLM\SOFTWARE\x` is `\REGISTRY\MACHINE\SOFTWARE\x`; native paths stay as they are. */
export function nativeKeyPath(path: string): string {
  const [root = ''] = path.split('\\');
  const known = ROOT_KEYS.find(([name]) => name === root.toUpperCase());
  return known === undefined ? path : `${known[1]}${path.slice(root.length)}`;
}

/** 2023-01-02 in 100 ns units since 1601, and the seconds over which made-up write times spread. */
const EARLIEST_WRITE = 133_170_624_000_000_000n;
const WRITE_SPAN_SECONDS = 60_000_000;

/** When a key was last written: made up from its path, the same for every handle to it. */
export function keyWriteTime(path: string): bigint {
  const seconds = numberFromText(path.toUpperCase(), 0, WRITE_SPAN_SECONDS);
  return EARLIEST_WRITE + BigInt(seconds) * 10_000_000n;
}

/** Volumes are numbered from the drive letter, as on a machine with a system and a recovery partition before C:. */
function volumeNumber(caller: Caller, letter: string): number {
  const position = letter.toUpperCase().charCodeAt(0) - 'C'.charCodeAt(0);
  return Math.max(1, position + (caller.machine.profile.beforeVista ? 1 : 3));
}
