/** `!utrace`: listing, switches, and what is said when something is wrong. */

import assert from 'node:assert/strict';
import { address } from '../../../../src/core/model/identifiers';
import { FakeTarget } from '../../../support/fakeTarget';
import { FakeUserTarget, fakeUserTrace, SHELL } from '../../../support/fakeUserTarget';
import { scriptTarget } from '../../../support/openScript';
import { interpreterOf, jsonOf, runOne, textOf } from '../../../support/runCommands';

const SYMBOLS = {
  fffff960000e1234: 'win32k!NtUserCreateMenu+0x54',
  '7ff612345678': 'leaky+0x5678',
};
const STACK = [address(0xfffff960000e1234n), address(0x7ff612345678n)];

const LOG = [
  fakeUserTrace('badref', 0x301a5, { type: 1, stack: STACK }),
  fakeUserTrace('destroy', 0x301a5),
  fakeUserTrace('owner', 0x301a5, { ownerProcessId: SHELL.processId }),
  fakeUserTrace('create', 0x301a5, { stack: STACK }),
  fakeUserTrace('create', 0x1000b, { type: 12, ownerProcessId: 0 }),
  fakeUserTrace('create', 0x201a5),
];

function target(): FakeUserTarget {
  return new FakeUserTarget({ userTraces: LOG, symbols: SYMBOLS });
}

async function problem(line: string, on: FakeTarget = target()): Promise<string> {
  const interpreter = interpreterOf(on);
  assert.equal((await runOne(interpreter, line)).kind, 'error');
  return (await textOf(interpreter, line)).trimEnd();
}

const heads = (text: string): readonly string[] => text.match(/^Handle = .*$/gm) ?? [];

describe('!utrace', () => {
  it('prints a record with its type, owner, actor and stack', async () => {
    const text = await textOf(interpreterOf(target()), '!utrace 301a5');
    assert.ok(
      text.includes(`--------------------------------------
Handle = 0x000301a5 - CREATE
Type = Menu, Owner Process ID = 0x00000000000008a4
Thread ID = 0x00000000000009c0, Process ID = 0x00000000000008a4

0xfffff960000e1234: win32k!NtUserCreateMenu+0x0000000000000054
0x00007ff612345678: leaky+0x0000000000005678
`),
      text,
    );
  });

  it('leaves kernel frames of a user-mode debugger out where !htrace does, and prints them bare later', async () => {
    const text = async (profile: string): Promise<string> => {
      const script = `machine { profile "${profile}"; }\nint main(void) { CreateMenu(); return 0; }\n`;
      const interpreter = interpreterOf(await scriptTarget(script));
      await runOne(interpreter, 'g');
      return await textOf(interpreter, '!utrace');
    };
    for (const profile of ['xp-sp3-x86', '7-sp1-x64']) {
      assert.doesNotMatch(await text(profile), /^0x[0-9a-f]+: \+0x/m, profile);
    }
    assert.match(
      await text('10-22h2-x64'),
      /\n\n(0xffff[0-9a-f]{12}: \+0xffff[0-9a-f]{12}\n)+0x0000/,
    );
  });

  it('keeps the kernel frames in a kernel debugger, and in JSON', async () => {
    const script = (view: string): string =>
      `machine { profile "xp-sp3-x86"; view ${view}; }\nint main(void) { CreateMenu(); return 0; }\n`;
    const kernel = interpreterOf(await scriptTarget(script('kernel')));
    await runOne(kernel, 'g');
    assert.match(await textOf(kernel, '!utrace'), /: win32k!HMAllocObject\+/);
    const user = interpreterOf(await scriptTarget(script('user')));
    await runOne(user, 'g');
    const json = (await jsonOf(user, '!utrace')) as {
      traces: { stack: { address: string }[] }[];
    };
    assert.match(json.traces[0]?.stack[0]?.address ?? '', /^0x[89abf][0-9a-f]{7}$/);
  });

  it('says which type a bad reference wanted, and whom a handle was given to', async () => {
    const text = await textOf(interpreterOf(target()), '!utrace 301a5');
    assert.match(text, /BAD REFERENCE \*\*\*\nWanted Type = Window\nThread ID/);
    assert.match(text, / - OWNER\nType = Menu, Owner Process ID = 0x00000000000005d0\n/);
    const any = new FakeUserTarget({
      userTraces: [fakeUserTrace('badref', 0x10004, { type: 255 })],
    });
    assert.match(await textOf(interpreterOf(any), '!utrace'), /\nWanted Type = any\n/);
  });

  it('says that an object has no owner', async () => {
    const text = await textOf(interpreterOf(target()), '!utrace 1000b');
    assert.match(text, /\nType = Monitor, no owner\n/);
  });

  it('lists every record, newest first, and counts', async () => {
    const text = await textOf(interpreterOf(target()), '!utrace');
    assert.deepEqual(
      heads(text).map((line) => line.slice(9)),
      [
        '0x000301a5 - *** BAD REFERENCE ***',
        '0x000301a5 - DESTROY',
        '0x000301a5 - OWNER',
        '0x000301a5 - CREATE',
        '0x0001000b - CREATE',
        '0x000201a5 - CREATE',
      ],
    );
    assert.match(text, /\nParsed 0x6 stack traces\.\nDumped 0x6 stack traces\.\n$/);
  });

  it('limits what it shows, not what it counts', async () => {
    const text = await textOf(interpreterOf(target()), '!utrace 301a5 2');
    assert.equal(heads(text).length, 2);
    assert.match(text, /Parsed 0x4 stack traces\.\nDumped 0x2/);
  });

  for (const form of ['1a5', 'ffff01a5', 'ffffffffffff01a5']) {
    it(`shows the whole history of a slot for the 16-bit form ${form}`, async () => {
      assert.equal(heads(await textOf(interpreterOf(target()), `!utrace ${form}`)).length, 5);
    });
  }

  it('shows what was created and not destroyed since the snapshot', async () => {
    const on = new FakeUserTarget();
    const interpreter = interpreterOf(on);
    assert.equal(
      await textOf(interpreter, '!utrace -enable 100'),
      'USER handle tracing enabled.\nUSER handle tracing information snapshot successfully taken.\n',
    );
    on.userTraceLog = [
      fakeUserTrace('create', 0x30007),
      fakeUserTrace('destroy', 0x10006),
      fakeUserTrace('owner', 0x10005),
      fakeUserTrace('create', 0x10006),
      fakeUserTrace('create', 0x10005),
    ];
    on.userRecorded = 5;
    const text = await textOf(interpreter, '!utrace -diff');
    assert.deepEqual(heads(text), ['Handle = 0x00030007 - CREATE', 'Handle = 0x00010005 - CREATE']);
    assert.match(text, /^0x5 new stack traces since the previous snapshot\.$/m);
    assert.match(text, /^Displayed 0x2 stack traces for outstanding USER handles/m);
    assert.match(await textOf(interpreter, '!utrace -diff'), /^No outstanding USER handles/m);
  });

  it('counts only records made after a snapshot taken in between', async () => {
    const on = target();
    const interpreter = interpreterOf(on);
    await textOf(interpreter, '!utrace -snapshot');
    on.userTraceLog = [fakeUserTrace('create', 0x10009), ...LOG];
    on.userRecorded = LOG.length + 1;
    assert.deepEqual(heads(await textOf(interpreter, '!utrace -diff')), [
      'Handle = 0x00010009 - CREATE',
    ]);
  });

  it('says that records were lost between two snapshots', async () => {
    const on = target();
    const interpreter = interpreterOf(on);
    await textOf(interpreter, '!utrace -snapshot');
    on.userRecorded = LOG.length * 3;
    assert.match(
      await textOf(interpreter, '!utrace -diff'),
      /^The log no longer holds every record made since the snapshot\./,
    );
  });

  it('says that a first -diff has nothing to compare with, and takes a snapshot', async () => {
    const interpreter = interpreterOf(target());
    assert.match(await textOf(interpreter, '!utrace -diff'), /^No snapshot had been taken/);
    assert.match(await textOf(interpreter, '!utrace -diff'), /^0x0 new stack traces/m);
  });

  it('forgets log and snapshot when tracing is disabled', async () => {
    const interpreter = interpreterOf(target());
    await textOf(interpreter, '!utrace -snapshot');
    assert.equal(await textOf(interpreter, '!utrace -disable'), 'USER handle tracing disabled.\n');
    assert.equal(interpreter.state.userSnapshot, null);
    assert.match(await textOf(interpreter, '!utrace'), /^USER handle tracing is not enabled\./);
  });

  it('answers in JSON with numbers, type names and frames', async () => {
    const document = (await jsonOf(interpreterOf(target()), '!utrace 301a5')) as {
      readonly traces: readonly Record<string, unknown>[];
    };
    const { stack, ...facts } = document.traces[3] ?? {};
    assert.deepEqual(facts, {
      handle: '0x301a5',
      operation: 'create',
      type: 2,
      typeName: 'Menu',
      ownerProcessId: 0x8a4,
      processId: 0x8a4,
      threadId: 0x9c0,
    });
    assert.equal((stack as readonly unknown[]).length, 2);
  });
});

