/** The prompt: typed lines, repetition, completion, Ctrl+C, history. */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proposals } from '../../src/cli/prompt';
import { runCli } from '../../src/cli/runCli';
import type { CompletionItem } from '../../src/core/commands/completion';
import { throwIfCancelled } from '../../src/core/util/cancellation';
import { fakeIo, type FakeIo } from './fakeIo';
import { fakeServices, type FakeCommand, type FakeServices } from './fakeServices';

const PROMPT = '0:000> ';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

describe('the prompt', () => {
  let folder: string;
  let io: FakeIo;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
    io = newTerminal();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const newTerminal = (): FakeIo =>
    fakeIo({ terminal: true, env: { NO_COLOR: '1', XDG_STATE_HOME: folder } });

  const hello: FakeCommand = ({ text }) => [`<${text}>\n`];

  /** Types one line after the other, each once the prompt is there, and returns the exit code. */
  async function type(services: FakeServices, ...keys: string[]): Promise<number> {
    const exitCode = runCli(['open', 'x'], io, services);
    for (const each of keys) {
      await io.stdout.waitFor(PROMPT);
      io.stdout.forget();
      io.stdin.write(each);
    }
    return await exitCode;
  }

  it('greets with the tool, the target and the way out', async () => {
    const exitCode = runCli(['open', 'x'], io, fakeServices());
    await io.stdout.waitFor(PROMPT);
    assert.match(
      io.stdout.text,
      /^Handle Lens \S+\nsample:fake \(simulated\): A target for tests\n/,
    );
    assert.match(io.stdout.text, /\.help lists the commands, q quits\./);
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
  });

  it('runs what is typed and asks again', async () => {
    const services = fakeServices({ hello });
    assert.equal(await type(services, 'hello 1\r', 'hello 2\r', 'q\r'), 0);
    assert.deepEqual(services.ran, ['hello 1', 'hello 2', 'q']);
  });

  it('repeats the last line when an empty one is entered', async () => {
    const services = fakeServices({ hello });
    await type(services, 'hello 1\r', '\r', '\r', 'q\r');
    assert.deepEqual(services.ran, ['hello 1', 'hello 1', 'hello 1', 'q']);
  });

  it('does nothing on an empty line at the start', async () => {
    const services = fakeServices({ hello });
    await type(services, '\r', 'q\r');
    assert.deepEqual(services.ran, ['q']);
  });

  it('exits with 0 although a command failed', async () => {
    assert.equal(await type(fakeServices(), 'nonsense\r', 'q\r'), 0);
    assert.match(io.stderr.text, /Unknown command 'nonsense'/);
  });

  it('ends at the end of input', async () => {
    assert.equal(await type(fakeServices(), CTRL_D), 0);
  });

  it('says how to quit when Ctrl+C is pressed and drops the line', async () => {
    const services = fakeServices({ hello });
    const exitCode = runCli(['open', 'x'], io, services);
    await io.stdout.waitFor(PROMPT);
    io.stdin.write(`hello 1${CTRL_C}`);
    await io.stdout.waitFor('(Type q to quit.)');
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
    assert.deepEqual(services.ran, ['q']);
  });

  it('stops the running command at Ctrl+C and stays open', async () => {
    const services = fakeServices({
      wait: async function* ({ token }) {
        yield `waiting\n${'x'.repeat(70_000)}`;
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          throwIfCancelled(token);
        }
      } as FakeCommand,
    });
    const exitCode = runCli(['open', 'x'], io, services);
    await io.stdout.waitFor(PROMPT);
    io.stdin.write('wait\r');
    await io.stdout.waitFor('waiting');
    io.stdout.forget();
    io.stdin.write(CTRL_C);
    await io.stdout.waitFor(PROMPT);
    assert.match(io.stderr.text, /Cancelled\./);
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
  });

  it('leaves at the third Ctrl+C when a command does not stop', async () => {
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const services = fakeServices({
      stuck: () => {
        started();
        return new Promise<never>(() => undefined);
      },
    });
    const exitCode = runCli(['open', 'x'], io, services);
    await io.stdout.waitFor(PROMPT);
    io.stdin.write('stuck\r');
    await running;
    io.stdin.write(CTRL_C);
    io.stdin.write(CTRL_C);
    await io.stderr.waitFor('has not stopped yet');
    io.stdin.write(CTRL_C);
    assert.equal(await exitCode, 130);
  });

  it('clears the screen on .cls', async () => {
    const exitCode = runCli(['open', 'x'], io, fakeServices());
    await io.stdout.waitFor(PROMPT);
    io.stdin.write('.cls\r');
    await io.stdout.waitFor('\x1b[2J');
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
  });

  it('colours the prompt on a terminal that wants colour', async () => {
    io = fakeIo({ terminal: true, env: { XDG_STATE_HOME: folder } });
    const exitCode = runCli(['open', 'x'], io, fakeServices());
    await io.stdout.waitFor('\x1b[1;36m0:000>\x1b[0m ');
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
  });

  it('completes what is typed when Tab is pressed', async () => {
    const services: FakeServices = {
      ...fakeServices(),
      complete: (_interpreter, text) => Promise.resolve([item('hello', 0, text.length)]),
    };
    const ran = fakeServices({ hello });
    const exitCode = runCli(['open', 'x'], io, { ...ran, complete: services.complete });
    await io.stdout.waitFor(PROMPT);
    io.stdout.forget();
    io.stdin.write('he\t');
    await io.stdout.waitFor('llo');
    io.stdin.write('\r');
    await io.stdout.waitFor('<hello>');
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
  });

  it('goes on when completion fails', async () => {
    const services = {
      ...fakeServices({ hello }),
      complete: () => Promise.reject(new Error('oops')),
    };
    const exitCode = runCli(['open', 'x'], io, services);
    await io.stdout.waitFor(PROMPT);
    io.stdin.write('hello\t');
    io.stdin.write(' 1\r');
    await io.stdout.waitFor('<hello 1>');
    io.stdin.write('q\r');
    assert.equal(await exitCode, 0);
  });

  it('remembers lines from session to session', async () => {
    await type(fakeServices({ hello }), 'hello 1\r', 'hello 2\r', 'q\r');
    assert.equal(
      await readFile(join(folder, 'handle-lens', 'history'), 'utf8'),
      'hello 1\nhello 2\nq\n',
    );
    io = newTerminal();
    const services = fakeServices({ hello });
    await type(services, `${UP}${UP}${UP}\r`, 'q\r');
    assert.deepEqual(services.ran, ['hello 1', 'q']);
  });

  it('works without a place for its history and says so to developers only', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const env = { XDG_STATE_HOME: file, NO_COLOR: '1' };
    io = fakeIo({ terminal: true, env: { ...env, HANDLE_LENS_DEBUG: '1' } });
    assert.equal(await type(fakeServices({ hello }), 'hello\r', 'q\r'), 0);
    assert.match(io.stderr.text, /history cannot be written/);
    io = fakeIo({ terminal: true, env });
    assert.equal(await type(fakeServices({ hello }), 'hello\r', 'q\r'), 0);
    assert.equal(io.stderr.text, '');
  });
});

describe('proposals of the prompt', () => {
  it('replaces from where the completion starts', () => {
    assert.deepEqual(proposals('!handle 3', [item('3c', 8, 1), item('38', 8, 1)]), [
      ['3c', '38'],
      '3',
    ]);
  });

  it('proposes nothing when there is nothing', () => {
    assert.deepEqual(proposals('!handle', []), [[], '']);
  });

  it('does not flood the terminal', () => {
    const many = Array.from({ length: 5000 }, (_, index) => item(index.toString(16), 8, 0));
    assert.equal(proposals('!handle ', many)[0].length, 200);
  });
});

function item(insert: string, start: number, length: number): CompletionItem {
  return { label: insert, insert, start, length, kind: 'handle', detail: '' };
}
