/** A desktop of a session: the heap its windows, menus and hooks lie on. */

import type { Address } from '../../model/identifiers';
import type { UserHeap } from './userHeap';

/** One desktop. */
export interface UserDesktop {
  /** For example `WinSta0\Default`. */
  readonly name: string;
  /** The DESKTOP, which `rpdesk` points to. */
  readonly object: Address;
  /** DESKTOPINFO, the first block of the heap. */
  readonly info: Address;
  readonly heap: UserHeap;
  /** What entries carry from Windows 10 1703 on; made up, the same for all of a desktop. */
  readonly id: bigint;
}
