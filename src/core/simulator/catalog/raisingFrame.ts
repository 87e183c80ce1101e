/** Where a thread stands while the kernel raises an exception at it. */

import type { WindowsProfile } from '../../windows/profiles';

/**
 * The innermost frame of a thread at which a system service raised an exception, above the service's own:
 * `ntdll!KiRaiseUserExceptionDispatcher` with the displacement that public stacks show, +0x3a on x64 and, of Windows
 * XP, +0x37 on x86 (other x86 versions are not checked against Windows).
 */
export function raisingFrame({ architecture }: WindowsProfile): string {
  return `ntdll!KiRaiseUserExceptionDispatcher+0x${architecture === 'x64' ? '3a' : '37'}`;
}
