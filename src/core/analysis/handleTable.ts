/** The model behind the views: one handle table at one stop, with everything that is worked out about it on demand. */

import type { HandleColumns } from '../model/handleColumns';
import type { NameColumn } from '../model/nameColumn';
import type { HandleStore } from '../target/handleStore';
import type { SymbolSource } from '../target/symbolSource';
import type { TraceStore } from '../target/traceStore';
import type { CancellationToken } from '../util/cancellation';
import type { Problem } from '../util/problem';
import { ok, type Result } from '../util/result';
import { SharedLoad } from '../util/sharedLoad';
import { filterNeeds, type FilterFacts, type TraceFacts } from './filter/filterFacts';
import { compileFilter, selectRows } from './filter/handleFilter';
import type { Query, QueryGroup, QueryProblem, QuerySort } from './query/querySyntax';
import { RowScratch } from './rowScratch';
import { allRows } from './sortRows';
import { HandleGroups, outlineTypes, type HandleGroupOutline } from './table/handleGroups';
import { sortHandles } from './table/handleOrder';
import { loadNames } from './table/loadNames';
import { orderNames } from './table/nameOrder';
import { findNameSpaces, type NameSpaces } from './table/nameSpaces';
import { diffTables, type TableDiff, type TableSnapshot } from './table/tableDiff';
import { FrameBook } from './traces/frameBook';
import type { HandleFamily } from './traces/handleFamily';
import { findOpeners } from './traces/openers';
import type { OwnCode } from './traces/ownFrames';
import { RecordStacks } from './traces/recordStacks';
import { OWN_FRAMES, type Folding } from './traces/siteFrames';
import { StackSites } from './traces/stackSites';
import { TraceIndex } from './traces/traceIndex';
import type { Work, WorkProgress } from './work';

/** Groupings by who opened the handles. */
const NEED_TRACES: ReadonlySet<QueryGroup> = new Set(['site', 'process', 'thread']);

/** What a table is made of. */
export interface HandleTableSource {
  /** `kernel` when nothing is said. */
  readonly family?: HandleFamily;
  readonly handles: HandleStore;
  /** Why the handles are not listed, where there are traces only: {@link handles} is then empty. */
  readonly unlisted?: Problem | null;
  /** Null when the target has no trace log. A function is called when the log is first needed: reading it takes time. */
  readonly traces: TraceStore | null | ((token: CancellationToken) => Promise<TraceStore | null>);
  readonly symbols: SymbolSource;
  /** Decides which frames are the program's own. */
  readonly code: OwnCode;
  readonly pointerSize: 4 | 8;
  /** Lets the host do other things; see {@link Work}. */
  readonly yieldNow: () => Promise<void>;
  /** Told how far long work has come. */
  readonly report?: (progress: WorkProgress) => void;
}

/** Which rows, in which order, in which groups. */
export interface ViewRequest {
  readonly query: Query;
  /** Used where the query does not say. */
  readonly group: QueryGroup;
  /** Used where the query does not say; null: as the table has them. */
  readonly sort: QuerySort | null;
}

/** The answer: rows by group. */
export interface HandleView {
  readonly groups: HandleGroups;
  /** Rows that meet the query. */
  readonly shown: number;
  /** Rows of the table. */
  readonly total: number;
}

/**
 * One handle table at one stop. Each part is loaded when it is first needed, once for everybody who asks. Before a live
 * target goes on, ask for the {@link HandleTable.snapshot}: what was not read until then can no longer be.
 */
