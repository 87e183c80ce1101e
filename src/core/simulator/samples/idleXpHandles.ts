/** What the kernel and its drivers keep open on the XP machine of sample `idle-xp`. */

import { ATTRIBUTE_PROTECT_CLOSE } from '../../model/handle';
import { address } from '../../model/identifiers';
import type { CreateOptions } from '../machine/machineTypes';
import type { Caller } from '../win32/caller';
import { keyWriteTime } from '../win32/names';

const SERVICES = '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services';

const DRIVERS = [
  'ACPI',
  'PCI',
  'isapnp',
  'IntelIde',
  'MountMgr',
  'ftdisk',
  'dmio',
  'PartMgr',
  'VolSnap',
  'atapi',
  'Disk',
  'sr',
  'KSecDD',
  'Ntfs',
  'NDIS',
  'Mup',
  'intelppm',
  'Serial',
  'Parport',
  'i8042prt',
  'Mouclass',
  'Kbdclass',
  'Cdrom',
  'redbook',
  'usbuhci',
  'usbhub',
  'VgaSave',
  'Msfs',
  'Npfs',
  'RasAcd',
  'IPSec',
  'Tcpip',
  'NetBT',
  'AFD',
  'NetBIOS',
  'Rdbss',
  'MRxSmb',
  'Fips',
  'Wanarp',
  'Srv',
  'HTTP',
  'PptpMiniport',
  'PSched',
  'Gpc',
  'TermDD',
  'audstub',
  'swenum',
  'Update',
  'mssmbios',
  'Cdfs',
] as const;

const HIVES = ['system', 'software', 'SAM', 'SECURITY', 'default'] as const;

/** Places and access masks that the example of the reference page shows, by handle value. */
const SHOWN: Readonly<Record<number, CreateOptions>> = {
  0x168: {
    type: 'Event',
    desiredAccess: 0x3,
    attributes: ATTRIBUTE_PROTECT_CLOSE,
    address: address(0xffb6_c748),
  },
  0x16c: {
    type: 'File',
    name: '\\Device\\HarddiskVolume1\\WINDOWS\\system32\\config\\system.LOG',
    desiredAccess: 0x12_008b,
    address: address(0xff81_1f90),
  },
  0x174: {
    type: 'File',
    name: '\\Device\\HarddiskVolume1\\pagefile.sys',
    desiredAccess: 0x1f_01ff,
    address: address(0x80df_d5c8),
  },
};

/** Opens the next handle of the kernel table; `number` counts them from 0 and decides what it is. */
export function openIdleHandle(system: Caller, number: number): void {
  const { machine, thread } = system;
  const next = (machine.system.table.handleCount + 1) * 4;
  const options = SHOWN[next] ?? usualHandle(number);
  machine.services.create(thread, serviceOf(options.type), options);
}

function usualHandle(number: number): CreateOptions {
  const driver = DRIVERS[number % DRIVERS.length] ?? 'Tcpip';
  switch (number % 9) {
    case 0:
    case 3:
    case 5:
      return key(`${SERVICES}\\${driver}`, 0x2_0019);
    case 1:
      return key(`${SERVICES}\\${driver}\\Parameters`, 0xf_003f);
    case 2:
    case 7:
      return { type: 'Event', desiredAccess: 0x1f_0003 };
    case 4:
      return file(`\\WINDOWS\\system32\\drivers\\${driver}.sys`, 0x10_0020);
    case 6:
      return file(`\\WINDOWS\\system32\\config\\${HIVES[number % HIVES.length] ?? 'system'}`, 0x3);
    default:
      return { type: 'Section', desiredAccess: 0xf_001f };
  }
}

function key(path: string, desiredAccess: number): CreateOptions {
  return {
    type: 'Key',
    name: path,
    desiredAccess,
    body: { kind: 'key', path, lastWriteTime: keyWriteTime(path) },
  };
}

function file(path: string, desiredAccess: number): CreateOptions {
  return { type: 'File', name: `\\Device\\HarddiskVolume1${path}`, desiredAccess };
}

function serviceOf(type: string): string {
  return type === 'Key' ? 'NtOpenKey' : type === 'File' ? 'NtOpenFile' : `NtCreate${type}`;
}
