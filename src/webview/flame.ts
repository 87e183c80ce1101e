/** The page of the flame graph: callers of outstanding opens as bars, outermost on top, wide as they have many. */

import type { CallNode, CallTreeAnswer } from '../protocol/chartMessages';
import { filled, type FlamePage, type PageTexts } from '../protocol/chartPages';
import { byId, element, notesOf, tell } from './elements';

/** Colours of the theme for modules, in turn. */
const COLOURS = ['orange', 'blue', 'green', 'purple', 'yellow', 'red'] as const;
/** Pixels. */
const ROW = 24;
/** Bars narrower than this part of the width, in percent, are not drawn: zooming in shows them. */
const NARROWEST = 0.15;

/** A function in its place. */
interface Bar {
  readonly node: CallNode;
  readonly parent: Bar | null;
  readonly depth: number;
  /** Outstanding opens of earlier siblings and of those of its callers. */
  readonly start: number;
  readonly children: Bar[];
}

let texts: PageTexts = {};
let process = '';
let root: Bar | null = null;
let zoomed: Bar | null = null;
let chosen: Bar | null = null;
const items = new Map<Bar, HTMLElement>();

const t = (text: string, ...places: readonly (string | number)[]): string =>
  filled(texts[text] ?? text, ...places);

window.addEventListener('message', ({ data }: MessageEvent<FlamePage>) => {
  ({ texts } = data);
  show(data.answer);
});
tell({ action: 'ready' });

function show(answer: CallTreeAnswer): void {
  ({ process } = answer);
  const title = element('h1', {}, t('Callers of outstanding opens: {0}', process));
  if (answer.root === null || answer.root.outstanding === 0) {
    const why = answer.missing ?? t('Every handle whose opening is on record was closed again.');
    byId('page').replaceChildren(title, element('p', { role: 'status' }, why));
    return;
  }
  root = barOf(answer.root, null, 0);
  zoomed = root;
  chosen = root;
  byId('page').replaceChildren(
    title,
    element(
      'p',
      { id: 'keys', class: 'note' },
      t(
        'A bar is as wide as the function has outstanding opens. Arrow keys move between callers, callees and neighbours; Enter zooms in, Escape zooms out, Space shows the handles.',
      ),
    ),
    element('div', {
      id: 'graph',
      class: 'graph',
      role: 'tree',
      'aria-label': t('Callers of outstanding opens: {0}', process),
      'aria-describedby': 'keys',
      onkeydown: (event) => onKey(event as KeyboardEvent),
    }),
    element('div', { id: 'chosen', role: 'status' }),
    element(
      'details',
      {},
      element('summary', {}, t('As a list')),
      element('ul', { class: 'list' }, listItem(answer.root, answer.root.outstanding)),
    ),
    ...notesOf(t('What the log does not show'), answer.notes),
  );
  draw();
}

function barOf(node: CallNode, parent: Bar | null, start: number): Bar {
  const bar: Bar = { node, parent, depth: (parent?.depth ?? -1) + 1, start, children: [] };
  let at = start;
  for (const child of node.children) {
    bar.children.push(barOf(child, bar, at));
    at += child.outstanding;
  }
  return bar;
}

/** Draws the bars that are wide enough: the callers of the one that is zoomed to in full width, and what is below it. */
function draw(): void {
  if (zoomed === null) {
    return;
  }
  items.clear();
  const graph = byId('graph');
  graph.replaceChildren();
  let deepest = 0;
  const place = (bar: Bar, left: number, width: number): void => {
    const item = itemOf(bar);
    item.style.left = `${left}%`;
    item.style.width = `${width}%`;
    item.style.top = `${bar.depth * ROW}px`;
    deepest = Math.max(deepest, bar.depth);
    items.set(bar, item);
    graph.append(item);
  };
  for (const caller of callersOf(zoomed)) {
    place(caller, 0, 100);
  }
  const { start, node } = zoomed;
  const below = (bar: Bar): void => {
    const width = (100 * bar.node.outstanding) / node.outstanding;
    if (width >= NARROWEST) {
      place(bar, (100 * (bar.start - start)) / node.outstanding, width);
      bar.children.forEach(below);
    }
  };
  below(zoomed);
  graph.style.height = `${(deepest + 1) * ROW}px`;
  choose(chosen !== null && items.has(chosen) ? chosen : zoomed, false);
}

/** The functions that lead to a bar, outermost first. */
function callersOf(bar: Bar): readonly Bar[] {
  const callers: Bar[] = [];
  for (let caller = bar.parent; caller !== null; caller = caller.parent) {
    callers.unshift(caller);
  }
  return callers;
}

