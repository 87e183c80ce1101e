/** `handle-lens open` without a prompt: output, errors, exit codes. */

import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { runCli } from '../../src/cli/runCli';
import { defaultServices, type CliServices } from '../../src/cli/services';
import { CancelledError, throwIfCancelled } from '../../src/core/util/cancellation';
import { fakeIo } from './fakeIo';
import { fakeServices, type FakeCommand } from './fakeServices';

const hello: FakeCommand = () => ['hello\n'];
const broken: FakeCommand = () => ({ code: 'nope', message: 'It broke', hint: 'Mend it.' });

describe('open with commands', () => {
  it('prints what the commands answer and exits with 0', async () => {
    const io = fakeIo();
    const services = fakeServices({ hello });
    assert.equal(await runCli(['open', 'sample:x', '-c', 'hello; hello'], io, services), 0);
    assert.equal(io.stdout.text, 'hello\nhello\n');
    assert.equal(io.stderr.text, '');
    assert.deepEqual(services.opened, ['sample:x']);
  });

  it('reads a log from stdin', async () => {
    const io = fakeIo({ input: '0:000> !handle 0 1\nHandle 4\n  Type\tEvent\n' });
    assert.equal(await runCli(['open', '-', '-c', '!handle 4 f'], io, defaultServices), 0);
    assert.equal(io.stdout.text, 'Handle 4\n  Type         \tEvent\n');
    const empty = fakeIo({ input: '' });
    assert.equal(await runCli(['open', '-', '-c', 'k'], empty, defaultServices), 3);
    assert.match(empty.stderr.text, /stdin was empty/);
  });

  it('closes the target', async () => {
    const services = fakeServices({ hello });
    await runCli(['open', 'x', '-c', 'hello'], fakeIo(), services);
    assert.ok(services.isClosed);
  });

  it('says on stderr why a command failed, runs the next ones and exits with 1', async () => {
    const io = fakeIo();
    const services = fakeServices({ hello, broken });
    assert.equal(await runCli(['open', 'x', '-c', 'broken;hello'], io, services), 1);
    assert.equal(io.stdout.text, 'hello\n');
    assert.equal(io.stderr.text, 'It broke Mend it.\n');
  });

  it('exits with 1 when a line before the last one failed', async () => {
    const services = fakeServices({ hello, broken });
    assert.equal(await runCli(['open', 'x', '-c', 'broken', '-c', 'hello'], fakeIo(), services), 1);
    assert.deepEqual(services.ran, ['broken', 'hello']);
  });

  it('runs nothing after q', async () => {
    const services = fakeServices({ hello });
    assert.equal(
      await runCli(['open', 'x', '-c', 'q;hello', '-c', 'hello'], fakeIo(), services),
      0,
    );
    assert.deepEqual(services.ran, ['q']);
  });

  it('prints one JSON document per command and line', async () => {
    const io = fakeIo();
    const services = fakeServices({ hello, broken });
    const args = ['open', 'x', '--json', '-c', 'hello; broken'];
    assert.equal(await runCli(args, io, services), 1);
    const documents = io.stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(documents, [
      { command: 'hello', kind: 'help' },
      { command: 'broken', kind: 'error' },
    ]);
    assert.equal(io.stderr.text, '');
  });

  it('turns an exception into one sentence without a stack', async () => {
    const io = fakeIo();
    const services = fakeServices({
      bug: () => {
        throw new TypeError('x is not a function');
      },
    });
    assert.equal(await runCli(['open', 'x', '-c', 'bug'], io, services), 1);
    assert.match(io.stderr.text, /^The command stopped with an internal error: x is not[^\n]*\n$/);
  });

  it('shows the stack of an exception to developers', async () => {
    const io = fakeIo({ env: { HANDLE_LENS_DEBUG: '1' } });
    const services = fakeServices({
      bug: () => {
        throw new TypeError('x is not a function');
      },
    });
    await runCli(['open', 'x', '-c', 'bug'], io, services);
    assert.match(io.stderr.text, /\n {4}at /);
  });

  it('prints an exception as a JSON document', async () => {
    const io = fakeIo();
    const services = fakeServices({
      bug: () => {
        throw new TypeError('x is not a function');
      },
    });
    assert.equal(await runCli(['open', 'x', '--json', '-c', 'bug'], io, services), 1);
    const document = JSON.parse(io.stdout.text) as { error: { code: string } };
    assert.equal(document.error.code, 'internal');
  });

  it('leaves a pipe alone on .cls', async () => {
    const io = fakeIo();
    await runCli(['open', 'x', '-c', '.cls'], io, fakeServices());
    assert.equal(io.stdout.text, '');
  });

  it('colours errors on a terminal only, and never with NO_COLOR', async () => {
    const args = ['open', 'x', '-c', 'broken'];
    const services = fakeServices({ broken });
    const pipe = fakeIo();
    const terminal = fakeIo({ terminal: true });
    const plainTerminal = fakeIo({ terminal: true, env: { NO_COLOR: '1' } });
    await runCli(args, pipe, services);
    await runCli(args, terminal, services);
    await runCli(args, plainTerminal, services);
    assert.equal(pipe.stderr.text, 'It broke Mend it.\n');
    assert.equal(terminal.stderr.text, '\x1b[31mIt broke Mend it.\x1b[0m\n');
    assert.equal(plainTerminal.stderr.text, 'It broke Mend it.\n');
  });

  it('stops at Ctrl+C with exit code 130', async () => {
    const io = fakeIo();
    const services = fakeServices({
      hello,
      endless: async function* ({ token }) {
        for (;;) {
          yield await Promise.resolve('again\n');
          io.interrupt();
          throwIfCancelled(token);
        }
      } as FakeCommand,
    });
    assert.equal(await runCli(['open', 'x', '-c', 'endless', '-c', 'hello'], io, services), 130);
    assert.match(io.stderr.text, /^Cancelled\.\n$/);
    assert.deepEqual(services.ran, ['endless']);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const io = fakeIo();
    let pieces = 0;
    const gone = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const services = fakeServices({
      lots: function* () {
        for (;;) {
          pieces++;
          yield 'x'.repeat(70_000);
        }
      } as FakeCommand,
    });
    const exitCode = await runCli(['open', 'x', '-c', 'lots'], { ...io, stdout: gone }, services);
    assert.equal(exitCode, 0);
    assert.equal(pieces, 1);
    assert.equal(io.stderr.text, '');
    assert.ok(services.isClosed);
  });

  it('says so when its output cannot be written for another reason', async () => {
    const io = fakeIo();
    const full = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
      },
    });
    const exitCode = await runCli(
      ['open', 'x', '-c', 'hello'],
      { ...io, stdout: full },
      fakeServices({ hello }),
    );
    assert.equal(exitCode, 1);
    assert.match(io.stderr.text, /no space left on device/);
  });

  it('waits for a slow reader instead of gathering output', async () => {
    const io = fakeIo();
    let written = 0;
    let produced = 0;
    let greatestLead = 0;
    const slow = new Writable({
      write(chunk: Buffer, _encoding, done) {
        setImmediate(() => {
          written += chunk.length;
          done();
        });
      },
    });
    const services = fakeServices({
      lots: function* () {
        for (let piece = 0; piece < 500; piece++) {
          produced += 20_000;
          greatestLead = Math.max(greatestLead, produced - written);
          yield 'x'.repeat(20_000);
        }
      } as FakeCommand,
    });
    await runCli(['open', 'x', '-c', 'lots'], { ...io, stdout: slow }, services);
    assert.equal(written, 10_000_000);
    assert.ok(greatestLead < 200_000, `${greatestLead} bytes ahead of the reader`);
  });
});

