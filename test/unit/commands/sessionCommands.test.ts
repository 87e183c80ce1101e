/** The commands around `!handle` and `!htrace`, and the interpreter that runs them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandHost } from '../../../src/core/commands/command';
import { TOOL_VERSION } from '../../../src/core/commands/toolVersion';
import { handleValue } from '../../../src/core/model/identifiers';
import { CancellationSource, CancelledError } from '../../../src/core/util/cancellation';
import { ok } from '../../../src/core/util/result';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { interpreterOf, run, runOne, silentHost, textOf } from '../../support/runCommands';
import { dumpTarget, kernelTarget, liveTarget } from './sampleTargets';

async function problem(target: FakeTarget, line: string): Promise<string> {
  const interpreter = interpreterOf(target);
  const text = await textOf(interpreter, line);
  const result = await runOne(interpreterOf(target), line);
  assert.equal(result.kind, 'error');
  assert.match(text, /^[^\n]+\n$/, 'an error is one line');
  return text.trimEnd();
}

describe('The interpreter', () => {
  it('runs the commands of a line in order', async () => {
    const results = await run(interpreterOf(liveTarget()), '!handle 0 0; lm; ? 1');
    assert.deepEqual(
      results.map(({ kind, command }) => [kind, command]),
      [
        ['handles', '!handle 0 0'],
        ['modules', 'lm'],
        ['expression', '? 1'],
      ],
    );
  });

  for (const name of ['.cls', '.logclose', '|', 'version', 'vertarget', 'g', 'q']) {
    it(`refuses an argument of ${name}, which takes none`, async () => {
      const text = await problem(liveTarget(), `${name} x`);
      assert.equal(text, `${name} does not take 'x'. Usage: ${name}`);
    });
  }

  it('goes on after a command that failed', async () => {
    const results = await run(interpreterOf(liveTarget()), 'xyzzy; lm');
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['error', 'modules'],
    );
  });

  it('stops at q', async () => {
    const results = await run(interpreterOf(liveTarget()), 'q; lm');
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['quit'],
    );
  });

  it('answers nothing to an empty line', async () => {
    assert.deepEqual(await run(interpreterOf(liveTarget()), '  '), []);
  });

  it('stops when it is cancelled', async () => {
    const source = new CancellationSource();
    source.cancel();
    const results = interpreterOf(liveTarget()).execute('lm', source.token);
    await assert.rejects(results.next(), CancelledError);
  });

  it('says in which mode a command works', async () => {
    assert.match(
      await problem(kernelTarget(), '.closehandle 4'),
      /does not work on a kernel-mode target/,
    );
    assert.match(await problem(liveTarget(), '.process'), /does not work on a user-mode target/);
  });

  it('shows help for -? after any command', async () => {
    for (const name of ['lm', 'k', '.closehandle', 'version', '~']) {
      assert.equal((await runOne(interpreterOf(liveTarget()), `${name} -?`)).kind, 'help', name);
    }
  });
});

describe('.closehandle', () => {
  it('closes one handle', async () => {
    const target = liveTarget();
    assert.equal(await textOf(interpreterOf(target), '.closehandle 3c'), 'Closed handle 3c\n');
    assert.deepEqual(target.closed, [0x3cn]);
  });

  it('closes all handles with -a and names those that could not be closed', async () => {
    const target = new FakeTarget({ handles: [fakeHandle(4, 'Event'), fakeHandle(0xbad, 'Key')] });
    assert.equal(
      await textOf(interpreterOf(target), '.closehandle -a'),
      'Closed handle 4\nHandle bad is protected from close.\n',
    );
  });

  it('says that a process has no handles', async () => {
    assert.equal(
      await textOf(interpreterOf(new FakeTarget()), '.closehandle -a'),
      'The process has no handles.\n',
    );
  });

  it('says why one handle cannot be closed', async () => {
    assert.equal(
      await problem(liveTarget(), '.closehandle bad'),
      'Handle bad is protected from close.',
    );
  });

  it('does not work on a dump', async () => {
    assert.match(await problem(dumpTarget(), '.closehandle 4'), /live target only; this is a dump/);
  });

  for (const line of ['.closehandle', '.closehandle -x', '.closehandle 4 8', '.closehandle zz']) {
    it(`says what is wrong with ${line}`, async () => {
      assert.match(await problem(liveTarget(), line), /needs a handle|no switch|not take|resolve/);
    });
  }
});

describe('Numbers and addresses', () => {
  for (const [line, text] of [
    ['? 3c', 'Evaluate expression: 60 = 00000000`0000003c'],
    ['? -1', 'Evaluate expression: -1 = ffffffff`ffffffff'],
    ['?0n10+1', 'Evaluate expression: 11 = 00000000`0000000b'],
    ['? @$tpid', 'Evaluate expression: 6120 = 00000000`000017e8'],
    ['? $tid', 'Evaluate expression: 6124 = 00000000`000017ec'],
    ['? ntdll!ntclose', 'Evaluate expression: 140713581807120 = 00007ffa`6f0f0610'],
  ] as const) {
    it(`evaluates ${line}`, async () => {
      const target = new FakeTarget({
        threads: liveTarget().threads(),
        symbols: { '7ffa6f0f0610': 'ntdll!NtClose' },
      });
      assert.equal(await textOf(interpreterOf(target), line), `${text}\n`);
    });
  }

  it('prints 32 bits on 32-bit targets when they are enough', async () => {
    const interpreter = interpreterOf(new FakeTarget({ info: { pointerSize: 4 } }));
    assert.equal(
      await textOf(interpreter, '? 80000000; ? 1`00000000'),
      'Evaluate expression: -2147483648 = 80000000\nEvaluate expression: 4294967296 = 00000001`00000000\n',
    );
  });

  it('changes the radix with n', async () => {
    const interpreter = interpreterOf(liveTarget());
    assert.equal(await textOf(interpreter, 'n 10'), 'base is 10\n');
    assert.match(await textOf(interpreter, '? 60'), /= 00000000`0000003c$/m);
    assert.equal(await textOf(interpreter, 'n'), 'base is 10\n');
    assert.equal((await runOne(interpreter, '!handle 60')).kind, 'handles');
  });

  it('refuses other radices', async () => {
    assert.equal(await problem(liveTarget(), 'n 7'), "'7' is no radix. Usage: n 8 | n 10 | n 16");
  });

  it('asks for an expression', async () => {
    assert.match(await problem(liveTarget(), '?'), /nothing to evaluate/);
  });

  it('refuses registers it does not have', async () => {
    assert.match(await problem(liveTarget(), '? @rax'), /Couldn't resolve error at '@rax'/);
  });

  it('names the symbol at the current instruction when ln has no address', async () => {
    assert.equal(
      await textOf(interpreterOf(liveTarget()), 'ln'),
      '(00007ffa`6f0f0610)   ntdll!NtCreateEvent+0x14\n',
    );
  });

  it('says when an address is exactly that of a symbol', async () => {
    assert.equal(
      await textOf(interpreterOf(liveTarget()), 'ln 7ffa`6f0f0600'),
      '(00007ffa`6f0f0600)   ntdll!NtClose\nExact matches:\n    ntdll!NtClose\n',
    );
  });

  it('says when no symbol is near', async () => {
    assert.match(await textOf(interpreterOf(liveTarget()), 'ln 10'), /^No symbol is known near/);
  });
});

describe('The stack, threads and processes', () => {
  it('limits the number of frames', async () => {
    const text = await textOf(interpreterOf(liveTarget()), 'k 2');
    assert.equal(text.trimEnd().split('\n').length, 3);
  });

  it('says when no stack was recorded', async () => {
    assert.match(await textOf(interpreterOf(new FakeTarget()), 'k'), /recorded no stack/);
  });

  it('says when a dump knows the current instruction only', async () => {
    const target = new FakeTarget({ info: { liveness: 'dump' }, stack: [0x10n] });
    assert.match(await textOf(interpreterOf(target), 'k'), /Only the current instruction is known/);
  });

  it('switches threads', async () => {
    const interpreter = interpreterOf(liveTarget());
    assert.match(await textOf(interpreter, '~1s'), /^\. {2}1 /m);
    assert.equal(interpreter.state.currentThreadId, 0x1a04);
  });

  it('says how many threads there are when the number is too high', async () => {
    assert.match(
      await problem(liveTarget(), '~9s'),
      /no thread number 9\. The process has 2 threads/,
    );
  });

  it('filters modules by name', async () => {
    const text = await textOf(interpreterOf(liveTarget()), 'lm m NT*');
    assert.match(text, /ntdll/);
    assert.doesNotMatch(text, /leaky/);
  });

  for (const line of ['lm x', '~x', 'k zz', '.process 9999']) {
    it(`says what is wrong with ${line}`, async () => {
      const target = line.startsWith('.process') ? kernelTarget() : liveTarget();
      assert.match(await problem(target, line), /does not take|resolve|No process/);
    });
  }

  it('returns to the process the target stopped in with .process 0', async () => {
    const interpreter = interpreterOf(kernelTarget());
    await textOf(interpreter, '.process 4; .process 0');
    assert.equal(interpreter.state.currentProcessId, 0x390);
  });
});

describe('g', () => {
  it('lets the program run and follows the thread it stopped in', async () => {
    const target = liveTarget();
    target.nextStop = ok({
      reason: 'breakpoint',
      description: 'Breakpoint hit.',
      threadId: 0x1a04,
    });
    const interpreter = interpreterOf(target);
    assert.equal(await textOf(interpreter, 'g'), 'Breakpoint hit.\n');
    assert.equal(interpreter.state.currentThreadId, 0x1a04);
  });

  it('says when the program has ended', async () => {
    assert.equal(await problem(liveTarget(), 'g'), 'The program has ended.');
  });

  it('says that a dump cannot run', async () => {
    assert.match(await problem(dumpTarget(), 'g'), /^A dump cannot run\./);
  });
});

describe('Log files', () => {
  const opened: [string, boolean][] = [];
  const host: CommandHost = {
    ...silentHost,
    openLog: (path, append) => {
      opened.push([path, append]);
      return path.includes('missing')
        ? Promise.reject(new Error('no such folder'))
        : Promise.resolve(path);
    },
    closeLog: () => Promise.resolve('a.log'),
  };
  beforeEach(() => opened.splice(0));

  for (const [line, path, append] of [
    ['.logopen a.log', 'a.log', false],
    ['.logopen "my log.txt"', 'my log.txt', false],
    ['.logopen my log.txt', 'my log.txt', false],
    ['.logopen /a a.log', 'a.log', true],
    ['.logopen /A', 'dbgeng.log', true],
    ['.logopen /tmp/a.log', '/tmp/a.log', false],
    ['.logappend a.log', 'a.log', true],
    ['.logopen', 'dbgeng.log', false],
  ] as const) {
    it(`opens ${path} for ${line}`, async () => {
      const text = await textOf(interpreterOf(liveTarget(), host), line);
      assert.equal(text, `Opened log file '${path}'\n`);
      assert.deepEqual(opened, [[path, append]]);
    });
  }

  it('says why a log file cannot be opened', async () => {
    const text = await textOf(interpreterOf(liveTarget(), host), '.logopen missing/a.log');
    assert.match(text, /^The log file could not be opened: no such folder\. Choose a file/);
  });

  it('closes the log file', async () => {
    assert.equal(
      await textOf(interpreterOf(liveTarget(), host), '.logclose'),
      'Closing open log file a.log\n',
    );
  });

  it('says that no log file is open', async () => {
    assert.match(await problem(liveTarget(), '.logclose'), /^No log file is open\./);
  });

  it('refuses a switch it does not know', async () => {
    assert.match(await problem(liveTarget(), '.logopen /x a.log'), /has no switch '\/x'/);
  });
});

describe('.help and version', () => {
  it('lists the commands of the mode', async () => {
    const text = await textOf(interpreterOf(liveTarget()), '.help');
    assert.match(text, /^!handle +Shows/m);
    assert.doesNotMatch(text, /^\.process /m);
  });

  it('explains a command, its prefix optional', async () => {
    const interpreter = interpreterOf(liveTarget());
    assert.equal(
      await textOf(interpreter, '.help handle'),
      await textOf(interpreter, '.help !handle'),
    );
  });

  it('suggests the command that was meant', async () => {
    assert.match(await problem(liveTarget(), '.help !handel'), /Did you mean \.help !handle\?/);
  });

  it('says that no output of the real .closehandle is known', async () => {
    assert.match(
      await textOf(interpreterOf(liveTarget()), '.closehandle -?'),
      /no output of the real/,
    );
  });

  it('names the version of package.json', () => {
    const manifest = JSON.parse(
      readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8'),
    ) as { readonly version: string };
    assert.equal(TOOL_VERSION, manifest.version);
  });

  it('lists what of the target could not be read', async () => {
    assert.match(
      await textOf(interpreterOf(dumpTarget()), 'vertarget'),
      /Stream 3 \(ThreadList\) ends early\. \(offset 0x438\) The rest was read\./,
    );
  });
});

describe('A handle value', () => {
  it('keeps 64 bits through the commands', async () => {
    const target = new FakeTarget({ handles: [fakeHandle(0xffff_ffff_8000_0004n, 'Key')] });
    const result = await runOne(interpreterOf(target), '!handle ffffffff`80000004');
    assert.equal(result.kind === 'handles' && result.handle, handleValue(0xffff_ffff_8000_0004n));
  });
});
