/** Records of `!htrace`. */

import assert from 'node:assert/strict';
import { readSymbolText } from '../../../src/core/log/frameLine';
import { all, DASHES, eventsOf, only } from './logSupport';

describe('reading a record of !htrace', () => {
  it('takes handle, operation, ids and frames of user mode', () => {
    const text = [
      'Handle = 0x0000003c - OPEN',
      'Thread ID = 0x000017ec, Process ID = 0x000017e8',
      '',
      '0x77ca310c: ntdll!ZwDuplicateObject+0x0000000c',
      '0x00101991: +0x00101991',
    ].join('\n');
    assert.deepEqual(only(text, 'trace'), {
      kind: 'trace',
      lines: { first: 0, last: 4 },
      form: 'user',
      handle: 0x3cn,
      digits: 8,
      operation: 'open',
      operationText: 'OPEN',
      processId: 0x17e8,
      threadId: 0x17ec,
      frames: [
        {
          line: 3,
          address: 0x77ca310cn,
          digits: 8,
          module: 'ntdll',
          symbol: 'ZwDuplicateObject',
          displacement: 0xcn,
        },
        {
          line: 4,
          address: 0x101991n,
          digits: 8,
          module: null,
          symbol: null,
          displacement: 0x101991n,
        },
      ],
      notes: [],
      span: { offset: 0, length: 0 },
    });
  });

  it('takes the kernel form with its colon and without ids', () => {
    const record = only(
      'Handle 0x7DC - BAD REFERENCE:\n0x8018F709: nt!ExMapHandleToPointerEx+0xEA',
      'trace',
    );
    assert.equal(record.form, 'kernel');
    assert.equal(record.operation, 'badref');
    assert.equal(record.threadId, null);
    assert.equal(record.frames[0]?.displacement, 0xean);
  });

  it('knows a bad reference in every spelling', () => {
    for (const words of ['BAD REFERENCE', 'BADREF', '*** BAD REFERENCE ***', 'BAD REFERENCE:']) {
      assert.equal(only(`Handle = 0x0000003c - ${words}`, 'trace').operation, 'badref', words);
    }
  });

  it('keeps an operation it does not know as it is written', () => {
    const record = only('Handle = 0x0000003c - RENAMED', 'trace');
    assert.deepEqual([record.operation, record.operationText], [null, 'RENAMED']);
  });

  it('goes on after the symbol loader spoke in between, and keeps its line', () => {
    const text = [
      'Handle = 0x0000003c - CLOSE',
      '0x77ca2d3c: ntdll!NtClose+0x0000000c',
      '** WARNING: Unable to verify checksum for courier.exe',
      '*** ERROR: Module load completed but symbols could not be loaded',
      '0x00ab1627: courier!Parcel::drop+0x00000207',
    ].join('\n');
    const record = only(text, 'trace');
    assert.equal(record.frames.length, 2);
    assert.deepEqual(
      record.notes.map(({ what, line }) => [what, line]),
      [
        ['chatter', 2],
        ['chatter', 3],
      ],
    );
  });

  it('does without the blank line behind the ids, and with blank lines anywhere before the frames', () => {
    const frames = '0x77ca2d3c: ntdll!NtClose+0x0000000c';
    assert.equal(
      only(`Handle = 0x0000003c - CLOSE\nThread ID = 0x1\n${frames}`, 'trace').frames.length,
      1,
    );
    assert.equal(only(`Handle 0x3C - CLOSE:\n\n\n${frames}`, 'trace').frames.length, 1);
  });

  it('takes ids that stand on lines of their own', () => {
    const record = only(
      'Handle = 0x3c - CLOSE\nThread ID = 0x000017ec,\nProcess ID = 0x000017e8',
      'trace',
    );
    assert.deepEqual([record.threadId, record.processId], [0x17ec, 0x17e8]);
  });

  it('joins a displacement that was wrapped to the next line', () => {
    const record = only(
      'Handle = 0x3c - CLOSE\n0x00007ff86f0f0624: ntdll!NtCreateThreadEx\n+0x0000000000000014',
      'trace',
    );
    assert.equal(record.frames[0]?.displacement, 0x14n);
    assert.deepEqual(record.notes, []);
  });

  it('ends a record at the dashes, at ## and at a frame behind ##', () => {
    for (const end of [DASHES, '##', '## 0x77DE0B2F: kernel32!BaseProcessStart+0x3D']) {
      const text = `Handle 0x7CC - OPEN:\n0x8018F44A: nt!ExCreateHandle+0x94\n${end}\n0x1: nt!Stray+0x1`;
      const events = eventsOf(text);
      const record = events.find(({ kind }) => kind === 'trace');
      assert.equal(
        record?.kind === 'trace' && record.frames.length,
        end.includes('0x') ? 2 : 1,
        end,
      );
      assert.equal(events.at(-1)?.kind, 'text', end);
    }
  });

  it('starts a new record at a header even where the dashes are missing', () => {
    const text =
      'Handle = 0x1 - OPEN\n0x77ca2d3c: a!b+0x1\n...\nHandle = 0x2 - OPEN\n0x77ca2d3c: a!b+0x1';
    const records = all(text, 'trace');
    assert.deepEqual(
      records.map(({ handle, notes }) => [handle, notes.length]),
      [
        [1n, 1],
        [2n, 0],
      ],
    );
  });

  it('keeps lines between frames that it does not understand', () => {
    const record = only(
      'Handle = 0x1 - OPEN\n0x77ca2d3c: a!b+0x1\nsomething else\n0x77ca2d3d: a!c+0x1',
      'trace',
    );
    assert.deepEqual(record.notes, [{ what: 'unread', line: 2, text: 'something else' }]);
    assert.equal(record.frames.length, 2);
  });

  it('leaves prose behind a blank line out of the record', () => {
    const [record, text] = eventsOf('Handle = 0x1 - OPEN\n0x77ca2d3c: a!b+0x1\n\nAs you can see …');
    assert.deepEqual(record?.lines, { first: 0, last: 1 });
    assert.deepEqual(text, {
      kind: 'text',
      lines: { first: 3, last: 3 },
      text: 'As you can see …',
    });
  });

  it('takes what -diff says around its records', () => {
    const text = [
      'Handle tracing information snapshot successfully taken.',
      '0x17 new stack traces since the previous snapshot.',
      'Ignoring handles that were already closed...',
      'Outstanding handles opened since the previous snapshot:',
      DASHES,
      'Displayed 0x2 stack traces for outstanding handles opened since the previous snapshot.',
    ].join('\n');
    assert.deepEqual(
      eventsOf(text).map((event) => ('what' in event ? event.what : event.kind)),
      ['snapshot', 'newTraces', 'ignoringClosed', 'outstanding', 'separator', 'displayed'],
    );
  });

  it('reads upper-case and lower-case hexadecimal totals', () => {
    assert.equal(only('Parsed 0x17EF stack traces.', 'total').count, 0x17ef);
    assert.equal(only('0xd9 new stack traces since the previous snapshot.', 'total').count, 0xd9);
  });

  it('takes a row of stars between dashes for records that were left out', () => {
    const events = eventsOf(`${DASHES}\n*******************\n${DASHES}`);
    assert.equal(events[1]?.kind === 'remark' && events[1].what, 'cut');
    const alone = only('*******************', 'remark');
    assert.equal(alone.what, 'chatter');
  });
});