export class HandleTable {
  private readonly book: FrameBook;
  private readonly scratch: RowScratch;
  private readonly storeLoad = new SharedLoad(async (token) => {
    const { traces } = this.source;
    return typeof traces === 'function' ? await traces(token) : traces;
  });
  private readonly namesLoad = this.once((work) => loadNames(this.source.handles, work));
  private readonly ranksLoad = this.once(async (work) =>
    orderNames(await this.namesLoad.get(work.token), work),
  );
  private readonly spacesLoad = this.once(async (work) =>
    findNameSpaces(await this.namesLoad.get(work.token), work),
  );
  private readonly indexLoad = this.once(async (work) => {
    const traces = await this.traceStore(work.token);
    return traces === null ? null : await TraceIndex.build(await traces.columns(work.token), work);
  });
  private readonly tracesLoad = this.once((work) => this.loadTraces(work));
  private readonly sitesLoad = this.once((work) => this.loadSites(work, OWN_FRAMES));
  private state: Uint8Array | null = null;

  constructor(readonly source: HandleTableSource) {
    this.book = new FrameBook(source.symbols, source.code);
    this.scratch = new RowScratch(source.handles.count);
  }

  /** Which kind of handles it holds. */
  get family(): HandleFamily {
    return this.source.family ?? 'kernel';
  }

  /** Why the handles are not listed; null when they are. What is asked about handles then has no answer. */
  get unlisted(): Problem | null {
    return this.source.unlisted ?? null;
  }

  /** Rows of the table. */
  get count(): number {
    return this.source.handles.count;
  }

  /** Values, types, access and counts of all rows. */
  columns(token: CancellationToken): Promise<HandleColumns> {
    return this.source.handles.columns(token);
  }

  /** Names of all rows. */
  names(token: CancellationToken): Promise<NameColumn> {
    return this.namesLoad.get(token);
  }

  /** The directories of all names. */
  nameSpaces(token: CancellationToken): Promise<NameSpaces> {
    return this.spacesLoad.get(token);
  }

  /** The trace log; null without one. */
  traceStore(token: CancellationToken): Promise<TraceStore | null> {
    return this.storeLoad.get(token);
  }

  /** The trace log by handle value; null without one. */
  traceIndex(token: CancellationToken): Promise<TraceIndex | null> {
    return this.indexLoad.get(token);
  }

  /** Who opened each handle; null without a trace log. Stacks are loaded by whoever needs them. */
  traces(token: CancellationToken): Promise<TraceFacts | null> {
    return this.tracesLoad.get(token);
  }

  /**
   * The places in the program that the stacks of the trace log come from; null without one. Those by own frames are kept,
   * others are found anew for each call.
   */
  sites(token: CancellationToken, folding: Folding = OWN_FRAMES): Promise<StackSites | null> {
    return folding.kind === 'own'
      ? this.sitesLoad.get(token)
      : this.loadSites(this.work(token), folding);
  }

  /** The rows that meet a query, in table order. Fails when it asks for what the target does not have. */
  async select(query: Query, token: CancellationToken): Promise<Result<Uint32Array, QueryProblem>> {
    const work = this.work(token);
    if (query.where === null) {
      return ok(allRows(this.count, this.scratch));
    }
    const facts = await this.filterFacts(query, token);
    const test = await compileFilter(query.where, facts, work);
    return test.ok ? ok(await selectRows(test.value, facts.columns.count, work)) : test;
  }

  /** The rows that meet a query, sorted and in groups. */
  async view(
    request: ViewRequest,
    token: CancellationToken,
  ): Promise<Result<HandleView, QueryProblem>> {
    const rows = await this.select(request.query, token);
    if (!rows.ok) {
      return rows;
    }
    const sort = request.query.sort ?? request.sort;
    const sorted = sort === null ? rows.value : await this.sort(rows.value, sort, token);
    const grouping = request.query.group ?? request.group;
    const groups = await this.group(sorted, { grouping, sort }, token);
    // Nobody else has these rows: their memory serves the next view.
    for (const done of new Set([rows.value, sorted])) {
      if (!groups.rows.keeps(done)) {
        this.scratch.give(done);
      }
    }
    return ok({ groups, shown: rows.value.length, total: this.count });
  }

  /** The groups by type of all rows, before anybody asks for the rows: much sooner than {@link HandleTable.view}. */
  async outlineTypes(token: CancellationToken): Promise<readonly HandleGroupOutline[]> {
    return outlineTypes(await this.columns(token));
  }

