/** Which rows a key is meant for. */

import * as vscode from 'vscode';

/**
 * The selected rows if the focused one is among them, else the focused one. VS Code tells extensions only the selection,
 * but arrow keys move the focus alone: adding the focused row to the selection and taking it out again finds it.
 */
export async function keyboardRows<T>(tree: vscode.TreeView<T>): Promise<readonly T[]> {
  const before = tree.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const after = tree.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const focused = after.find((row) => !before.includes(row));
  return focused === undefined ? before : [focused];
}
