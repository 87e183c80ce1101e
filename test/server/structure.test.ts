/** Outline, folding, inlay hints, links, definitions and references in debugger logs; and the server's manners. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  Location,
} from 'vscode-languageserver';
import { fileUri } from '../../src/server/sourceLinks';
import { editorCapabilities, LogClient } from './logClient';

const DASHES = '-'.repeat(38);

function sample(name: string): string {
  return readFileSync(join(__dirname, '..', 'grammar', 'samples', name), 'utf8');
}

/** Names and details, indented by depth. */
function tree(symbols: readonly DocumentSymbol[], depth = 0): readonly string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${'  '.repeat(depth)}${name}${detail === undefined || detail === '' ? '' : ` | ${detail}`}`,
    ...tree(children ?? [], depth + 1),
  ]);
}

async function outlineOf(text: string): Promise<readonly DocumentSymbol[]> {
  const client = await LogClient.open(text);
  return client.request<DocumentSymbol[]>('documentSymbol');
}

async function hintsOf(text: string, first = 0, last = 1_000_000): Promise<readonly InlayHint[]> {
  const client = await LogClient.open(text);
  const range = { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
  return client.request<InlayHint[]>('inlayHint', { range });
}

describe('the outline of a log', () => {
  it('has commands, types and handles', async () => {
    assert.deepEqual(tree(await outlineOf(sample('live.windbg'))), [
      '!handle 0 f',
      '  Event | 1',
      '    4 | \\Sessions\\1\\BaseNamedObjects\\CourierReady',
      '  WaitCompletionPacket | 1',
      '    8',
      '  Process | 1',
      '    1c',
      '!handle 999 f',
      'r rcx; !handle @rcx',
      '  Event | 1',
      '    4',
      '.closehandle -a',
    ]);
  });

  it('has trace records with who did it', async () => {
    assert.deepEqual(tree(await outlineOf(sample('kernel-trace.htrace'))), [
      '!htrace 0 86214d40',
      '  0x7bc bad reference | courier!main+0x1f0',
      '  0x7bc close | courier!main+0x198',
      '  0x7bc open | courier!main+0xc6',
    ]);
  });

  it('names what stands before the first prompt, and prompts without a command', async () => {
    assert.deepEqual(tree(await outlineOf('Handle 4\n0:000> \n')), [
      '(before the first prompt)',
      '  (no type) | 1',
      '    4',
      '0:000>',
    ]);
  });

  it('keeps every selection within its range', async () => {
    const check = (symbols: readonly DocumentSymbol[]): void => {
      for (const { range, selectionRange, children } of symbols) {
        assert.ok(
          selectionRange.start.line >= range.start.line &&
            selectionRange.end.line <= range.end.line,
        );
        assert.ok(
          selectionRange.end.line < range.end.line ||
            selectionRange.end.character <= range.end.character,
        );
        check(children ?? []);
      }
    };
    for (const name of ['live.windbg', 'dump.dbglog', 'kernel.windbg', 'trace.htrace']) {
      check(await outlineOf(sample(name)));
    }
  });

  it('ends after 5,000 rows and says how many are missing', async () => {
    const blocks = Array.from(
      { length: 6000 },
      (_, index) => `Handle ${(index * 4 + 4).toString(16)}\n  Type \tEvent\n`,
    );
    const symbols = await outlineOf(blocks.join(''));
    const rows = tree(symbols);
    assert.equal(rows.length, 5001);
    assert.equal(rows.at(-1), 'and 1002 more | the outline ends here');
  });
});

describe('folding a log', () => {
  it('offers commands, records, stacks and tables', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    const ranges = await client.request<FoldingRange[]>('foldingRange');
    const lines = ranges.map(({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`);
    for (const expected of ['1-3', '5-39', '14-22', '17-22', '40-51']) {
      assert.ok(lines.includes(expected), `${expected} in ${lines.join(' ')}`);
    }
  });

  it('does not fold blank lines behind an answer away', async () => {
    const client = await LogClient.open('0:000> !handle 4\nHandle 4\n  Type \tEvent\n\n\n0:000> ');
    const ranges = await client.request<FoldingRange[]>('foldingRange');
    assert.deepEqual(
      ranges.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [0, 2],
        [1, 2],
      ],
    );
  });

  it('keeps to the limit of the client, commands first', async () => {
    const capabilities = {
      textDocument: { ...editorCapabilities.textDocument, foldingRange: { rangeLimit: 4 } },
    };
    const client = await LogClient.open(sample('trace.htrace'), capabilities);
    const ranges = await client.request<FoldingRange[]>('foldingRange');
    assert.deepEqual(
      ranges.map(({ startLine }) => startLine),
      [0, 4, 6, 39],
    );
  });
});

