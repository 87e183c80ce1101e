/** Layouts, profiles, flags, limits and the encoding of USER handles: every row against the files of facts. */

import assert from 'node:assert/strict';
import {
  CREATION_FLAGS,
  OLD_VALID_FLAGS,
  UNEXPLAINED_FLAGS,
  USER_FLAGS,
} from '../../../../src/core/windows/user/userFlags';
import {
  ADDRESS_RULES,
  FIRST_UNIQ,
  INDEX_MASK,
  RESERVED_HANDLES,
  VALIDATION_RULES,
  handleIndex,
  handleUniq,
  wholeEntries,
} from '../../../../src/core/windows/user/userHandleValue';
import type { LayoutCertainty } from '../../../../src/core/windows/user/userLayoutRow';
import {
  USER_LAYOUTS,
  USER_STRUCTURES,
  layoutVersions,
} from '../../../../src/core/windows/user/userLayouts';
import { ENTRY_LIFE } from '../../../../src/core/windows/user/userLifecycle';
import {
  GDI_QUOTA,
  GUI_RESOURCE_FLAGS,
  GUI_RESOURCE_GLOBAL,
  HANDLES_PER_OBJECT,
  HANDLE_EVENTS,
  PRACTICAL_SESSION_LIMIT,
  QUOTA_REGISTRY_KEY,
  SESSION_LIMIT,
  USER_HANDLE_ERRORS,
  USER_QUOTA,
} from '../../../../src/core/windows/user/userLimits';
import { USER_PROFILES, profileVersions } from '../../../../src/core/windows/user/userProfiles';
import { USER_SOURCES } from '../../../../src/core/windows/user/userSources';
import { describeWithShared } from '../../../support/shared';
import { only, specFile, type SpecLayouts } from './specTables';

