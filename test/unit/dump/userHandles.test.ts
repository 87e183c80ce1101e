/** USER handles of minidumps: the whole way from the file to the decoded table, and each thing that may be missing. */

import assert from 'node:assert/strict';
import type { Target } from '../../../src/core/target/target';
import type { UserHandleAccess } from '../../../src/core/target/userHandles';
import { examineUserHandle } from '../../../src/core/userHandles/examine';
import { openUserHandleTable } from '../../../src/core/userHandles/openUserTable';
import { UserOwners } from '../../../src/core/userHandles/owners';
import { summariseTable } from '../../../src/core/userHandles/summary';
import { verdictText } from '../../../src/core/userHandles/verdict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { MemoryByteSource } from '../../../src/core/util/byteSource';
import { describeProblem, ProblemError } from '../../../src/core/util/problem';
import type { UserProfileId } from '../../../src/core/windows/user/userProfileId';
import { DumpBuilder, type ModuleSpec, type ThreadSpec } from '../../support/dumpBuilder';
import { buildImage } from '../../support/imageBuilder';
import { openDump, problemOf, valueOf } from '../../support/openDump';
import { concat, patch, struct, type Fields } from '../../support/struct';
import { CLIENT_DELTA, buildUserImage, type UserImage } from '../../support/userImage';

const USER32_PATH = 'C:\\Windows\\System32\\user32.dll';
const USER32_SIZE = 0x4000;
const SHARED_RVA = 0x3000;
const THREAD_ID = 0x8a8;
const PROCESS_ID = 0x8a4;

/** A Windows version by the fields of SystemInfo. */
interface Version {
  readonly profile: UserProfileId;
  readonly major: number;
  readonly minor: number;
  readonly build: number;
}

const VERSIONS: readonly Version[] = [
  { profile: 'win7-x86', major: 6, minor: 1, build: 7601 },
  { profile: 'win7-x64', major: 6, minor: 1, build: 7601 },
  { profile: 'win8-x86', major: 6, minor: 2, build: 9200 },
  { profile: 'win8-x64', major: 6, minor: 3, build: 9600 },
  { profile: 'win10-x86', major: 10, minor: 0, build: 14393 },
  { profile: 'win10-x64', major: 10, minor: 0, build: 14393 },
  { profile: 'win10-1703-x64', major: 10, minor: 0, build: 15063 },
  { profile: 'win10-1703-x64', major: 10, minor: 0, build: 22631 },
];

/** Changes to the dump that a test wants. */
interface Change {
  readonly system?: Fields;
  readonly user32?: Partial<ModuleSpec> | null;
  readonly exports?: readonly string[];
  /** Memory that is left out. */
  readonly without?: readonly ('user32' | 'exports' | 'section' | 'teb' | 'everything')[];
  readonly wide?: boolean;
}

/** A file on a drive that is taken away. */
class UnpluggedSource extends MemoryByteSource {
  isPlugged = true;

  override read(offset: number, length: number): Promise<Uint8Array> {
    return this.isPlugged
      ? super.read(offset, length)
      : Promise.reject(
          new ProblemError({ code: 'file-read-failed', message: 'The drive is not there.' }),
        );
  }
}

/** The address of everything in a dump of a version. */
function layout(image: UserImage) {
  const wide = image.profile.pointerSize === 8;
  return {
    user32: wide ? 0x7ff8_1000_0000n : 0x7600_0000n,
    teb: wide ? 0x7ff7_0000_0000n : 0x7ffd_e000n,
    threadInfo: wide ? 0xffff_f900_c06f_1c30n : 0xfe6f_1c30n,
  };
}

