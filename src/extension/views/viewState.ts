/** What the user chose in the views; kept in the workspace, dropped when its version does not fit. */

import type * as vscode from 'vscode';
import { VIEW_GROUPINGS, VIEW_SORTS } from '../../protocol/viewGuards';
import type { ViewGrouping, ViewSort } from '../../protocol/viewMessages';

const KEY = 'handleLens.views';
const VERSION = 1;
/** Most pins and most notes kept per target. */
const MAXIMUM_PINS = 200;
/** Longest note. */
const MAXIMUM_NOTE = 200;

interface SavedState {
  readonly version: number;
  readonly grouping: ViewGrouping;
  readonly sort: ViewSort;
  readonly filter: string;
  /** Pinned handle values by target. */
  readonly pins: Lists;
  /** Pinned types by target. */
  readonly types: Lists;
  /** What the user wrote about handle values, by target. */
  readonly notes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Texts by target. */
type Lists = Readonly<Record<string, readonly string[]>>;

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
    return own(this.state.pins, target) ?? [];
  }

  /** Pinned types of a target, in the order they were pinned. */
  pinnedTypes(target: string): readonly string[] {
    return own(this.state.types, target) ?? [];
  }

  /** What the user wrote about a handle value of a target; empty when there is nothing. */
  note(target: string, handle: string): string {
    return own(own(this.state.notes, target) ?? {}, handle) ?? '';
  }

  /** Changes some of the choices. */
  set(change: Partial<Pick<SavedState, 'grouping' | 'sort' | 'filter'>>): void {
    this.save({ ...this.state, ...change });
  }

  /** Pins or unpins handle values of a target. */
  setPinned(target: string, handles: readonly string[], isPinned: boolean): void {
    const { pins } = this.state;
    this.save({ ...this.state, pins: changed(pins, target, { names: handles, isPinned }) });
  }

  /** Pins or unpins types of a target. */
  setTypesPinned(target: string, names: readonly string[], isPinned: boolean): void {
    const { types } = this.state;
    this.save({ ...this.state, types: changed(types, target, { names, isPinned }) });
  }

  /** Writes a note about a handle value of a target; an empty one takes it away. */
  setNote(target: string, handle: string, text: string): void {
    const others = Object.entries(own(this.state.notes, target) ?? {}).filter(
      ([value]) => value !== handle,
    );
    const note = text.trim().slice(0, MAXIMUM_NOTE);
    const notes = note === '' ? others : [...others, [handle, note] as const].slice(-MAXIMUM_PINS);
    this.save({
      ...this.state,
      notes: { ...this.state.notes, [target]: Object.fromEntries(notes) },
    });
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
    types: {},
    notes: {},
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
    pins: listsOf(fields.pins),
    types: listsOf(fields.types),
    notes: notesOf(fields.notes),
  };
}

/** Names of sessions are anybody's: `constructor` is not a list of pins. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function changed(
  lists: Lists,
  target: string,
  { names, isPinned }: { readonly names: readonly string[]; readonly isPinned: boolean },
): Lists {
  const others = (own(lists, target) ?? []).filter((name) => !names.includes(name));
  return { ...lists, [target]: isPinned ? [...others, ...names].slice(-MAXIMUM_PINS) : others };
}

function listsOf(saved: unknown): Lists {
  return Object.fromEntries(
    entriesOf(saved).map(([target, values]) => [
      target,
      Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [],
    ]),
  );
}

function notesOf(saved: unknown): SavedState['notes'] {
  return Object.fromEntries(
    entriesOf(saved).map(([target, values]) => [
      target,
      Object.fromEntries(
        entriesOf(values).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      ),
    ]),
  );
}

function entriesOf(saved: unknown): readonly [string, unknown][] {
  return typeof saved === 'object' && saved !== null ? Object.entries(saved) : [];
}
