/** What VS Code itself says about a launch.json of ours, in a real editor. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until, workspaceFile } from './hostSupport';

describe('in a launch.json', () => {
  it('an attribute that is not known is warned of, and those that are known are not', async () => {
    const file = workspaceFile('.vscode/launch.json');
    const known = { type: 'handle-lens', request: 'launch', name: 'n' };
    const configuration = { ...known, target: 'x.dmp', compareWith: 'y.dmp', taget: 'x.dmp' };
    const text = JSON.stringify({ version: '0.2.0', configurations: [configuration] }, null, 2);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    const problems = await until(
      () => Promise.resolve(vscode.languages.getDiagnostics(file)),
      (found) => found.length > 0,
    );
    assert.deepEqual(
      problems.map(({ range }) => document.getText(range)),
      ['"taget"'],
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(file);
  });
});