describe('inlay hints in a log', () => {
  it('name the rights behind masks of kernel entries', async () => {
    const hints = await hintsOf(sample('kernel.windbg'));
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['full access', 'Read/List, ReadEA, ReadAttr, ReadControl, Synch', 'full access'],
    );
    const [first] = hints;
    assert.ok(first !== undefined);
    assert.deepEqual(first.position, { line: 11, character: 55 });
    assert.equal(
      first.tooltip,
      '0x1f0003: Delete, ReadControl, WriteDac, WriteOwner, Synch, QueryState, ModifyState',
    );
  });

  it('say nothing where the lines below the mask say it already', async () => {
    const text =
      'Handle 4\n  Type \tEvent\n  GrantedAccess\t0x100002:\n         Synch\n         ModifyState';
    assert.deepEqual(await hintsOf(text), []);
  });

  it('name what the debugger has no name for', async () => {
    const [hint] = await hintsOf(
      'Handle 8\n  Type \tWaitCompletionPacket\n  GrantedAccess\t0x1:\n         None\n         \n',
    );
    assert.equal(hint?.label, 'SetState');
  });

  it('are cut to a few words', async () => {
    const [hint] = await hintsOf(
      'kd> !handle\n0004: Object: e1 GrantedAccess: 001ffffe\nObject: e1  Type: (e2) Process',
    );
    assert.match(JSON.stringify(hint?.label), /^"[\w, ]{10,48} \+\d+"$/);
  });

  it('are given for the lines that are asked for', async () => {
    assert.equal((await hintsOf(sample('kernel.windbg'), 12, 20)).length, 1);
    assert.deepEqual(await hintsOf(sample('kernel.windbg'), 0, 5), []);
  });

  it('are absent behind a mask without any right', async () => {
    assert.deepEqual(await hintsOf('kd> !handle\n0004: Object: e1 GrantedAccess: 00000000'), []);
  });
});

describe('links in a log', () => {
  it('lead from a close and a bad reference to the open', async () => {
    const client = await LogClient.open(sample('trace.htrace'));
    const links = await client.request<DocumentLink[]>('documentLink');
    assert.deepEqual(
      links.map(({ range, target }) => [range.start.line, target]),
      [
        [13, `${client.uri}#L30`],
        [23, `${client.uri}#L30`],
      ],
    );
  });

  it('lead from source positions to files', async () => {
    const client = await LogClient.open(
      '0:000> k\n00 courier!main+0x12 [d:\\src\\my route.cpp @ 42] \nuser @ host [not a path @ 3] [c:\\x @ y]',
    );
    const [link, ...others] = await client.request<DocumentLink[]>('documentLink');
    assert.equal(link?.target, 'file:///d%3A/src/my%20route.cpp#L42');
    assert.deepEqual(link.range, {
      start: { line: 1, character: 22 },
      end: { line: 1, character: 46 },
    });
    assert.deepEqual(others, []);
  });

  it('know absolute paths of every system, and no others', () => {
    assert.equal(fileUri('C:\\a b\\c.cpp'), 'file:///C%3A/a%20b/c.cpp');
    assert.equal(fileUri('d:/a/c.cpp'), 'file:///d%3A/a/c.cpp');
    assert.equal(fileUri('\\\\server\\share\\c.cpp'), 'file://server/share/c.cpp');
    assert.equal(fileUri('/home/a/c.cpp'), 'file:///home/a/c.cpp');
    for (const path of ['', 'c.cpp', 'c:c.cpp', '\\c.cpp', 'c:\\a\nb', '/\ud800']) {
      assert.equal(fileUri(path), null, JSON.stringify(path));
    }
  });
});

describe('going to the definition of a handle', () => {
  async function definition(text: string, words: string): Promise<number | null> {
    const client = await LogClient.open(text);
    const answer = await client.request<Location | null>('definition', {
      position: client.find(words),
    });
    return answer === null ? null : answer.range.start.line + 1;
  }

  it('leads from a bad reference and a close to the open', async () => {
    assert.equal(await definition(sample('trace.htrace'), '0x|000000000000011c - CLOSE'), 30);
    assert.equal(await definition(sample('kernel-trace.htrace'), '0x|7BC - BAD'), 15);
  });

  it('leads from a block and a command to the newest open', async () => {
    const text = `0:000> !handle 3c\nHandle 3c\n  Type \tEvent\n0:000> !htrace\n${DASHES}\nHandle = 0x0000003c - OPEN\n`;
    assert.equal(await definition(text, '!handle 3|c'), 6);
    assert.equal(await definition(text, 'Handle 3|c'), 6);
  });

  it('leads to the block where the log has no records', async () => {
    assert.equal(
      await definition('0:000> !handle 3c\nHandle 3c\n  Type \tEvent', '!handle |3c'),
      2,
    );
  });

  it('leads nowhere from other words and unknown handles', async () => {
    assert.equal(await definition('0:000> !handle 3c', '!handle |3c'), null);
    assert.equal(await definition('Handle 3c\n  Type \tEvent', 'Ev|ent'), null);
  });
});

describe('finding the references of a handle', () => {
  const text = `0:000> !handle 3c\nHandle 3c\n  Type \tEvent\n0:000> !htrace 3c\n${DASHES}\nHandle = 0x0000003c - CLOSE\n${DASHES}\nHandle = 0x0000003c - OPEN\n0:000> !handle 40\nHandle 40\n0:000> !handle 3c\nCould not duplicate handle 3c, error 6`;

  async function references(includeDeclaration: boolean): Promise<readonly string[]> {
    const client = await LogClient.open(text);
    const position = client.find('Handle 3|c');
    const found = await client.request<Location[]>('references', {
      position,
      context: { includeDeclaration },
    });
    return found.map(({ range: { start } }) => `${start.line + 1}:${start.character}`);
  }

  it('lists commands, blocks, records and errors in the order of the log', async () => {
    assert.deepEqual(await references(true), [
      '1:15',
      '2:7',
      '4:15',
      '6:9',
      '8:9',
      '11:15',
      '12:0',
    ]);
  });

  it('leaves out the open when the declaration is not wanted', async () => {
    assert.ok(!(await references(false)).includes('8:9'));
  });

  it('lists nothing for other words', async () => {
    const client = await LogClient.open(text);
    const position = client.find('Ty|pe');
    assert.deepEqual(
      await client.request('references', { position, context: { includeDeclaration: true } }),
      [],
    );
  });
});
