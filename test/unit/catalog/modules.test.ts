import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildModule } from '../../../src/core/simulator/catalog/moduleImage';
import { ModuleSet } from '../../../src/core/simulator/catalog/moduleSet';
import { layOutSymbols } from '../../../src/core/simulator/catalog/symbolLayout';
import { kernelModules, systemModules } from '../../../src/core/simulator/catalog/systemModules';
import { address } from '../../../src/core/model/identifiers';
import { WINDOWS_PROFILES } from '../../../src/core/windows/profiles';

const LIBRARY = buildModule({
  name: 'Library',
  path: 'C:\\Library.dll',
  base: 0x1_0000n,
  size: 0x1_0000,
  functions: 'First@1000=100 Second|Other@2000=100 First@3000~100=80',
  seed: 'library',
});

describe('Symbols of simulated modules', () => {
  const symbols = new ModuleSet([LIBRARY]).symbols('user');

  it('resolve an address to the nearest symbol at or below it', () => {
    assert.deepEqual(symbols.resolve(address(0x1_2010)), {
      address: 0x1_2010n,
      module: 'Library',
      symbol: 'Second',
      displacement: 0x10n,
    });
  });

  it('give the offset from the base before the first symbol', () => {
    const { module, symbol, displacement } = symbols.resolve(address(0x1_0010));
    assert.deepEqual([module, symbol, displacement], ['Library', null, 0x10n]);
  });

  it('give the whole address outside every module', () => {
    const { module, symbol, displacement } = symbols.resolve(address(0x2_0000));
    assert.deepEqual([module, symbol, displacement], [null, null, 0x2_0000n]);
  });

  it('count displacements in a moved block from the start of its function', () => {
    const { symbol, displacement } = symbols.resolve(address(0x1_3008));
    assert.deepEqual([symbol, displacement], ['First', 0x108n]);
  });

  it('find a symbol by any of its names, letter case ignored', async () => {
    assert.equal(await symbols.find('LIBRARY!other'), 0x1_2000n);
    assert.equal(await symbols.find('library!Second'), 0x1_2000n);
    assert.equal(await symbols.find('library'), 0x1_0000n);
  });

  it('find nothing under an unknown name', async () => {
    assert.equal(await symbols.find('library!third'), null);
    assert.equal(await symbols.find('elsewhere!First'), null);
  });

  it('name the symbols on both sides of an address', () => {
    assert.deepEqual(symbols.nearby(address(0x1_1010)), {
      before: { name: 'Library!First', address: 0x1_1000n },
      after: { name: 'Library!Second', address: 0x1_2000n },
    });
  });

  it('have no neighbours outside every module', () => {
    assert.deepEqual(symbols.nearby(address(0x5)), { before: null, after: null });
  });
});

describe('A module set', () => {
  const set = new ModuleSet([LIBRARY]);

  it('places a frame in the moved block that holds its displacement', () => {
    assert.equal(set.place('library!First+0x110'), 0x1_3010n);
    assert.equal(set.place('Library!First+0x20'), 0x1_1020n);
    assert.equal(set.place('Library+0x44'), 0x1_0044n);
  });

  it('throws for a frame whose module it does not have', () => {
    assert.throws(() => set.place('Elsewhere!First+0x1'), /names no module/);
  });

  it('throws for a frame whose symbol it does not have', () => {
    assert.throws(() => set.place('Library!Third+0x1'), /no such symbol/);
  });

  it('throws for a frame whose displacement leads into another function', () => {
    assert.throws(() => set.place('Library!First+0x1000'), /lies beyond its function/);
  });

  it('shows the modules of the kernel to kernel debuggers only', () => {
    const both = new ModuleSet([LIBRARY, ...kernelModules('10-22h2-x64')]);
    assert.deepEqual(
      both.modules('user').map(({ name }) => name),
      ['Library'],
    );
    assert.deepEqual(
      both.modules('kernel').map(({ name }) => name),
      ['Library', 'nt', 'win32kfull'],
    );
  });

  it('shows nothing but the modules of the kernel in a process without user-mode part', () => {
    const both = new ModuleSet([LIBRARY, ...kernelModules('10-22h2-x64')]);
    assert.deepEqual(
      both.modules('system').map(({ name }) => name),
      ['nt', 'win32kfull'],
    );
  });

  it('lets a later module replace one of the same name', () => {
    const moved = { ...LIBRARY, info: { ...LIBRARY.info, base: address(0x9_0000) } };
    assert.equal(set.with([moved]).place('Library!First'), 0x9_1000n);
  });
});

