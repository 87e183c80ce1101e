/** The session's USER handle table behind the views: the one of this stop, and the one of the stop before to compare with. */

import type { Target } from '../../core/target/target';
import { compareTables, type UserTableChanges } from '../../core/userHandles/compareTables';
import { keptUserHandles, type UserHandles } from '../../core/userHandles/keptUserHandles';
import type { CancellationToken } from '../../core/util/cancellation';
import { ok, type Result } from '../../core/util/result';
import { SharedLoad } from '../../core/util/sharedLoad';
import { groupEntries, type GroupedEntries } from './userGroups';

/** The table at one stop. */
export interface UserViewTable {
  readonly handles: UserHandles;
  readonly generation: number;
  /** The table at the previous stop at which a view asked for it; null at the first one. */
  readonly previous: UserHandles | null;
  /** What happened since; null at the first stop. */
  readonly changes: UserTableChanges | null;
  readonly groups: GroupedEntries;
}

/** A table that is opened on first use, and the stop it belongs to. */
interface KnownTable {
  readonly stop: number;
  readonly generation: number;
  readonly load: SharedLoad<Result<UserViewTable>>;
  /** The table once it is there. */
  ready: UserHandles | null;
  readonly previous: UserHandles | null;
}

/** Opens and keeps the table. Nothing is read before a view asks; a table once read keeps no hold on the target. */
export class UserTables {
  private known: KnownTable | null = null;
  private stop = 0;

  constructor(private readonly target: Target) {}

  /** The table as it stands now; null when the target never has one; a problem when it cannot be found. Throws CancelledError. */
  async get(token: CancellationToken): Promise<Result<UserViewTable> | null> {
    const { generation, userHandles } = this.target;
    if (userHandles === null) {
      return null;
    }
    const before = this.known;
    if (before?.generation === generation && before.stop === this.stop) {
      return await before.load.get(token);
    }
    const previous =
      before === null || before.stop === this.stop ? (before?.previous ?? null) : before.ready;
    const made: KnownTable = {
      stop: this.stop,
      generation,
      ready: null,
      previous,
      load: new SharedLoad(async (cancellation) => {
        const opened = await this.open(made, cancellation);
        made.ready = opened.ok ? opened.value.handles : null;
        return opened;
      }),
    };
    this.known = made;
    return await made.load.get(token);
  }

  /** The target ran: what is known now becomes "before". */
  moveOn(): void {
    this.stop++;
  }

  private async open(
    { previous, generation }: Pick<KnownTable, 'previous' | 'generation'>,
    token: CancellationToken,
  ): Promise<Result<UserViewTable>> {
    const opened = await keptUserHandles(this.target, token);
    if (!opened.ok) {
      return opened;
    }
    const handles = opened.value;
    const changes = previous === null ? null : compareTables(previous.table, handles.table);
    return ok({
      handles,
      generation,
      previous,
      changes,
      groups: groupEntries(handles, previous, changes),
    });
  }
}
