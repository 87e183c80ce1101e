import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { bundleAdapter, type AdapterBundle } from './bundledAdapter';

const TARGET = 'sample:leaky-service';

/** Launches, configures and waits for the first stop. */
async function launch(client: DebugClient): Promise<DebugProtocol.StoppedEvent> {
  const [stopped] = await Promise.all([
    client.waitForEvent('stopped'),
    client.configurationSequence(),
    client.launch({ target: TARGET }),
  ]);
  return stopped as DebugProtocol.StoppedEvent;
}

async function evaluate(client: DebugClient, expression: string): Promise<string> {
  const { body } = await client.evaluateRequest({ expression, context: 'repl' });
  return body.result;
}

describe('The adapter as a process', () => {
  let bundle: AdapterBundle;
  const children: ChildProcess[] = [];

  before(async function () {
    this.timeout(60_000);
    bundle = await bundleAdapter();
  });

  afterEach(() => {
    children.splice(0).forEach((child) => child.kill());
  });

  after(() => {
    bundle.remove();
  });

  /** Starts the adapter; resolves with its first line on standard error, where it says where it listens. */
  async function listen(...words: readonly string[]): Promise<{ line: string; port: number }> {
    const child = spawn(process.execPath, [bundle.file, ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    const [line] = (await once(createInterface(child.stderr), 'line')) as [string];
    return { line, port: Number(/:(\d+)\.$/.exec(line)?.[1]) };
  }

  describe('over stdio', () => {
    it('launches, stops, evaluates and ends with the session', async () => {
      const client = new DebugClient('node', bundle.file, 'handle-lens');
      await client.start();
      try {
        const stopped = await launch(client);
        assert.equal(stopped.body.reason, 'entry');
        const { body } = await client.stackTraceRequest({ threadId: stopped.body.threadId! });
        assert.ok(body.stackFrames.length >= 1);
        assert.match(await evaluate(client, '!handle'), /^200 handles of \d+ types$/);
      } finally {
        await client.stop();
      }
    });

    it('ends by itself, with exit code 0, after a disconnect', async () => {
      const child = spawn(process.execPath, [bundle.file], { stdio: ['pipe', 'pipe', 'inherit'] });
      children.push(child);
      const json = '{"seq":1,"type":"request","command":"disconnect"}';
      child.stdin.write(`Content-Length: ${json.length}\r\n\r\n${json}`);
      const [code] = (await once(child, 'exit')) as [number];
      assert.equal(code, 0);
    });

    it('ends by itself when the input ends', async () => {
      const child = spawn(process.execPath, [bundle.file], { stdio: ['pipe', 'pipe', 'inherit'] });
      children.push(child);
      child.stdin.end();
      const [code] = (await once(child, 'exit')) as [number];
      assert.equal(code, 0);
    });

    it('answers garbage and then a request', async () => {
      const child = spawn(process.execPath, [bundle.file], { stdio: ['pipe', 'pipe', 'inherit'] });
      children.push(child);
      const json = '{"seq":7,"type":"request","command":"initialize"}';
      child.stdin.write('Content-Length: 4\r\n\r\n{{{{');
      child.stdin.write(`Content-Length: ${json.length}\r\n\r\n${json}`);
      let text = '';
      for await (const bytes of child.stdout as AsyncIterable<Buffer>) {
        text += bytes.toString('utf8');
        if (text.includes('"request_seq":7')) {
          break;
        }
      }
      assert.match(text, /could not be read/);
      assert.match(text, /"request_seq":7,"command":"initialize","success":true/);
    });

    it('refuses a wrong command line with exit code 2 and the right form', async () => {
      const child = spawn(process.execPath, [bundle.file, '--prot', '1'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const [line] = (await once(createInterface(child.stderr), 'line')) as [string];
      assert.match(line, /"--prot" is not an argument.*Use --port N/);
      const [code] = (await once(child, 'exit')) as [number];
      assert.equal(code, 2);
    });
  });

  describe('over TCP', () => {
    it('listens on the loopback address only', async () => {
      const { line } = await listen('--port', '0');
      assert.match(line, /^Handle Lens debug adapter listens at 127\.0\.0\.1:\d+\.$/);
    });

    it('listens elsewhere when told to', async () => {
      const { line } = await listen('--port', '0', '--host', '0.0.0.0');
      assert.match(line, /listens at 0\.0\.0\.0:\d+\.$/);
    });

    it('serves several sessions at once, each with its own target', async () => {
      const { port } = await listen('--port', '0');
      const clients = [1, 2].map(() => new DebugClient('node', bundle.file, 'handle-lens'));
      const [first, second] = clients as [DebugClient, DebugClient];
      await Promise.all(clients.map((client) => client.start(port)));
      await Promise.all(clients.map(launch));
      await evaluate(first, 'n 10');
      assert.match(await evaluate(first, '? 10'), /^Evaluate expression: 10 /);
      assert.match(await evaluate(second, '? 10'), /^Evaluate expression: 16 /);
      await first.stop();
      assert.match(await evaluate(second, '!handle'), /^200 handles/);
      await second.stop();
    });

    it('survives a client that goes away in the middle of a message', async () => {
      const { port } = await listen('--port', '0');
      const socket = createConnection(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write('Content-Length: 500\r\n\r\n{"seq"');
      socket.destroy();
      const client = new DebugClient('node', bundle.file, 'handle-lens');
      await client.start(port);
      await launch(client);
      await client.stop();
    });

    it('refuses a port that is in use with exit code 1 and the reason', async () => {
      const { port } = await listen('--port', '0');
      const child = spawn(process.execPath, [bundle.file, '--port', String(port)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const [line] = (await once(createInterface(child.stderr), 'line')) as [string];
      assert.match(line, /cannot listen: .*EADDRINUSE/);
      const [code] = (await once(child, 'exit')) as [number];
      assert.equal(code, 1);
    });
  });
});