function itemOf(bar: Bar): HTMLElement {
  const siblings = bar.parent?.children ?? [bar];
  const label = labelOf(bar.node);
  const item = element(
    'div',
    {
      class: 'bar',
      role: 'treeitem',
      tabindex: -1,
      title: factsOf(bar.node),
      'aria-label': factsOf(bar.node),
      'aria-level': bar.depth + 1,
      'aria-setsize': siblings.length,
      'aria-posinset': siblings.indexOf(bar) + 1,
      'aria-selected': 'false',
      onclick: () => choose(bar, true),
      ondblclick: () => zoom(bar),
    },
    element('span', {}, label),
  );
  if (bar.children.length > 0) {
    item.setAttribute('aria-expanded', 'true');
  }
  item.style.setProperty('--bar', `var(--vscode-charts-${colourOf(label)})`);
  return item;
}

/** One colour for each module. */
function colourOf(label: string): string {
  const module = label.slice(0, Math.max(0, label.indexOf('!')));
  let hash = 0;
  for (const character of module) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  }
  return COLOURS[hash % COLOURS.length] ?? 'orange';
}

function labelOf({ label }: CallNode): string {
  return label === '' ? process : label;
}

/** `app!Open: 396 of 401 outstanding opens (99 %), 396 by the function itself`. */
function factsOf(node: CallNode): string {
  const total = root?.node.outstanding ?? 1;
  const share = Math.round((100 * node.outstanding) / total);
  return [
    t('{0}: {1} of {2} outstanding opens ({3} %)', labelOf(node), node.outstanding, total, share),
    ...(node.self > 0 ? [t('{0} by the function itself', node.self)] : []),
    t('opened {0}, closed {1} from there on', node.opened, node.closed),
    ...(node.leftOut > 0
      ? [t('{0} below functions that are too small to show', node.leftOut)]
      : []),
  ].join(', ');
}

function choose(bar: Bar, isFocused: boolean): void {
  const before = chosen === null ? undefined : items.get(chosen);
  before?.setAttribute('tabindex', '-1');
  before?.setAttribute('aria-selected', 'false');
  chosen = bar;
  const item = items.get(bar);
  item?.setAttribute('tabindex', '0');
  item?.setAttribute('aria-selected', 'true');
  if (isFocused) {
    item?.focus();
  }
  const button = (text: string, run: () => void): HTMLElement =>
    element('button', { onclick: run }, text);
  byId('chosen').replaceChildren(
    element('p', {}, factsOf(bar.node)),
    element(
      'div',
      { class: 'actions' },
      ...(bar.parent === null
        ? []
        : [
            button(t('Show the handles'), () => {
              showHandles(bar);
            }),
          ]),
      ...(bar === zoomed
        ? []
        : [
            button(t('Zoom here'), () => {
              zoom(bar);
            }),
          ]),
      ...(zoomed === root
        ? []
        : [
            button(t('Show all'), () => {
              zoom(root);
            }),
          ]),
    ),
  );
}

function zoom(bar: Bar | null): void {
  zoomed = bar;
  chosen = bar;
  draw();
  if (bar !== null) {
    choose(bar, true);
  }
}

function showHandles({ node, parent }: Bar): void {
  if (parent !== null) {
    tell({ action: 'function', label: node.label });
  }
}

function onKey(event: KeyboardEvent): void {
  if (chosen === null) {
    return;
  }
  const siblings = (chosen.parent?.children ?? []).filter((each) => items.has(each));
  const at = siblings.indexOf(chosen);
  const moves: Readonly<Record<string, Bar | null | undefined>> = {
    ArrowDown: chosen.children[0],
    ArrowUp: chosen.parent,
    ArrowLeft: siblings[at - 1],
    ArrowRight: at === -1 ? undefined : siblings[at + 1],
    Home: root,
  };
  if (event.key === 'Enter') {
    zoom(chosen);
  } else if (event.key === 'Escape') {
    zoom(zoomed?.parent ?? root);
  } else if (event.key === ' ') {
    showHandles(chosen);
  } else if (event.key in moves) {
    const next = moves[event.key];
    if (next !== undefined && next !== null && items.has(next)) {
      choose(next, true);
    }
  } else {
    return;
  }
  event.preventDefault();
}

/** The same tree as nested lists. */
function listItem(node: CallNode, total: number): HTMLElement {
  const share = Math.round((100 * node.outstanding) / total);
  const text = `${node.outstanding} (${share} %)  ${labelOf(node)}`;
  return element(
    'li',
    {},
    text,
    ...(node.children.length === 0
      ? []
      : [element('ul', {}, ...node.children.map((child) => listItem(child, total)))]),
  );
}
