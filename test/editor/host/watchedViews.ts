/** Looks over the shoulder of the extension's views: when VS Code asked for the first rows, and when it got them. */

import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { workspaceFile } from './hostSupport';

/** Milliseconds to wait for a row. */
const PATIENCE = 20_000;

/** One question for the roots of a view, in milliseconds since 1970. */
export interface Asked {
  readonly asked: number;
  readonly answered: number;
}

/** A view of the extension. */
export interface WatchedView {
  readonly provider: vscode.TreeDataProvider<unknown>;
  /** Questions for its roots that were answered. */
  readonly asked: Asked[];
}

/** Milliseconds since 1970, finer than the clock of `Date`, and the same in the window. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** Watches the views that are made with this `vscode` from now on. The map is filled as they are made. */
export function watchViews(api: typeof vscode): ReadonlyMap<string, WatchedView> {
  const views = new Map<string, WatchedView>();
  const { createTreeView } = api.window;
  api.window.createTreeView = <T>(id: string, options: vscode.TreeViewOptions<T>) => {
    const provider = options.treeDataProvider;
    const asked: Asked[] = [];
    const getChildren = provider.getChildren.bind(provider);
    provider.getChildren = async (node) => {
      const start = clock();
      const children = await getChildren(node);
      if (node === undefined) {
        asked.push({ asked: start, answered: clock() });
      }
      return children;
    };
    views.set(id, { provider, asked });
    return createTreeView(id, options);
  };
  return views;
}

/** Waits until the window has drawn a first row of this text; the time of it, in milliseconds since 1970. */
export async function drawn(text: RegExp, since: number): Promise<number> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const line = lines().find((each) => Number(each.split(' ', 1)[0]) >= since && text.test(each));
    if (line !== undefined) {
      return Number(line.split(' ', 1)[0]);
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`The window has not drawn ${String(text)}: ${lines().slice(-3).join(' | ')}`);
}

/** What the page has noted so far, see `watchRows` in runHost.mjs. */
function lines(): readonly string[] {
  try {
    return readFileSync(workspaceFile('drawn.txt').fsPath, 'utf8').split('\n');
  } catch {
    return [];
  }
}
