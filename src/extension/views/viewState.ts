/** What the user chose in the views; kept in the workspace, dropped when its version does not fit. */

import type * as vscode from 'vscode';
import { VIEW_GROUPINGS, VIEW_SORTS } from '../../protocol/viewGuards';
import type { ViewGrouping, ViewSort } from '../../protocol/viewMessages';

const KEY = 'handleLens.views';
const VERSION = 1;
/** Most pins kept per target. */
const MAXIMUM_PINS = 200;

interface SavedState {
  readonly version: number;
  readonly grouping: ViewGrouping;
  readonly sort: ViewSort;
  readonly filter: string;
  /** Pinned handle values by target. */
  readonly pins: Readonly<Record<string, readonly string[]>>;
}

/** The state of the Handles view. Setters save. */
export class ViewState {
  private state: SavedState;

  constructor(private readonly memento: vscode.Memento) {
    this.state = restore(memento.get(KEY));
  }

  get grouping(): ViewGrouping {
    return this.state.grouping;
  }

  get sort(): ViewSort {
    return this.state.sort;
  }

  get filter(): string {
    return this.state.filter;
  }

  /** Pinned handle values of a target, in the order they were pinned. */
  pins(target: string): readonly string[] {
    // Names of sessions are anybody's: `constructor` is not a list of pins.
    return Object.hasOwn(this.state.pins, target) ? (this.state.pins[target] ?? []) : [];
  }

  /** Changes some of the choices. */
  set(change: Partial<Pick<SavedState, 'grouping' | 'sort' | 'filter'>>): void {
    this.save({ ...this.state, ...change });
  }

  /** Pins or unpins handle values of a target. */
  setPinned(target: string, handles: readonly string[], isPinned: boolean): void {
    const others = this.pins(target).filter((handle) => !handles.includes(handle));
    const pins = isPinned ? [...others, ...handles].slice(-MAXIMUM_PINS) : others;
    this.save({ ...this.state, pins: { ...this.state.pins, [target]: pins } });
  }

  private save(state: SavedState): void {
    this.state = state;
    void this.memento.update(KEY, state);
  }
}

/** Whatever was saved, if it is of this version and well-formed; else the defaults. */
function restore(saved: unknown): SavedState {
  const fallback: SavedState = {
    version: VERSION,
    grouping: 'type',
    sort: 'value',
    filter: '',
    pins: {},
  };
  if (
    typeof saved !== 'object' ||
    saved === null ||
    !('version' in saved) ||
    saved.version !== VERSION
  ) {
    return fallback;
  }
  const fields: Partial<Record<keyof SavedState, unknown>> = saved;
  return {
    version: VERSION,
    grouping: VIEW_GROUPINGS.find((each) => each === fields.grouping) ?? fallback.grouping,
    sort: VIEW_SORTS.find((each) => each === fields.sort) ?? fallback.sort,
    filter: typeof fields.filter === 'string' ? fields.filter : '',
    pins: pinsOf(fields.pins),
  };
}

function pinsOf(saved: unknown): SavedState['pins'] {
  if (typeof saved !== 'object' || saved === null) {
    return {};
  }
  const entries = Object.entries(saved).map(([target, values]): [string, readonly string[]] => [
    target,
    Array.isArray(values)
      ? values.filter((value): value is string => typeof value === 'string')
      : [],
  ]);
  return Object.fromEntries(entries);
}