function sharedSection(version: Version): UserImage {
  const { profile } = version;
  const byId = profile === 'win10-1703-x64';
  const { threadInfo } = layout(buildUserImage({ profile, entries: 1, used: [] }));
  return buildUserImage({
    profile,
    entries: 682,
    viewpoint: 'user',
    used: [
      { index: 1, type: 'monitor', uniq: 1 },
      { index: 2, type: 'window', uniq: 3, owner: byId ? BigInt(THREAD_ID) : threadInfo },
      { index: 4, type: 'window', uniq: 5, owner: byId ? 0x77n : threadInfo + 0x1000n },
      { index: 0x1a5, type: 'menu', uniq: 3, owner: byId ? BigInt(PROCESS_ID) : 0x1234_5678n },
      { index: 6, type: 'free', uniq: 9, phead: 8n },
    ],
  });
}

function buildDump(version: Version, change: Change = {}): DumpBuilder {
  const image = sharedSection(version);
  const wide = image.profile.pointerSize === 8;
  const at = layout(image);
  const names = change.exports ?? ['AnyPopup', 'gSharedInfo'];
  const user32 = buildImage(
    names.map((name, index) => ({ name, rva: SHARED_RVA - 0x10 * (names.length - 1 - index) })),
    USER32_SIZE,
    change.wide ?? wide,
  );
  const [shared, ...section] = image.memory.runs;
  user32.set(shared?.bytes ?? new Uint8Array(), SHARED_RVA);
  const teb = new Uint8Array(0x1000);
  patch(teb, 0, wide ? { u64: { 0x78: at.threadInfo } } : { u32: { 0x40: Number(at.threadInfo) } });
  // CLIENTINFO.ulClientDelta, which is known for 6.1.
  patch(teb, 0, wide ? { u64: { 0x828: CLIENT_DELTA } } : { u32: { 0x6e8: Number(CLIENT_DELTA) } });
  const without = new Set(change.without ?? []);
  const runs = [
    ...(without.has('user32')
      ? []
      : [{ start: at.user32, bytes: without.has('exports') ? user32.slice(0, 0x1000) : user32 }]),
    ...(without.has('section') ? [] : section.map((run) => ({ start: run.at, bytes: run.bytes }))),
    ...(without.has('teb') ? [] : [{ start: at.teb, bytes: teb }]),
  ];
  const threads: readonly ThreadSpec[] = [{ id: THREAD_ID, teb: at.teb }, { id: 0x8ac }];
  const modules: ModuleSpec[] = [
    { path: 'C:\\leaky.exe', base: 0x40_0000n, size: 0x1000 },
    ...(change.user32 === null
      ? []
      : [{ path: USER32_PATH, base: at.user32, size: USER32_SIZE, ...change.user32 }]),
  ];
  const builder = new DumpBuilder()
    .systemInfo({
      u16: { 0: wide ? 9 : 0 },
      u32: { 8: version.major, 12: version.minor, 16: version.build },
      ...change.system,
    })
    .miscInfo(PROCESS_ID)
    .modules(modules)
    .threads(threads);
  return without.has('everything') ? builder : builder.memory64(runs);
}

async function openUsers(dump: DumpBuilder) {
  const target = await openDump(dump);
  const access = accessOf(target);
  const table = valueOf(await openUserHandleTable(target, neverCancelled));
  const owners = new UserOwners(table, access);
  return { target, access, table, owners, reader: { table, owners, access, memory: target } };
}

function accessOf(target: Target): UserHandleAccess {
  assert.ok(target.userHandles !== null);
  return target.userHandles;
}

async function problemWith(version: Version, change: Change) {
  const target = await openDump(buildDump(version, change));
  return problemOf(await openUserHandleTable(target, neverCancelled));
}

const WINDOWS_7 = VERSIONS[1]!;

