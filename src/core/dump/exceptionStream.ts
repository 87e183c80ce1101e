/** The Exception stream: why the process stopped (domain.md 5.4). */

import { address, type Address } from '../model/identifiers';
import { tooShort } from './countedList';
import { placeOf, readStream, type DumpFile, type StreamRange } from './dumpFile';
import type { ContextLocation } from './threadList';

const FULL_SIZE = 0xa8;
/** Up to the number of parameters. */
const NEEDED = 0x24;
const PARAMETERS_AT = 0x28;
const MAXIMUM_PARAMETERS = 15;

/** An exception as the dump describes it. */
export interface DumpException {
  readonly threadId: number;
  /** NTSTATUS. */
  readonly code: number;
  readonly address: Address;
  readonly parameters: readonly bigint[];
  /** The registers at the exception; null when the stream is cut off before it says where they are. */
  readonly context: ContextLocation | null;
}

/** Reads the stream; null when it is too short. */
export async function readException(
  file: DumpFile,
  stream: StreamRange,
): Promise<DumpException | null> {
  const view = await readStream(file, stream, FULL_SIZE);
  if (!view.has(0, NEEDED)) {
    tooShort(file, stream, NEEDED);
    return null;
  }
  const declared = view.u32(0x20);
  const room = Math.max(0, Math.floor((view.length - PARAMETERS_AT) / 8));
  const count = Math.min(declared, MAXIMUM_PARAMETERS, room);
  if (count < declared) {
    file.problems.add('exception-parameters', placeOf(stream, 0x20), () => ({
      message: `The exception declares ${declared} parameters; ${count} are read.`,
    }));
  }
  return {
    threadId: view.u32(0),
    code: view.u32(8),
    address: address(view.u64(0x18)),
    parameters: Array.from({ length: count }, (_, index) => view.u64(PARAMETERS_AT + index * 8)),
    context: view.has(0, FULL_SIZE) ? { size: view.u32(0xa0), rva: view.u32(0xa4) } : null,
  };
}
