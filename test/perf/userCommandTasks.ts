/** Measurements on a full table of USER handles: 65,536 entries, read from memory and listed. */

import { createInterpreter } from '../../src/core/commands/createInterpreter';
import { renderJson } from '../../src/core/render/renderJson';
import { neverCancelled } from '../../src/core/util/cancellation';
import { FakeUserTarget, LEAKY } from '../support/fakeUserTarget';
import { silentHost } from '../support/runCommands';
import { measured, type BenchTask } from './benchTask';

/** All that an index can address. */
const ENTRIES = 65_536;

function fullTable(): FakeUserTarget {
  const entries = Array.from({ length: ENTRIES - 1 }, (_, index) => ({
    index: index + 1,
    type: 'menu' as const,
    owner: LEAKY.processId,
    uniq: 1 + (index % 7),
  }));
  return new FakeUserTarget({ size: ENTRIES, entries });
}

/** Runs `!dhe` and writes its JSON; milliseconds. */
export const userTableJson: BenchTask = async () => {
  const interpreter = createInterpreter(fullTable(), silentHost);
  let bytes = 0;
  const { value, cpuMs } = await measured(async () => {
    for await (const result of interpreter.execute('!dhe', neverCancelled)) {
      for await (const piece of renderJson(result, neverCancelled)) {
        bytes += Buffer.byteLength(piece);
      }
    }
  });
  if (bytes < ENTRIES * 100) {
    throw new Error(`${bytes} bytes are too few for the whole table.`);
  }
  return { value, details: { bytes, cpuMs } };
};