describe('USER handles of a minidump', () => {
  for (const version of VERSIONS) {
    const { profile, build } = version;
    it(`are decoded from a full dump of ${profile}, build ${build}`, async () => {
      const { table, owners, reader, access } = await openUsers(buildDump(version));
      assert.equal(table.profile.id, profile);
      assert.equal(table.columns.count, 682);
      assert.equal(table.place.viewpoint, 'user');
      assert.match(table.from, /^user32!gSharedInfo/);
      assert.ok(table.problems.every(({ code }) => code === 'user-layout-assumed'));
      const judge = async (handle: number): Promise<string> =>
        verdictText((await examineUserHandle(reader, handle, neverCancelled)).verdict);
      assert.equal(await judge(0x3_0002), 'valid');
      assert.equal(await judge(0x2_0002), 'stale (entry is at uniq 0003)');
      assert.equal(await judge(0x3_01a5), 'valid');
      assert.equal(await judge(0x9_0006), 'free (next free index 0008)');
      const own = owners.ownerOf(2);
      assert.equal(own.kind === 'thread' ? own.thread.threadId : null, THREAD_ID);
      assert.equal(owners.ownerOf(4).kind, 'unknown');
      const byId = profile === 'win10-1703-x64';
      assert.equal(owners.ownerOf(0x1a5).kind, byId ? 'process' : 'unknown');
      const summary = summariseTable(table, owners);
      assert.equal(summary.inUse, 4);
      assert.equal(summary.byProcess.get(PROCESS_ID)?.total, byId ? 2 : 1);
      assert.equal(access.guiProcesses()[0]?.image, 'leaky.exe');
      assert.equal(access.control, null);
      assert.equal(access.desktopName(table.aheList), null);
    });
  }

  it('have their objects where the delta of the desktop heap is known, which is Windows 7', async () => {
    for (const version of VERSIONS.slice(0, 2)) {
      const { reader } = await openUsers(buildDump(version));
      const window = await examineUserHandle(reader, 0x3_0002, neverCancelled);
      assert.equal(window.confirmed, true);
      assert.equal(window.reading?.object?.place.delta, CLIENT_DELTA);
      const monitor = await examineUserHandle(reader, 0x1_0001, neverCancelled);
      assert.equal(monitor.confirmed, true);
    }
    const { reader } = await openUsers(buildDump(VERSIONS[3]!));
    const later = await examineUserHandle(reader, 0x3_0002, neverCancelled);
    assert.match(later.reading?.reason ?? '', /ulClientDelta/);
    const recent = await openUsers(buildDump(VERSIONS[7]!));
    const offset = await examineUserHandle(recent.reader, 0x3_0002, neverCancelled);
    assert.match(offset.reading?.reason ?? '', /desktop heap is mapped is not known/);
  });

  it('do without the blocks of threads', async () => {
    const { owners, reader } = await openUsers(buildDump(WINDOWS_7, { without: ['teb'] }));
    assert.equal(owners.ownerOf(2).kind, 'unknown');
    const window = await examineUserHandle(reader, 0x3_0002, neverCancelled);
    assert.equal(verdictText(window.verdict), 'valid');
    assert.equal(window.confirmed, false);
  });

  it('are missing for a reason that says what to do next', async () => {
    const codes: [string, string][] = [];
    const note = async (what: string, version: Version, change: Change): Promise<void> => {
      const problem = await problemWith(version, change);
      assert.ok(problem.hint !== undefined, problem.code);
      assert.ok(describeProblem(problem).length < 420, problem.code);
      codes.push([what, problem.code]);
    };
    await note('no memory list', WINDOWS_7, { without: ['everything'] });
    await note('no user32', WINDOWS_7, { user32: null });
    await note('no image', WINDOWS_7, { without: ['user32'] });
    await note('headers without exports', WINDOWS_7, { without: ['exports'] });
    await note('no export', WINDOWS_7, { exports: ['AnyPopup'] });
    await note('no section', WINDOWS_7, { without: ['section'] });
    await note('Windows XP', { ...VERSIONS[0]!, major: 5, build: 2600 }, {});
    await note('Windows Vista', { ...WINDOWS_7, minor: 0, build: 6002 }, {});
    await note('32-bit Windows 10 1703', { ...VERSIONS[4]!, build: 15063 }, {});
    await note('ARM64', WINDOWS_7, {
      system: { u16: { 0: 12 }, u32: { 8: 10, 12: 0, 16: 22631 } },
    });
    await note('an unknown Windows', { ...WINDOWS_7, major: 12 }, {});
    await note('32-bit user32 in a 64-bit dump', WINDOWS_7, { wide: false });
    await note('SysWOW64', VERSIONS[0]!, { user32: { path: 'C:\\Windows\\SysWOW64\\user32.dll' } });
    assert.deepEqual(codes, [
      ['no memory list', 'user-no-memory'],
      ['no user32', 'user-no-user32'],
      ['no image', 'user-image-not-in-dump'],
      ['headers without exports', 'user-image-not-in-dump'],
      ['no export', 'user-no-export'],
      ['no section', 'user-memory-unreadable'],
      ['Windows XP', 'user-windows-too-old'],
      ['Windows Vista', 'user-windows-too-old'],
      ['32-bit Windows 10 1703', 'user-layout-unknown'],
      ['ARM64', 'user-layout-unknown'],
      ['an unknown Windows', 'user-layout-unknown'],
      ['32-bit user32 in a 64-bit dump', 'user-wow64'],
      ['SysWOW64', 'user-wow64'],
    ]);
  });

  it('are not guessed at when the dump does not name its Windows', async () => {
    const target = await openDump(
      new DumpBuilder().miscInfo(1).memory64([{ start: 0x1000n, bytes: new Uint8Array(16) }]),
    );
    const problem = problemOf(await accessOf(target).locate(neverCancelled));
    assert.equal(problem.code, 'user-system-unknown');
  });

  it('say which page of the section was not recorded', async () => {
    const image = sharedSection(WINDOWS_7);
    const dump = buildDump(WINDOWS_7, { without: ['section'] });
    // SERVERINFO alone: the table itself is missing.
    const runs = image.memory.runs.slice(1, 2).map(({ at, bytes }) => ({ start: at, bytes }));
    const problem = problemOf(
      await openUserHandleTable(await openDump(dump.memory(runs)), neverCancelled),
    );
    assert.equal(problem.code, 'user-table-unreadable');
    assert.match(problem.hint ?? '', /\.dump \/ma/);
    const half = image.memory.runs.slice(1, 3).map(({ at, bytes }, order) => ({
      start: at,
      bytes: order === 1 ? bytes.slice(0, 0x1000) : bytes,
    }));
    const again = buildDump(WINDOWS_7, { without: ['section'] }).memory(half);
    const table = valueOf(await openUserHandleTable(await openDump(again), neverCancelled));
    assert.equal(table.columns.count, 170);
    assert.equal(table.problems[0]?.code, 'user-table-cut');
  });

  it('have no traces, and the dump says where Windows keeps them', async () => {
    const target = await openDump(buildDump(WINDOWS_7));
    const problem = problemOf(accessOf(target).traces());
    assert.equal(problem.code, 'user-no-traces');
    assert.match(problem.hint ?? '', /UserHandleOperation/);
  });

  it('are refused with the problem of the file when it can be read no longer', async () => {
    const source = new UnpluggedSource(buildDump(WINDOWS_7).build());
    const target = await openDump(source);
    source.isPlugged = false;
    const problem = problemOf(await openUserHandleTable(target, neverCancelled));
    assert.equal(problem.code, 'file-read-failed');
  });

  it('survive a SHAREDINFO of nonsense', async () => {
    const dump = (fill: number) => {
      const bytes = concat([struct(0x238, {})]).fill(fill);
      return buildDump(WINDOWS_7).memory([{ start: 0x7ff8_1000_3000n, bytes }]);
    };
    for (const fill of [0, 0x18, 0xff]) {
      const target = await openDump(dump(fill));
      await openUserHandleTable(target, neverCancelled);
    }
  });
});