describe('open with piped commands', () => {
  it('runs each line without printing a prompt', async () => {
    const io = fakeIo({ input: 'hello\n\nhello\r\nhello' });
    assert.equal(await runCli(['open', 'x'], io, fakeServices({ hello })), 0);
    assert.equal(io.stdout.text, 'hello\nhello\nhello\n');
  });

  it('drops a byte order mark', async () => {
    const services = fakeServices({ hello });
    await runCli(['open', 'x'], fakeIo({ input: '\uFEFFhello\n' }), services);
    assert.deepEqual(services.ran, ['hello']);
  });

  it('exits with 1 when a line failed', async () => {
    const io = fakeIo({ input: 'broken\nhello\n' });
    assert.equal(await runCli(['open', 'x'], io, fakeServices({ hello, broken })), 1);
  });

  it('stops reading at q', async () => {
    const services = fakeServices({ hello });
    await runCli(['open', 'x'], fakeIo({ input: 'q\nhello\n' }), services);
    assert.deepEqual(services.ran, ['q']);
  });
});

describe('open with a target that cannot be read', () => {
  const failing = {
    ...fakeServices(),
    openTarget: () =>
      Promise.resolve({
        ok: false as const,
        problem: {
          code: 'not-a-dump',
          message: 'x is a PNG image.',
          where: 'offset 0x0',
          hint: 'Open a minidump.',
        },
      }),
  };

  it('says why and exits with 3', async () => {
    const io = fakeIo();
    assert.equal(await runCli(['open', 'x', '-c', 'k'], io, failing), 3);
    assert.equal(io.stdout.text, '');
    assert.equal(io.stderr.text, 'x is a PNG image. (offset 0x0) Open a minidump.\n');
  });

  it('prints the failure as a JSON document', async () => {
    const io = fakeIo();
    assert.equal(await runCli(['open', 'x', '--json'], io, failing), 3);
    assert.deepEqual(JSON.parse(io.stdout.text), {
      command: null,
      target: null,
      error: {
        code: 'not-a-dump',
        message: 'x is a PNG image.',
        where: 'offset 0x0',
        hint: 'Open a minidump.',
      },
    });
    assert.equal(io.stderr.text, '');
  });

  it('turns an exception while opening into one sentence', async () => {
    const io = fakeIo();
    const services = { ...fakeServices(), openTarget: () => Promise.reject(new Error('oops')) };
    assert.equal(await runCli(['open', 'x', '-c', 'k'], io, services), 3);
    assert.match(io.stderr.text, /^Opening x stopped with an internal error: oops[^\n]*\n$/);
  });

  it('stops opening at Ctrl+C', async () => {
    const io = fakeIo();
    const services: CliServices = {
      ...failing,
      openTarget: (_spec, host) => {
        io.interrupt();
        return host.token.isCancelled ? Promise.reject(new CancelledError()) : failing.openTarget();
      },
    };
    assert.equal(await runCli(['open', 'x', '-c', 'k'], io, services), 130);
    assert.equal(io.stderr.text, 'Cancelled.\n');
  });
});

