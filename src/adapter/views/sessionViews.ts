/** What one open target's views share: tables, and views that were worked out. */

import type { OwnCodeRules } from '../../core/analysis/traces/ownFrames';
import type { Target } from '../../core/target/target';
import type { CancellationToken } from '../../core/util/cancellation';
import { fail, ok } from '../../core/util/result';
import type { ViewArguments } from '../../protocol/viewMessages';
import { valueOf } from '../adapterErrors';
import { buildView, type GroupedView } from './groupedView';
import { UserTables } from './userTables';
import { ViewCache } from './viewCache';
import { ViewTables, type ViewTable } from './viewTables';

/** The views of one examination. */
export class SessionViews {
  private readonly tables: ViewTables;
  private readonly cache = new ViewCache();
  /** The table of USER handles. */
  readonly users: UserTables;

  constructor(
    target: Target,
    /** Lets the host do other things during long work. */
    readonly yieldNow: () => Promise<void>,
  ) {
    this.tables = new ViewTables(target, yieldNow);
    this.users = new UserTables(target);
  }

  /** The table of a process as it stands now. Rejects with the reason when nothing lists its handles. */
  async table(processId: number, token: CancellationToken): Promise<ViewTable> {
    const table = await this.tables.get(processId, token);
    const { unlisted } = table.table;
    return valueOf(unlisted === null ? ok(table) : fail(unlisted));
  }

  /** The same for who needs the traces above all: where a log lists only those, the table has no handles. */
  tracedTable(processId: number, token: CancellationToken): Promise<ViewTable> {
    return this.tables.get(processId, token);
  }

  /** A view of a process, from what is known already where possible. */
  async view(
    processId: number,
    wanted: ViewArguments,
    token: CancellationToken,
  ): Promise<GroupedView> {
    const table = await this.table(processId, token);
    return await this.cache.get(table, wanted, () => buildView(table, wanted, token));
  }

  /** Whose code is whose from now on. */
  setOwnCode(rules: OwnCodeRules): void {
    this.tables.setRules(rules);
  }

  /** Call before the target's state changes. */
  settle(): Promise<void> {
    return this.tables.settle();
  }

  /** Call when the target ran. */
  moveOn(): void {
    this.tables.moveOn();
    this.users.moveOn();
  }
}
