/** Rows that are read from bytes are the same as those that the library for delimited text reads. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowScanner } from '../../../../src/core/log/bytes/rowScanner';
import { headerOf, type Delimiter } from '../../../../src/core/log/formats/delimited';
import { assertSameBothWays } from '../../../support/bothWays';

const HEX = ['0x4', '1f', '0X1F', '8', ' 0x4 ', '0xffff9e8b8b8084e0', '0x21f0003', '0x100000000'];
const TEXTS = [
  'Event',
  'File',
  '\\Device\\a-1.log',
  'a,b;c',
  'x y',
  ' x ',
  '',
  'Müller',
  '\u3000x',
  '𝔸',
];

/** Columns, and what usually stands in them. */
const COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Handle', HEX],
  ['Type', TEXTS],
  ['Name', TEXTS],
  ['PID', ['4', '1234', ' 8 ', '4294967295']],
  ['Process', ['app.exe', 'other.exe', '', 'handle.exe']],
  ['Granted access', [...HEX, '', ' ']],
  ['Offset', [...HEX, '', '0', '0x0']],
  ['Attributes', ['', '0', '2', 'Protected', 'Protected, Inherit', '0x100000000', 'none']],
  ['Handle count', ['1', '65,535', "65'535", '1.5', '12 345', '']],
  ['Pointer count', ['1', '32768', ' 7 ', '4294967295']],
  ['Handle value', HEX],
  ['Share Flags', ['RWD', '']],
  ['Colour', TEXTS],
]);

/** What nobody expects in a cell. */
const odd = fc.constantFrom(
  ...[
    '',
    ' ',
    '0x',
    '0x123456789abcdef01',
    'ffff9e8b`8b8084e0',
    '4294967296',
    '99999999999',
    '-1',
    ',',
    'zz',
  ],
  ...[
    'Handle',
    'handle.exe',
    'Handle Value',
    ' handle',
    'H-a n_dle',
    '\u00a0Handle',
    'handleId',
    'Type;Handle',
  ],
  ...[
    'ü\u00a0',
    '\u00a0',
    '\ufeff',
    'a\tb',
    'a\u0000b',
    'a\u007fb',
    'a\rb',
    '4;Handle;Type',
    '4,Handle,Type',
  ],
  ...[
    'a"b',
    '"',
    '""',
    'a""b',
    '"x"',
    '"x',
    'x"',
    ' "x"',
    '"x" ',
    '"a,b"',
    '"a\tb;c"',
    '"a\nb"',
    '"Handle"',
  ],
);

const list = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...COLUMNS.keys()), { minLength: 2, maxLength: 10 }),
    fc.constantFrom<Delimiter>('\t', ',', ';'),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .chain(([columns, delimiter, end, areQuoted]) => {
    const names = [...new Set(['Handle', ...columns, 'Type'])];
    const usual = fc.tuple(...names.map((name) => fc.constantFrom(...(COLUMNS.get(name) ?? []))));
    const rows = fc
      .tuple(
        usual,
        fc.option(fc.tuple(odd, fc.nat()), { freq: 3 }),
        fc.constantFrom(0, 0, 0, 1, -1),
      )
      .map(([cells, change, surplus]) => {
        const all = cells.map((text) => (areQuoted ? `"${text}"` : text));
        if (change !== null) {
          all[change[1] % all.length] = change[0];
        }
        return (surplus === 1 ? [...all, 'more'] : all.slice(0, all.length + surplus)).join(
          delimiter,
        );
      });
    return fc
      .array(rows, { maxLength: 10 })
      .map((texts) => [names.join(delimiter), ...texts, ''].join(end));
  });

describe('reading rows of lists from bytes', () => {
  it('gives what the library for delimited text gives, wherever chunks end', async () => {
    await fc.assert(fc.asyncProperty(list, fc.integer({ min: 1, max: 300 }), assertSameBothWays), {
      numRuns: 500,
    });
  });

  it('gives the same of several lists in one text, and of misstated headers', async () => {
    const misstated = 'Process,PID,User,Handle,Type,Share Flags,Name,Access\n';
    const rows =
      'a.exe,36,File,HOME\\me,0x10,C:\\x,y.dat\nright.exe,36,HOME\\me,0x10,Key,,HKLM\\x,0x1\n';
    await assertSameBothWays(
      `${misstated}${rows}Handle,Type\n0x4,Event\n\n${misstated}${rows}`,
      64,
    );
  });

  it('gives the same of lines that are longer than is read, and of text behind the rows', async () => {
    const long = 'x'.repeat(140_000);
    await assertSameBothWays(
      `Handle,Type,Name\n0x4,File,${long}\n0x8,File,ü${long}\n0xc,File,"${long}"\n$ handle -a\nHandle,Type\n4,Key`,
      50_000,
    );
  });
});

describe('a row in its usual form', () => {
  const isRead = (header: string, row: string): boolean => {
    const read = headerOf(header);
    assert.notEqual(read, null);
    const bytes = new TextEncoder().encode(`${row}\n`);
    return read !== null && new RowScanner(read).scan(bytes, 0) === bytes.length;
  };

  it('is read from bytes: Volatility 3, handle -v, PowerShell, System Informer', () => {
    const volatility = 'PID\tProcess\tOffset\tHandleValue\tType\tGrantedAccess\tName';
    assert.ok(
      isRead(volatility, '4\tSystem\t0xe10e3b2a1040\t0x4\tProcess\t0x1fffff\tSystem Pid 4'),
    );
    assert.ok(
      isRead(
        'Process,PID,User,Handle,Type,Share Flags,Name',
        'x.exe,14,A\\me,0x0C,File,RW-,C:\\a,b \u00fc',
      ),
    );
    assert.ok(isRead('"PID","Handle","Type","Name"', '"14","0x0C","File","C:\\a,b"'));
    assert.ok(
      isRead(
        'Type;Name;Handle;Attributes;Handle count',
        'Event;\\B\\e;0x1a4;Protected, Inherit;65,535',
      ),
    );
  });

  it('is left to the library when it is odd', () => {
    const header = 'Handle,Type,Name';
    for (const row of [
      '0x4,File',
      '0x4,"Fi""le",x',
      'zz,File,x',
      '0x4,File,a\u0000b',
      'Handle,Type,Name',
    ]) {
      assert.equal(isRead(header, row), false, row);
    }
  });
});
