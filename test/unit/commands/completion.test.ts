/** Completion of command lines. */

import assert from 'node:assert/strict';
import { QUERY_FIELDS } from '../../../src/core/analysis/query/queryFields';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';
import { complete, type CompletionItem } from '../../../src/core/commands/completion';
import { openSample } from '../../../src/core/script/samples/catalog';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle } from '../../support/fakeTarget';
import { interpreterOf, runOne } from '../../support/runCommands';
import { kernelTarget, liveTarget } from './sampleTargets';

/** Proposals for a line in which `|` would be ambiguous, so the cursor is at the end unless given. */
async function proposals(
  line: string,
  target: FakeTarget = liveTarget(),
  cursor = line.length,
): Promise<readonly CompletionItem[]> {
  return await complete(interpreterOf(target), line, cursor, neverCancelled);
}

async function labels(line: string, target?: FakeTarget): Promise<readonly string[]> {
  return (await proposals(line, target)).map(({ label }) => label);
}

/** The line after the first proposal was accepted. */
function accept(line: string, item: CompletionItem | undefined): string {
  assert.ok(item !== undefined);
  return line.slice(0, item.start) + item.insert + line.slice(item.start + item.length);
}

describe('Completion', () => {
  it('offers commands by their beginning', async () => {
    assert.deepEqual(await labels('!h'), ['!handle', '!htrace']);
    assert.deepEqual(await labels('.log'), ['.loginfo', '.logopen', '.logappend', '.logclose']);
  });

  it('offers commands without their prefix', async () => {
    const [item] = await proposals('han');
    assert.equal(accept('han', item), '!handle');
  });

  it('offers only the commands of the mode', async () => {
    assert.ok(!(await labels('.')).includes('.process'));
    assert.ok((await labels('.', kernelTarget())).includes('.process'));
    assert.ok(!(await labels('.', kernelTarget())).includes('.closehandle'));
  });

  it('offers commands after a semicolon', async () => {
    const [item] = await proposals('!handle 0 0; !ht');
    assert.equal(accept('!handle 0 0; !ht', item), '!handle 0 0; !htrace');
  });

  it('offers every command on an empty line', async () => {
    assert.ok((await labels('')).length > 15);
  });

  it('offers live handle values with type and name, filtered by what was typed', async () => {
    const items = await proposals('!handle 4');
    assert.deepEqual(
      items.map(({ label, kind, detail }) => [label, kind, detail]),
      [
        ['4', 'handle', 'Event'],
        ['40', 'handle', 'ALPC Port'],
        ['44', 'handle', 'Mutant \\Sessions\\1\\BaseNamedObjects\\Lock'],
      ],
    );
    assert.equal(accept('!handle 4', items[2]), '!handle 44');
  });

  it('keeps the prefix 0x that was typed', async () => {
    const [item] = await proposals('!htrace 0x3');
    assert.equal(accept('!htrace 0x3', item), '!htrace 0x3c');
  });

  it('offers at most 100 handles', async () => {
    const handles = Array.from({ length: 500 }, (_, index) => fakeHandle(4 + index * 4, 'Event'));
    const items = await proposals('!handle ', new FakeTarget({ handles }));
    assert.equal(items.filter(({ kind }) => kind === 'handle').length, 100);
  });

  it('offers switches where the first argument goes', async () => {
    assert.deepEqual(await labels('!htrace -'), [
      '-enable',
      '-snapshot',
      '-diff',
      '-disable',
      '-?',
    ]);
    assert.deepEqual(await labels('!htrace -', kernelTarget()), ['-?']);
    assert.deepEqual(await labels('!htrace -di'), ['-diff', '-disable']);
    assert.deepEqual(await labels('!htrace 3c -'), []);
  });

  it('offers flags with what they show', async () => {
    const items = await proposals('!handle 3c ');
    assert.deepEqual(items[0], {
      label: 'f',
      insert: 'f',
      kind: 'switch',
      detail: 'everything',
      start: 11,
      length: 0,
    });
  });

  it('offers the types that are there before the other ones', async () => {
    const items = await proposals('!handle 0 f ');
    assert.deepEqual(
      items.slice(0, 5).map(({ label }) => label),
      ['ALPC Port', 'Event', 'File', 'Key', 'Mutant'],
    );
    assert.equal(items[1]?.detail, '2 handles');
    assert.equal(items.find(({ label }) => label === 'Token')?.detail, 'no handle');
  });

  it('completes type names with blanks', async () => {
    const line = '!handle 0 f alpc p';
    const [item] = await proposals(line);
    assert.equal(accept(line, item), '!handle 0 f ALPC Port');
  });

  it('offers processes in kernel mode', async () => {
    const items = await proposals('!handle 0 3 3', kernelTarget());
    assert.deepEqual(
      items.map(({ label, detail }) => [label, detail]),
      [
        ['390', 'lsass.exe'],
        ['3a0', 'gone.exe'],
      ],
    );
  });

  it('offers commands to .help', async () => {
    assert.deepEqual(await labels('.help !h'), ['!handle', '!htrace']);
  });

  it('completes at the cursor, not at the end of the line', async () => {
    const items = await proposals('!ht 3c', liveTarget(), 3);
    assert.deepEqual(
      items.map(({ label, length }) => [label, length]),
      [['!htrace', 3]],
    );
  });

  for (const line of ['xyzzy ', '* comment', '!handle 3c f Event Key', '? ', '!htrace -enable ']) {
    it(`offers nothing for '${line}'`, async () => {
      assert.deepEqual(await proposals(line), []);
    });
  }

  it('offers no handles when the table cannot be read', async () => {
    assert.deepEqual(await labels('!handle ', new FakeTarget({ handles: new Map() })), ['-?']);
  });
});

