/** The object directories that exist before any program runs. */

import type { ObjectManager } from './objectManager';

const DIRECTORIES = [
  '\\ArcName',
  '\\BaseNamedObjects\\Restricted',
  '\\Callback',
  '\\Device',
  '\\Driver',
  '\\FileSystem',
  '\\GLOBAL??',
  '\\KernelObjects',
  '\\KnownDlls',
  '\\NLS',
  '\\RPC Control',
  '\\Security',
  '\\Sessions\\BNOLINKS',
  '\\Windows\\WindowStations',
] as const;

const KERNEL_EVENTS = [
  'HighMemoryCondition',
  'LowMemoryCondition',
  'MaximumCommitCondition',
  'MemoryErrors',
] as const;

/** Makes the namespace of a fresh machine. */
export function bootNamespace(objects: ObjectManager, wide: boolean): void {
  DIRECTORIES.forEach((path) => objects.createDirectory(path));
  if (wide) {
    objects.createDirectory('\\KnownDlls32');
  }
  for (const name of KERNEL_EVENTS) {
    objects.createObject({
      type: 'Event',
      name: `\\KernelObjects\\${name}`,
      body: { kind: 'event', manualReset: true, signalled: false },
    });
  }
  link(objects, '\\DosDevices', '\\GLOBAL??');
  link(objects, '\\??', '\\GLOBAL??');
  link(objects, '\\BaseNamedObjects\\Global', '\\BaseNamedObjects');
  link(objects, '\\BaseNamedObjects\\Session', '\\Sessions\\BNOLINKS');
  objects.createObject({ type: 'Device', name: '\\Device\\NamedPipe' });
  objects.createObject({ type: 'Device', name: '\\Device\\Null' });
  objects.createObject({ type: 'Key', name: '\\REGISTRY' });
}

/**
 * Makes the directories of a session: its base named objects with their links, its window stations. Session 0 uses the
 * directories at the root. Repeated calls change nothing.
 */
export function bootSession(objects: ObjectManager, sessionId: number): void {
  const base = baseNamedObjects(sessionId);
  if (objects.lookup(`\\Sessions\\BNOLINKS\\${String(sessionId)}`) !== null) {
    return;
  }
  objects.createDirectory(base);
  if (sessionId !== 0) {
    objects.createDirectory(`\\Sessions\\${String(sessionId)}\\DosDevices`);
    objects.createDirectory(windowStations(sessionId));
    link(objects, `${base}\\Global`, '\\BaseNamedObjects');
    link(objects, `${base}\\Session`, '\\Sessions\\BNOLINKS');
  }
  link(objects, `${base}\\Local`, base);
  link(objects, `\\Sessions\\BNOLINKS\\${String(sessionId)}`, base);
}

/** The directory in which the Win32 functions of a session put names without prefix. */
export function baseNamedObjects(sessionId: number | null): string {
  return sessionId === null || sessionId === 0
    ? '\\BaseNamedObjects'
    : `\\Sessions\\${String(sessionId)}\\BaseNamedObjects`;
}

/** The directory of a session's window stations. */
export function windowStations(sessionId: number | null): string {
  return sessionId === null || sessionId === 0
    ? '\\Windows\\WindowStations'
    : `\\Sessions\\${String(sessionId)}\\Windows\\WindowStations`;
}

function link(objects: ObjectManager, name: string, target: string): void {
  objects.createObject({ type: 'SymbolicLink', name, body: { kind: 'symbolicLink', target } });
}
