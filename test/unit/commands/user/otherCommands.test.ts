/** `!du`, `!dso`, `!dsi`, `!dti`, `!dpi` and the tables of facts. */

import assert from 'node:assert/strict';
import { FakeTarget } from '../../../support/fakeTarget';
import {
  FakeUserTarget,
  LEAKY,
  SHELL,
  type FakeUserEntry,
  type FakeUserOptions,
} from '../../../support/fakeUserTarget';
import { interpreterOf, jsonOf, runOne, textOf } from '../../../support/runCommands';

const ENTRIES: readonly FakeUserEntry[] = [
  { index: 2, type: 'window', owner: SHELL.threadId },
  { index: 3, type: 'menu', owner: LEAKY.processId, uniq: 3 },
  { index: 9, type: 'hook', owner: LEAKY.threadId },
  { index: 11, type: 'ddeaccess', owner: LEAKY.threadId },
  { index: 13, type: 'kbdlayout' },
];

function answer(line: string, options: FakeUserOptions = {}): Promise<string> {
  return textOf(interpreterOf(new FakeUserTarget({ entries: ENTRIES, ...options })), line);
}

async function problem(line: string, target: FakeTarget = new FakeUserTarget()): Promise<string> {
  assert.equal((await runOne(interpreterOf(target), line)).kind, 'error', line);
  return (await textOf(interpreterOf(target), line)).trimEnd();
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

describe('!du', () => {
  for (const [profile, line, expected] of [
    ['nt351-x86', '!du 1000b', '0001000b  0c  DdeAccess (3.51 not attested)'],
    ['nt40-x86', '!du 1000b', '0001000b  0a  WindowStation (incorrect: DDE access)'],
    ['w2k-x86', '!du 1000b', '0001000b  09  Accel Table (incorrect: DDE access)'],
    ['win7-x64', '!du 1000b', '0001000b  09  Accel Table (incorrect: DDE access)'],
    ['win7-x64', '!du -n 3.51 30003', '00030003  02  Menu'],
    ['win7-x64', '!du 30003 -n 3.51', '00030003  02  Menu'],
    ['w2k-x86', '!du 1000d', '0001000d  0d  DdeConv (incorrect: Keyboard Layout)'],
    ['win7-x64', '!du fffff900c0a00048', '00030003  02  Menu'],
    ['win7-x64', '!du fffff900c1b00600', '00030003  02  Menu'],
  ] as const) {
    it(`answers ${line} on ${profile} with "${expected}"`, async () => {
      assert.equal(firstLine(await answer(line, { profile })), expected);
    });
  }

  it('says so when an extension has no name for a value', async () => {
    const text = await answer('!du 10006', { entries: [{ index: 6, type: 'deviceinfo' }] });
    assert.equal(firstLine(text), '00010006  13  (no name: DEVICEINFO)');
  });

  it('says whose names they are, and that a stale handle is stale', async () => {
    assert.equal(
      await answer('!du 20003'),
      '00020003  02  Menu\n    names of !du 5.0, object of 6.1, entry 0003\n    the handle itself: stale (entry is at uniq 0003)\n',
    );
  });

  it('refuses what is neither handle nor address', async () => {
    assert.match(await problem('!du 10040'), /^Handle 00010040 has no entry: index past table\./);
    assert.match(await problem('!du 0'), /^Handle 00000000 has no entry: null\./);
    assert.match(
      await problem('!du fffff90012345678'),
      /is neither a handle of 32 bits nor the address/,
    );
    assert.match(await problem('!du'), /^!du needs a handle or an address\. Usage: /);
    assert.match(await problem('!du 3 4'), /^!du does not take '4'\./);
    assert.match(await problem('!du -n 4.5 3'), /Versions are 3\.51, 4\.0, 5\.0\.$/);
    assert.match(await problem('!du -l 3'), /^!du -l does not take '3'\./);
  });
});

describe('!dso', () => {
  it('prints a layout with offsets, types and where it is from', async () => {
    assert.equal(
      await answer('!dso handleentry'),
      `HANDLEENTRY, 18 bytes, 5.2 to 10.0 (1607) x64
    +000  phead   HEAD*   index of the next free entry while the entry is free
    +008  pOwner  PVOID   THREADINFO*, PROCESSINFO* or 0
    +010  bType   UCHAR
    +011  bFlags  UCHAR
    +012  wUniq   USHORT
    stated (SEED GC-HE VOL)
`,
    );
  });

  it('spreads embedded headers out', async () => {
    const text = await answer('!dso THRDESKHEAD');
    assert.deepEqual(text.match(/\+\w+ +\w+/g), [
      '+000  h',
      '+008  cLockObj',
      '+010  pti',
      '+018  rpdesk',
      '+020  pSelf',
    ]);
  });

  it('prints the values of several structures in a row', async () => {
    const text = await answer('!dso HANDLEENTRY fffff900c0a00030 *3');
    assert.equal(text.match(/^HANDLEENTRY at /gm)?.length, 3);
    assert.match(text, /fffff900c0a00048\n {4}\+000 {2}phead {3}fffff900c1b00600\n/);
  });

  it('prints one member only', async () => {
    assert.equal(
      await answer('!dso HANDLEENTRY wuniq fffff900c0a00048'),
      'HANDLEENTRY at fffff900c0a00048\n    +012  wUniq  3\n',
    );
    assert.match(await answer('!dso HANDLEENTRY wuniq'), /\n {4}\+012 {2}wUniq {2}USHORT\n/);
  });

  it('shows the start of arrays and says how much is left', async () => {
    const text = await answer('!dso SHAREDINFO fffff900c0580000');
    assert.match(text, /\+028 {2}awmControl\[0\]\.maxMsgs +0\n/);
    assert.match(text, / awmControl +27 more elements\n/);
    assert.match(text, /\+218 {2}DefWindowMsgs\.maxMsgs +0\n/);
  });

  it('says what is not in memory', async () => {
    assert.match(await answer('!dso HEAD 1000'), /\+000 {2}h +not in memory\n/);
  });

  it('takes an unambiguous beginning of a name, and the full name of a structure', async () => {
    assert.equal(
      firstLine(await answer('!dso handlee')),
      firstLine(await answer('!dso HANDLEENTRY')),
    );
    assert.equal(
      firstLine(await answer('!dso tagSHAREDINFO')),
      firstLine(await answer('!dso SHAREDINFO')),
    );
  });

  it('lists what it knows for the target, and says what it does not', async () => {
    const text = await answer('!dso', { profile: 'nt40-x86', entries: [] });
    assert.match(text, /^Structures known for 4\.0 x86\n/);
    assert.match(text, /^HEAD +8 +2 +-$/m);
    assert.match(text, /^SHAREDINFO +- +- +no public layout for this version$/m);
  });

  it('works without USER handles, by the Windows version', async () => {
    const text = await textOf(interpreterOf(new FakeTarget()), '!dso HANDLEENTRY');
    assert.match(
      text,
      /^HANDLEENTRY, 20 bytes, 10\.0 \(1703\) and higher, user-readable table x64\n/,
    );
  });

  it('refuses what it does not know, with the next step', async () => {
    assert.match(
      await problem('!dso HANDLENTRY'),
      /^No structure is called 'HANDLENTRY'\. Did you mean HANDLEENTRY\?$/,
    );
    assert.match(
      await problem('!dso WND'),
      /^The layout of WND is not public\. Its objects begin with THRDESKHEAD: /,
    );
    assert.match(
      await problem('!dso HANDLE'),
      /means several structures: HANDLEENTRY, HANDLETYPEINFO\./,
    );
    assert.match(
      await problem('!dso HANDLEENTRY wUnik'),
      /neither a member of HANDLEENTRY nor an address\. Did you mean wUniq\?$/,
    );
    assert.match(await problem('!dso HANDLEENTRY 1000 4'), /^!dso does not take '4'\. Usage: /);
    assert.match(await problem('!dso HANDLEENTRY 1000 *zz'), /zz/);
    assert.match(await problem('!dso -l HEAD 3'), /^!dso -l takes a structure only\./);
    assert.match(await problem('!dso CLIPDATA 1000 *2'), /no telling where the next one begins/);
  });

  it('says that a version has no public layouts at all', async () => {
    const info = { windows: { major: 3, minor: 50, build: 807, name: 'Windows NT 3.5' } } as const;
    const target = new FakeTarget({ info: { ...info, architecture: 'x86', pointerSize: 4 } });
    assert.match(
      await problem('!dso HEAD', target),
      /^No layouts are public for Windows NT 3\.5 on x86\. !dso -l/,
    );
  });
});

describe('!dsi', () => {
  it('shows SERVERINFO and what the table holds', async () => {
    const text = await answer('!dsi');
    assert.match(text, /^SERVERINFO at fffff900c0581000 \(selected\)\n/);
    assert.match(text, /cHandleEntries +40\n/);
    assert.match(
      text,
      /\nTable at fffff900c0a00000 \(win32k!gSharedInfo aheList\), 64 entries of 18 bytes\n/,
    );
    assert.match(text, /\n5 in use, 59 free, highest index in use 000d\n {4}Window {15}1\n/);
  });

  it('says why there is no SERVERINFO in old versions, and counts all the same', async () => {
    const text = await answer('!dsi', { profile: 'nt40-x86' });
    assert.match(
      text,
      /^SERVERINFO is not shown: the layout of SHAREDINFO, which leads to it, is not public for 4\.0\.\n/,
    );
    assert.match(text, /\n5 in use, 59 free/);
  });

  it('shows the handle types of Windows 7 where the target has none, and says so', async () => {
    const text = await answer('!dsi -g');
    assert.match(
      text,
      /^Handle types as printed for Windows 7 SP1 x64, not read from this target\n/,
    );
    assert.match(
      text,
      /^01 +Window +THRDESKHEAD +thread +- +Uswd +39 +THREADOWNED \| USEPOOLQUOTA \| DESKTOPHEAP \| USEPOOLIFNODESKTOP +b0\/128$/m,
    );
    const none = await textOf(interpreterOf(new FakeTarget()), '!dsi -g');
    assert.equal(none, text);
  });

  it('refuses arguments', async () => {
    assert.match(await problem('!dsi 3'), /^!dsi does not take '3'\. Usage: !dsi \| !dsi -g/);
  });
});

describe('!dti and !dpi', () => {
  it('list threads with what they own', async () => {
    const text = await answer('!dti');
    assert.match(text, /^Tid +Pid +THREADINFO +Desktop +Handles +Image +By type\n/);
    assert.match(text, /^9c0 +8a4 +fffff900c078c000 +- +2 +leaky\.exe +1 Hook, 1 DDE access$/m);
  });

  it('show one thread by id or address', async () => {
    const text = await answer('!dti 9c0');
    assert.match(text, /^THREADINFO fffff900c078c000 {2}thread 9c0, process 8a4 leaky\.exe\n/);
    assert.match(text, /\n {4}USER handles {2}2\n {8}Hook {17}1\n/);
    assert.equal(await answer('!dti fffff900c078c000'), text);
  });

  it('list processes, most handles first', async () => {
    const text = await answer('!dpi');
    assert.match(
      text,
      /^8a4 +fffff900c077a400 +3 +- +10000 +- +leaky\.exe +1 Menu, 1 Hook, 1 DDE access$/m,
    );
    assert.ok(text.indexOf('8a4 ') < text.indexOf('5d0 '));
    assert.match(text, /\n5 in use in the session, 1 of them owned by nobody\n$/);
  });

  it('show one process with its quota', async () => {
    const text = await answer('!dpi 8a4');
    assert.match(text, /^PROCESSINFO fffff900c077a400 {2}process 8a4 leaky\.exe\n/);
    assert.match(text, / in the table {2}3 of 10000 {2}\(0 %\)\n {8}Menu/);
  });

  it('refuse what they cannot find or do not take', async () => {
    assert.match(
      await problem('!dti 77'),
      /^No thread that uses the windowing system has the id or the address 77\. !dti lists them/,
    );
    assert.match(await problem('!dpi 77'), /^No process has the id or the address 77\. !dpi lists/);
    assert.match(await problem('!dti 1 2'), /^!dti does not take '2'\./);
    assert.match(await problem('!dpi 1 2'), /^!dpi does not take '2'\./);
  });

  it('answer in JSON with ids, counters and counts', async () => {
    const target = new FakeUserTarget({ entries: ENTRIES });
    const document = (await jsonOf(interpreterOf(target), '!dpi 8a4')) as {
      readonly processes: readonly Record<string, unknown>[];
    };
    const [process] = document.processes;
    assert.equal(process?.['processId'], 0x8a4);
    assert.equal(process['counted'], 3);
    assert.deepEqual(process['byType'], { Menu: 1, Hook: 1, 'DDE access': 1 });
    assert.equal(process['counters'], null);
  });
});

describe('Every fact is reachable', () => {
  const facts = async (line: string): Promise<string> =>
    textOf(interpreterOf(new FakeTarget()), line);

  it('the 37 rows of the article’s types, by !dhe -t', async () => {
    const text = await facts('!dhe -t');
    assert.equal(text.match(/^0x[0-9A-F]{2}.*$/gm)?.length, 37);
    assert.match(text, /^0x0F \(3\.51\); 0x0D \(4\.0\); 0x0C +MONITOR +Monitor +5\.0 and higher/m);
  });

  it('the types of each version, by !dhe -t and the version', async () => {
    for (const [version, count] of [
      ['3.10', 17],
      ['3.1', 17],
      ['3.51', 16],
      ['4.0', 16],
      ['5.0', 18],
      ['5.1', 20],
      ['6.1', 22],
      ['10.0', 23],
    ] as const) {
      const text = await facts(`!dhe -t ${version}`);
      assert.equal(text.match(/^[0-9a-f]{2} {2}/gm)?.length, count, version);
    }
    assert.match(await facts('!dhe -t 4.0'), /^Only supposed in 4\.0: ThreadInfo, Zombie\.$/m);
    assert.match(
      await problem('!dhe -t 7', new FakeTarget()),
      /^The types of version '7' are not known\. Versions are 3\.10, /,
    );
  });

  it('the eight flags, by !dhe -f', async () => {
    const text = await facts('!dhe -f');
    assert.equal(text.match(/^[0-9a-f]{2} {4}/gm)?.length, 8);
    assert.match(text, /^20 +HANDLEF_GRANTED +5\.0 and higher/m);
  });

  it('the 23 rows of other names with recomputed verdicts, by !du -l', async () => {
    const text = await facts('!du -l');
    assert.equal(text.match(/^[0-9a-f]{2} {5}/gm)?.length, 23);
    assert.match(text, /^10 +CTYPES +Ctypes +3\.51 to 5\.0 +- .*incorrect: Timer$/m);
  });

  it('what one !du says, by !du -l -n', async () => {
    const text = await facts('!du -l -n 5.0');
    assert.equal(text.match(/ incorrect: /g)?.length, 12);
  });

  it('the 64 layouts, by !dso -l', async () => {
    const text = await facts('!dso -l');
    assert.equal(text.match(/ {2}x(?:86|64) {2}/g)?.length, 64);
    assert.equal((await facts('!dso -l HEAD')).match(/^HEAD /gm)?.length, 4);
  });

  it('also as data', async () => {
    const document = (await jsonOf(interpreterOf(new FakeTarget()), '!dhe -t 6.1')) as {
      readonly rows: readonly Record<string, unknown>[];
    };
    assert.deepEqual(document.rows[2], {
      value: 2,
      name: 'Menu',
      structure: 'MENU',
      symbol: 'TYPE_MENU',
      header: 'PROCDESKHEAD',
      owner: 'process',
      createdBy: 'CreateMenu / CreatePopupMenu / LoadMenu',
      destroyedBy: 'DestroyMenu',
    });
  });
});
