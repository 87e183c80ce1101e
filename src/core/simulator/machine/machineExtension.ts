/** A part of a machine that lives beside the object manager: it has memory and cares when threads and processes end. */

import type { MemoryRegion } from './memoryRegions';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';

/** What the machine asks of such a part. */
export interface MachineExtension {
  /** Its kernel memory as it is now. */
  regions(): readonly MemoryRegion[];
  /** Called while the thread still belongs to its process. */
  threadEnds(thread: SimulatedThread): void;
  /** Called when the threads have ended and before the handle table is emptied. */
  processEnds(process: SimulatedProcess): void;
}
