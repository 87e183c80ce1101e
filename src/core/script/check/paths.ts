/** One way through a function: what its handles are on the way, and which decisions led there. */

import type { Span } from '../language/syntax';

/** What is known of a handle variable at one moment. */
export type HandleState =
  /** Opened on this path and not closed. */
  | {
      readonly kind: 'open';
      readonly opened: Opening;
      /** Variable whose value tells whether the open succeeded, with the value of success; null when the handle itself tells. */
      readonly verdict: { readonly variable: string; readonly zeroIsSuccess: boolean } | null;
    }
  /** Closed on this path. */
  | { readonly kind: 'closed'; readonly at: Event }
  /** Nothing that has to be closed, or nothing known: NULL, failed opens, what was stored elsewhere. */
  | { readonly kind: 'unknown' };

/** Something that happened on a path. */
export interface Event extends Span {
  /** How many decisions were made before it. */
  readonly decisions: number;
}

/** Where and how a handle was opened. */
export interface Opening extends Event {
  /** Function that opened it. */
  readonly by: string;
  readonly closedBy: string;
}

/** A decision on the way: a condition that holds or not. */
export interface Decision extends Span {
  readonly text: string;
  readonly holds: boolean;
  readonly isLoop: boolean;
}

/** One way through a function so far. */
export interface Path {
  readonly handles: ReadonlyMap<string, HandleState>;
  readonly decisions: readonly Decision[];
}

/** Ways that are followed at once; of more, those alike in their handles count as one, and the rest is not looked at. */
const MOST_PATHS = 64;

/** The way into a function. */
export const FIRST_PATH: Path = { handles: new Map(), decisions: [] };

/** A path on which a handle has become something else. */
export function withHandle(path: Path, name: string, state: HandleState): Path {
  const handles = new Map(path.handles);
  handles.set(name, state);
  return { ...path, handles };
}

/** A path behind a decision. */
export function withDecision(path: Path, decision: Decision): Path {
  return { ...path, decisions: [...path.decisions, decision] };
}

/** A path on which conditions about a changed variable are open again. */
export function withChanged(path: Path, variable: string): Path {
  const word = new RegExp(`\\b${variable}\\b`);
  return path.decisions.some(({ text }) => word.test(text))
    ? {
        ...path,
        decisions: path.decisions.map((each) =>
          word.test(each.text) ? { ...each, text: `${each.text} ` } : each,
        ),
      }
    : path;
}

/** What an earlier decision on the path says of a condition; undefined when it was not decided, or may have changed. */
export function decided(path: Path, text: string): boolean | undefined {
  return path.decisions.findLast((each) => each.text === text && !each.isLoop)?.holds;
}

/** Leaves one path of those that are alike: in all decisions if they are few, else in what their handles are. */
export function distinct(paths: readonly Path[]): readonly Path[] {
  if (paths.length < 2) {
    return paths;
  }
  const alike = firstOfEach(paths, (path) => `${handlesKey(path)}|${decisionsKey(path)}`);
  return alike.length <= MOST_PATHS ? alike : firstOfEach(alike, handlesKey).slice(0, MOST_PATHS);
}

function firstOfEach(paths: readonly Path[], keyOf: (path: Path) => string): readonly Path[] {
  const first = new Map<string, Path>();
  for (const path of paths) {
    const key = keyOf(path);
    if (!first.has(key)) {
      first.set(key, path);
    }
  }
  return [...first.values()];
}

function handlesKey({ handles }: Path): string {
  let key = '';
  for (const [name, state] of handles) {
    const place =
      state.kind === 'open' ? state.opened.start : state.kind === 'closed' ? state.at.start : 0;
    key += `${name}=${state.kind}${place},`;
  }
  return key;
}

function decisionsKey({ decisions }: Path): string {
  return decisions.map(({ text, holds }) => `${text}${holds}`).join();
}
