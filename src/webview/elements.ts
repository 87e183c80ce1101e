/** Makes elements of pages. Text is always set as text, never as HTML. */

import type { PageAction } from '../protocol/chartPages';

declare function acquireVsCodeApi(): { postMessage(message: PageAction): void };

const host = acquireVsCodeApi();

/** Tells the extension what somebody did. */
export function tell(action: PageAction): void {
  host.postMessage(action);
}

/** Attributes, or handlers under `on…`, of an element. */
type Parts = Readonly<Record<string, string | number | boolean | ((event: Event) => void)>>;

/** An element with attributes, handlers and children. A boolean attribute is there or not. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  parts: Parts,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(parts)) {
    if (typeof value === 'function') {
      made.addEventListener(key.slice(2), value);
    } else if (typeof value === 'boolean') {
      made.toggleAttribute(key, value);
    } else {
      made.setAttribute(key, String(value));
    }
  }
  made.append(...children);
  return made;
}

/** The element with an id, which the page has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`The page has no element ${id}.`);
  }
  return found;
}

/** A colour of the theme; `fallback` where the theme has none of that name. */
export function themeColour(name: string, fallback: string): string {
  const value = getComputedStyle(document.body).getPropertyValue(name).trim();
  return value === '' ? fallback : value;
}

/** Calls back when the theme changes. */
export function onThemeChange(react: () => void): void {
  new MutationObserver(react).observe(document.body, { attributeFilter: ['class'] });
}

/** Sentences as a list under a heading, folded away; nothing for none. */
export function notesOf(heading: string, notes: readonly string[]): readonly Node[] {
  return notes.length === 0
    ? []
    : [
        element(
          'details',
          {},
          element('summary', {}, heading),
          element('ul', {}, ...notes.map((note) => element('li', {}, note))),
        ),
      ];
}