  /** Rows in another order. */
  async sort(rows: Uint32Array, sort: QuerySort, token: CancellationToken): Promise<Uint32Array> {
    const columns = await this.columns(token);
    const names =
      sort === 'name'
        ? { id: (await this.names(token)).id, ranks: await this.ranksLoad.get(token) }
        : null;
    const traces = sort === 'newest' ? await this.traces(token) : null;
    const openers =
      traces === null ? null : { found: traces.openers, records: traces.columns.count };
    return await sortHandles(rows, sort, { columns, names, openers }, this.work(token));
  }

  /** Rows in groups; within each they keep their order. */
  async group(
    rows: Uint32Array,
    how: { readonly grouping: QueryGroup; readonly sort: QuerySort | null },
    token: CancellationToken,
  ): Promise<HandleGroups> {
    const { grouping } = how;
    const facts = {
      columns: await this.columns(token),
      names:
        grouping === 'name'
          ? { id: (await this.names(token)).id, spaces: await this.nameSpaces(token) }
          : null,
      traces: NEED_TRACES.has(grouping) ? await this.traces(token) : null,
      sites: grouping === 'site' ? await this.sites(token) : null,
    };
    return await HandleGroups.build(rows, how, facts, this.work(token));
  }

  /**
   * Compares with the table at the previous stop. From then on `state:` in queries to this table tells new and changed
   * handles, and in queries to the previous one the closed handles.
   */
  async compareWith(previous: HandleTable, token: CancellationToken): Promise<TableDiff> {
    const diff = await diffTables(
      await previous.snapshot(token),
      await this.snapshot(token),
      this.work(token),
    );
    this.state = diff.state;
    previous.state = diff.stateBefore;
    return diff;
  }

  /** True once {@link compareWith} was called: `state:` tells handles apart. */
  get isCompared(): boolean {
    return this.state !== null;
  }

  /** What is compared, and what is left of the handles when the target has moved on. */
  async snapshot(token: CancellationToken): Promise<TableSnapshot> {
    return {
      columns: await this.columns(token),
      names: await this.names(token),
      generation: (await this.traces(token))?.openers.generation ?? null,
    };
  }

  private async filterFacts(query: Query, token: CancellationToken): Promise<FilterFacts> {
    const needs = filterNeeds(query.where);
    return {
      columns: await this.columns(token),
      names: needs.names ? await this.names(token) : null,
      traces: needs.traces ? await this.traces(token) : null,
      sites: needs.sites ? await this.sites(token) : null,
      state: this.state,
      family: this.family,
    };
  }

  private async loadTraces(work: Work): Promise<TraceFacts | null> {
    const index = await this.indexLoad.get(work.token);
    const store = await this.traceStore(work.token);
    if (index === null || store === null) {
      return null;
    }
    const openers = await findOpeners(await this.columns(work.token), index, work);
    return {
      openers,
      columns: index.columns,
      stacks: new RecordStacks(store),
      book: this.book,
    };
  }

  private async loadSites(work: Work, folding: Folding): Promise<StackSites | null> {
    const traces = await this.tracesLoad.get(work.token);
    if (traces === null) {
      return null;
    }
    const store = await this.traceStore(work.token);
    await traces.stacks.load(allRows(traces.columns.count), work);
    return await StackSites.build(traces.stacks.table, traces.book, work, {
      folding,
      maximumDepth: store?.facts.maximumDepth ?? Infinity,
      family: this.family,
    });
  }

  private once<T>(load: (work: Work) => Promise<T>): SharedLoad<T> {
    return new SharedLoad((token) => load(this.work(token)));
  }

  /** What long work over this table is handed. */
  work(token: CancellationToken): Work {
    const { yieldNow, report } = this.source;
    const { scratch } = this;
    return { token, yieldNow, scratch, ...(report === undefined ? {} : { report }) };
  }
}
