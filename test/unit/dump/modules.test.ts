/** ModuleList, UnloadedModuleList and CodeView records. */

import assert from 'node:assert/strict';
import { moduleName } from '../../../src/core/dump/moduleList';
import { DumpBuilder, rsds } from '../../support/dumpBuilder';
import { codesOf, openDump } from '../../support/openDump';
import { asciiz, concat, struct } from '../../support/struct';

const APP = { path: 'C:\\app\\leaky service.exe', base: 0x7ff6_a1b2_0000n, size: 0x4a000 };
const NTDLL = { path: 'C:\\Windows\\System32\\ntdll.dll', base: 0x7ffb_5e3f_0000n, size: 0x1f8000 };
const GUID = [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 8, 9, 0xa, 0xb, 0xc, 0xd, 0xe, 0xf];

describe('the modules of a minidump', () => {
  it('have name, path, base, size and time stamp', async () => {
    const dump = new DumpBuilder().systemInfo().modules([{ ...NTDLL, timeDateStamp: 0x6000_0000 }]);
    assert.deepEqual((await openDump(dump)).modules(), [
      { name: 'ntdll', ...NTDLL, timeDateStamp: 0x6000_0000, pdb: null, symbols: 'none' },
    ]);
  });

  it('keep the order of the dump', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().modules([NTDLL, APP]));
    assert.deepEqual(
      target.modules().map(({ name }) => name),
      ['ntdll', 'leaky_service'],
    );
  });

  it('are found behind four bytes of padding after the count', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().modules([NTDLL, APP], 4));
    assert.equal(target.modules()[0]?.base, NTDLL.base);
    assert.deepEqual(target.problems, []);
  });

  it('name their PDB by an RSDS record', async () => {
    const codeView = rsds(GUID, 0x1a, 'ntdll.pdb');
    const target = await openDump(new DumpBuilder().systemInfo().modules([{ ...NTDLL, codeView }]));
    assert.deepEqual(target.modules()[0]?.pdb, {
      path: 'ntdll.pdb',
      guid: '001122334455667708090A0B0C0D0E0F',
      age: 0x1a,
    });
  });

  it('name their PDB by an NB10 record', async () => {
    const head = struct(16, { u32: { 0: 0x3031_424e, 8: 0x3a5b_c7d, 12: 2 } });
    const codeView = concat([head, asciiz('old.pdb')]);
    const target = await openDump(new DumpBuilder().systemInfo().modules([{ ...NTDLL, codeView }]));
    assert.deepEqual(target.modules()[0]?.pdb, { path: 'old.pdb', guid: '03A5BC7D', age: 2 });
  });

  it('keep a PDB path in UTF-8 and mark its broken bytes', async () => {
    const path = Uint8Array.of(0xc3, 0xa4, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0x2e, 0);
    const codeView = concat([rsds(GUID, 1, '').slice(0, 24), path]);
    const target = await openDump(new DumpBuilder().systemInfo().modules([{ ...NTDLL, codeView }]));
    assert.equal(target.modules()[0]?.pdb?.path, 'ä中😀\ufffd.');
  });

  it('have no PDB when the record is cut off or of another kind', async () => {
    const modules = [
      { ...NTDLL, codeView: rsds(GUID, 1, 'x').slice(0, 20) },
      { ...APP, codeView: asciiz('NB11 and so on, long enough for all') },
    ];
    const target = await openDump(new DumpBuilder().systemInfo().modules(modules));
    assert.deepEqual(
      target.modules().map(({ pdb }) => pdb),
      [null, null],
    );
  });

  it('of the same name are told apart by their base', async () => {
    const twin = { ...NTDLL, base: 0x7700_0000n };
    const target = await openDump(new DumpBuilder().systemInfo().modules([NTDLL, twin]));
    assert.deepEqual(
      target.modules().map(({ name }) => name),
      ['ntdll', 'ntdll_77000000'],
    );
  });

  it('without a name are called by their base', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().modules([{ ...NTDLL, path: '' }]));
    assert.equal(target.modules()[0]?.name, 'image7ffb5e3f0000');
    assert.equal(target.modules()[0]?.path, '');
  });

  it('are cut down to the bytes of the stream when the count is too large', async () => {
    const list = concat([struct(4, { u32: { 0: 0xffff_ffff } }), struct(108 * 2)]);
    const target = await openDump(new DumpBuilder().systemInfo().stream(4, list));
    assert.equal(target.modules().length, 2);
    assert.deepEqual(codesOf(target), ['count-too-large']);
    assert.match(target.problems[0]?.message ?? '', /4294967295 entries of 108 bytes; 2 are read/);
  });

  it('are none when the stream has no count', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(4, struct(2)));
    assert.deepEqual(target.modules(), []);
    assert.deepEqual(codesOf(target), ['stream-too-short']);
  });

  it('are none when the list is empty', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().modules([]));
    assert.deepEqual(target.modules(), []);
    assert.deepEqual(target.problems, []);
  });

  it('that were unloaded are counted', async () => {
    const list = concat([struct(12, { u32: { 0: 12, 4: 24, 8: 2 } }), struct(48)]);
    const target = await openDump(new DumpBuilder().systemInfo().stream(14, list));
    assert.equal(target.parts[1]?.note, 'modules that were unloaded: 2');
  });

  it('that were unloaded are cut down to the bytes of the stream', async () => {
    const list = concat([struct(12, { u32: { 0: 12, 4: 24, 8: 9 } }), struct(48)]);
    const target = await openDump(new DumpBuilder().systemInfo().stream(14, list));
    assert.equal(target.parts[1]?.note, 'modules that were unloaded: 2');
    assert.deepEqual(codesOf(target), ['count-too-large']);
  });

  it('that were unloaded are ignored when the stream is too short', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(14, struct(4)));
    assert.deepEqual(codesOf(target), ['stream-too-short']);
  });
});

describe('the printed name of a module', () => {
  const names: readonly (readonly [string, string])[] = [
    ['C:\\Windows\\System32\\KERNELBASE.dll', 'KERNELBASE'],
    ['C:\\app\\my program-2.exe', 'my_program_2'],
    ['/usr/lib/some.so.1', 'some_so'],
    ['ntdll', 'ntdll'],
    ['C:\\x\\.hidden', '_hidden'],
    ['C:\\x\\ünïcode.dll', 'ünïcode'],
    ['', ''],
  ];
  for (const [path, name] of names) {
    it(`of ${JSON.stringify(path)} is ${JSON.stringify(name)}`, () => {
      assert.equal(moduleName(path), name);
    });
  }
});