describe('open with a damaged target', () => {
  it('lists what was refused on stderr, once, and goes on', async () => {
    const io = fakeIo();
    const problems = [
      { code: 'a', message: 'A stream runs past the end', where: 'offset 0x1f8' },
      { code: 'b', message: 'A name is missing', where: 'offset 0x20' },
    ];
    const services = fakeServices({ hello }, { problems });
    assert.equal(await runCli(['open', 'x', '-c', 'hello', '-c', 'hello'], io, services), 0);
    assert.equal(
      io.stderr.text,
      'sample:fake was not read completely:\n' +
        '  A stream runs past the end (offset 0x1f8)\n' +
        '  A name is missing (offset 0x20)\n',
    );
    assert.equal(io.stdout.text, 'hello\nhello\n');
  });

  it('lists what a command met on its way, once', async () => {
    const io = fakeIo();
    const problems = [{ code: 'a', message: 'A stream runs past the end', where: 'offset 0x1f8' }];
    const services = fakeServices(
      {
        look: () => {
          problems.push({ code: 'b', message: 'A name is damaged', where: 'offset 0x20' });
          return ['seen\n'];
        },
        hello,
      },
      { problems },
    );
    assert.equal(await runCli(['open', 'x', '-c', 'look', '-c', 'hello'], io, services), 0);
    assert.equal(
      io.stderr.text,
      'sample:fake was not read completely:\n' +
        '  A stream runs past the end (offset 0x1f8)\n' +
        'sample:fake has more damage:\n' +
        '  A name is damaged (offset 0x20)\n',
    );
  });
});
