/** Handles to processes and threads that have ended, named: each keeps what is left of one in memory. */

import type { HandleRecord } from '../../model/handle';
import type { HandleTable } from '../handleTable';
import { deadTarget } from '../leaks/deadTargets';
import type { Work } from '../work';
import { eachRecord } from './duplicates';

/** Something that has ended and the handles that hold it. */
export interface Zombie {
  readonly kind: 'process' | 'thread';
  readonly processId: number;
  /** Null for a process. */
  readonly threadId: number | null;
  /** NTSTATUS or what the program returned. */
  readonly exitStatus: number;
  /** Rows of the table. */
  readonly rows: Uint32Array;
}

/** What was found. */
export interface ZombieCount {
  /** Most handles first, then by ids. */
  readonly zombies: readonly Zombie[];
  /** Handles to processes and threads. */
  readonly looked: number;
  /** Of these: nobody knows whether what they refer to still runs. */
  readonly unknown: number;
  /** Of the unknown ones: their access does not allow the question. */
  readonly refused: number;
}

/** Looks at all handles to processes and threads among some rows. */
export async function findZombies(
  table: HandleTable,
  rows: Uint32Array,
  work: Work,
): Promise<ZombieCount> {
  const columns = await table.columns(work.token);
  const candidates = rows.filter((row) =>
    /^(?:Process|Thread)$/i.test(columns.typeName(row) ?? ''),
  );
  const found = new Map<string, Omit<Zombie, 'rows'> & { readonly rows: number[] }>();
  let unknown = 0;
  let refused = 0;
  await eachRecord(table, candidates, work, (record, row) => {
    if (!tellsState(record)) {
      unknown++;
      refused += record.objectInfoRefused ? 1 : 0;
      return;
    }
    const dead = deadTarget(record);
    if (dead !== null) {
      const threadId = dead.kind === 'thread' ? dead.threadId : null;
      const key = `${dead.processId}.${threadId ?? ''}`;
      const known = found.get(key);
      if (known === undefined) {
        const { kind, processId, exitStatus } = dead;
        found.set(key, { kind, processId, threadId, exitStatus, rows: [row] });
      } else {
        known.rows.push(row);
      }
    }
  });
  const zombies = [...found.values()]
    .map((zombie): Zombie => ({ ...zombie, rows: Uint32Array.from(zombie.rows) }))
    .sort(
      (a, b) =>
        b.rows.length - a.rows.length ||
        a.processId - b.processId ||
        (a.threadId ?? 0) - (b.threadId ?? 0),
    );
  return { zombies, looked: candidates.length, unknown, refused };
}

function tellsState({ objectInfo }: HandleRecord): boolean {
  return objectInfo.some(
    (info) => (info.kind === 'process' || info.kind === 'thread') && info.exitStatus !== null,
  );
}
