/** The entry of the language server, as an editor starts it: a process of its own, over IPC and over stdio. */

import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Hover, InitializeResult, PublishDiagnosticsParams } from 'vscode-languageserver';

const root = join(__dirname, '..', '..');
const entry = join(root, 'src', 'server', 'main.ts');
const loader = ['--require', require.resolve('tsx/cjs')];

/** Shakes hands, opens a log, reads a hover and the findings, and ends the server. */
async function drive(connection: MessageConnection, child: ChildProcess): Promise<void> {
  const published = new Promise<PublishDiagnosticsParams>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', resolve);
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  assert.equal(capabilities.hoverProvider, true);
  await connection.sendNotification('initialized', {});
  const uri = 'untitled:Untitled-1';
  const text = 'Handle 4\n  Type \tEvent\n3 Handles';
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'handle-lens-log', version: 1, text },
  });
  const hover = await connection.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: 7 },
  });
  assert.ok(hover !== null);
  assert.equal((await published).diagnostics.length, 1);
  const exit = once(child, 'exit');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  assert.deepEqual(await exit, [0, null]);
}

describe('the entry of the language server', () => {
  it('serves an editor over IPC and ends with it', async () => {
    const child = fork(entry, ['--node-ipc'], { cwd: root, execArgv: loader });
    const connection = createMessageConnection(
      new IPCMessageReader(child),
      new IPCMessageWriter(child),
    );
    await drive(connection, child);
    connection.dispose();
  });

  it('serves an editor over stdio', async () => {
    const child = spawn(process.execPath, [...loader, entry, '--stdio'], { cwd: root });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    await drive(connection, child);
    connection.dispose();
  });

  it('works as the one bundled file that is shipped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-server-'));
    try {
      const outfile = join(folder, 'server.js');
      await build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile,
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        minify: true,
        logLevel: 'error',
      });
      const child = fork(outfile, ['--node-ipc'], { cwd: folder, execArgv: [] });
      const connection = createMessageConnection(
        new IPCMessageReader(child),
        new IPCMessageWriter(child),
      );
      await drive(connection, child);
      connection.dispose();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
