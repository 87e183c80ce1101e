/** Finding and reading the USER handle table in every version, and in damaged memory. */

import assert from 'node:assert/strict';
import { address } from '../../../src/core/model/identifiers';
import { openUserHandleTable } from '../../../src/core/userHandles/openUserTable';
import { UserEntryColumns } from '../../../src/core/userHandles/entryColumns';
import { CancelledError, neverCancelled } from '../../../src/core/util/cancellation';
import { fail } from '../../../src/core/util/result';
import { USER_PROFILES, userProfile } from '../../../src/core/windows/user/userProfiles';
import { describeWithShared } from '../../support/shared';
import { buildUserImage } from '../../support/userImage';
import { specFile } from '../windows/user/specTables';
import { openProblem, openTable } from './opened';

const USED = [
  { index: 1, type: 'monitor', uniq: 1 },
  { index: 2, type: 'window', uniq: 0x1234, owner: 0x5000n },
  { index: 5, type: 'free', uniq: 9, phead: 7n },
] as const;
const USED_31 = [{ ...USED[1] }, USED[2]];

describe('opening the USER handle table', () => {
  for (const { id, version } of USER_PROFILES) {
    it(`reads the entries of ${id}`, async () => {
      const early = version === '3.10' || version === '3.51' || version === '4.0';
      const image = buildUserImage({ profile: id, entries: 300, used: early ? USED_31 : USED });
      const table = await openTable(image);
      assert.equal(table.columns.count, 300);
      assert.equal(table.handle(2), 0x1234_0002);
      assert.equal(table.type(2)?.id, 'window');
      assert.equal(table.ownerValue(2), 0x5000n);
      assert.ok(table.isInUse(2) && table.isFree(5) && table.isFree(0));
      assert.equal(table.phead(5), 7n);
      assert.equal(table.handle(5), 0x0009_0005);
      assert.equal(table.desktopId(2), id === 'win10-1703-x64' ? 0n : null);
      assert.equal(table.indexOfEntry(table.entryAddress(299)), 299);
      assert.equal(table.indexOfEntry(address(table.entryAddress(299) + 1n)), 299);
      assert.equal(table.indexOfEntry(table.entryAddress(300)), null);
      assert.equal(table.indexOfEntry(address(table.aheList - 1n)), null);
      assert.equal(
        table.indexOfObject(table.phead(2)),
        early ? 2 : table.indexOfObject(table.phead(2)),
      );
      assert.deepEqual(
        table.problems.map(({ code }) => code),
        Array.from(table.problems, () => 'user-layout-assumed'),
      );
    });
  }

  it('says where an older layout stood in', async () => {
    const open = async (profile: 'win8-x86' | 'win10-x86' | 'win7-x86'): Promise<string[]> =>
      (await openTable(buildUserImage({ profile, entries: 20, used: [] }))).problems.map(
        ({ where }) => where ?? '',
      );
    assert.deepEqual(await open('win7-x86'), []);
    assert.deepEqual(await open('win8-x86'), ['SERVERINFO']);
    assert.deepEqual(await open('win10-x86'), ['SHAREDINFO', 'SERVERINFO']);
  });

  it('finds the entry of an object', async () => {
    const image = buildUserImage({
      profile: 'win7-x64',
      entries: 20,
      used: [{ index: 3, type: 'menu', phead: 0xffff_f900_c1b2_0a40n }],
    });
    const table = await openTable(image);
    assert.equal(table.indexOfObject(0xffff_f900_c1b2_0a40n), 3);
    assert.equal(table.indexOfObject(0xc1b2_0a40n), null);
  });

  it('passes on why the table cannot be found', async () => {
    const problem = { code: 'no-export', message: 'No gSharedInfo.' };
    const image = buildUserImage({ profile: 'win7-x64', entries: 20, used: [] });
    const userHandles = { ...image.userHandles, locate: () => Promise.resolve(fail(problem)) };
    assert.equal(await openProblem({ ...image, userHandles }), problem);
    const none = await openUserHandleTable({ ...image, userHandles: null }, neverCancelled);
    assert.equal(!none.ok && none.problem.code, 'no-user-handles');
  });

  it('refuses entries of another size than the version has', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 20, used: [] });
    image.memory.write(image.sharedInfo + 0x10n, 4, 0x20);
    const problem = await openProblem(image);
    assert.equal(problem.code, 'user-entry-size');
    assert.match(problem.message, /0x20 bytes.*it has 0x18/);
  });

  it('says so when the process has not connected', async () => {
    const image = buildUserImage({ profile: 'win7-x86', entries: 20, used: [] });
    image.memory.write(image.sharedInfo + 4n, 4, 0);
    assert.match((await openProblem(image)).message, /no aheList/);
    image.memory.write(image.sharedInfo, 4, 0);
    image.memory.write(image.sharedInfo + 4n, 4, image.aheList);
    assert.match((await openProblem(image)).message, /no psi/);
  });

  it('says which structure has no memory', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 20, used: [] });
    image.memory.remove(image.serverInfo, image.serverInfo + 0x1000n);
    assert.match((await openProblem(image)).message, /SERVERINFO.cHandleEntries at .* no memory/);
    image.memory.remove(image.sharedInfo + 8n, image.sharedInfo + 0x1000n);
    assert.match((await openProblem(image)).message, /SHAREDINFO .* the target has 0x8/);
  });

  it('says so when none of the table is there, and when the table is empty', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 20, used: [] });
    image.memory.remove(image.aheList, image.aheList + 0x1_0000n);
    assert.equal((await openProblem(image)).code, 'user-table-unreadable');
    const empty = buildUserImage({ profile: 'win7-x64', entries: 0, used: [] });
    assert.equal((await openProblem(empty)).code, 'user-table-empty');
  });

  it('reads what there is of a table that claims more than the section holds', async () => {
    const spec = { profile: 'win7-x64', entries: 400, claimed: 5000, used: USED } as const;
    const table = await openTable(buildUserImage(spec));
    assert.equal(table.columns.count, 400);
    assert.equal(table.entries, 5000);
    assert.deepEqual(
      table.problems.map(({ code }) => code),
      ['user-table-cut'],
    );
  });

  it('steps over pages that are missing in the middle', async () => {
    for (const profile of ['win7-x86', 'win7-x64', 'win10-1703-x64'] as const) {
      const size = userProfile(profile).entrySize;
      const used = [
        { index: 1, type: 'monitor' },
        { index: 1900, type: 'window', uniq: 7 },
      ] as const;
      const image = buildUserImage({ profile, entries: 2000, used });
      image.memory.remove(image.aheList + 0x1000n, image.aheList + 0x4000n);
      const table = await openTable(image);
      const first = Math.floor(0x1000 / size);
      assert.equal(table.columns.count, 2000);
      assert.ok(table.columns.isReadable(first - 1) && !table.columns.isReadable(first));
      const next = Math.ceil(0x4000 / size);
      assert.ok(!table.columns.isReadable(next - 1) && table.columns.isReadable(next));
      assert.equal(table.handle(1900), 0x7_076c);
      assert.deepEqual(
        table.problems.map(({ code }) => code),
        ['user-table-gaps'],
      );
      assert.match(table.problems[0]?.message ?? '', new RegExp(`^${next - first} entries`));
    }
  });

  it('believes the smaller number when SERVERINFO contradicts itself', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 200, used: [] });
    image.memory.write(image.serverInfo + 0x350n, 4, 0x18 * 100);
    const table = await openTable(image);
    assert.equal(table.entries, 100);
    assert.equal(table.problems[0]?.code, 'user-table-size-disagrees');
  });

  it('says so when types do not occur in the version', async () => {
    const used = [1, 2, 3].map((index) => ({ index, type: 0x80 + index }));
    const table = await openTable(buildUserImage({ profile: 'win7-x64', entries: 5, used }));
    assert.equal(table.problems[0]?.code, 'user-table-strange-types');
    assert.match(table.problems[0].hint ?? '', /probably not/);
  });

  it('prefers SHAREDINFO where the target believes the table elsewhere', async () => {
    const image = buildUserImage({ profile: 'win7-x64', entries: 20, used: USED });
    const place = {
      ...image.place,
      bounds: { aheList: { address: address(0x1234), from: 'nowhere' }, entries: 3 },
    };
    const userHandles = {
      ...image.userHandles,
      locate: () => Promise.resolve({ ok: true, value: place } as const),
    };
    const table = await openTable({ ...image, userHandles });
    assert.equal(table.columns.count, 20);
    assert.equal(table.problems[0]?.code, 'user-table-moved');
  });

  it('reads a million entries in pieces and says that handles cannot address them', async () => {
    const entries = 1_000_000;
    const used = [{ index: 999_999, type: 'timer', uniq: 3, says: null }] as const;
    const image = buildUserImage({ profile: 'win7-x86', entries: 20, claimed: entries, used: [] });
    image.memory.remove(image.aheList, image.aheList + 0x1_0000n);
    const bytes = image.memory.add(image.aheList, entries * 12);
    bytes[used[0].index * 12 + 8] = 16;
    const table = await openTable(image);
    assert.equal(table.columns.count, entries);
    assert.equal(table.type(999_999)?.id, 'timer');
    assert.ok(image.memory.reads < 20, `${image.memory.reads} reads`);
    assert.equal(table.problems[0]?.code, 'user-table-too-long');
  });

  it('does not search for memory behind the entries that handles can address', async () => {
    const image = buildUserImage({
      profile: 'win7-x86',
      entries: 20,
      claimed: 0x7fff_ffff,
      used: [],
    });
    const table = await openTable(image);
    assert.equal(table.columns.count, 20);
    assert.ok(image.memory.reads < 300, `${image.memory.reads} reads`);
  });

  it('stops when it is cancelled', async () => {
    const image = buildUserImage({ profile: 'win7-x86', entries: 20, used: [] });
    await assert.rejects(
      () => openUserHandleTable(image, { isCancelled: true }),
      (error) => error instanceof CancelledError,
    );
  });
});

