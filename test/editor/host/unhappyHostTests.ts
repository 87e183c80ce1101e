/** What the extension says about logs in a wrong encoding, in a real extension host. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TARGET_REQUEST, type TargetAnswer } from '../../../src/protocol/dapExtensions';
import { endSession, startSession, until, workspaceFile } from './hostSupport';

const LOG = 'order-service.htrace';

/** Writes the sample log in another encoding and returns where it is. */
async function stored(name: string, encode: (text: string) => Uint8Array): Promise<vscode.Uri> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(workspaceFile(LOG)));
  const file = workspaceFile(name);
  await vscode.workspace.fs.writeFile(file, encode(text));
  return file;
}

describe('with a log in a wrong encoding', () => {
  it('says so as a problem, and offers to open it in another one', async () => {
    const file = await stored('latin.htrace', (text) =>
      Buffer.from(text.replaceAll('OrderStore', 'Bestell\u00fcbersicht'), 'latin1'),
    );
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    const problems = await until(
      () => Promise.resolve(vscode.languages.getDiagnostics(file)),
      (found) => found.some(({ code }) => code === 'wrong-encoding'),
    );
    const problem = problems.find(({ code }) => code === 'wrong-encoding');
    assert.match(problem?.message ?? '', /unreadable.*Reopen with Encoding/);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file,
      problem?.range,
    );
    assert.deepEqual(
      actions.map(({ command }) => command?.command),
      ['workbench.action.editor.changeEncoding'],
    );
  });

  it('reads UTF-16 without a mark, in the editor and as a target', async () => {
    const file = await stored('wide.htrace', (text) => Buffer.from(text, 'utf16le'));
    const document = await vscode.workspace.openTextDocument(file);
    assert.match(document.getText(), /!handle/);
    const session = await startSession(file.fsPath);
    try {
      const target = (await session.customRequest(TARGET_REQUEST, {})) as TargetAnswer;
      assert.equal(target.capabilities.handles, true);
    } finally {
      await endSession(session);
    }
  });
});
