/** Measurements on a big dump: the paths a user's commands take. */

import { createInterpreter } from '../../src/core/commands/createInterpreter';
import type { Interpreter } from '../../src/core/commands/interpreter';
import { openMinidump } from '../../src/core/dump/openMinidump';
import { renderTextPages } from '../../src/core/render/renderText';
import type { HandleStore } from '../../src/core/target/handleStore';
import type { Target } from '../../src/core/target/target';
import { neverCancelled } from '../../src/core/util/cancellation';
import type { Result } from '../../src/core/util/result';
import { openFileByteSource } from '../../src/node/fileByteSource';
import { quantile, timed, type BenchOutcome, type BenchTask } from './benchTask';
import { silentHost } from '../support/runCommands';

/** Handles that are looked up one by one. */
const LOOKUPS = 200;
/** Rows between two looked-up handles; a prime, so that all parts of the table are met. */
const STRIDE = 49_999;

async function open(dump: string): Promise<Target> {
  const source = valueOf(await openFileByteSource(dump));
  return valueOf(await openMinidump(source, { token: neverCancelled }));
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(result.problem.message);
  }
  return result.value;
}

function interpreterOf(target: Target): Interpreter {
  return createInterpreter(target, silentHost);
}

/** Runs a line and hands over its text page by page, until `take` says that it has seen enough. */
async function run(
  interpreter: Interpreter,
  line: string,
  take: (page: readonly string[]) => boolean = () => true,
): Promise<void> {
  for await (const result of interpreter.execute(line, neverCancelled)) {
    if (result.kind === 'error') {
      throw new Error(`${line}: ${result.problem.message}`);
    }
    for await (const page of renderTextPages(result, neverCancelled)) {
      if (!take(page)) {
        return;
      }
    }
  }
}

async function handleStore(target: Target): Promise<HandleStore> {
  return valueOf(await target.handles(target.currentProcessId(), 'process'));
}

/** Values of handles all over the table, as typed. */
async function someHandles(target: Target): Promise<readonly string[]> {
  const store = await handleStore(target);
  const rows = Array.from({ length: LOOKUPS }, (_, index) => (index * STRIDE) % store.count);
  const records = await store.records(rows, neverCancelled);
  return records.map(({ value }) => value.toString(16));
}

/** Opens the dump, does something with it and closes it. */
async function withTarget<T>(dump: string, work: (target: Target) => Promise<T>): Promise<T> {
  const target = await open(dump);
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

/** Opens the dump and prints `!handle 0 0`; milliseconds. */
export const summary: BenchTask = async ({ dump }) => {
  const start = performance.now();
  return await withTarget(dump, async (target) => {
    const openMs = performance.now() - start;
    await run(interpreterOf(target), '!handle 0 0');
    return { value: performance.now() - start, details: { openMs } };
  });
};

/** Reads the first hundred rows of a dump that was just opened; milliseconds. */
export const firstRows: BenchTask = ({ dump }) =>
  withTarget(dump, async (target) => {
    const value = await timed(async () => {
      const store = await handleStore(target);
      const rows = await store.page(0, 100, neverCancelled);
      if (rows.length !== Math.min(100, store.count)) {
        throw new Error(`${rows.length} rows`);
      }
    });
    return { value };
  });

/** Prints the first hundred blocks of `!handle 0 f` on a dump that was just opened; milliseconds. */
export const firstText: BenchTask = ({ dump }) =>
  withTarget(dump, async (target) => {
    let blocks = 0;
    const value = await timed(() =>
      run(interpreterOf(target), '!handle 0 f', (page) => {
        blocks += page.length;
        return blocks < 100;
      }),
    );
    return { value };
  });

/** Looks single records up after a first look-up; the value is the 95th percentile in milliseconds. */
function lookUps(dump: string, lineOf: (handle: string) => string): Promise<BenchOutcome> {
  return withTarget(dump, async (target) => {
    const interpreter = interpreterOf(target);
    const [first = '4', ...others] = await someHandles(target);
    const firstMs = await timed(() => run(interpreter, lineOf(first)));
    const times: number[] = [];
    for (const handle of others) {
      times.push(await timed(() => run(interpreter, lineOf(handle))));
    }
    return {
      value: quantile(times, 0.95),
      details: { firstMs, medianMs: quantile(times, 0.5), worstMs: Math.max(...times) },
    };
  });
}

/** `!handle <h> f` for handles all over the table; 95th percentile in milliseconds. */
export const oneHandle: BenchTask = ({ dump }) => lookUps(dump, (handle) => `!handle ${handle} f`);

/** `!htrace <h>` after the first one; 95th percentile in milliseconds. */
export const oneTrace: BenchTask = ({ dump }) => lookUps(dump, (handle) => `!htrace ${handle}`);

/** Streams the whole text of `!handle 0 f`; megabytes per second. Details say how memory grew meanwhile. */
export const fullText: BenchTask = ({ dump }) =>
  withTarget(dump, async (target) => {
    const { count } = await handleStore(target);
    let bytes = 0;
    let blocks = 0;
    let early = 0;
    let peak = 0;
    const milliseconds = await timed(() =>
      run(interpreterOf(target), '!handle 0 f', (page) => {
        for (const text of page) {
          bytes += Buffer.byteLength(text);
        }
        blocks += page.length;
        peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
        if (blocks < count / 10) {
          early = peak;
        }
        return true;
      }),
    );
    return {
      value: bytes / 1e3 / milliseconds,
      details: { megabytes: bytes / 1e6, milliseconds, growthMegabytes: peak - early },
    };
  });
