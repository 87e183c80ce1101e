import assert from 'node:assert/strict';
import { CallPaths } from '../../../src/core/simulator/catalog/callPaths';
import { CATALOG_PROFILES } from '../../../src/core/simulator/catalog/catalogProfile';
import { CatalogKernelFrames } from '../../../src/core/simulator/catalog/kernelFrames';
import { ModuleSet } from '../../../src/core/simulator/catalog/moduleSet';
import { startFrames } from '../../../src/core/simulator/catalog/startFrames';
import { serviceNames } from '../../../src/core/simulator/catalog/systemCalls';
import { kernelModules, systemModules } from '../../../src/core/simulator/catalog/systemModules';
import { address, type Address } from '../../../src/core/model/identifiers';
import type { ProfileId } from '../../../src/core/windows/profiles';

function everyModule(profile: ProfileId): ModuleSet {
  return new ModuleSet([...systemModules(profile), ...kernelModules(profile)]);
}

function printed(modules: ModuleSet, place: Address): string {
  const { module, symbol, displacement } = modules.symbols('kernel').resolve(place);
  return `${module ?? ''}!${symbol ?? ''}+0x${displacement.toString(16)}`;
}

describe('Call paths', () => {
  for (const profile of CATALOG_PROFILES) {
    const modules = everyModule(profile.id);
    const paths = new CallPaths(profile, modules);

    it(`print the functions they were written with on ${profile.id}`, () => {
      for (const name of paths.functions()) {
        const { service, frames } = paths.path(name);
        assert.ok(service.startsWith('Nt'), name);
        for (const frame of frames) {
          const text = printed(modules, frame);
          const again = modules.place(text);
          assert.equal(again, frame, `${name}: ${text}`);
          assert.notEqual(text.includes('!+'), true, `${name}: ${text}`);
        }
      }
    });

    it(`end in a stub that ntdll or the window manager has on ${profile.id}`, () => {
      for (const name of paths.functions()) {
        const { service, frames } = paths.path(name);
        const innermost = frames.at(-1);
        if (profile.era === 'xp' || innermost === undefined) {
          continue;
        }
        const offset = profile.stubs.returnOffset.toString(16);
        const stub = printed(modules, innermost);
        assert.match(stub, new RegExp(`!(Nt|Zw)${service.slice(2)}\\+0x${offset}$`), name);
      }
    });

    it(`resolve every frame that starts a thread on ${profile.id}`, () => {
      for (const start of ['main', 'thread', 'poolWorker', 'loader'] as const) {
        for (const frame of startFrames(profile.id, start)) {
          assert.equal(printed(modules, modules.place(frame)).toLowerCase(), frame.toLowerCase());
        }
      }
    });

    it(`have kernel frames for every service and kind of record on ${profile.id}`, () => {
      const source = new CatalogKernelFrames(profile, modules);
      const names = new Set([
        ...serviceNames(profile),
        ...paths.functions().map((name) => paths.path(name).service),
      ]);
      for (const service of names) {
        for (const operation of ['open', 'close', 'badref'] as const) {
          const words = source.frames(service, operation);
          assert.ok(words.length >= 4 && words.length <= 12, `${service} ${operation}`);
          for (let index = 0; index < words.length; index += 2) {
            const place = (BigInt(words[index + 1]!) << 32n) | BigInt(words[index]!);
            const resolved = modules.symbols('kernel').resolve(address(place));
            assert.notEqual(resolved.symbol, null, `${service} ${operation}`);
          }
        }
      }
    });
  }

  it('throw when a profile does not have the function', () => {
    const profile = CATALOG_PROFILES[0]!;
    const paths = new CallPaths(profile, everyModule(profile.id));
    assert.equal(paths.has('CreateThreadpoolWait'), false);
    assert.throws(() => paths.path('CreateThreadpoolWait'), /no call path/);
  });

  it('reproduce the published stack of DuplicateHandle on Windows 7 x86', () => {
    const profile = CATALOG_PROFILES.find(({ id }) => id === '7-sp1-x86')!;
    const modules = everyModule(profile.id);
    const inner = [...new CallPaths(profile, modules).path('DuplicateHandle').frames].reverse();
    const outer = [...startFrames(profile.id, 'main')]
      .reverse()
      .map((frame) => modules.place(frame));
    const lines = [...inner, ...outer].map(
      (frame) => `${frame.toString(16)}: ${printed(modules, frame)}`,
    );
    assert.deepEqual(lines, [
      '77ca310c: ntdll!ZwDuplicateObject+0xc',
      '75e68ad9: KERNELBASE!DuplicateHandle+0x69',
      '77be34e1: kernel32!DuplicateHandleStub+0xb3',
      '77be36d6: kernel32!BaseThreadInitThunk+0xe',
      '77c9883c: ntdll!__RtlUserThreadStart+0x70',
      '77c9880f: ntdll!_RtlUserThreadStart+0x1b',
    ]);
  });

  it('reproduce both published stacks of GetTempFileNameW on Windows 7 x86, whose blocks were moved', () => {
    const profile = CATALOG_PROFILES.find(({ id }) => id === '7-sp1-x86')!;
    const modules = everyModule(profile.id);
    const paths = new CallPaths(profile, modules);
    const lines = (name: string) =>
      [...paths.path(name).frames]
        .reverse()
        .map((frame) => `${frame.toString(16)}: ${printed(modules, frame)}`);
    assert.deepEqual(lines('GetTempFileNameW/open'), [
      '77ca2e3c: ntdll!ZwCreateFile+0xc',
      '75e9679f: KERNELBASE!CreateFileW+0x35e',
      '75e87762: KERNELBASE!GetTempFileNameW+0x208',
    ]);
    assert.deepEqual(lines('GetTempFileNameW/close'), [
      '77ca2d3c: ntdll!NtClose+0xc',
      '75e87772: KERNELBASE!GetTempFileNameW+0x293',
    ]);
  });

  it('reproduce the published stack of _beginthreadex on 64-bit Windows', () => {
    const profile = CATALOG_PROFILES.find(({ id }) => id === '11-23h2-x64')!;
    const modules = everyModule(profile.id);
    const lines = [...new CallPaths(profile, modules).path('_beginthreadex').frames]
      .reverse()
      .map((frame) => `${frame.toString(16)}: ${printed(modules, frame)}`);
    assert.deepEqual(lines, [
      '7ff86f0f0624: ntdll!NtCreateThreadEx+0x14',
      '7ff86c8aed1f: KERNELBASE!CreateRemoteThreadEx+0x29f',
      '7ff86c9c708b: KERNELBASE!CreateThread+0x3b',
      '7ff86c52838e: ucrtbase!_beginthreadex+0x5e',
    ]);
  });
});
