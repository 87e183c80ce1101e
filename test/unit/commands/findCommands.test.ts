import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import { address } from '../../../src/core/model/identifiers';
import type { HandleRecord, KernelHandleFacts } from '../../../src/core/model/handle';
import type { ThreadObjectInfo } from '../../../src/core/model/objectInfo';
import { openSample } from '../../../src/core/script/samples/catalog';
import { renderLine } from '../../../src/core/render/renderLine';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { leakCorpus } from '../../support/leakCorpus';
import { interpreterOf, jsonOf, runOne, textOf } from '../../support/runCommands';

function leakyService(): Interpreter {
  const opened = openSample('leaky-service');
  assert.ok(opened.ok);
  return interpreterOf(opened.value);
}

const EVENTS = '\\BaseNamedObjects\\';

describe('!find', () => {
  it('finds what the page about queries says of each example', async () => {
    const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'queries.md'), 'utf8');
    const examples = [...page.matchAll(/^\| `(!find [^`]*)` +\| (\d+) +\|/gm)];
    assert.ok(examples.length >= 20);
    const interpreter = leakyService();
    for (const [, written = '', count] of examples) {
      const line = written.replaceAll('\\|', '|');
      const result = await runOne(interpreter, line);
      assert.ok(result.kind === 'find', line);
      assert.equal(result.found, Number(count), line);
    }
  });

  it('shows the mistake of the page at its place', async () => {
    const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'queries.md'), 'utf8');
    const shown = /```\r?\n0:007> (!find [^\n]*)\r?\n([^`]*?)…/.exec(page);
    assert.ok(shown !== null);
    const [, line = '', answer = ''] = shown;
    const text = await textOf(leakyService(), line);
    assert.equal(text.slice(0, answer.length), answer.replaceAll('\r\n', '\n'));
  });

  it('prints a line for each handle, and who opened it when that was asked', async () => {
    const interpreter = leakyService();
    assert.equal(
      await textOf(interpreter, '!find type:Mutant name:Instance'),
      '1 of 200 handles.\n    ac  Mutant  001f0001  \\BaseNamedObjects\\OrderService.Instance\n',
    );
    assert.match(
      await textOf(interpreter, '!find -s type:Mutant name:Instance'),
      /OrderService\.Instance {3}OrderService!OrderServer::Start\+0x58, thread 1f5c, age 904\n$/,
    );
  });

  it('sorts groups by size, says their keys, and leaves out most of long ones', async () => {
    const text = await textOf(leakyService(), '!find type:Key group:site sort:count');
    assert.match(
      text,
      /^32 of 200 handles, in 10 groups\.\nOrderStore!StoreSettings::ReadLimit\+0x44 {3}18 handles {3}site:823538a5\n/,
    );
    assert.match(
      text,
      / {5}… 13 more\nOrderService!OrderServer::ReadConfiguration\+0x72 {3}6 handles/,
    );
  });

  it('prints as many as it is told', async () => {
    const interpreter = leakyService();
    const lines = async (line: string): Promise<number> =>
      (await textOf(interpreter, line))
        .split('\n')
        .filter((each) => /^ {2}\S|^ +[0-9a-f]+ {2}/.test(each)).length;
    assert.equal(await lines('!find'), 100);
    assert.equal(await lines('!find -n 7'), 7);
    assert.equal(await lines('!find -a'), 200);
    assert.equal(await lines('!find -a group:type'), 200);
    assert.match(
      await textOf(interpreter, '!find -n 7'),
      /There are more: -n prints so many lines, -a all\.\n$/,
    );
  });

  it('gives all handles in JSON, with their openers when that was asked', async () => {
    const interpreter = leakyService();
    const all = (await jsonOf(interpreter, '!find')) as { groups: { handles: unknown[] }[] };
    assert.equal(all.groups[0]?.handles.length, 200);
    const keys = (await jsonOf(
      interpreter,
      '!find site:ReadLimit -n:x group:site'.replace(' -n:x', ''),
    )) as {
      found: number;
      groups: {
        key: string;
        count: number;
        query: string;
        handles: { opened: { age: number } }[];
      }[];
    };
    assert.equal(keys.found, 18);
    assert.equal(keys.groups[0]?.count, 18);
    assert.equal(keys.groups[0].query, `site:${keys.groups[0].key.slice('site:'.length)}`);
    assert.equal(typeof keys.groups[0].handles[0]?.opened.age, 'number');
    const again = await runOne(interpreter, `!find ${keys.groups[0].query}`);
    assert.ok(again.kind === 'find' && again.found === 18);
  });

  it('tells what is new after the program ran, and says when there is nothing to compare with', async () => {
    const interpreter = leakyService();
    assert.match(
      await textOf(interpreter, '!find state:new'),
      /state: has nothing to compare with before the program has run \(g\)\.\n$/,
    );
    await runOne(interpreter, 'g');
    assert.match(await textOf(interpreter, '!find state:new'), /^9 of 209 handles\.\n/);
    const dump = interpreterOf(
      new FakeTarget({ handles: [fakeHandle(4, 'Event')], info: { liveness: 'dump' } }),
    );
    assert.match(await textOf(dump, '!find state:new'), /A dump is a single moment/);
  });

  it('works without traces, and says what cannot be known then', async () => {
    const interpreter = interpreterOf(new FakeTarget({ handles: [fakeHandle(4, 'Event')] }));
    assert.equal(
      await textOf(interpreter, '!find type:Event'),
      '1 of 1 handle.\n     4  Event  001f0003\n',
    );
    assert.match(await textOf(interpreter, '!find -s'), /there are no handle traces\.\n$/);
    assert.match(
      await textOf(interpreter, '!find age>1'),
      /^!find age>1\n {6}\^{3}\n'age' needs handle traces, and there are none\./,
    );
  });

  it('says that switches stand in front', async () => {
    assert.match(
      await textOf(leakyService(), '!find type:File -n 5'),
      /^!find type:File -n 5\n {16}\^\^\nSwitches stand in front: !find -n …/,
    );
    const quoted = await runOne(leakyService(), '!find name:"x -n y"');
    assert.equal(quoted.kind, 'find');
  });

  it('answers in one line', async () => {
    const interpreter = leakyService();
    const line = async (text: string): Promise<string> =>
      await renderLine(await runOne(interpreter, text), neverCancelled);
    assert.equal(await line('!find type:Key'), '32 of 200 handles');
    assert.equal(await line('!find type:Key group:site'), '32 of 200 handles in 10 groups');
    assert.equal(await line('!dups'), '4 objects or names with several handles');
    assert.equal(await line('!zombies'), '12 ended processes and threads with open handles');
  });
});

describe('!dups', () => {
  it('puts races first: one object, opened at one place by several threads', async () => {
    const found = leakCorpus(1).find(({ name }) => name === 'a race that opens twice');
    assert.ok(found !== undefined);
    const interpreter = interpreterOf(found.program.target());
    const result = await runOne(interpreter, '!dups');
    assert.ok(result.kind === 'duplicates');
    const twice = found.leaked - 60;
    assert.equal(result.groups.length, twice);
    assert.ok(
      result.groups.every(({ looksLikeRace, kind }) => looksLikeRace && kind === 'named object'),
    );
    assert.match(
      await textOf(interpreter, '!dups -n 1'),
      /^\d+ handles of fake\.exe \(17e8\) to the same object or name, \d+ groups\.\n#1 {3}Mutant \\Sessions\\1\\BaseNamedObjects\\App\.Lock\.\d+ {3}2 handles to one object, opened at one place by several threads: a race\?\n {5}[0-9a-f]+, [0-9a-f]+\n {5}opened by app!Locks::Get\+0x5c \(2, threads 20, 24\)\n/,
    );
  });

  it('tells objects from names, and puts bare devices last', async () => {
    const handles = [
      fakeHandle(4, 'File', { name: '\\Device\\Afd' }),
      fakeHandle(8, 'File', { name: '\\Device\\Afd' }),
      fakeHandle(12, 'File', { name: '\\Device\\Afd' }),
      fakeHandle(16, 'Key', { name: '\\REGISTRY\\A' }),
      fakeHandle(20, 'Key', { name: '\\REGISTRY\\A' }),
      fakeHandle(24, 'Event', { name: `${EVENTS}Ready` }),
      fakeHandle(28, 'Event', { name: `${EVENTS}Ready` }),
      fakeHandle(32, 'Mutant', { name: `${EVENTS}Ready` }),
      fakeHandle(36, 'Event'),
      fakeHandle(40, 'Event'),
    ];
    const interpreter = interpreterOf(new FakeTarget({ handles }));
    const text = await textOf(interpreter, '!dups');
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('#')),
      [
        `#1   Event ${EVENTS}Ready   2 handles to one object`,
        '#2   Key \\REGISTRY\\A   2 handles to one name',
        '#3   File \\Device\\Afd   3 handles to one name',
      ],
    );
    assert.match(text, /Who opened them is not known: there are no handle traces\.\n$/);
    assert.match(
      await textOf(interpreter, '!dups type:Mutant'),
      /^No two handles of fake\.exe \(17e8\) are known to refer to the same object or name\.\n/,
    );
  });

  it('knows threads and processes by their ids, and kernel objects by their addresses', async () => {
    const thread = (threadId: number): Partial<HandleRecord> => ({
      objectInfo: [threadInfo(threadId, 0x103)],
    });
    const user = interpreterOf(
      new FakeTarget({
        handles: [
          fakeHandle(4, 'Thread', thread(9)),
          fakeHandle(8, 'Thread', thread(9)),
          fakeHandle(12, 'Thread', thread(10)),
        ],
      }),
    );
    assert.match(
      await textOf(user, '!dups'),
      /#1 {3}Thread thread 9 of process 17e8 {3}2 handles to one object\n {5}4, 8\n/,
    );
    const at = (object: bigint): Partial<HandleRecord> => ({
      kernel: {
        object: address(object),
        displayName: 'Same',
        objectHeader: address(0n),
        typeObject: address(0n),
        entry: address(0n),
        directory: address(0n),
      } satisfies KernelHandleFacts,
    });
    const records = [
      fakeHandle(4, 'Event', at(0x10n)),
      fakeHandle(8, 'Event', at(0x20n)),
      fakeHandle(12, 'Event', at(0x10n)),
    ];
    const kernelTable = {
      table: address(1n),
      tableCode: address(1n),
      isKernelTable: false,
      count: 3,
    };
    const kernel = interpreterOf(new FakeTarget({ handles: { records, kernelTable } }));
    assert.match(
      await textOf(kernel, '!dups'),
      /#1 {3}Event Same at 10 {3}2 handles to one object\n {5}4, c\n/,
    );
  });
});

