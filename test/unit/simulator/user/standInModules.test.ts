import assert from 'node:assert/strict';
import { lightModules } from '../../../../src/core/simulator/light/lightModules';
import { standInModules } from '../../../../src/core/simulator/light/standInModules';
import { standInFor, WINDOWING_ONLY } from '../../../../src/core/simulator/user/standIns';

describe('The modules of a version of which only the windowing system is simulated', () => {
  for (const id of WINDOWING_ONLY) {
    const modules = standInModules(id, standInFor(id) ?? 'xp-sp3-x86');

    it(`lie apart on ${id}, each with its functions inside and apart`, () => {
      const sorted = [...modules].sort((a, b) => (a.info.base < b.info.base ? -1 : 1));
      let end = 0n;
      for (const { info, symbols } of sorted) {
        assert.ok(info.base >= end, info.name);
        end = info.base + BigInt(info.size);
        let free = 0;
        for (const { name, rva, size } of symbols.all()) {
          assert.ok(rva >= free, `${info.name}!${name}`);
          free = rva + size;
        }
        assert.ok(free <= info.size, `${info.name} ends at ${free.toString(16)}`);
      }
    });

    it(`have the functions of ${id} where they lie without the stand-in`, () => {
      for (const own of lightModules(id, []).images) {
        const completed = modules.find(({ info }) => info.name === own.info.name);
        assert.deepEqual(completed?.info, own.info);
        for (const { name, rva } of own.symbols.all()) {
          assert.equal(completed.symbols.find(name), rva, `${own.info.name}!${name}`);
        }
      }
    });
  }

  it('have functions that only the stand-in has', () => {
    const kernel32 = standInModules('nt40-x86', 'xp-sp3-x86').find(
      ({ info }) => info.name === 'kernel32',
    );
    assert.equal(
      lightModules('nt40-x86', []).module('kernel32')?.symbols.find('BaseThreadStart'),
      null,
    );
    assert.notEqual(kernel32?.symbols.find('BaseThreadStart'), null);
  });
});