describe('The layout of symbols', () => {
  it('is the same every time', () => {
    const lay = () => layOutSymbols('One Two Three', { seed: 's', imageSize: 0x4000 }).all();
    assert.deepEqual(lay(), lay());
  });

  it('keeps functions apart', () => {
    const runs = layOutSymbols('One Two=800 Fixed@1200=40 Three Four', {
      seed: 's',
      imageSize: 0x2000,
    }).all();
    assert.equal(runs.length, 5);
    runs.slice(1).forEach((run, index) => {
      const before = runs[index]!;
      assert.ok(run.rva >= before.rva + before.size, `${before.name} and ${run.name}`);
    });
  });

  it('throws for an item it cannot read', () => {
    assert.throws(
      () => layOutSymbols('One@xyz', { seed: 's', imageSize: 0x2000 }),
      /cannot be read/,
    );
  });
});

describe('The modules of each Windows version', () => {
  for (const profile of WINDOWS_PROFILES) {
    const images = [...systemModules(profile.id), ...kernelModules(profile.id)];

    it(`do not overlap on ${profile.id}`, () => {
      const sorted = [...images].sort((a, b) => (a.info.base < b.info.base ? -1 : 1));
      sorted.slice(1).forEach((image, index) => {
        const before = sorted[index]!;
        const end = before.info.base + BigInt(before.info.size);
        assert.ok(image.info.base >= end, `${before.info.name} and ${image.info.name}`);
      });
    });

    it(`hold their symbols on ${profile.id}`, () => {
      for (const { info, symbols } of images) {
        const last = symbols.all().at(-1);
        assert.ok(last !== undefined && last.rva + last.size < info.size, info.name);
      }
    });

    it(`name the kernel ${profile.kernelModule} on ${profile.id}`, () => {
      const kernel = images.find(({ info }) => info.path.endsWith('ntoskrnl.exe'));
      assert.equal(kernel?.info.name, profile.kernelModule);
    });

    it(`have a PDB identity and a time stamp on ${profile.id}`, () => {
      for (const { info } of images) {
        assert.match(info.pdb?.guid ?? '', /^[0-9A-F]{32}$/);
        assert.ok(info.timeDateStamp > 0);
      }
    });
  }

  it('resolve every place inside a function to that function', () => {
    const images = WINDOWS_PROFILES.flatMap(({ id }) => [
      ...systemModules(id),
      ...kernelModules(id),
    ]);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (module, symbol, into) => {
        const { symbols, info } = images[module % images.length]!;
        const run = symbols.all()[symbol % symbols.count]!;
        const offset = into % run.size;
        const hit = symbols.at(run.rva + offset);
        assert.deepEqual([hit?.name, hit?.displacement], [run.name, run.bias + offset], info.name);
        assert.equal(symbols.place(run.name, run.bias + offset), run.rva + offset);
      }),
      { numRuns: 500 },
    );
  });

  it('can be limited, moved and spelt otherwise', () => {
    const images = systemModules('xp-sp3-x86', {
      only: ['ntdll', 'kernel32'],
      bases: { kernel32: 0x77dd_0000n },
      spellings: { kernel32: 'KERNEL32' },
    });
    assert.deepEqual(
      images.map(({ info }) => `${info.name} ${info.base.toString(16)}`),
      ['ntdll 7c900000', 'KERNEL32 77dd0000'],
    );
  });
});