describe('!utrace typed wrongly, or where nothing runs', () => {
  it('says which targets have USER handles when this one has none', async () => {
    const text = await problem('!utrace', new FakeTarget());
    assert.match(
      text,
      /^sample:fake has no USER handle table\. .*sample:user-menu-leak.*full memory/,
    );
  });

  for (const name of ['-enable', '-snapshot', '-diff', '-disable']) {
    it(`refuses ${name} where nothing runs`, async () => {
      const on = new FakeUserTarget({ still: true, userTraces: [] });
      assert.match(await problem(`!utrace ${name}`, on), /nothing runs in this target/);
    });
  }

  it('names the nearest switch', async () => {
    assert.equal(
      await problem('!utrace -snapshut'),
      "!utrace has no switch '-snapshut'. Did you mean !utrace -snapshot?",
    );
  });

  it('refuses what it does not take', async () => {
    assert.match(await problem('!utrace 1 2 3'), /^!utrace does not take '3'\. Usage: /);
    assert.match(await problem('!utrace -diff 3'), /^!utrace -diff does not take '3'\. Usage: /);
    assert.match(await problem('!utrace zz'), /zz/);
  });

  it('refuses an address in place of a handle and says how to look one up', async () => {
    assert.match(
      await problem('!utrace fffff900c0a02778'),
      /a USER handle has 32 bits\. If it is the address .*!dhe -a fffff900c0a02778$/,
    );
  });

  it('shows type numbers where the version is not known', async () => {
    const on = new FakeUserTarget({
      userTraces: [fakeUserTrace('create', 0x10004, { type: 2 })],
      problem: { code: 'x', message: 'The export is missing.' },
    });
    assert.match(await textOf(interpreterOf(on), '!utrace'), /\nType = <0x02>, Owner/);
  });
});
