/** Makes tree items from their parts: every row has a codicon, a context for menus and a spoken form. */

import * as vscode from 'vscode';
import { ROW_SCHEME } from './rowDecorations';

/** What an item is made of, besides label and state. */
export interface ItemParts {
  readonly icon: string;
  readonly context: string;
  readonly colour?: string | undefined;
  readonly description?: string;
  readonly tooltip?: string | vscode.MarkdownString;
  readonly spoken?: string;
  readonly resource?: vscode.Uri | undefined;
}

/** An item; what it says aloud is its label and description unless told otherwise. */
export function withParts(
  label: string,
  state: vscode.TreeItemCollapsibleState,
  parts: ItemParts,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.iconPath = new vscode.ThemeIcon(
    parts.icon,
    parts.colour === undefined ? undefined : new vscode.ThemeColor(parts.colour),
  );
  item.contextValue = parts.context;
  if (parts.description !== undefined) {
    item.description = parts.description;
  }
  if (parts.tooltip !== undefined) {
    item.tooltip = parts.tooltip;
  }
  if (parts.resource !== undefined) {
    item.resourceUri = parts.resource;
  }
  const spoken =
    parts.spoken ?? [label, parts.description ?? ''].filter((part) => part !== '').join(', ');
  item.accessibilityInformation = { label: spoken };
  return item;
}

/** An address that only carries the state of a row to the decorations. */
export function rowUri(
  state: string,
  id: string,
  { isOver }: { readonly isOver: boolean },
): vscode.Uri {
  return vscode.Uri.from({
    scheme: ROW_SCHEME,
    path: `/${encodeURIComponent(id)}`,
    query: isOver ? 'over' : state,
  });
}