describe('the text of a frame', () => {
  for (const [text, module, symbol, displacement] of [
    ['ntdll!NtClose+0x14', 'ntdll', 'NtClose', 0x14n],
    ['ntdll!NtClose', 'ntdll', 'NtClose', null],
    ['courier+0x1234', 'courier', null, 0x1234n],
    ['+0x1234', null, null, 0x1234n],
    ['a!ILT+825(_main)+0x0', 'a', 'ILT+825(_main)', 0n],
    ['a!operator!=+0x5', 'a', 'operator!=', 5n],
    ['a!f+0xzz', 'a', 'f+0xzz', null],
    ['', null, null, null],
  ] as const) {
    it(`is taken apart: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readSymbolText(text), { module, symbol, displacement });
    });
  }
});

describe('the source line behind a frame', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['app!Open+0x1f [d:\\src\\app.cpp @ 42]', 'app!Open+1f', 'd:\\src\\app.cpp:42'],
    ['app!Open [/home/me/a b.cpp @ 7]', 'app!Open+', '/home/me/a b.cpp:7'],
    ['app!operator[]+0x3', 'app!operator[]+3', undefined],
    ['app!List<int[4]>::Add', 'app!List<int[4]>::Add+', undefined],
    ['app!Open+0x1f [app.cpp @ line]', 'app!Open+0x1f [app.cpp @ line]+', undefined],
  ];
  for (const [text, name, place] of cases) {
    it(`of '${text}' is ${place ?? 'not there'}`, () => {
      const { module, symbol, displacement, source } = readSymbolText(text);
      assert.equal(`${module}!${symbol}+${displacement?.toString(16) ?? ''}`, name);
      assert.equal(source === undefined ? source : `${source.file}:${source.line}`, place);
    });
  }

  it('is kept with the frame of a record', () => {
    const text = [
      'Handle = 0x0000003c - OPEN',
      'Thread ID = 0x000017ec, Process ID = 0x000017e8',
      '',
      '0x00101991: app!Open+0x1f [d:\\src\\app.cpp @ 42]',
    ].join('\n');
    const { frames } = only(text, 'trace');
    assert.deepEqual(frames[0]?.source, { file: 'd:\\src\\app.cpp', line: 42 });
  });
});
