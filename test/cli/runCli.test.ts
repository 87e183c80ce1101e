/** The command line apart from `open`: help, version, samples, the adapter, usage errors. */

import assert from 'node:assert/strict';
import { CLI_COMMANDS } from '../../src/cli/arguments';
import { runCli } from '../../src/cli/runCli';
import { fakeIo } from './fakeIo';
import { fakeServices } from './fakeServices';

describe('the command line', () => {
  it('prints help on stdout', async () => {
    const io = fakeIo();
    assert.equal(await runCli(['--help'], io, fakeServices()), 0);
    assert.match(io.stdout.text, /^handle-lens: WinDbg's !handle/);
    assert.match(io.stdout.text, /Exit codes: 0 done/);
    assert.equal(io.stderr.text, '');
  });

  it('has help for every command, no wider than 80 columns', async () => {
    for (const command of CLI_COMMANDS) {
      const io = fakeIo();
      await runCli([command, '--help'], io, fakeServices());
      assert.ok(io.stdout.text.startsWith(`handle-lens ${command} `), command);
      const widest = Math.max(...io.stdout.text.split('\n').map((line) => line.length));
      assert.ok(widest <= 80, `${command}: ${widest} columns`);
    }
  });

  it('prints its version', async () => {
    const io = fakeIo();
    assert.equal(await runCli(['--version'], io, fakeServices()), 0);
    assert.match(io.stdout.text, /^handle-lens \S+\n$/);
  });

  it('explains wrong usage on stderr and exits with 2', async () => {
    const io = fakeIo();
    assert.equal(await runCli(['open', 'x', '--jsom'], io, fakeServices()), 2);
    assert.equal(io.stdout.text, '');
    assert.equal(io.stderr.text, 'handle-lens: There is no option --jsom. Did you mean --json?\n');
  });

  it('lists the samples with the text that opens them', async () => {
    const io = fakeIo();
    assert.equal(await runCli(['samples'], io, fakeServices()), 0);
    assert.match(io.stdout.text, /^sample:fake {2}A sample for tests\.\n/);
    assert.match(io.stdout.text, /^loop {2}A loop\. Look here\.$/m);
  });

  it('lists the samples as JSON, one per line', async () => {
    const io = fakeIo();
    await runCli(['samples', '--json'], io, fakeServices());
    const lines = io.stdout.text.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      [
        { name: 'fake', description: 'A sample for tests.' },
        { program: 'loop', title: 'A loop', lookFor: 'Look here.' },
      ],
    );
  });

  it('hands port and host to the adapter', async () => {
    const given: unknown[] = [];
    const services = {
      ...fakeServices(),
      runDap: (options: unknown) => {
        given.push(options);
        return Promise.resolve();
      },
    };
    assert.equal(await runCli(['dap', '--port', '4711'], fakeIo(), services), 0);
    assert.deepEqual(given, [{ kind: 'dap', port: 4711, host: null }]);
  });

  it('says why the adapter cannot start and exits with 1', async () => {
    const io = fakeIo();
    const services = {
      ...fakeServices(),
      runDap: () => Promise.reject(new Error('Port 4711 is in use.')),
    };
    assert.equal(await runCli(['dap', '--port', '4711'], io, services), 1);
    assert.equal(io.stderr.text, 'handle-lens: Port 4711 is in use.\n');
  });
});
