/** Dropping a dump on the Handles view examines it. */

import * as vscode from 'vscode';
import { droppedUris } from './droppedFiles';
import type { TargetFiles } from '../platform/platform';
import { startTarget } from './startTarget';

const URI_LIST = 'text/uri-list';

/** Takes files from the Explorer, from editors and from outside of VS Code. */
export function createDumpDropController(
  files: TargetFiles,
): vscode.TreeDragAndDropController<unknown> {
  return {
    dragMimeTypes: [],
    dropMimeTypes: [URI_LIST, 'files'],
    async handleDrop(_row, transfer, token) {
      for (const uri of await urisOf(transfer)) {
        if (token.isCancellationRequested) {
          return;
        }
        await startTarget(files.targetOf(uri));
      }
    },
  };
}

async function urisOf(transfer: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
  const list = (await transfer.get(URI_LIST)?.asString()) ?? '';
  const listed = droppedUris(list).map((uri) => vscode.Uri.parse(uri));
  if (listed.length > 0) {
    return listed;
  }
  const files: vscode.Uri[] = [];
  for (const [, item] of transfer) {
    const uri = item.asFile()?.uri;
    if (uri !== undefined) {
      files.push(uri);
    }
  }
  return files;
}
