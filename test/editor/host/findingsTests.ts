/** Bad references of a running target as problems, at the lines of source that a log names, in a real extension host. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BUILT_FROM, SOURCE_TEXT } from '../../support/sourceLog';
import { endSession, startSession, until, workspaceFile } from './hostSupport';

const RULE = '-'.repeat(38);

/** `!htrace` with one bad reference, blamed on line 4 of the source file. */
const LOG = [
  '0:000> !htrace',
  RULE,
  'Handle = 0x000000000000011c - *** BAD REFERENCE ***',
  'Thread ID = 0x00000000000017ec, Process ID = 0x00000000000017e8',
  '',
  '0x00007ffe12345678: ntdll!NtSetEvent+0x0000000000000014',
  `0x00007ff600001004: shop!loadOrder+0x0000000000000004 [${BUILT_FROM} @ 4]`,
  '',
  RULE,
  'Parsed 0x1 stack traces.',
  'Dumped 0x1 stack traces.',
  '',
].join('\n');

async function write(name: string, text: string): Promise<vscode.Uri> {
  const file = workspaceFile(name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file;
}

describe('with a bad reference in a running target', () => {
  it('lists it at the line that the target names, until the session ends', async () => {
    const source = await write('src/orders.cpp', SOURCE_TEXT);
    // A start would ask whether to save an unsaved document that is active.
    await vscode.window.showTextDocument(source);
    const log = await write('misused.windbg', LOG);
    const problems = (): Thenable<vscode.Diagnostic[]> =>
      Promise.resolve(vscode.languages.getDiagnostics(source));
    const session = await startSession(log.fsPath);
    const [found, ...others] = await until(problems, ({ length }) => length > 0);
    assert.deepEqual(others, []);
    assert.equal(found?.range.start.line, 3);
    assert.match(found.message, /^Handle 0x11c was used or closed .* by shop!loadOrder\+0x4\./);
    const [stack] = found.relatedInformation ?? [];
    assert.ok(stack);
    const document = await vscode.workspace.openTextDocument(stack.location.uri);
    assert.match(document.lineAt(stack.location.range.start.line).text, /BAD REFERENCE/);
    await endSession(session);
    await until(problems, ({ length }) => length === 0);
  });
});