describeWithShared('layouts and flags of USER handles beside the files of facts', (shared) => {
  const spec = specFile(shared, 'layouts');
  const flags = specFile(shared, 'flags');

  it('have the same 64 layouts', () => {
    const key = (layout: { struct: string; versions: string; arch: string }): string =>
      `${layout.struct} ${layout.versions} ${layout.arch}`;
    const ours = USER_LAYOUTS.map((layout) => {
      const part = layout.struct === 'CLIPDATA' ? 'no Microsoft name known' : layout.part;
      return {
        struct: part === null ? layout.struct : `${layout.struct} (${part})`,
        versions: layoutVersions(layout),
        arch: layout.architecture,
        size: layout.size,
        fields: layout.fields.map(({ name, type, offset, size, derived }) => ({
          name,
          type,
          offset,
          size,
          derived,
        })),
        certainty: layout.certainty,
        source: layout.sources,
      };
    });
    const theirs = spec.layouts.map(
      ({ struct, versions, arch, size, fields, certainty, source }) => ({
        struct,
        versions,
        arch,
        size,
        fields: fields.map((field) => ({
          name: field.name,
          type: field.type,
          offset: field.offset,
          size: field.size,
          derived: field.source?.includes('DERIVED') ?? false,
        })),
        certainty: certaintyOf(certainty),
        source,
      }),
    );
    const sorted = (rows: typeof theirs): unknown[] =>
      [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    assert.deepEqual(sorted(ours), sorted(theirs));
    assert.equal(ours.length, 64);
    assert.equal(USER_STRUCTURES.length, 18);
  });

  it('have the same 16 profiles', () => {
    assert.deepEqual(
      USER_PROFILES.map((profile) => ({
        id: profile.id,
        versions: profileVersions(profile),
        arch: profile.architecture,
        pointerSize: profile.pointerSize,
        entrySize: profile.entrySize,
        offPhead: profile.offsets.phead,
        offOwner: profile.offsets.owner,
        offType: profile.offsets.type,
        offFlags: profile.offsets.flags,
        offUniq: profile.offsets.uniq,
        headSize: profile.headSize,
        ownerIn: OWNER_TEXT[profile.owner],
        freeType: profile.freeType,
        wildcardUniq: profile.wildcards,
        typeCountVersion: profile.version,
        source: profile.sources,
      })),
      only(
        spec.profiles,
        'id',
        'versions',
        'arch',
        'pointerSize',
        'entrySize',
        'offPhead',
        'offOwner',
        'offType',
        'offFlags',
        'offUniq',
        'headSize',
        'ownerIn',
        'freeType',
        'wildcardUniq',
        'typeCountVersion',
        'source',
      ),
    );
  });

  it('have the same bits of bFlags and OCF flags', () => {
    const sources = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));
    assert.deepEqual(
      USER_FLAGS.map((flag) => ({
        mask: flag.mask,
        symbol: flag.symbol,
        coined: flag.coinedName ?? null,
        versions: flag.versions,
        survivesInSeed: flag.inSeed,
        seenInRetail: flag.seenInRetail,
        source: sources(flag.source),
        semanticsSource: sources(flag.meaningSource),
      })),
      flags.bFlags.map((flag) => ({
        mask: flag.mask,
        symbol: flag.symbol,
        coined: flag.altSymbols[0]?.split(' ')[0] ?? null,
        versions: flag.versions,
        survivesInSeed: flag.survivesInSeed,
        seenInRetail: flag.seenInRetail,
        source: flag.source,
        semanticsSource: flag.semanticsSource,
      })),
    );
    assert.deepEqual(
      CREATION_FLAGS.map(({ mask, symbol }) => ({ mask, symbol })),
      flags.ocf.map(({ mask, symbol }) => ({ mask, symbol })),
    );
    assert.equal(OLD_VALID_FLAGS, flags.publicMasks[0]?.value);
    assert.equal(
      UNEXPLAINED_FLAGS,
      flags.lifecycle.neverSetByTheSimulator.reduce((sum, mask) => sum | mask, 0),
    );
  });

  it('live through the same states with the same flags', () => {
    const { states, transitions } = flags.lifecycle;
    assert.deepEqual(
      ENTRY_LIFE.map(({ from, to, source }) => [from, to, source.split(' ')]),
      transitions.map(({ frm, to, source }) => [frm, to, source]),
    );
    assert.deepEqual(
      [...new Set(ENTRY_LIFE.flatMap(({ from, to }) => [from, to]))].sort(),
      [...states].sort(),
    );
    const set = (text: string): number =>
      [...text.matchAll(/\|=0x(\d\d)/g), ...text.matchAll(/\((0x)?0x(\d\d) too/g)].reduce(
        (sum, match) => sum | Number.parseInt(match[2] ?? match[1] ?? '0', 16),
        0,
      );
    assert.deepEqual(
      ENTRY_LIFE.map(({ sets }) => sets),
      transitions.map((row) => set(row.do)),
    );
  });

  it('have the same encoding, address rules and number of validation steps', () => {
    assert.equal(INDEX_MASK, Number(spec.encoding.index.mask));
    assert.equal(FIRST_UNIQ, spec.encoding.firstUniq.value);
    assert.deepEqual(
      Object.fromEntries(RESERVED_HANDLES.map(({ value, names }) => [value, names.join(' / ')])),
      Object.fromEntries(
        Object.entries(spec.encoding.reservedHandles.values).map(([value, names]) => [
          Number(value),
          names,
        ]),
      ),
    );
    assert.deepEqual(
      ADDRESS_RULES.map(({ source }) => source.split(' ')),
      spec.userAddress.rules.map(({ source }) => source),
    );
    assert.equal(VALIDATION_RULES.length, spec.encoding.validation.classic.steps.length);
  });

  it('have the same limits and errors', () => {
    const limit = (what: string): SpecLayouts['limits'][number] =>
      spec.limits.find((row) => row.what === what) ?? assert.fail(what);
    assert.equal(limit('USER handles in one session, theoretical').value, SESSION_LIMIT);
    assert.equal(
      limit('window manager objects in one session, practical').value,
      PRACTICAL_SESSION_LIMIT,
    );
    assert.equal(limit('handles per object').value, HANDLES_PER_OBJECT);
    const range = limit('USER handles per process, settable range');
    assert.equal(range.registryKey, QUOTA_REGISTRY_KEY);
    assert.deepEqual(
      [USER_QUOTA.registryValue, USER_QUOTA.minimum, USER_QUOTA.maximum],
      [range.registry, range.min, range.max],
    );
    assert.equal(limit('USER handles per process, default').value, USER_QUOTA.standard);
    const gdi = limit('GDI handles per process, settable range');
    assert.deepEqual(
      [GDI_QUOTA.registryValue, GDI_QUOTA.minimum, GDI_QUOTA.maximum, GDI_QUOTA.maximumWindows2000],
      [gdi.registry, gdi.min, gdi.max, gdi.windows2000Max],
    );
    assert.equal(limit('GDI handles per process, default').value, GDI_QUOTA.standard);
    const gdiSession = limit('GDI handles in one session, theoretical');
    assert.deepEqual(
      [GDI_QUOTA.sessionLimit, GDI_QUOTA.sessionLimitWindows2000],
      [gdiSession.value, gdiSession.windows2000],
    );
    assert.equal(spec.limits.length, 8);
    assert.deepEqual(
      USER_HANDLE_ERRORS.map(({ code, name }) => ({ code, name })),
      spec.errors.map(({ code, name }) => ({ code, name })),
    );
  });

  it('have the same GetGuiResources flags and trace events', () => {
    assert.deepEqual(GUI_RESOURCE_FLAGS, spec.getGuiResources.flags);
    const { name, value, versions } = spec.getGuiResources.processGlobal;
    assert.deepEqual(GUI_RESOURCE_GLOBAL, { name, value, versions });
    assert.deepEqual(
      HANDLE_EVENTS.events.map((event) => ({
        id: event.id,
        name: `${event.handles === 'USER' ? 'User' : 'Gdi'}HandleOperation/${event.operation}`,
        task: HANDLE_EVENTS.tasks[event.handles],
        opcode: event.opcode,
      })),
      spec.etw.events,
    );
    assert.deepEqual(
      [HANDLE_EVENTS.provider, HANDLE_EVENTS.guid, HANDLE_EVENTS.firstBuild, HANDLE_EVENTS.level],
      [spec.etw.provider, spec.etw.guid, spec.etw.minBuild, spec.etw.level],
    );
    assert.deepEqual(
      [HANDLE_EVENTS.keywords.GDI, HANDLE_EVENTS.keywords.USER],
      ['GdiHandleOperation', 'UserHandleOperation'].map((key) => BigInt(spec.etw.keywords[key]!)),
    );
    assert.deepEqual(HANDLE_EVENTS.fields, spec.etw.fields);
  });

  it('name only known sources in every row', () => {
    const texts = [
      ...USER_FLAGS.flatMap(({ source, meaningSource }) => [source, meaningSource]),
      ...ENTRY_LIFE.map(({ source }) => source),
      ...ADDRESS_RULES.map(({ source }) => source),
      USER_QUOTA.source,
      GDI_QUOTA.source,
    ];
    for (const source of texts.flatMap((text) => text.split(' ')).filter((name) => name !== '')) {
      assert.ok(source in USER_SOURCES, source);
    }
    for (const layout of USER_LAYOUTS) {
      layout.sources.forEach((source) => assert.ok(source in USER_SOURCES, source));
    }
  });

  it('meet the test vectors for decoding and for the size of a table', () => {
    let met = 0;
    for (const vector of spec.testVectors) {
      if (vector.kind === 'decode') {
        assert.equal(handleIndex(Number(vector.handle)), Number(vector.index));
        assert.equal(handleUniq(Number(vector.handle)), Number(vector.uniq));
        met += 1;
      } else if (vector.kind === 'cHandleEntries') {
        assert.equal(
          wholeEntries(Number(vector.cbHandleTable), Number(vector.entrySize)),
          vector.cHandleEntries,
        );
        met += 1;
      }
    }
    assert.equal(met, 12);
  });
});

const OWNER_TEXT = {
  head: 'HEAD',
  entry: 'HANDLEENTRY',
  'entry-id': 'HANDLEENTRY, as TID or PID',
} as const;

/** The certainty of a layout by the wording in the file of facts. */
function certaintyOf(text: string): LayoutCertainty {
  const starts: readonly (readonly [string, LayoutCertainty])[] = [
    ['stated', 'stated'],
    ['certain (public', 'public symbols'],
    ['6.1 certain', 'public symbols'],
    ['size derived', 'size derived'],
    ['reverse', 'reverse-engineered'],
    ['derived', 'derived'],
    ['offset of', 'derived'],
    ['psi, aheList', 'derived'],
    ['cHandleEntries', 'stated'],
    ['low', 'low'],
  ];
  return starts.find(([start]) => text.startsWith(start))?.[1] ?? assert.fail(text);
}
