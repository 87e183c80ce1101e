/** Symbols of a minidump: exports of images in memory, else module and offset. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import type { ResolvedAddress } from '../../../src/core/model/stackFrame';
import type { Target } from '../../../src/core/target/target';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import { DumpBuilder } from '../../support/dumpBuilder';
import { buildImage, type ExportSpec } from '../../support/imageBuilder';
import { openDump } from '../../support/openDump';
import { patch } from '../../support/struct';

const BASE = 0x7ffb_5e3f_0000n;
const SIZE = 0x8000;
const EXPORTS: readonly ExportSpec[] = [
  { name: 'LdrLoadDll', rva: 0x3000 },
  { name: 'NtClose', rva: 0x2000 },
  { name: 'NtCreateFile', rva: 0x2100 },
  { name: 'ZwClose', rva: 0x2000 },
];

interface Setup {
  readonly image?: Uint8Array;
  readonly wide?: boolean;
}

async function targetOf({ image, wide = true }: Setup): Promise<Target> {
  const dump = new DumpBuilder().systemInfo(wide ? {} : { u16: { 0: 0 } }).modules([
    { path: 'C:\\Windows\\System32\\ntdll.dll', base: BASE, size: SIZE },
    { path: 'C:\\app\\leaky.exe', base: 0x1_4000_0000n, size: 0x1000 },
  ]);
  return openDump(image === undefined ? dump : dump.memory([{ start: BASE, bytes: image }]));
}

async function resolve(target: Target, at: bigint): Promise<ResolvedAddress> {
  await target.symbols.prepare([address(at)], neverCancelled);
  return target.symbols.resolve(address(at));
}

const inWords = ({ module, symbol, displacement }: ResolvedAddress): string =>
  `${module ?? ''}!${symbol ?? ''}+0x${displacement.toString(16)}`;

describe('symbols of a minidump', () => {
  for (const wide of [true, false]) {
    it(`are the exports of an image in memory (${wide ? 'PE32+' : 'PE32'})`, async () => {
      const target = await targetOf({ image: buildImage(EXPORTS, SIZE, wide), wide });
      assert.equal(inWords(await resolve(target, BASE + 0x2114n)), 'ntdll!NtCreateFile+0x14');
      assert.equal(inWords(await resolve(target, BASE + 0x3000n)), 'ntdll!LdrLoadDll+0x0');
      assert.equal(inWords(await resolve(target, BASE + 0x7fffn)), 'ntdll!LdrLoadDll+0x4fff');
    });
  }

  it('prefer the first of two names for one address', async () => {
    const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
    assert.equal(inWords(await resolve(target, BASE + 0x2014n)), 'ntdll!NtClose+0x14');
  });

  it('are module and offset below the first export', async () => {
    const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
    assert.equal(inWords(await resolve(target, BASE + 0x1fffn)), 'ntdll!+0x1fff');
  });

  it('are module and offset where the dump does not hold the image', async () => {
    const target = await targetOf({});
    assert.equal(inWords(await resolve(target, BASE + 0x2114n)), 'ntdll!+0x2114');
    assert.equal(target.modules()[0]?.symbols, 'none');
  });

  it('are the bare address outside every module', async () => {
    const target = await targetOf({});
    for (const at of [0n, 0x1_3fff_ffffn, 0x1_4000_1000n, BASE + BigInt(SIZE), 2n ** 64n - 1n]) {
      assert.equal(inWords(await resolve(target, at)), `!+0x${at.toString(16)}`);
    }
  });

  it('are module and offset before they are prepared', async () => {
    const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
    assert.equal(inWords(target.symbols.resolve(address(BASE + 0x2114n))), 'ntdll!+0x2114');
    assert.equal(target.modules()[0]?.symbols, 'none');
    await resolve(target, BASE);
    assert.equal(target.modules()[0]?.symbols, 'exports');
    assert.equal(target.modules()[1]?.symbols, 'none');
  });

  it('name an export without a name by its ordinal', async () => {
    const target = await targetOf({ image: buildImage([...EXPORTS, { rva: 0x4000 }], SIZE) });
    assert.equal(inWords(await resolve(target, BASE + 0x4001n)), 'ntdll!Ordinal5+0x1');
  });

  it('leave out exports that are forwarded to another module', async () => {
    const target = await targetOf({
      image: buildImage([...EXPORTS, { name: 'ZzForward', rva: 0x1010 }], SIZE),
    });
    assert.equal(inWords(await resolve(target, BASE + 0x1010n)), 'ntdll!+0x1010');
  });

  it('stop loading when they are cancelled', async () => {
    const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(target.symbols.prepare([address(BASE)], source.token), CancelledError);
  });
});

describe('the symbols around an address', () => {
  it('are the exports before and after it', async () => {
    const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
    await resolve(target, BASE);
    assert.deepEqual(target.symbols.nearby(address(BASE + 0x2050n)), {
      before: { name: 'ntdll!NtClose', address: BASE + 0x2000n },
      after: { name: 'ntdll!NtCreateFile', address: BASE + 0x2100n },
    });
  });

  it('are one at the ends of a module', async () => {
    const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
    await resolve(target, BASE);
    assert.equal(target.symbols.nearby(address(BASE)).before, null);
    assert.equal(target.symbols.nearby(address(BASE)).after?.name, 'ntdll!NtClose');
    assert.equal(target.symbols.nearby(address(BASE + 0x3000n)).after, null);
  });

  it('are none where nothing is known', async () => {
    const target = await targetOf({});
    const none = { before: null, after: null };
    assert.deepEqual(target.symbols.nearby(address(BASE)), none);
    assert.deepEqual(target.symbols.nearby(address(0)), none);
  });
});

describe('finding a symbol', () => {
  const wanted: readonly (readonly [string, bigint | null])[] = [
    ['ntdll!NtClose', BASE + 0x2000n],
    ['NTDLL!ntcreatefile', BASE + 0x2100n],
    ['ntdll', BASE],
    ['leaky', 0x1_4000_0000n],
    ['ntdll!Missing', null],
    ['leaky!main', null],
    ['missing', null],
    ['missing!NtClose', null],
    ['', null],
  ];
  for (const [name, at] of wanted) {
    it(`gives ${at === null ? 'nothing' : `0x${at.toString(16)}`} for ${JSON.stringify(name)}`, async () => {
      const target = await targetOf({ image: buildImage(EXPORTS, SIZE) });
      assert.equal(await target.symbols.find(name, neverCancelled), at);
    });
  }
});

describe('a damaged image', () => {
  const damage: readonly (readonly [string, (image: Uint8Array) => Uint8Array])[] = [
    ['has no MZ', (image) => image.fill(0, 0, 2)],
    ['has no PE signature', (image) => image.fill(0, 0x80, 0x84)],
    ['has its PE header outside', (image) => change(image, 0x3c, 0xffff_ff00)],
    ['is of an unknown kind', (image) => change(image, 0x98, 0x107)],
    ['has no data directories', (image) => change(image, 0x80 + 0x18 + 108, 0)],
    ['has its exports outside', (image) => change(image, 0x80 + 0x18 + 112, 0x7fff_0000)],
    ['has a tiny export directory', (image) => change(image, 0x80 + 0x18 + 116, 8)],
    ['has its table of functions outside', (image) => change(image, 0x101c, 0x7000)],
    ['is missing behind its headers', (image) => image.slice(0, 0x1000)],
    ['is missing in its export directory', (image) => image.slice(0, 0x1020)],
  ];
  for (const [what, apply] of damage) {
    it(`gives module and offset when it ${what}`, async () => {
      const target = await targetOf({ image: apply(buildImage(EXPORTS, SIZE)) });
      assert.equal(inWords(await resolve(target, BASE + 0x2114n)), 'ntdll!+0x2114');
      assert.equal(target.modules()[0]?.symbols, 'none');
    });
  }

  it('gives ordinals when its table of names is outside', async () => {
    const target = await targetOf({ image: change(buildImage(EXPORTS, SIZE), 0x1020, 0x7000) });
    assert.equal(inWords(await resolve(target, BASE + 0x2114n)), 'ntdll!Ordinal3+0x14');
  });

  it('gives the names that are inside when others are not', async () => {
    const image = buildImage(EXPORTS, SIZE);
    const names = new DataView(image.buffer).getUint32(0x1020, true);
    const target = await targetOf({ image: change(image, names + 4, 0x7fff_0000) });
    assert.equal(inWords(await resolve(target, BASE + 0x2014n)), 'ntdll!ZwClose+0x14');
  });

  it('is read with as many functions as there can be', async () => {
    const target = await targetOf({
      image: change(buildImage(EXPORTS, SIZE), 0x1014, 0xffff_ffff),
    });
    assert.equal(inWords(await resolve(target, BASE + 0x2114n)), 'ntdll!+0x2114');
  });
});

function change(image: Uint8Array, at: number, value: number): Uint8Array {
  patch(image, at, { u32: { 0: value } });
  return image;
}
