/** Random memory: nothing throws, and nothing is called valid that the bytes do not bear out. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareTables } from '../../../src/core/userHandles/compareTables';
import { examineUserHandle, type ExaminedUserHandle } from '../../../src/core/userHandles/examine';
import { explainValidation } from '../../../src/core/userHandles/explain';
import { openUserHandleTable } from '../../../src/core/userHandles/openUserTable';
import { UserOwners } from '../../../src/core/userHandles/owners';
import { readStructure } from '../../../src/core/userHandles/readStructure';
import { summariseTable } from '../../../src/core/userHandles/summary';
import type { UserHandleTable } from '../../../src/core/userHandles/userTable';
import { decodeUserHandle, isGood, verdictText } from '../../../src/core/userHandles/verdict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { describeProblem } from '../../../src/core/util/problem';
import { USER_STRUCTURES } from '../../../src/core/windows/user/userLayouts';
import { USER_PROFILES } from '../../../src/core/windows/user/userProfiles';
import { typesOf } from '../../../src/core/windows/user/userTypes';
import { address } from '../../../src/core/model/identifiers';
import { CLIENT_DELTA, buildUserImage, type UserImage } from '../../support/userImage';

const RUNS = { numRuns: 150 };
const profileId = fc.constantFrom(...USER_PROFILES.map(({ id }) => id));
const viewpoint = fc.constantFrom('kernel' as const, 'user' as const);

/** The little-endian number in the image's memory, by no code that is under test; null without memory. */
function raw(image: UserImage, at: bigint, size: number): bigint | null {
  const run = image.memory.runs.find(
    (each) => at >= each.at && at + BigInt(size) <= each.at + BigInt(each.bytes.length),
  );
  if (run === undefined) {
    return null;
  }
  const start = Number(at - run.at);
  return run.bytes
    .subarray(start, start + size)
    .reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** Fails when a good verdict contradicts the bytes. */
function checkGood(image: UserImage, table: UserHandleTable, found: ExaminedUserHandle): void {
  const { profile } = image;
  const at = table.aheList + BigInt(found.index * profile.entrySize);
  const uniq = raw(image, at + BigInt(profile.offsets.uniq), 2);
  const type = Number(raw(image, at + BigInt(profile.offsets.type), 1));
  const flags = Number(raw(image, at + BigInt(profile.offsets.flags), 1));
  const high = found.handle >>> 16;
  assert.ok(found.handle !== 0 && found.index !== 0);
  assert.ok(BigInt(high) === uniq || high === 0 || high === 0xffff, 'uniqueness');
  assert.ok(type !== profile.freeType && type < typesOf(profile.version).length, 'type');
  assert.equal(flags & 1, 0, 'flags');
  const object = found.reading?.object ?? null;
  if (object !== null) {
    const says = raw(image, object.place.at, 4);
    assert.equal(says, BigInt((Number(uniq) * 0x1_0000 + found.index) >>> 0), 'HEAD.h');
    assert.ok(found.confirmed);
  }
}

async function tryEverything(image: UserImage, handles: readonly number[]): Promise<number> {
  const opened = await openUserHandleTable(image, neverCancelled);
  if (!opened.ok) {
    assert.ok(describeProblem(opened.problem).length > 20);
    return 0;
  }
  const table = opened.value;
  const owners = new UserOwners(table, image.userHandles);
  const reader = { table, owners, access: image.userHandles, memory: image };
  const summary = summariseTable(table, owners);
  assert.equal(summary.free + summary.inUse + summary.unreadable, table.entries);
  assert.deepEqual(compareTables(table, table), { opened: [], closed: [], changed: [] });
  let good = 0;
  for (const handle of handles) {
    const found = await examineUserHandle(reader, handle, neverCancelled);
    assert.ok(verdictText(found.verdict).length > 3);
    const { error } = explainValidation(table, handle);
    if (isGood(found.verdict)) {
      good += 1;
      assert.equal(error, null);
      checkGood(image, table, found);
    }
    if (isGood(decodeUserHandle(table, handle).verdict)) {
      assert.equal(error, null);
    }
  }
  return good;
}

const handles = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 0xffff_ffff }),
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 60 }))
      .map(([uniq, index]) => uniq * 0x1_0000 + index),
  ),
  { minLength: 5, maxLength: 40 },
);

