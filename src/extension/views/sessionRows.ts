/** What the views of sessions have in common: the tree, and that it follows the data. */

import * as vscode from 'vscode';
import type { SessionDataStore } from './sessionData';

/** Provides the rows of a view and owns its tree. VS Code asks for rows only while the view is shown. */
export abstract class SessionRows<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  protected readonly tree: vscode.TreeView<T>;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(
    protected readonly store: SessionDataStore,
    view: string,
    options: Omit<vscode.TreeViewOptions<T>, 'treeDataProvider'> = {},
  ) {
    this.tree = vscode.window.createTreeView<T>(view, { treeDataProvider: this, ...options });
    this.subscription = store.onDidChange(() => {
      this.refresh();
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.tree.dispose();
    this.changed.dispose();
  }

  /** Shows the present state. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  abstract getTreeItem(node: T): vscode.TreeItem;
  abstract getChildren(node?: T): Promise<T[]>;
}