describeWithShared('test vectors of the USER handle table', (shared) => {
  const vectors = specFile(shared, 'layouts').testVectors;

  it('are met for the addresses of entries', async () => {
    let met = 0;
    for (const { kind, profile, aheList, index, address: expected } of vectors) {
      if (kind === 'entryAddress') {
        const image = buildUserImage({ profile: profile as never, entries: 10, used: [] });
        image.memory.add(BigInt(aheList), 0x1_0000);
        const { sharedInfo, aheList: field } =
          profile === 'win7-x64' ? { sharedInfo: 8n, aheList: 8 } : { sharedInfo: 4n, aheList: 4 };
        image.memory.write(image.sharedInfo + sharedInfo, field, BigInt(aheList));
        const table = await openTable(image);
        assert.equal(table.entryAddress(Number(index)), BigInt(expected));
        met += 1;
      }
    }
    assert.equal(met, 6);
  });

  it('are met for the raw bytes of entries', () => {
    let met = 0;
    for (const { kind, profile: id, bytes, decoded } of vectors) {
      if (kind !== 'bytes') {
        continue;
      }
      const profile = userProfile(id as never);
      const columns = new UserEntryColumns(1, profile);
      assert.equal(columns.decode(Uint8Array.from(Buffer.from(bytes, 'hex')), 0), 1);
      const phead = (BigInt(columns.pheadHigh[0]!) << 32n) | BigInt(columns.pheadLow[0]!);
      const owner = (BigInt(columns.ownerHigh[0]!) << 32n) | BigInt(columns.ownerLow[0]!);
      const number = (key: string): string | null =>
        key in decoded ? (/0x[0-9a-f]+/.exec(String(decoded[key]))?.[0] ?? null) : null;
      const expect = (key: string, value: bigint): void => {
        const wanted = number(key);
        assert.ok(wanted === null || BigInt(wanted) === value, `${id} ${key}`);
      };
      expect('phead', phead);
      expect('headOffset', phead);
      expect('pOwner', owner);
      expect('owner', owner);
      if ('desktopId' in decoded) {
        expect(
          'desktopId',
          (BigInt(columns.desktopHigh[0]!) << 32n) | BigInt(columns.desktopLow[0]!),
        );
      }
      assert.equal(columns.type[0], decoded['bType']);
      assert.equal(columns.flags[0], decoded['bFlags'] ?? 0);
      assert.equal(columns.uniq[0], decoded['wUniq'] ?? 0);
      if ('free' in decoded) {
        assert.equal(columns.type[0] === profile.freeType, decoded['free']);
      }
      met += 1;
    }
    assert.equal(met, 4);
  });
});
