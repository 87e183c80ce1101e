/** Call stacks as far as a dump gives them without unwind data. */

import { address, type Address } from '../model/identifiers';
import type { Architecture } from '../target/targetInfo';
import { BinaryView } from '../util/binaryView';
import type { MemoryReader } from './exportTable';
import type { ThreadRegisters } from './threadContext';

/** Most frames of a walk. */
const MAXIMUM_FRAMES = 64;

/**
 * The frames of a thread, innermost first: the instruction pointer, and on x86 the return addresses along the chain of
 * frame pointers, as long as it leads upwards through memory that the dump holds. On other processors a walk needs unwind
 * data, so there is one frame.
 */
export async function walkStack(
  registers: ThreadRegisters,
  architecture: Architecture,
  read: MemoryReader,
): Promise<readonly Address[]> {
  const frames: Address[] = [registers.instructionPointer];
  if (architecture !== 'x86') {
    return frames;
  }
  let frame = registers.framePointer;
  let lowest = registers.stackPointer;
  while (frames.length < MAXIMUM_FRAMES && frame >= lowest && frame % 4n === 0n) {
    const view = new BinaryView(await read(frame, 8));
    if (!view.has(0, 8) || view.u32(4) === 0) {
      break;
    }
    frames.push(address(view.u32(4)));
    lowest = address(frame + 4n);
    frame = address(view.u32(0));
  }
  return frames;
}
