/** Reference numbers of things that can be expanded. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CancellationToken } from '../core/util/cancellation';

/** Lists of more children than this are announced as indexed, so that clients page through them. */
export const PAGED_ABOVE = 100;
/** Children given to a client that asks for a long list without paging. */
export const LONGEST_UNPAGED_LIST = 1000;
/** References kept; the oldest are forgotten first. */
const MAXIMUM_REFERENCES = 100_000;

/** Which children are wanted. */
export interface ChildrenRequest {
  readonly start: number;
  /** 0 = all. */
  readonly count: number;
  readonly filter: 'indexed' | 'named' | null;
  /** The client wants numbers in hexadecimal. */
  readonly hex: boolean;
  readonly token: CancellationToken;
}

/** Something that can be expanded. */
export interface Container {
  /** Children that are a numbered list; 0 when all are named. */
  readonly indexed: number;
  /** Lists children. May be asked again and again. */
  children(request: ChildrenRequest): Promise<readonly DebugProtocol.Variable[]>;
}

/** The part of a variable, scope or evaluate answer that makes it expandable. */
export interface Expandable {
  variablesReference: number;
  indexedVariables?: number;
}

/** Hands out references and finds what they stand for. Numbers are never used twice, so a stale one finds nothing. */
export class VariableStore {
  private readonly containers = new Map<number, Container>();
  private last = 0;

  /** Makes a container expandable; null gives the reference 0, "nothing to expand". */
  expandable(container: Container | null): Expandable {
    if (container === null) {
      return { variablesReference: 0 };
    }
    const reference = ++this.last;
    this.containers.set(reference, container);
    if (this.containers.size > MAXIMUM_REFERENCES) {
      const oldest = this.containers.keys().next();
      if (oldest.done !== true) {
        this.containers.delete(oldest.value);
      }
    }
    return container.indexed > 0
      ? { variablesReference: reference, indexedVariables: container.indexed }
      : { variablesReference: reference };
  }

  /** What a reference stands for; undefined when it is stale or was never given. */
  find(reference: number): Container | undefined {
    return this.containers.get(reference);
  }

  /** Forgets everything: references live only while the target is stopped. */
  clear(): void {
    this.containers.clear();
  }
}

/** A container whose children have names and are few. */
export function namedChildren(
  list: (request: ChildrenRequest) => Promise<readonly DebugProtocol.Variable[]>,
): Container {
  return {
    indexed: 0,
    children: async (request) =>
      request.filter === 'indexed' ? [] : cut(await list(request), request),
  };
}

/** A page of a numbered list. */
export interface ListPage {
  readonly start: number;
  readonly length: number;
  readonly hex: boolean;
  readonly token: CancellationToken;
}

/**
 * A container over a list of `total` rows, of which only the rows asked for are made. A client that does not page gets
 * the first {@link LONGEST_UNPAGED_LIST} rows and a last one that says how many there are.
 */
export function listChildren(
  total: number,
  load: (page: ListPage) => Promise<readonly DebugProtocol.Variable[]>,
): Container {
  return {
    indexed: total > PAGED_ABOVE ? total : 0,
    children: async (request) => {
      if (request.filter === 'named' && total > PAGED_ABOVE) {
        return [];
      }
      const start = Math.min(request.start, total);
      const wanted = request.count === 0 ? total - start : Math.min(request.count, total - start);
      const length = Math.min(wanted, LONGEST_UNPAGED_LIST);
      const rows = await load({ start, length, hex: request.hex, token: request.token });
      return wanted > length
        ? [...rows, { name: '…', value: `${wanted - length} more`, variablesReference: 0 }]
        : rows;
    },
  };
}

/** Applies start and count to a short list. */
function cut(
  variables: readonly DebugProtocol.Variable[],
  request: ChildrenRequest,
): readonly DebugProtocol.Variable[] {
  const end = request.count === 0 ? undefined : request.start + request.count;
  return request.start === 0 && end === undefined ? variables : variables.slice(request.start, end);
}
