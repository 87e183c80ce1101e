/** The bundled command line in processes of its own: what only a real process shows. */

import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBuildModule, root } from '../unit/build/buildModule';

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cli = join(root, 'dist', 'cli.js');

describe('the bundled command line', function () {
  this.timeout(60_000);

  before(async () => {
    const { bundle } = await loadBuildModule<{
      readonly bundle: (what: 'node') => Promise<unknown>;
    }>('bundle.mjs');
    await bundle('node');
  });

  const start = (...args: string[]): ChildProcessWithoutNullStreams =>
    spawn(process.execPath, [cli, ...args]);

  async function end(child: ChildProcessWithoutNullStreams): Promise<Ended> {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { exitCode, stdout, stderr };
  }

  it('tells its version', async () => {
    const { exitCode, stdout } = await end(start('--version'));
    assert.equal(exitCode, 0);
    assert.match(stdout, /^handle-lens \d+\.\d+\.\d+\n$/);
  });

  it('can be started as a program', function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    assert.equal(statSync(cli).mode & 0o111, 0o111);
  });

  it('runs commands on a sample and exits', async () => {
    const child = start('open', 'sample:leaky-service', '-c', '!handle 0 0');
    const { exitCode, stdout, stderr } = await end(child);
    assert.equal(stderr, '');
    assert.match(stdout, /^200 Handles\nType +\tCount\n/);
    assert.equal(exitCode, 0);
  });

  it('lists samples that can be opened', async () => {
    const { stdout } = await end(start('samples'));
    const names = [...stdout.matchAll(/^sample:(\S+)/gm)].map(([, name]) => name);
    for (const name of ['badhandle', 'six-handles', 'idle-xp', 'smss-sections', 'leaky-service']) {
      assert.ok(names.includes(name), name);
    }
  });

  it('copies a program to learn from, once, and runs the copy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-program-'));
    try {
      const copy = join(folder, 'loop.hsim');
      const written = await end(start('samples', 'leak-in-a-loop', '-o', copy));
      assert.equal(written.exitCode, 0, written.stderr);
      assert.match(written.stdout, /Written to .*loop\.hsim: A leak in a loop\./);
      const again = await end(start('samples', 'leak-in-a-loop', '-o', copy));
      assert.equal(again.exitCode, 1);
      assert.match(again.stderr, /There is a file .*loop\.hsim already\..*--force/);
      const run = await end(start('open', copy, '-c', 'g; !handle 0 0'));
      assert.match(run.stdout, /8 Handles/);
      const unknown = await end(start('samples', 'leak-in-a-lop'));
      assert.equal(unknown.exitCode, 2);
      assert.match(unknown.stderr, /Did you mean: handle-lens samples leak-in-a-loop\?/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('runs lines from a pipe', async () => {
    const child = start('open', 'sample:leaky-service');
    child.stdin.end('? 1+1\nnonsense\n');
    const { exitCode, stdout, stderr } = await end(child);
    assert.match(stdout, /^Evaluate expression: 2 = /);
    assert.match(stderr, /Unknown command 'nonsense'/);
    assert.equal(exitCode, 1);
  });

  it('exits with 3 when there is no such file', async () => {
    const { exitCode, stderr } = await end(start('open', 'no-such.dmp', '-c', 'k'));
    assert.equal(exitCode, 3);
    assert.match(stderr, /^There is no file no-such\.dmp\./);
  });

  it('exits with 2 when it is used wrongly', async () => {
    const { exitCode, stderr } = await end(start('open', '--jsno', 'x'));
    assert.equal(exitCode, 2);
    assert.match(stderr, /Did you mean --json\?/);
  });

  it('ends quietly when its reader goes away', async () => {
    const repeated = Array.from({ length: 200 }, () => '!handle 0 f').join(';');
    const child = start('open', 'sample:leaky-service', '-c', repeated);
    child.stdout.once('data', () => child.stdout.destroy());
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
  });

  it('speaks the debug protocol on its standard streams', async () => {
    const child = start('dap');
    const request = JSON.stringify({
      seq: 1,
      type: 'request',
      command: 'initialize',
      arguments: { adapterID: 'handle-lens' },
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(request)}\r\n\r\n${request}`);
    child.stdout.once('data', () => child.stdin.end());
    const { stdout, stderr } = await end(child);
    assert.match(stdout, /"command":"initialize"/);
    assert.match(stdout, /"success":true/);
    assert.equal(stderr, '');
  });
});
