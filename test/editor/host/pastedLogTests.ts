/** Texts that are opened as logs without being files, in a real extension host. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../../src/extension/manifestIds';
import { TARGET_REQUEST, type TargetAnswer } from '../../../src/protocol/dapExtensions';
import { endSession, stopOf } from './hostSupport';

const SUMMARY = 'Handle type summary:\n  Event : 2\nTotal handles: 2\n';

/** What the command opens, by the name its session has. */
async function opened(name: string): Promise<TargetAnswer> {
  const stop = stopOf(name);
  await vscode.commands.executeCommand(COMMANDS.openPasted);
  const session = await stop;
  try {
    return (await session.customRequest(TARGET_REQUEST, {})) as TargetAnswer;
  } finally {
    await endSession(session);
  }
}

describe('in the extension host, the command for pasted logs', () => {
  it('opens what is selected, in an unsaved document too, and without a selection the clipboard', async () => {
    const document = await vscode.workspace.openTextDocument({
      content: `before\n0:000> !handle 0 1\nHandle 4\n  Type\tEvent\n${SUMMARY}`,
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 0, 4, 0);
    const name = document.uri.path.split('/').at(-1) ?? '';
    const selected = await opened(`Handle Lens: Selection of ${name} (1).log`);
    assert.match(selected.description, /^WinDbg log: 1 handle$/);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.env.clipboard.writeText(SUMMARY);
    const pasted = await opened('Handle Lens: Clipboard (2).log');
    assert.match(pasted.description, /2 handles counted by type$/);
  });
});
