/** The desktops of a session, each with its heap, and the objects that Windows makes before any program runs. */

import { address, type Address } from '../../model/identifiers';
import { flatFields, layoutOf } from '../../windows/user/userLayouts';
import { hashText } from '../catalog/hashText';
import type { UserSession, UserSessionOptions } from './userSession';
import type { UserDesktop } from './userDesktop';
import type { UserHeap } from './userHeap';

/** Bytes of a DESKTOP and of a DESKTOPINFO; simulated. */
const DESKTOP_SIZE = 0x100;
const DESKTOP_INFO_SIZE = 0x80;

/** The desktops of one session. */
export class SessionDesktops {
  private readonly known: UserDesktop[] = [];

  constructor(
    private readonly session: UserSession,
    private readonly options: UserSessionOptions,
  ) {}

  /** The desktop that threads start on; null before there is one. */
  get first(): UserDesktop | null {
    return this.known[0] ?? null;
  }

  all(): readonly UserDesktop[] {
    return this.known;
  }

  /** A desktop such as `WinSta0\Default`; null when its heap has no room. `object` is where the DESKTOP lies. */
  add(name: string, heapSize?: number, object?: Address): UserDesktop | null {
    const { memory } = this.session;
    const size = heapSize ?? this.options.desktopHeapSize ?? memory.map.desktopHeapSize;
    const heap = memory.addDesktopHeap(size);
    const info = heap?.allocate(DESKTOP_INFO_SIZE) ?? null;
    if (heap === null || info === null) {
      return null;
    }
    const place =
      object ??
      this.options.placeDesktop?.(name) ??
      memory.pool.allocate(DESKTOP_SIZE) ??
      address(0);
    this.writeInfo(heap, info);
    const desktop = { name, object: place, info, heap, id: desktopId(this.session.number, name) };
    this.known.push(desktop);
    return desktop;
  }

  /** DESKTOPINFO: the bounds of the heap, where the version's layout is public. */
  private writeInfo(heap: UserHeap, info: Address): void {
    const { profile } = this.session;
    const layout = layoutOf('DESKTOPINFO', profile);
    const { arena } = heap;
    for (const { name, offset } of layout === null ? [] : flatFields(layout, profile)) {
      if (name === 'pvDesktopBase') {
        arena.writePointer(arena.offsetOf(info) + offset, arena.base);
      } else if (name === 'pvDesktopLimit') {
        arena.writePointer(arena.offsetOf(info) + offset, arena.base + BigInt(arena.capacity));
      }
    }
  }
}

/** What entries of the desktop carry from Windows 10 1703 on: made up from the name. */
function desktopId(session: number, name: string): bigint {
  return (BigInt(hashText(name)) << 32n) | BigInt(session);
}
