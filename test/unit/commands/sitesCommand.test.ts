import assert from 'node:assert/strict';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import type { CommandResult } from '../../../src/core/commands/results';
import { openSample } from '../../../src/core/script/samples/catalog';
import { renderLine } from '../../../src/core/render/renderLine';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { leakCorpus } from '../../support/leakCorpus';
import { interpreterOf, jsonOf, runOne, textOf } from '../../support/runCommands';

function leakyService(): Interpreter {
  const opened = openSample('leaky-service');
  assert.ok(opened.ok);
  return interpreterOf(opened.value);
}

function corpus(name: string, seed = 2): Interpreter {
  const found = leakCorpus(seed).find((each) => each.name === name);
  assert.ok(found !== undefined);
  return interpreterOf(found.program.target(found.slots));
}

async function sitesOf(
  interpreter: Interpreter,
  line: string,
): Promise<Extract<CommandResult, { kind: 'sites' }>> {
  const result = await runOne(interpreter, line);
  assert.ok(result.kind === 'sites', result.kind === 'error' ? result.problem.message : '');
  return result;
}

const headings = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith('#'));

describe('!sites', () => {
  it('puts the three leaks of the sample for newcomers first, and nothing else', async () => {
    const text = await textOf(leakyService(), '!sites');
    assert.deepEqual(
      headings(text).map((line) => /^#\d\s+(\S+?)\+/.exec(line)?.[1]),
      [
        'OrderService!Notifier::NotifyAsync',
        'OrderStore!StoreSettings::ReadLimit',
        'OrderService!RequestContext::Begin',
      ],
    );
    assert.match(
      text,
      /^Leak sites of OrderService\.exe \(1f3c\): 200 outstanding opens at 64 sites, 3 look like leaks\.\n/,
    );
    assert.match(
      text,
      /18 outstanding of 36 opened here, 18 closed: Key, \\REGISTRY\\MACHINE\\SOFTWARE\\Harbour\\OrderService\\Regions\\\* \(3 names\)/,
    );
    assert.match(
      text,
      /siblings closed by OrderStore!StoreSettings::ReadLimit\+0x8b \(18, thread 1fe4\)/,
    );
    assert.match(text, /61 steady sites with 146 outstanding opens not listed/);
    assert.match(
      text,
      /What the log does not show:\n {2}- The log is whole: 948 records since tracing was enabled\.\n/,
    );
  });

  it('says each site in three to six lines', async () => {
    const text = await textOf(leakyService(), '!sites -a');
    const blocks = text.split(/^(?=#)/m).slice(1, -1);
    assert.equal(blocks.length, 63);
    for (const block of blocks) {
      const lines = block.trimEnd().split('\n').length;
      assert.ok(lines >= 3 && lines <= 6, block);
    }
  });

  it('shows one site in full by its number in the list or by its key', async () => {
    const interpreter = leakyService();
    const list = await sitesOf(interpreter, '!sites');
    const text = await textOf(interpreter, '!sites 3');
    assert.match(text, /^#3 OrderService!RequestContext::Begin\+0x4e/);
    assert.match(text, /\+35 {2}it grows all the time/);
    assert.match(text, /to fix: what KERNELBASE!CreateEventW returns is closed with CloseHandle/);
    assert.match(
      text,
      /OrderService!RequestContext::Begin\+0x4e {3}\| OrderService!OrderHandler::Handle\+0x3c|RequestContext::Begin\+0x4e +\|/,
    );
    assert.match(text, /siblings closed, 72, threads/);
    assert.match(text, /\n +c {2}Event\n/);
    const key = list.leaks.ranking[2]?.key ?? '';
    assert.equal(await textOf(interpreter, `!sites ${key.slice(0, 8)}`), text);
    assert.equal(await textOf(leakyService(), '!sites 3'), text, 'also without a list before');
  });

  it('keeps the numbers of the list that was shown last', async () => {
    const interpreter = leakyService();
    await runOne(interpreter, '!sites -type Event');
    assert.match(await textOf(interpreter, '!sites 1'), /^#1 OrderService!RequestContext::Begin/);
    await runOne(interpreter, '!sites');
    assert.match(await textOf(interpreter, '!sites 1'), /^#1 OrderService!Notifier/);
  });

  it('counts only what meets a type or a query', async () => {
    const interpreter = leakyService();
    const events = await sitesOf(interpreter, '!sites -a -type event');
    assert.ok(events.leaks.ranking.every(({ evidence }) => evidence.outstanding > 0));
    assert.equal(events.total.outstanding, 65);
    assert.equal(events.filter, 'of type Event');
    const keys = await sitesOf(interpreter, '!sites name:*\\Regions\\* -name:*West');
    assert.equal(keys.total.sites, 1);
    assert.equal(keys.total.outstanding, 12);
    const both = await sitesOf(interpreter, '!sites -type Event openedBy:RequestContext::Begin');
    assert.equal(both.total.outstanding, 24);
    assert.match(
      await textOf(interpreter, '!sites name:nowhere'),
      /no outstanding opens that meet name:nowhere/,
    );
  });

  it('folds as it is told', async () => {
    const interpreter = leakyService();
    const count = async (how: string): Promise<number> =>
      (await sitesOf(interpreter, `!sites -by ${how}`)).total.sites;
    assert.ok((await count('stack')) >= (await count('own')));
    assert.ok((await count('top:1')) <= (await count('top:5')));
  });

  it('shows a tree of callers with all outstanding opens', async () => {
    const interpreter = leakyService();
    const tree = await runOne(interpreter, '!sites -by tree');
    assert.ok(tree.kind === 'siteTree');
    assert.equal(tree.root.outstanding, 200);
    const children = tree.root.children.reduce((sum, each) => sum + each.outstanding, 0);
    assert.equal(children + tree.root.self, 200);
    const text = await textOf(interpreter, '!sites -by tree');
    assert.match(
      text,
      / {6}18 {3}9% {2}OrderService!PriceRefresh::OnTimer > OrderStore!PriceList::Refresh > StoreSettings::ReadLimit {3}18 here\n/,
    );
    const events = await runOne(interpreter, '!sites -by tree -type Event');
    assert.ok(events.kind === 'siteTree' && events.root.outstanding === 65);
  });

  it('hides what is suppressed, counts it, and shows it again', async () => {
    const interpreter = leakyService();
    assert.match(await textOf(interpreter, '!sites -suppress'), /^Nothing is suppressed\.\n$/);
    await runOne(interpreter, '!sites -suppress OrderStore!StoreSettings*');
    await runOne(interpreter, '!sites -suppress type:Thread');
    const text = await textOf(interpreter, '!sites');
    assert.deepEqual(headings(text).length, 1);
    assert.match(
      text,
      /\d+ sites suppressed with \d+ outstanding opens: !sites -suppress lists the patterns\./,
    );
    assert.match(
      await textOf(interpreter, '!sites -suppress'),
      / {2}OrderStore!StoreSettings\*\n {2}type:Thread\n/,
    );
    await runOne(interpreter, '!sites -unsuppress type:Thread');
    assert.equal(headings(await textOf(interpreter, '!sites')).length, 2);
    await runOne(interpreter, '!sites -unsuppress *');
    assert.equal(headings(await textOf(interpreter, '!sites')).length, 3);
  });

  it('takes the growth since named snapshots into account', async () => {
    const interpreter = leakyService();
    for (const line of ['!snapshot a', 'g', '!snapshot b', 'g', '!snapshot c', 'g']) {
      const result = await runOne(interpreter, line);
      assert.notEqual(result.kind, 'error', line);
    }
    const list = await sitesOf(interpreter, '!sites');
    assert.equal(list.leaks.ranking[0]?.evidence.growth.length, 4);
    const text = await textOf(interpreter, '!sites 1');
    assert.match(text, /\+45 {2}it grew 2 times: \d+, \d+, \d+, \d+ at the snapshots and now/);
    const steady = await textOf(interpreter, '!sites 9');
    assert.match(steady, /-45 {2}it did not grow: (\d+), \1, \1, \1 at the snapshots and now/);
  });

  it('says in JSON what it says in text', async () => {
    const interpreter = leakyService();
    const document = (await jsonOf(interpreter, '!sites')) as {
      readonly sites: readonly Record<string, unknown>[];
      readonly limits: readonly string[];
      readonly likely: unknown;
    };
    assert.equal(document.sites.length, 3);
    assert.deepEqual(document.likely, { sites: 3, outstanding: 54 });
    assert.equal(document.sites[1]?.['closed'], 18);
    assert.equal(document.limits.length, 2);
    const one = (await jsonOf(interpreter, '!sites 2')) as Record<string, readonly unknown[]>;
    assert.equal(one['handles']?.length, 18);
    const tree = (await jsonOf(interpreter, '!sites -by tree')) as {
      tree: { outstanding: number };
    };
    assert.equal(tree.tree.outstanding, 200);
    assert.deepEqual(
      ((await jsonOf(interpreter, '!sites -suppress')) as { patterns: unknown }).patterns,
      [],
    );
  });

  it('says the verdict in one line', async () => {
    const interpreter = leakyService();
    assert.equal(
      await renderLine(await runOne(interpreter, '!sites'), neverCancelled),
      '200 outstanding opens at 64 sites, 3 likely leaks, first OrderService!Notifier::NotifyAsync+0x5f (12)',
    );
    assert.match(
      await renderLine(await runOne(interpreter, '!sites 2'), neverCancelled),
      /^OrderStore!StoreSettings::ReadLimit\+0x44: 18 outstanding of 36 opened here, 18 closed, looks like a leak$/,
    );
  });

  it('says where a ring wrapped, beside every answer', async () => {
    const interpreter = corpus('a ring that wrapped');
    for (const line of ['!sites', '!sites 1', '!sites -by tree']) {
      assert.match(
        await textOf(interpreter, line),
        /The ring of 1024 slots wrapped: \d+ records of \d+ were overwritten/,
        line,
      );
    }
  });

  it('says why there are no sites and how to get traces', async () => {
    const live = await textOf(
      interpreterOf(new FakeTarget({ handles: [fakeHandle(4, 'Event')] })),
      '!sites',
    );
    assert.match(
      live,
      /Handle tracing is not enabled for process 0x17e8\. Use "!htrace -enable" to enable it\./,
    );
  });

  it('answers for a log without a single outstanding open', async () => {
    const interpreter = interpreterOf(new FakeTarget({ handles: [], traces: [] }));
    assert.match(
      await textOf(interpreter, '!sites'),
      /^Leak sites of fake\.exe \(17e8\): no outstanding opens\.\n/,
    );
    assert.match(await textOf(interpreter, '!sites -by tree'), /no outstanding opens/);
    assert.match(
      await textOf(interpreter, '!sites 1'),
      /There is no site 1: 0 have outstanding opens\./,
    );
  });

  it('works on targets whose stacks have no symbols', async () => {
    const traces = [fakeTrace('open', 8, [0x1234]), fakeTrace('open', 4, [])];
    const interpreter = interpreterOf(new FakeTarget({ handles: [fakeHandle(4, null)], traces }));
    const text = await textOf(interpreter, '!sites -a');
    assert.match(text, /^#2 +0x1234 +steady/m);
    assert.match(text, /^#1 +opens without a stack +steady/m);
    assert.match(text, /1 record has no stack and belongs to no site\./);
    assert.match(
      await textOf(interpreter, '!sites 1'),
      /opened, 1 outstanding, thread 17ec:\n {2}\(no stack\)\n/,
    );
  });

  const mistakes: readonly (readonly [line: string, answer: RegExp])[] = [
    ['!sites -x', /!sites has no switch '-x'/],
    ['!sites -n', /-n needs a number of sites after it/],
    ['!sites -n many', /-n takes a number from 1, not 'many'/],
    ['!sites -n 0', /-n takes a number from 1, not '0'/],
    ['!sites -by foo', /Sites cannot be folded by 'foo'/],
    ['!sites -by top:0', /Sites cannot be folded by 'top:0'/],
    ['!sites -a -a', /!sites has -a twice/],
    ['!sites -type Evnt', /No handle has the type 'Evnt'\. Did you mean Event\?/],
    ['!sites type:', /^!sites type:\n {12}\^\nA value is missing at the end/],
    ['!sites foo:bar', /^!sites foo:bar\n {7}\^{3}\nThere is no field 'foo'/],
    ['!sites -n 3 name~"["', /^!sites -n 3 name~"\["\n {18}\^\n/],
    ['!sites 99', /There is no site 99: 64 have outstanding opens\. Type !sites -a/],
    ['!sites ffffffff', /No site with outstanding opens has a key that begins with ffffffff/],
    [
      '!sites -suppress count>2',
      /^!sites -suppress count>2\n {17}\^{5}\nSites cannot be suppressed by 'count'/,
    ],
    ['!sites -unsuppress', /-unsuppress needs a pattern/],
    ['!sites -unsuppress x', /Nothing is suppressed by 'x'/],
  ];
  for (const [line, answer] of mistakes) {
    it(`explains what is wrong with "${line}"`, async () => {
      assert.match(await textOf(leakyService(), line), answer);
    });
  }

  it('takes a condition that begins with a dash for what it is', async () => {
    const result = await sitesOf(leakyService(), '!sites -type:Event -name:none');
    assert.ok(result.leaks.ranking.length > 0);
  });

  it('can be cancelled', async () => {
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(async () => {
      for await (const result of leakyService().execute('!sites', source.token)) {
        assert.fail(result.kind);
      }
    }, CancelledError);
  });
});
