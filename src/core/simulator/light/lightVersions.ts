/** Versions that light machines stand for: numbers, names, and the modules of a process with the windowing system. */

import type { WindowsVersion } from '../../target/targetInfo';
import type { UserProfileId } from '../../windows/user/userProfileId';

/** What the light machine must know of a version. */
export interface LightVersion {
  readonly version: WindowsVersion;
  /** Frame of the kernel's system-call dispatcher; null before 4.0, where calls go to the server process. */
  readonly dispatcher: string | null;
  /** Name of the kernel's module in frames of the time. */
  readonly kernelModule: 'ntoskrnl' | 'nt';
  /** Frames below a program's own, outermost first. */
  readonly start: readonly string[];
  readonly debuggerStyle: 'modern' | 'win7' | 'xp';
}

const NT_START = ['kernel32!BaseProcessStart+0x40'];
const VISTA_START = ['ntdll!RtlUserThreadStart+0x1d', 'kernel32!BaseThreadInitThunk+0xe'];
const SYSTEM_SERVICE = 'ntoskrnl!_KiSystemService+0xc4';
const FAST_CALL = 'nt!KiFastCallEntry+0x12a';
const SERVICE_COPY_END = 'nt!KiSystemServiceCopyEnd+0x13';

const VERSIONS: Readonly<Record<UserProfileId, LightVersion>> = {
  'nt31-x86': early([3, 10, 528], 'Windows NT 3.1 SP3', null),
  'nt351-x86': early([3, 51, 1057], 'Windows NT 3.51 SP5', null),
  'nt40-x86': early([4, 0, 1381], 'Windows NT 4.0 SP6', SYSTEM_SERVICE),
  'w2k-x86': early([5, 0, 2195], 'Windows 2000 SP4', SYSTEM_SERVICE),
  'xp-x86': early([5, 1, 2600], 'Windows XP SP3', SYSTEM_SERVICE),
  'ws03-x86': later([5, 2, 3790], 'Windows Server 2003 SP2', FAST_CALL, NT_START),
  'ws03-x64': later([5, 2, 3790], 'Windows Server 2003 x64 SP2', SERVICE_COPY_END, NT_START),
  'vista-x86': later([6, 0, 6002], 'Windows Vista SP2', FAST_CALL),
  'vista-x64': later([6, 0, 6002], 'Windows Vista x64 SP2', SERVICE_COPY_END),
  'win7-x86': later([6, 1, 7601], 'Windows 7 SP1', FAST_CALL),
  'win7-x64': later([6, 1, 7601], 'Windows 7 x64 SP1', SERVICE_COPY_END),
  'win8-x86': later([6, 3, 9600], 'Windows 8.1', FAST_CALL),
  'win8-x64': later([6, 3, 9600], 'Windows 8.1 x64', SERVICE_COPY_END),
  'win10-x86': later([10, 0, 14393], 'Windows 10 1607', FAST_CALL),
  'win10-x64': later([10, 0, 14393], 'Windows 10 1607 x64', SERVICE_COPY_END),
  'win10-1703-x64': later([10, 0, 19045], 'Windows 10 22H2', SERVICE_COPY_END),
};

/** Facts about a version. */
export function lightVersion(id: UserProfileId): LightVersion {
  return VERSIONS[id];
}

function early(
  numbers: readonly [number, number, number],
  name: string,
  dispatcher: string | null,
): LightVersion {
  const [major, minor, build] = numbers;
  return {
    version: { major, minor, build, name },
    dispatcher,
    kernelModule: 'ntoskrnl',
    start: NT_START,
    debuggerStyle: 'xp',
  };
}

function later(
  numbers: readonly [number, number, number],
  name: string,
  dispatcher: string,
  start: readonly string[] = VISTA_START,
): LightVersion {
  const [major, minor, build] = numbers;
  return {
    version: { major, minor, build, name },
    dispatcher,
    kernelModule: 'nt',
    start,
    debuggerStyle: 'modern',
  };
}