describe('!zombies', () => {
  it('names ended threads and who opened their handles', async () => {
    const text = await textOf(leakyService(), '!zombies');
    assert.match(
      text,
      /^12 handles of OrderService\.exe \(1f3c\) refer to 12 processes and threads that ended \(of 20 handles to processes and threads\)\.\n/,
    );
    assert.match(
      text,
      / {2}thread 1ff0 of this process, exit status 0 {3}handle 27c {3}opened by OrderService!Notifier::NotifyAsync\+0x5f \(1, thread 1f94\)\n/,
    );
  });

  it('says of how many nobody knows, and why', async () => {
    const handles = [
      fakeHandle(4, 'Thread', { objectInfo: [threadInfo(9, 0xc0000005 | 0)] }),
      fakeHandle(8, 'Thread', { objectInfo: [threadInfo(9, 0xc0000005 | 0)] }),
      fakeHandle(12, 'Process', { objectInfoRefused: true }),
      fakeHandle(16, 'Process'),
    ];
    const text = await textOf(interpreterOf(new FakeTarget({ handles })), '!zombies');
    assert.match(text, /^2 handles of fake\.exe \(17e8\) refer to 1 process or thread that ended/);
    assert.match(text, / {2}thread 9 of this process, exit status c0000005 {3}handles 4, 8\n/);
    assert.match(
      text,
      /Of 2 handles it is not known whether what they refer to still runs: the access of 1 does not allow the question, of the others it was not recorded\.\n$/,
    );
  });

  it('says when there is none', async () => {
    const running = fakeHandle(4, 'Thread', { objectInfo: [threadInfo(9, 0x103)] });
    assert.match(
      await textOf(interpreterOf(new FakeTarget({ handles: [running] })), '!zombies'),
      /No handle of fake\.exe \(17e8\) is known to refer to an ended process or thread; 1 handle of 1 refers to running ones\.\n/,
    );
    assert.match(
      await textOf(
        interpreterOf(new FakeTarget({ handles: [fakeHandle(4, 'Event')] })),
        '!zombies',
      ),
      /^No handle of fake\.exe \(17e8\) refers to a process or thread\.\n$/,
    );
  });

  it('does not take group: and sort:', async () => {
    assert.match(
      await textOf(leakyService(), '!zombies sort:value'),
      /^!zombies sort:value\n {9}\^{4}\n!zombies groups and sorts by itself/,
    );
    assert.match(
      await textOf(leakyService(), '!dups type:Key group:type'),
      /^!dups type:Key group:type\n {15}\^{5}\n/,
    );
  });

  it('gives everything in JSON', async () => {
    const document = (await jsonOf(leakyService(), '!zombies')) as {
      zombies: { handles: unknown[] }[];
      looked: number;
    };
    assert.equal(document.zombies.length, 12);
    assert.equal(document.looked, 20);
    const groups = (await jsonOf(leakyService(), '!dups')) as { groups: { handles: unknown[] }[] };
    assert.equal(groups.groups.length, 4);
  });
});

function threadInfo(threadId: number, exitStatus: number): ThreadObjectInfo {
  return {
    kind: 'thread',
    processId: 0x17e8,
    threadId,
    priority: 8,
    basePriority: 8,
    exitStatus,
    teb: address(0n),
  };
}

describe('a handle whose open has no stack', () => {
  it('is found, with what is known of it', async () => {
    const traces = [fakeTrace('open', 4, [])];
    const interpreter = interpreterOf(
      new FakeTarget({ handles: [fakeHandle(4, 'Event')], traces }),
    );
    assert.match(await textOf(interpreter, '!find -s'), /no stack, thread 17ec, age 0\n/);
    assert.match(await textOf(interpreter, '!find site:none'), /^1 of 1 handle\./);
  });
});