describe('the USER handle table in random memory', () => {
  it('never throws and never calls wrong bytes valid when everything is random', async () => {
    const image = fc.record({
      id: profileId,
      viewpoint,
      bytes: fc.uint8Array({ minLength: 0x2600, maxLength: 0x2600 }),
      handles,
      /** Keeps SHAREDINFO and SERVERINFO, so that a random table is found. */
      found: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(image, async ({ id, viewpoint: from, bytes, handles: values, found }) => {
        const built = buildUserImage({ profile: id, entries: 64, used: [], viewpoint: from });
        built.memory.runs.slice(found ? 2 : 0).forEach((run, order) => {
          run.bytes.set(bytes.subarray(order * 7, order * 7 + Math.min(run.bytes.length, 0x2500)));
        });
        await tryEverything(built, values);
      }),
      RUNS,
    );
  });

  it('keeps to the bytes when a good table is damaged', async () => {
    const used = fc.uniqueArray(
      fc.record({
        index: fc.integer({ min: 1, max: 50 }),
        type: fc.constantFrom('window', 'menu', 'hook', 'cursor', 'acceltable' as const),
        uniq: fc.integer({ min: 1, max: 4 }),
        flags: fc.constantFrom(0, 0, 0, 1, 2, 0x40, 0x80),
        owner: fc.constantFrom(0n, 0x8a4n, 0x8a8n, 0x1122_3340n),
      }),
      { minLength: 1, maxLength: 20, selector: ({ index }) => index },
    );
    const damage = fc.array(
      fc.record({
        run: fc.integer({ min: 0, max: 3 }),
        at: fc.integer({ min: 0, max: 0x800 }),
        value: fc.integer({ min: 0, max: 255 }),
      }),
      { maxLength: 12 },
    );
    const hole = fc.option(fc.integer({ min: 0, max: 0x700 }));
    let good = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({ id: profileId, viewpoint, used, damage, hole }),
        async ({ id, viewpoint: from, used: entries, damage: writes, hole: gap }) => {
          const built = buildUserImage({
            profile: id,
            entries: 64,
            used: entries,
            viewpoint: from,
            threads: [
              {
                processId: 0x8a4,
                threadId: 0x8a8,
                threadInfo: address(0x1122_3340n),
                desktop: null,
                clientDelta: CLIENT_DELTA,
                desktopHeap: null,
              },
            ],
          });
          for (const { run, at, value } of writes) {
            const bytes = built.memory.runs[run]?.bytes;
            if (bytes !== undefined) {
              bytes[at % bytes.length] = value;
            }
          }
          if (gap !== null) {
            built.memory.remove(built.aheList + BigInt(gap), built.aheList + BigInt(gap + 0x80));
          }
          const values = entries.map(({ index, uniq }) => uniq * 0x1_0000 + index);
          good += await tryEverything(built, [...values, ...values.map((value) => value & 0xffff)]);
        },
      ),
      RUNS,
    );
    assert.ok(good > 100, `only ${good} handles were good: the test proves nothing`);
  });

  it('reads any structure at any address without throwing', async () => {
    const request = fc.record({
      struct: fc.constantFrom(...USER_STRUCTURES),
      profile: fc.constantFrom(...USER_PROFILES),
      offset: fc.integer({ min: -64, max: 0x1100 }),
      count: fc.integer({ min: 1, max: 9 }),
      bytes: fc.uint8Array({ minLength: 0x400, maxLength: 0x400 }),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ struct, profile, offset, count, bytes }) => {
        const built = buildUserImage({ profile: profile.id, entries: 8, used: [] });
        built.memory.runs[1]?.bytes.set(bytes);
        const at = address(built.serverInfo + BigInt(offset));
        await readStructure(built, { struct, profile, at, count }, neverCancelled);
      }),
      RUNS,
    );
  });
});
