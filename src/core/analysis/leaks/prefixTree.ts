/** Outstanding opens as a tree of callers, outermost first: what a flame graph shows. */

import { TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import { NO_STACK } from '../../model/stackColumn';
import { NO_RECORD } from '../traces/openers';
import { siteFrames } from '../traces/siteFrames';
import { inSteps, ROWS_PER_STEP, WorkMeter, type Work } from '../work';
import type { LeakParts } from './leakSites';

/** Nodes that are made at most; what is deeper counts for the last node there is. */
const MOST_NODES = 100_000;
/** Frames looked at between two rests. */
const STRETCH = 16_384;

/** One function on the way to outstanding opens. */
export interface PrefixNode {
  /** `module!symbol`, without a displacement; the address where there is none. */
  readonly label: string;
  /** Outstanding opens from here on, this node's own included. */
  readonly outstanding: number;
  /** Of these: opened by this function itself, as far as the program's frames tell. */
  readonly self: number;
  /** Opens from here on. */
  readonly opened: number;
  /** Of these: closed. */
  readonly closed: number;
  /** Most outstanding opens first. */
  readonly children: readonly PrefixNode[];
}

/** A node while the tree is made. */
interface GrowingNode {
  readonly label: string;
  outstanding: number;
  self: number;
  opened: number;
  closed: number;
  readonly children: Map<string, GrowingNode>;
}

/** How many opens each stack has. */
interface StackCounts {
  readonly outstanding: Uint32Array;
  readonly opened: Uint32Array;
  readonly closed: Uint32Array;
}

/**
 * Makes the tree of the program's own frames (of all frames, for stacks without own ones), recursion taken out. The root
 * stands for the process. Functions without an outstanding open below them are left out.
 */
export async function prefixTree(families: readonly LeakParts[], work: Work): Promise<PrefixNode> {
  const tree = { root: newNode(''), nodes: 0 };
  for (const parts of families) {
    await addFamily(tree, parts, work);
  }
  return finished(tree.root);
}

/** Adds the opens of one table. */
async function addFamily(
  tree: { readonly root: GrowingNode; nodes: number },
  parts: LeakParts,
  work: Work,
): Promise<void> {
  const { traces } = parts;
  const { table } = traces.stacks;
  const counts = await countByStack(parts, work);
  const store = await parts.table.traceStore(work.token);
  const deepest = store?.facts.maximumDepth ?? Infinity;
  const meter = new WorkMeter(work, STRETCH);
  for (let stack = NO_STACK; stack <= table.count; stack++) {
    if ((counts.outstanding[stack] ?? 0) === 0) {
      continue;
    }
    const frames = table.frames(stack).map((address) => traces.book.facts(address));
    const picked = callersOf(frames, frames.length >= deepest);
    let node = tree.root;
    addCounts(node, counts, stack);
    for (const at of picked.toReversed()) {
      const frame = frames[at];
      const name = frame?.functionName ?? '';
      let child = node.children.get(name);
      if (child === undefined) {
        if (tree.nodes >= MOST_NODES) {
          break;
        }
        tree.nodes++;
        child = newNode(frame === undefined ? '' : labelOf(frame));
        node.children.set(name, child);
      }
      node = child;
      addCounts(node, counts, stack);
    }
    node.self += counts.outstanding[stack] ?? 0;
    if (meter.add(frames.length)) {
      await meter.rest();
    }
  }
}

/** The frames that are shown, innermost first: where none is the program's own, without those below the last module. */
function callersOf(frames: readonly Frame[], isCut: boolean): readonly number[] {
  const { frames: picked, owner } = siteFrames(frames, { kind: 'own' }, isCut);
  if (owner === 'own' || owner === 'unknown') {
    return picked;
  }
  const inModules = picked.filter((at) => (frames[at]?.resolved.module ?? null) !== null);
  return inModules.length === 0 ? picked : inModules;
}

type Frame = ReturnType<LeakParts['traces']['book']['facts']>;

function labelOf({ resolved, functionName }: Frame): string {
  const { module, symbol, address } = resolved;
  const isNear = functionName !== address.toString(16);
  return module === null || !isNear
    ? `${module === null ? '' : `${module}!`}0x${address.toString(16)}`
    : `${module}!${symbol ?? ''}`;
}

function newNode(label: string): GrowingNode {
  return { label, outstanding: 0, self: 0, opened: 0, closed: 0, children: new Map() };
}

function addCounts(node: GrowingNode, counts: StackCounts, stack: number): void {
  node.outstanding += counts.outstanding[stack] ?? 0;
  node.opened += counts.opened[stack] ?? 0;
  node.closed += counts.closed[stack] ?? 0;
}

function finished(node: GrowingNode): PrefixNode {
  const { label, outstanding, self, opened, closed } = node;
  const children = [...node.children.values()]
    .map(finished)
    .sort((a, b) => b.outstanding - a.outstanding || (a.label < b.label ? -1 : 1));
  return { label, outstanding, self, opened, closed, children };
}

async function countByStack({ traces, records }: LeakParts, work: Work): Promise<StackCounts> {
  const size = traces.stacks.table.count + 1;
  const counts: StackCounts = {
    outstanding: new Uint32Array(size),
    opened: new Uint32Array(size),
    closed: new Uint32Array(size),
  };
  const { columns, pairs } = records;
  await inSteps(work, columns.count, ROWS_PER_STEP, (from, to) => {
    for (let record = from; record < to; record++) {
      if (columns.operation[record] !== TRACE_OPEN) {
        continue;
      }
      const stack = traces.stacks.stackOf(record);
      bump(counts.opened, stack);
      const end = pairs.mate[record] ?? NO_RECORD;
      if (end !== NO_RECORD && columns.operation[end] === TRACE_CLOSE) {
        bump(counts.closed, stack);
      } else if (
        pairs.outstanding[record] === 1 &&
        (records.counts === null || records.counts[record] === 1)
      ) {
        bump(counts.outstanding, stack);
      }
    }
  });
  return counts;
}

function bump(column: Uint32Array, at: number): void {
  column[at] = (column[at] ?? 0) + 1;
}