describe('Completion of queries', () => {
  const inserts = async (line: string): Promise<readonly string[]> =>
    (await proposals(line)).map((item) => accept(line, item));

  it('offers every field, and the ways to sort and group', async () => {
    const offered = await inserts('!find ');
    for (const { name } of QUERY_FIELDS) {
      assert.ok(
        offered.some((line) => line.startsWith(`!find ${name}`)),
        name,
      );
    }
    assert.ok(offered.includes('!find group:') && offered.includes('!find sort:'));
    assert.ok(offered.includes('!find -n'), 'switches too');
  });

  const cases: readonly (readonly [line: string, first: string])[] = [
    ['!find ty', '!find type:'],
    ['!find type:File -na', '!find type:File -name:'],
    ['!find (type:File or ag', '!find (type:File or age>'],
    ['!find type:Ev', '!find type:Event'],
    ['!find type:Event|Mu', '!find type:Event|Mutant'],
    ['!find type:al', '!find type:"ALPC Port"'],
    ['!find type:"AL', '!find type:"ALPC Port"'],
    ['!find last:b', '!find last:badref'],
    ['!find attr:inherit|p', '!find attr:inherit|protect'],
    ['!find access:query', '!find access:query_state'],
    ['!find thread:1a', '!find thread:1a04'],
    ['!find process:', '!find process:17e8'],
    ['!find openedBy:le', '!find openedBy:leaky!*'],
    ['!find sort:n', '!find sort:name'],
    ['!find group:s', '!find group:site'],
    ['!find value:3', '!find value:3c'],
    ['!sites name:x sta', '!sites name:x state:'],
    ['!sites -by t', '!sites -by top:3'],
    ['!sites -type Al', '!sites -type "ALPC Port"'],
    ['!sites -ty', '!sites -type'],
    ['!dups typ', '!dups type:'],
    ['!zombies gen', '!zombies generation>'],
  ];
  for (const [line, first] of cases) {
    it(`of "${line}" begins with "${first}"`, async () => {
      assert.equal((await inserts(line))[0], first);
    });
  }

  it('offers nothing inside a regular expression or behind a number', async () => {
    assert.deepEqual(await inserts('!find name~"a'), []);
    assert.deepEqual(await inserts('!find age>1'), []);
    assert.deepEqual(await inserts('!find nofield:x'), []);
  });

  it('offers the keys of the sites that were listed last', async () => {
    const opened = openSample('leaky-service');
    assert.ok(opened.ok);
    const interpreter = interpreterOf(opened.value);
    await runOne(interpreter, '!sites');
    const items = await complete(interpreter, '!find site:', 11, neverCancelled);
    assert.match(
      items[0]?.detail ?? '',
      /^OrderService!Notifier::NotifyAsync\+0x5f, 12 outstanding$/,
    );
    assert.match(items[0]?.insert ?? '', /^[0-9a-f]{8}$/);
    assert.ok(items.some(({ insert }) => insert === 'OrderStore!*'));
  });

  it('offers what can be read', async () => {
    for (const line of [
      '!find ',
      '!find type:',
      '!find access:',
      '!find openedBy:',
      '!find last:',
    ]) {
      for (const text of await inserts(line)) {
        const query = text.replace('!find ', '');
        if (!/[:>]$|^-/.test(query)) {
          assert.ok(parseQuery(query).ok, text);
        }
      }
    }
  });
});
