/** Files of the workspace that paths of a build machine mean. */

import * as vscode from 'vscode';
import { globOfName, nearestPath, pathParts } from './findSource';

/** Files of one name that are compared. */
const MOST_FILES = 100;

/** Looks each path up once. */
export class WorkspaceFiles {
  private readonly found = new Map<string, Promise<vscode.Uri | null>>();

  /** The file that a path means; null when there is none, or more than one. */
  of(path: string): Promise<vscode.Uri | null> {
    const known = this.found.get(path) ?? findFile(path);
    this.found.set(path, known);
    return known;
  }

  /** Forgets what was found, because the workspace has other folders now. */
  forget(): void {
    this.found.clear();
  }
}

/** The file of the workspace that a path means, by the longest common end; null when there is none, or more than one. */
async function findFile(path: string): Promise<vscode.Uri | null> {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  if (pathParts(path).length === 0 || name === '') {
    return null;
  }
  const files = await vscode.workspace.findFiles(globOfName(name), undefined, MOST_FILES);
  const nearest = nearestPath(
    path,
    files.map((file) => file.path),
  );
  return files.find((file) => file.path === nearest) ?? null;
}
