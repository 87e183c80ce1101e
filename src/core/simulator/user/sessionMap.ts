/** Where the windowing system of each version keeps its things. Windows moves them about; a simulated session does not. */

import type { UserProfileId } from '../../windows/user/userProfileId';
import type { UserProfile } from '../../windows/user/userProfiles';

/** Addresses of a session's memory. */
export interface SessionMap {
  /** `aheList`; the table is the beginning of the shared section. */
  readonly table: bigint;
  /** The rest of the shared section: SERVERINFO, then the shared heap. */
  readonly shared: bigint;
  /** Desktop heaps, one behind the other. */
  readonly desktopHeaps: bigint;
  /** Session pool: objects that lie on no heap, THREADINFO and PROCESSINFO. */
  readonly pool: bigint;
  /** Where a process maps the shared section; each further process a little higher. */
  readonly userSection: bigint;
  /** Where a process maps its desktop heap. */
  readonly userHeap: bigint;
  /** Bytes of a desktop heap by default: what SharedSection usually says for interactive desktops. */
  readonly desktopHeapSize: number;
}

/** Bytes of {@link SessionMap.shared} and of the pool. */
export const SHARED_SIZE = 0x8_0000;
export const POOL_SIZE = 0x100_0000;

const MEGABYTE = 0x10_0000;

/** Before 4.0 the server process keeps everything in its own memory. */
const SERVER: SessionMap = {
  table: 0x0060_0000n,
  shared: 0x0070_0000n,
  desktopHeaps: 0x00a0_0000n,
  pool: 0x0180_0000n,
  userSection: 0x0060_0000n,
  userHeap: 0x00a0_0000n,
  desktopHeapSize: 3 * MEGABYTE,
};
const EARLY_X86: SessionMap = {
  ...SERVER,
  table: 0xa100_0000n,
  shared: 0xa120_0000n,
  desktopHeaps: 0xa140_0000n,
  pool: 0xa300_0000n,
  userSection: 0x00a0_0000n,
  userHeap: 0x00d0_0000n,
};
const XP_X86: SessionMap = {
  ...EARLY_X86,
  table: 0xbc51_0000n,
  shared: 0xbc61_0000n,
  desktopHeaps: 0xbc70_0000n,
  pool: 0xbe00_0000n,
};
const SEVEN_X86: SessionMap = {
  ...EARLY_X86,
  table: 0xfe80_0000n,
  shared: 0xfe90_0000n,
  desktopHeaps: 0xfea0_0000n,
  pool: 0xfd00_0000n,
  userHeap: 0x01a0_0000n,
  desktopHeapSize: 12 * MEGABYTE,
};
const EIGHT_X86: SessionMap = {
  ...SEVEN_X86,
  table: 0x95a0_0000n,
  shared: 0x95b0_0000n,
  desktopHeaps: 0x95c0_0000n,
  pool: 0x9a00_0000n,
};
const SEVEN_X64: SessionMap = {
  table: 0xffff_f900_c040_0000n,
  shared: 0xffff_f900_c058_0000n,
  desktopHeaps: 0xffff_f900_c060_0000n,
  pool: 0xffff_f900_c600_0000n,
  userSection: 0x0045_0000n,
  userHeap: 0x0100_0000n,
  desktopHeapSize: 20 * MEGABYTE,
};
const EIGHT_X64: SessionMap = {
  ...SEVEN_X64,
  table: 0xffff_f901_4040_0000n,
  shared: 0xffff_f901_4058_0000n,
  desktopHeaps: 0xffff_f901_4060_0000n,
  pool: 0xffff_f901_4600_0000n,
};
const TEN_1703_X64: SessionMap = {
  ...SEVEN_X64,
  table: 0xffff_9f80_4040_0000n,
  shared: 0xffff_9f80_4060_0000n,
  desktopHeaps: 0xffff_9f80_4080_0000n,
  pool: 0xffff_9f80_4600_0000n,
  userSection: 0x01c2_9a1e_0000n,
  userHeap: 0x01c2_9b40_0000n,
};

const MAPS: Readonly<Record<UserProfileId, SessionMap>> = {
  'nt31-x86': SERVER,
  'nt351-x86': SERVER,
  'nt40-x86': EARLY_X86,
  'w2k-x86': EARLY_X86,
  'xp-x86': XP_X86,
  'ws03-x86': XP_X86,
  'ws03-x64': SEVEN_X64,
  'vista-x86': XP_X86,
  'vista-x64': SEVEN_X64,
  'win7-x86': SEVEN_X86,
  'win7-x64': SEVEN_X64,
  'win8-x86': EIGHT_X86,
  'win8-x64': EIGHT_X64,
  'win10-x86': EIGHT_X86,
  'win10-x64': EIGHT_X64,
  'win10-1703-x64': TEN_1703_X64,
};

/** The map of a version. */
export function sessionMap(profile: UserProfile): SessionMap {
  return MAPS[profile.id];
}
