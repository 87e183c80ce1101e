/** The command line's arguments: every form that is right, and what is said about those that are not. */

import assert from 'node:assert/strict';
import { parseArguments, type CliArguments } from '../../src/cli/arguments';

function accept(...argv: string[]): CliArguments {
  const parsed = parseArguments(argv);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.message);
  return parsed.value;
}

function refuse(...argv: string[]): string {
  const parsed = parseArguments(argv);
  assert.ok(!parsed.ok, `accepted: ${JSON.stringify(parsed)}`);
  assert.equal(parsed.problem.code, 'usage');
  return `${parsed.problem.message} ${parsed.problem.hint ?? ''}`;
}

const sites = { config: null, own: [], system: [], suppress: [] };
const open = { kind: 'open', target: 'a.dmp', commands: [], json: false, sites };

describe('arguments of the command line', () => {
  it('opens a target', () => {
    assert.deepEqual(accept('open', 'a.dmp'), open);
  });

  it('takes options before and after the target', () => {
    const expected = { ...open, commands: ['!handle'], json: true };
    assert.deepEqual(accept('open', 'a.dmp', '-c', '!handle', '--json'), expected);
    assert.deepEqual(accept('open', '--json', '-c', '!handle', 'a.dmp'), expected);
    assert.deepEqual(accept('--json', 'open', '--command=!handle', 'a.dmp'), expected);
  });

  it('keeps the order of several -c', () => {
    assert.deepEqual(accept('open', '-c', 'lm', 'a.dmp', '-c', 'k'), {
      ...open,
      commands: ['lm', 'k'],
    });
  });

  it('takes commands that start with a dash or are empty', () => {
    assert.deepEqual(accept('open', 'a.dmp', '-c', '-?', '-c', ''), {
      ...open,
      commands: ['-?', ''],
    });
  });

  it('takes everything after -- as it stands', () => {
    assert.deepEqual(accept('open', '--', '-odd.dmp'), { ...open, target: '-odd.dmp' });
    assert.deepEqual(accept('open', '--', '--json'), { ...open, target: '--json' });
  });

  it('copies a program that is named after samples', () => {
    const program = { kind: 'program', name: 'loop', output: null, force: false };
    assert.deepEqual(accept('samples', 'loop'), program);
    const asked = { ...program, output: 'my.hsim', force: true };
    assert.deepEqual(accept('samples', 'loop', '-o', 'my.hsim', '--force'), asked);
    assert.match(refuse('samples', '-o', 'my.hsim'), /-o belongs to a program/);
    assert.match(refuse('samples', 'loop', '--json'), /--json belongs to the list/);
  });

  it('lists samples', () => {
    assert.deepEqual(accept('samples'), { kind: 'samples', json: false });
    assert.deepEqual(accept('samples', '--json'), { kind: 'samples', json: true });
  });

  it('serves the debug adapter on stdio or a port', () => {
    assert.deepEqual(accept('dap'), { kind: 'dap', port: null, host: null });
    assert.deepEqual(accept('dap', '--port', '4711'), { kind: 'dap', port: 4711, host: null });
    assert.deepEqual(accept('dap', '--port=0', '--host=::1'), {
      kind: 'dap',
      port: 0,
      host: '::1',
    });
  });

  it('turns diff into a comparison of the first target with the second', () => {
    assert.deepEqual(accept('diff', 'a b.dmp', 'c.dmp', '--json'), {
      kind: 'open',
      target: 'c.dmp',
      commands: ['!compare "a b.dmp" now'],
      json: true,
      sites,
    });
    assert.deepEqual(accept('diff', '--all', 'a.dmp', 'c.dmp'), {
      kind: 'open',
      target: 'c.dmp',
      commands: ['!compare -all "a.dmp" now'],
      json: false,
      sites,
    });
  });

  it('takes what is said about leak sites, each as often as it is said', () => {
    assert.deepEqual(
      accept(
        ...['open', 'a.dmp', '--own', 'app*', '--own=plugin', '--system', 'boost*'],
        ...['--suppress', 'type:Key', '--config', 'my.json'],
      ),
      {
        ...open,
        sites: {
          config: 'my.json',
          own: ['app*', 'plugin'],
          system: ['boost*'],
          suppress: ['type:Key'],
        },
      },
    );
  });

  it('refuses diff with fewer or more than two targets', () => {
    assert.match(refuse('diff'), /needs two targets\..*handle-lens diff before\.dmp after\.dmp/);
    assert.match(refuse('diff', 'a.dmp'), /only "a\.dmp" was given/);
    assert.match(refuse('diff', 'a', 'b', 'c'), /"c" is one too many/);
  });

  it('gives help in every usual spelling', () => {
    for (const spelling of ['--help', '-h', '-?', 'help']) {
      assert.deepEqual(accept(spelling), { kind: 'help', topic: null }, spelling);
    }
    assert.deepEqual(accept('open', '--help'), { kind: 'help', topic: 'open' });
    assert.deepEqual(accept('help', 'dap'), { kind: 'help', topic: 'dap' });
  });

  it('tells its version', () => {
    assert.deepEqual(accept('--version'), { kind: 'version' });
    assert.deepEqual(accept('-V'), { kind: 'version' });
  });

  it('says what to try when nothing was asked for', () => {
    assert.match(refuse(), /handle-lens open sample:leaky-service/);
  });

  it('names the nearest option for an unknown one', () => {
    assert.match(refuse('open', 'a.dmp', '--jsno'), /no option --jsno\. Did you mean --json\?/);
    assert.match(refuse('open', 'a.dmp', '-json'), /Did you mean --json\?/);
    assert.match(refuse('dap', '--prot', '1'), /Did you mean --port\?/);
  });

  it('points to the list when no option is near', () => {
    assert.match(refuse('open', 'a.dmp', '--frobnicate'), /handle-lens --help/);
  });

  it('names the nearest command for an unknown one', () => {
    assert.match(refuse('opne', 'a.dmp'), /Did you mean: handle-lens open\?/);
  });

  it('says how to open a target that was given alone', () => {
    assert.match(refuse('crash.dmp'), /handle-lens open crash\.dmp/);
    assert.match(refuse('my crash.dmp'), /handle-lens open "my crash\.dmp"/);
  });

  it('refuses open without a target', () => {
    assert.match(refuse('open'), /needs a target/);
  });

  it('takes stdin as the target, if the commands do not have to come from there', () => {
    assert.match(refuse('open', '-'), /commands cannot come from there.*-c/s);
    assert.deepEqual(parseArguments(['open', '-', '-c', 'k']), {
      ok: true,
      value: { kind: 'open', target: '-', commands: ['k'], json: false, sites },
    });
  });

  it('refuses a second target and suggests quotation marks', () => {
    assert.match(refuse('open', 'my', 'crash.dmp'), /"crash\.dmp" is one too many\..*quotation/);
  });

  it('refuses an option of another command', () => {
    assert.match(refuse('open', 'a.dmp', '--port', '1'), /open" has no option --port/);
    assert.match(refuse('dap', '--json'), /dap" has no option --json/);
  });

  it('refuses an option without its value', () => {
    assert.match(refuse('open', 'a.dmp', '-c'), /-c needs a value.*-c "<commands>"/);
    assert.match(refuse('dap', '--port'), /--port <number>/);
  });

  it('refuses a value where none belongs', () => {
    assert.match(refuse('open', 'a.dmp', '--json=yes'), /--json takes no value/);
  });

  it('refuses ports that are none', () => {
    for (const port of ['65536', '-1', 'x', '', '1e3', '99999']) {
      assert.match(refuse('dap', `--port=${port}`), /is not a port/, port);
    }
  });

  it('refuses a host without a port', () => {
    assert.match(refuse('dap', '--host', '0.0.0.0'), /--host needs --port/);
  });

  it('refuses words that samples and dap do not know', () => {
    assert.match(refuse('samples', 'loop', 'x'), /does not know what to do with "x"/);
    assert.match(refuse('dap', 'x'), /does not know what to do with "x"/);
  });
});
