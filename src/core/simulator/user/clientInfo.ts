/** CLIENTINFO: the part of a thread's environment block that says where its process maps the desktop heap. */

import { address } from '../../model/identifiers';
import type { MemoryRegion } from '../machine/memoryRegions';
import { fieldOf, layoutOf } from '../../windows/user/userLayouts';
import type { UserProfile } from '../../windows/user/userProfiles';
import type { GuiThread } from './guiParties';
import { UserArena } from './userArena';

/** TEB.Win32ClientInfo, from public symbols. */
const OFFSET_IN_TEB = { 4: 0x6cc, 8: 0x800 } as const;
const PAGE = 0x1000;

/**
 * The CLIENTINFO of a thread at its place in the environment block; null where the layout is not public (only 6.1 is) or
 * the thread has no desktop. `delta` is the kernel address minus the process's of what lies on the desktop heap.
 */
export function clientInfoRegion(
  profile: UserProfile,
  gui: GuiThread,
  delta: bigint,
): MemoryRegion | null {
  const layout = layoutOf('CLIENTINFO', profile);
  const deskInfo = fieldOf('CLIENTINFO', 'pDeskInfo', profile);
  const clientDelta = fieldOf('CLIENTINFO', 'ulClientDelta', profile);
  const { desktop, thread } = gui;
  if (layout === null || layout.size === null || deskInfo === null || clientDelta === null) {
    return null;
  }
  if (desktop === null || thread.teb === 0n) {
    return null;
  }
  const { size } = layout;
  const start = address(thread.teb + BigInt(OFFSET_IN_TEB[profile.pointerSize]));
  const arena = new UserArena({ base: start, capacity: PAGE }, profile.pointerSize, 'CLIENTINFO');
  arena.commit(PAGE);
  arena.writePointer(deskInfo.offset, desktop.info - delta);
  arena.writePointer(clientDelta.offset, delta);
  return { start, size, what: arena.what, read: () => arena.bytes.subarray(0, size) };
}
