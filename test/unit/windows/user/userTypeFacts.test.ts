/** USER object types: every row and cell against the files of facts. */

import assert from 'node:assert/strict';
import { duName } from '../../../../src/core/windows/user/userDuNames';
import { creationFlagNames } from '../../../../src/core/windows/user/userFlags';
import { USER_SOURCES } from '../../../../src/core/windows/user/userSources';
import {
  DU_NAMES,
  DU_VERSIONS,
  TYPE_HISTORY,
} from '../../../../src/core/windows/user/userTypeHistory';
import {
  DHE_NAME_EXCEPTIONS,
  GENERIC_TYPE,
  USER_TYPES,
  dheName,
  ownersStated,
  typesOf,
  userType,
} from '../../../../src/core/windows/user/userTypes';
import {
  USER_VERSIONS,
  USER_VERSION_SOURCES,
  spanText,
  versionOrder,
  type UserVersion,
} from '../../../../src/core/windows/user/userVersions';
import { describeWithShared } from '../../../support/shared';
import { only, specFile } from './specTables';

const hex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;

describeWithShared('USER object types beside the files of facts', (shared) => {
  const spec = specFile(shared, 'types');

  it('name the same sources', () => {
    assert.deepEqual(Object.keys(USER_SOURCES).sort(), Object.keys(spec.sources).sort());
  });

  it('have the same versions', () => {
    assert.deepEqual(
      USER_VERSIONS.map(({ id, product, architectures, handleManager, typeCount }) => ({
        id,
        order: versionOrder(id),
        product,
        arch: architectures,
        handleManager,
        typeCount,
        source: USER_VERSION_SOURCES,
      })),
      spec.versions,
    );
    assert.deepEqual(
      Object.fromEntries(USER_VERSIONS.map(({ id, typeCount }) => [id, typeCount])),
      spec.typeCount.byVersion,
    );
  });

  it('have the same types with the same facts', () => {
    assert.deepEqual(
      USER_TYPES.map((type) => ({
        id: type.id,
        symbol: type.symbol,
        symbolSource: type.symbol === null ? null : type.symbolSources,
        struct: type.structure,
        structFormal: type.formalName,
        values: type.values,
        dheName: Object.fromEntries(
          (['3.10', '3.51', '4.0', '5.0'] as const)
            .filter((version) => type.values[version] !== undefined && !type.projectName)
            .map((version) => [version, dheName(type, version)]),
        ),
        displayName: type.projectName ? `${type.name} (project name)` : type.name,
        tagHeapName: type.tagHeapName,
        duName: type.duName,
        head: type.header ?? null,
        headVersions: type.headerSince === undefined ? null : `${type.headerSince} and higher`,
        owner: type.owner,
        poolTag61: type.poolTag ?? null,
        poolTagName: type.poolTagName ?? null,
        ocfFlags61: type.creationFlags ?? null,
        ocfNames61: type.creationFlags === undefined ? null : creationFlagNames(type.creationFlags),
        size61: type.sizes ?? null,
        createdBy: type.createdBy ?? null,
        destroyedBy: type.destroyedBy ?? null,
        seedRows: TYPE_HISTORY.filter((row) => row.type === type.id).map(({ order }) => order),
        source: type.sources,
      })),
      only(
        spec.types,
        'id',
        'symbol',
        'symbolSource',
        'struct',
        'structFormal',
        'values',
        'dheName',
        'displayName',
        'tagHeapName',
        'duName',
        'head',
        'headVersions',
        'owner',
        'poolTag61',
        'poolTagName',
        'ocfFlags61',
        'ocfNames61',
        'size61',
        'createdBy',
        'destroyedBy',
        'seedRows',
        'source',
      ),
    );
  });

  it('say which values are only supposed where the facts say so', () => {
    for (const row of spec.types) {
      const type = userType(row.id as never);
      assert.equal(type.conjecture.length > 0, row.certainty !== 'stated', row.id);
    }
  });

  it('say something of their own wherever the facts carry a note', () => {
    for (const row of spec.types) {
      const type = userType(row.id as never);
      assert.ok(row.notes.length === 0 || type.notes.length + type.otherSymbols.length > 0, row.id);
    }
  });

  it('fill the matrix of versions and values cell by cell', () => {
    assert.deepEqual(
      Object.keys(spec.matrix),
      USER_VERSIONS.map(({ id }) => id),
    );
    for (const { id } of USER_VERSIONS) {
      assert.deepEqual(
        typesOf(id).map((type, value) => ({
          value,
          type: type.id,
          symbol: ownersStated(id) ? type.symbol : null,
          struct: type.structure,
          dheName: dheName(type, id),
          displayName: type.projectName ? `${type.name} (project name)` : type.name,
          owner: ownersStated(id) ? type.owner : null,
          certainty: type.conjecture.includes(id) ? 'conjecture' : 'stated',
        })),
        only(
          spec.matrix[id] ?? [],
          'value',
          'type',
          'symbol',
          'struct',
          'dheName',
          'displayName',
          'owner',
          'certainty',
        ),
        id,
      );
    }
  });

  it('keep every row of the article’s table of types', () => {
    assert.deepEqual(
      TYPE_HISTORY.map((row) => {
        const type = userType(row.type);
        const inRow = (version: UserVersion): boolean =>
          versionOrder(version) >= versionOrder(row.from) &&
          versionOrder(version) <= versionOrder(row.to ?? '10.0');
        const span = spanText({ from: row.from, to: row.to ?? null });
        const restored = row.restoredFrom;
        const shared_ = row.sharedCell === true;
        return {
          order: row.order,
          typeText: row.cell,
          object: type.id === 'free' ? 'none' : type.structure,
          name: type.projectName ? null : type.name,
          versions:
            span === '3.10 and higher' ? 'all' : row.from === row.to ? `${span} only` : span,
          remarks: row.remarks ?? '',
          values: Object.fromEntries(
            Object.entries(type.values).filter(([version]) => inRow(version as UserVersion)),
          ),
          restored:
            restored === undefined
              ? shared_
                ? ['shares']
                : []
              : [`${hex(type.values[restored] ?? -1)} for ${restored} and higher`],
        };
      }),
      spec.seedTypeRows.map((row) => ({
        order: row.order,
        typeText: row.typeText,
        object: row.object,
        name: row.name,
        versions: row.versions,
        remarks: row.remarks,
        values: row.values,
        restored: row.restored.map((text) =>
          text.startsWith('shares') ? 'shares' : text.replace(/ \(shared Type cell.*$/, ''),
        ),
      })),
    );
  });

  it('keep every row of the article’s table of other names', () => {
    assert.deepEqual(
      DU_NAMES.map((row) => ({
        order: row.order,
        value: row.value,
        tagHeapName: row.tagHeapName ?? null,
        duName: row.duName ?? null,
        userextsVersionsText:
          row.from === undefined || row.to === undefined
            ? null
            : spanText({ from: row.from, to: row.to }),
        remarks: row.remarks ?? '',
      })),
      only(
        spec.heapTagAndDuRows,
        'order',
        'value',
        'tagHeapName',
        'duName',
        'userextsVersionsText',
        'remarks',
      ),
    );
  });

  it('judge every !du name as the facts do, and find what the article does not remark', () => {
    const judged = DU_VERSIONS.flatMap((userexts) =>
      Array.from({ length: 0x20 }, (_, value) => duName(userexts, value)),
    ).filter((name) => name?.attested === true);
    const key = (row: { userexts: string; value: number }): string =>
      `${String(row.value).padStart(2, '0')} ${row.userexts}`;
    const byKey = <T extends { userexts: string; value: number }>(rows: readonly T[]): T[] =>
      [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    assert.deepEqual(
      byKey(
        judged.flatMap((name) =>
          name === null
            ? []
            : [
                {
                  userexts: name.userexts,
                  value: name.value,
                  duName: name.name,
                  actualType: name.actual?.id ?? null,
                  computed: name.verdict,
                  seedSays: name.remarked ? 'incorrect' : 'no remark',
                  agrees: name.remarked === (name.verdict === 'incorrect'),
                },
              ],
        ),
      ),
      byKey(
        only(
          spec.duCheck.rows,
          'userexts',
          'value',
          'duName',
          'actualType',
          'computed',
          'seedSays',
          'agrees',
        ),
      ),
    );
    assert.equal(judged.length, 50);
    assert.deepEqual(
      spec.duCheck.disagreements.map(({ userexts, hex: value, duName: name }) => [
        userexts,
        value,
        name,
      ]),
      [
        ['5.0', '0x10', 'Ctypes'],
        ['5.0', '0x11', 'Console'],
      ],
    );
  });

  it('have the same exceptions from the !dhe names and the same generic type', () => {
    assert.deepEqual(
      DHE_NAME_EXCEPTIONS.map(({ version, type, name }) => ({
        userexts: version,
        value: userType(type).values[version],
        type,
        name,
      })),
      only(spec.dheNameExceptions, 'userexts', 'value', 'type', 'name'),
    );
    assert.equal(GENERIC_TYPE, spec.genericType.value);
  });

  it('have the handle type table of Windows 7 as it was printed', () => {
    assert.deepEqual(
      typesOf('6.1').map((type, value) => ({
        value,
        symbol: type.symbol,
        poolTag: type.poolTag,
        ocfFlags: type.creationFlags,
        ocfNames: creationFlagNames(type.creationFlags ?? 0),
        owner: type.owner,
        head: type.header ?? null,
      })),
      only(
        spec.gahti61.rows,
        'value',
        'symbol',
        'poolTag',
        'ocfFlags',
        'ocfNames',
        'owner',
        'head',
      ),
    );
  });
});
