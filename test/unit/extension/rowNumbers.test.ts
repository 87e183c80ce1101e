/** Numbers in the base that was chosen, rows as a table for spreadsheets, bytes as text, and what rows mean. */

import assert from 'node:assert/strict';
import { hexDump } from '../../../src/extension/documents/hexDump';
import { explainRow } from '../../../src/extension/views/explainRow';
import type { HandleNode } from '../../../src/extension/views/handleNodes';
import { numberBase, showNumbersIn, shownNumber } from '../../../src/extension/views/numberBase';
import { rowsAsTsv } from '../../../src/extension/views/rowsAsTsv';
import { rowAccessibilityLabel, threadText } from '../../../src/extension/views/rowTexts';
import { traceFrame, traceRow, viewGroup, viewRow } from './viewRows';

const handle = (change: Parameters<typeof viewRow>[0] = {}): HandleNode => ({
  kind: 'handle',
  sessionId: 's',
  groupKey: 'Event',
  row: viewRow(change),
  note: '',
});

describe('numbers in the views', () => {
  afterEach(() => {
    showNumbersIn('hex');
  });

  for (const [base, shown] of [
    ['hex', '0x3d8'],
    ['decimal', '984'],
    ['both', '0x3d8 (984)'],
  ] as const) {
    it(`are ${shown} when the setting says ${base}`, () => {
      showNumbersIn(base);
      assert.equal(numberBase(), base);
      assert.equal(shownNumber('0x3d8'), shown);
      assert.equal(threadText(0x3d8), `thread ${shown}`);
      assert.match(rowAccessibilityLabel(viewRow({ handle: '0x3d8' })), /^Handle (0x3d8|984)/);
    });
  }

  it('are exact beyond 53 bits', () => {
    showNumbersIn('decimal');
    assert.equal(shownNumber('0xffffffffffffffff'), '18446744073709551615');
  });

  it('are hexadecimal when the setting is none, and leave other texts alone', () => {
    showNumbersIn('octal');
    assert.equal(shownNumber('0x10'), '0x10');
    showNumbersIn('decimal');
    for (const text of ['', '10', '0x', 'Event 0x10']) {
      assert.equal(shownNumber(text), text);
    }
  });
});

describe('rows as TSV', () => {
  afterEach(() => {
    showNumbersIn('hex');
  });

  it('have a heading and one line each, with as many columns', () => {
    const lines = rowsAsTsv([viewRow(), viewRow({ handle: '0x40', state: 'new' })]).split('\n');
    assert.equal(lines.length, 4);
    assert.equal(lines[3], '');
    const widths = lines.slice(0, 3).map((line) => line.split('\t').length);
    assert.deepEqual(new Set(widths), new Set([11]));
    assert.match(lines[2] ?? '', /^0x40\tEvent\t.*\tnew$/);
  });

  it('write numbers as the views show them', () => {
    showNumbersIn('decimal');
    assert.match(rowsAsTsv([viewRow()]), /\n60\tEvent\t\t2031619\t/);
  });

  it('keep a name in its cell, and formulas from spreadsheets', () => {
    const text = rowsAsTsv([viewRow({ name: 'a\tb\r\nc' }), viewRow({ name: '=HYPERLINK(1)' })]);
    assert.match(text, /\ta b c\t/);
    assert.match(text, /\t'=HYPERLINK\(1\)\t/);
    assert.equal(text.trimEnd().split('\n').length, 3);
  });
});

describe('bytes as text', () => {
  it('stand sixteen to a line, with their characters', () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, index) => 0x3f + index);
    assert.equal(
      hexDump(0x7ff612345670n, bytes),
      '00007ff6`12345670  3f 40 41 42 43 44 45 46-47 48 49 4a 4b 4c 4d 4e  ?@ABCDEFGHIJKLMN\n' +
        '00007ff6`12345680  4f 50                                            OP\n',
    );
  });

  it('have short addresses where those are short, and nothing without bytes', () => {
    assert.match(hexDump(0x1000n, Uint8Array.of(0, 0x7f)), /^00001000 {2}00 7f {2,}\.\.\n$/);
    assert.equal(hexDump(0n, new Uint8Array()), '');
  });
});

describe('the explanation of a row', () => {
  const text = (node: HandleNode): string => explainRow(node)?.sentences.join(' ') ?? '';

  it('says what a handle is, what its type is for, who opened it, and which command shows it', () => {
    const told = explainRow(handle({ opener: 'App!Open+0x14', state: 'new' }));
    assert.equal(told?.title, '0x3c  Event');
    assert.match(
      told.sentences.join(' '),
      /number that stands for an object.*flag that threads wait for.*opened since.*App!Open\+0x14.*!handle 3c f$/,
    );
  });

  it('says what a bad reference to the value means', () => {
    assert.match(text(handle({ badReferences: 2 })), /2 bad references: .*defect of the program/);
  });

  it('says of closed handles that the value can be another object', () => {
    assert.match(text(handle({ state: 'closed', type: 'constructor' })), /given to another object/);
  });

  it('says what groups and records mean', () => {
    assert.match(text({ kind: 'group', sessionId: 's', group: viewGroup() }), /look for a leak/);
    const trace = traceRow({ operation: 'badref', explanation: 'It was closed before.' });
    const record = { sessionId: 's', owner: 'o', trace } as const;
    assert.match(text({ kind: 'trace', ...record }), /not open\. It was closed before\./);
    assert.match(
      text({ kind: 'frame', ...record, index: 0, frame: traceFrame() }),
      /return address.*!htrace 3c$/,
    );
  });

  it('is not there for rows that are sentences', () => {
    const node: HandleNode = { kind: 'message', sessionId: 's', text: 'None.', icon: 'info' };
    assert.equal(explainRow(node), undefined);
  });
});
