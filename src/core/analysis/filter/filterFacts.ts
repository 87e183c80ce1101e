/** What conditions on handles are tested against. */

import type { HandleColumns } from '../../model/handleColumns';
import type { TraceColumns } from '../../model/handleTrace';
import type { NameColumn } from '../../model/nameColumn';
import type { FrameBook } from '../traces/frameBook';
import type { HandleFamily } from '../traces/handleFamily';
import type { Openers } from '../traces/openers';
import type { RecordStacks } from '../traces/recordStacks';
import type { StackSites } from '../traces/stackSites';
import type { QueryNode } from '../query/querySyntax';

/** What the trace log says about the handles of a table. */
export interface TraceFacts {
  readonly openers: Openers;
  readonly columns: TraceColumns;
  readonly stacks: RecordStacks;
  readonly book: FrameBook;
}

/** The columns of one table. */
export interface FilterFacts {
  readonly columns: HandleColumns;
  /** Null when the query does not need names. */
  readonly names: NameColumn | null;
  /** Null when the query does not need the log, or when there is none. */
  readonly traces: TraceFacts | null;
  /** The places of the log's stacks; null when the query does not need them, or when there is no log. */
  readonly sites: StackSites | null;
  /** What happened to each row since the previous stop ({@link ROW_SAME} and so on); null when nobody compared. */
  readonly state: Uint8Array | null;
  /** Of all handles of the table. */
  readonly family: HandleFamily;
}

/** Which parts of {@link FilterFacts} a query needs. */
export interface FilterNeeds {
  readonly names: boolean;
  readonly traces: boolean;
  readonly stacks: boolean;
  readonly sites: boolean;
  /** Asks what happened since the previous stop. */
  readonly state: boolean;
}

const TRACE_FIELDS: ReadonlySet<string> = new Set([
  'openedBy',
  'site',
  'siblings',
  'thread',
  'process',
  'last',
  'generation',
  'badrefs',
  'age',
]);

/** What has to be loaded before a query can be evaluated. */
export function filterNeeds(where: QueryNode | null): FilterNeeds {
  const needs = { names: false, traces: false, stacks: false, sites: false, state: false };
  const pending = where === null ? [] : [where];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.kind) {
      case 'and':
      case 'or':
        pending.push(...node.parts);
        break;
      case 'not':
        pending.push(node.part);
        break;
      case 'text':
        needs.names = true;
        break;
      case 'field':
        needs.names ||= node.field === 'name';
        needs.traces ||= TRACE_FIELDS.has(node.field);
        needs.state ||= node.field === 'state';
        needs.stacks ||= node.field === 'openedBy';
        needs.sites ||= node.field === 'site' || node.field === 'siblings';
        break;
    }
  }
  return needs;
}
