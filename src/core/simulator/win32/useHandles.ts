/** Wears handles in: on a machine that has been running for a while, most of them have been used. */

import { numberFromText } from '../catalog/hashText';
import type { SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';

/** Uses of a handle, at most. */
const MOST_USES = 34;

/**
 * Uses each open handle of a process up to 34 times, how often is made up from its value. On Windows 8 and later that is
 * what moves pointer counts to the numbers seen in practice: the first use adds a block of prepaid references, each use
 * takes one of them away (domain.md 2.3). `except` are left as they are.
 */
export function useHandles(caller: Caller, except: readonly SimulatedHandle[] = []): void {
  const { machine, thread } = caller;
  const { table } = thread.process;
  for (let index = 1; index < table.entries.extent; index++) {
    const handle = index * 4;
    const uses = numberFromText(`${thread.process.image} uses ${String(handle)}`, 0, MOST_USES);
    const isOpen = table.find(handle) !== 0 && !except.includes(handle);
    for (let use = 0; isOpen && use < uses; use++) {
      machine.services.reference(thread, 'NtQueryObject', { handle, type: null, access: 0 });
    }
  }
}
