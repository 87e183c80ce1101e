/** Files that are no Windows minidump: each is named, with what is missing and what to do. */

import assert from 'node:assert/strict';
import { DumpBuilder } from '../../support/dumpBuilder';
import { refusalOf } from '../../support/openDump';
import { asciiz, concat, struct, utf16, type Fields } from '../../support/struct';

const PAGE = 0x4547_4150;
const DU64 = 0x3436_5544;
const DUMP = 0x504d_5544;

function kernelDump(fields: Fields, size = 0x3000): Uint8Array {
  return struct(size, fields);
}

describe('identifying a file', () => {
  const cases: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
    ['an empty file', new Uint8Array(), 'file-empty', /never written/],
    ['a file of zeros', new Uint8Array(5000), 'file-zeros', /nothing but zeros/],
    ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0), 'file-compressed', /gzip/],
    ['a ZIP file', asciiz('PK\x03\x04'), 'file-compressed', /ZIP/],
    ['a cabinet', asciiz('MSCF'), 'file-compressed', /CAB/],
    ['a Windows program', asciiz('MZ\x90'), 'file-program', /Windows program/],
    ['a PDB file', asciiz('Microsoft C/C++ MSF 7.00\r\n'), 'file-pdb', /PDB/],
    [
      'an ELF program',
      struct(64, { u32: { 0: 0x464c_457f }, u16: { 16: 3 } }),
      'file-elf',
      /ELF program/,
    ],
    [
      'an ELF core',
      struct(64, { u32: { 0: 0x464c_457f }, u16: { 16: 4 } }),
      'file-elf-core',
      /Linux/,
    ],
    [
      'a Mach-O program',
      struct(32, { u32: { 0: 0xfeed_facf, 12: 2 } }),
      'file-macho',
      /Mach-O program/,
    ],
    ['a Mach-O core', struct(32, { u32: { 0: 0xfeed_facf, 12: 4 } }), 'file-macho-core', /macOS/],
    ['a big-endian minidump', asciiz('PMDM'), 'minidump-foreign', /big-endian/],
    ['a PNG image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13), 'file-foreign', /a PNG image/],
    ['a JPEG image', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'file-foreign', /a JPEG image/],
    ['an event log', asciiz('ElfFile'), 'file-foreign', /a Windows event log/],
    ['a document', asciiz('%PDF-1.7'), 'file-foreign', /a PDF document/],
    ['a dump of Windows 2000', asciiz('USERDUMP'), 'file-user-dump', /before Windows XP/],
    ['a text', asciiz('hello, world').slice(0, 12), 'file-text', /text file/],
    ['a single byte', Uint8Array.of(2), 'file-unknown', /MDMP/],
    ['unknown bytes', Uint8Array.of(1, 2, 3, 4, 5), 'file-unknown', /not a minidump/],
  ];
  for (const [what, bytes, code, message] of cases) {
    it(`recognises ${what}`, async () => {
      const problem = await refusalOf(bytes);
      assert.equal(problem.code, code);
      assert.match(problem.message, message);
      assert.ok((problem.hint ?? '').length > 20, 'says what to do');
    });
  }

  const logs = [
    '0:000> !handle 0 0\n84 Handles\n',
    '0: kd> !htrace\n',
    'Microsoft (R) Windows Debugger Version 10.0\n',
    'Handle 4\n  Type         \tEvent\n',
  ];
  for (const log of logs) {
    it(`recognises the text of a debugger session: ${JSON.stringify(log.slice(0, 20))}`, async () => {
      const text = asciiz(log).slice(0, log.length);
      assert.equal((await refusalOf(text)).code, 'file-debugger-log');
    });
  }

  it('recognises the text of a debugger session in UTF-16', async () => {
    const text = concat([Uint8Array.of(0xff, 0xfe), utf16('0:000> !handle\r\n')]);
    assert.equal((await refusalOf(text)).code, 'file-debugger-log');
  });
});

describe('identifying a kernel dump', () => {
  const types: readonly (readonly [number, RegExp])[] = [
    [1, /complete memory dump of the 64-bit/],
    [2, /kernel memory dump/],
    [4, /small memory dump/],
    [5, /bitmap/],
    [6, /live kernel dump/],
    [8, /RDMP/],
    [9, /kernel and user memory dump/],
    [10, /complete memory dump \(RDMP\)/],
    [77, /memory dump of type 77/],
  ];
  for (const [type, message] of types) {
    it(`names the 64-bit dump of type ${type}`, async () => {
      const problem = await refusalOf(
        kernelDump({ u32: { 0: PAGE, 4: DU64, 0xc: 19041, 0xf98: type } }),
      );
      assert.equal(problem.code, 'kernel-dump');
      assert.match(problem.message, message);
      assert.match(problem.message, /build 19041/);
      assert.match(problem.hint ?? '', /\.dump \/mh.*procdump -ma/);
    });
  }

  it('names a 32-bit dump by its own header', async () => {
    const problem = await refusalOf(kernelDump({ u32: { 0: PAGE, 4: DUMP, 0xc: 2600, 0xf88: 1 } }));
    assert.match(
      problem.message,
      /complete memory dump of the 32-bit Windows kernel \(build 2600\)/,
    );
  });

  it('says that a small memory dump has no handle tables', async () => {
    const problem = await refusalOf(kernelDump({ u32: { 0: PAGE, 4: DU64, 0xf98: 4 } }));
    assert.match(problem.message, /no handle tables at all/);
  });

  it('recognises one that is cut off in its header', async () => {
    const problem = await refusalOf(kernelDump({ u32: { 0: PAGE, 4: DU64 } }, 0x100));
    assert.match(problem.message, /cut-off memory dump/);
  });
});

describe('a minidump of another system', () => {
  const systems: readonly (readonly [number, RegExp])[] = [
    [0x8201, /Linux/],
    [0x8101, /macOS/],
    [0x8203, /Android/],
  ];
  for (const [platform, message] of systems) {
    it(`is refused by name: platform 0x${platform.toString(16)}`, async () => {
      const problem = await refusalOf(new DumpBuilder().systemInfo({ u32: { 20: platform } }));
      assert.equal(problem.code, 'minidump-foreign');
      assert.match(problem.message, message);
      assert.match(problem.hint ?? '', /Windows process/);
    });
  }

  it('is told apart from one with handles when it stores file descriptors in stream 12', async () => {
    const dump = new DumpBuilder()
      .systemInfo({ u32: { 20: 0x8201 } })
      .handles([{ value: 3, type: 'file' }]);
    assert.match(
      (await refusalOf(dump)).message,
      /file descriptors, which are not Windows handles/,
    );
  });

  it('is recognised by its Linux streams when it has no SystemInfo', async () => {
    const problem = await refusalOf(new DumpBuilder().stream(0x4767_0009, struct(16)));
    assert.match(problem.message, /Linux/);
    assert.equal(problem.where, 'LinuxMaps');
  });
});
