/** Opens a log in both ways, from bytes and by the grammar of text alone, and compares everything that it tells. */

import assert from 'node:assert/strict';
import { openLog } from '../../src/core/log/target/openLog';
import type { Target } from '../../src/core/target/target';
import { MemoryByteSource } from '../../src/core/util/byteSource';
import { neverCancelled } from '../../src/core/util/cancellation';
import type { Result } from '../../src/core/util/result';
import { utf16 } from '../unit/log/formats/formatSupport';
import { problemOf, valueOf } from './openDump';
import { accessOf, recordsOf, traceRecordsOf } from './openLog';

/** Bytes of which every read of a chunk gives a few only. */
class SlowSource extends MemoryByteSource {
  constructor(
    bytes: Uint8Array,
    private readonly most: number,
  ) {
    super(bytes);
  }

  /** Reading through the log lends memory; records are read again without. */
  override read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    return super.read(offset, into === undefined ? length : Math.min(length, this.most));
  }
}

/** Everything a log tells, as data that can be compared. */
async function everything(opened: Result<Target>): Promise<unknown> {
  if (!opened.ok) {
    return problemOf(opened);
  }
  const target = opened.value;
  const { moments, totals, remainders, lines } = accessOf(target);
  const tables: unknown[] = [];
  for (const { number } of moments) {
    valueOf(accessOf(target).selectMoment(number));
    for (const process of target.processes()) {
      const traces = await traceRecordsOf(target, process.processId);
      const stacks = traces.map(({ stack }) => stack.map((at) => target.symbols.resolve(at)));
      const handles = await recordsOf(target, process.processId);
      const store = await target.handles(process.processId, 'process');
      const columns = store.ok ? await store.value.columns(neverCancelled) : null;
      const names = store.ok ? await store.value.names?.(neverCancelled) : null;
      const shown = handles.map((_, row) => [columns?.typeName(row), names?.name(row)]);
      tables.push({ process, handles, shown, unrecorded: columns?.unrecorded, traces, stacks });
    }
  }
  const { description, ...info } = target.info;
  return {
    info,
    description,
    lines,
    moments,
    totals,
    remainders,
    problems: target.problems,
    tables,
  };
}

/**
 * Checks that a text tells the same by the grammar of text alone, and from bytes as UTF-8 and UTF-16. `piece` is the length of
 * every read of the latter, in bytes; UTF-16 takes the next even one.
 */
export async function assertSameBothWays(text: string, piece: number): Promise<void> {
  const open = async (source: MemoryByteSource, onlyText: boolean): Promise<unknown> =>
    await everything(await openLog(source, { token: neverCancelled, onlyText }));
  const bytes = new TextEncoder().encode(text);
  const judge = await open(new MemoryByteSource(bytes), true);
  assert.deepEqual(await open(new SlowSource(bytes, piece), false), judge);
  const even = piece + (piece % 2);
  const wide = await open(new SlowSource(utf16(text, piece % 3 === 0 ? 'be' : 'le'), even), false);
  assert.deepEqual(wide, judge);
}
