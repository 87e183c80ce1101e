/** `!dhe`: lists, single handles, every way to name one, and what is said when something is wrong. */

import assert from 'node:assert/strict';
import type { UserHandleResult } from '../../../../src/core/commands/user/userResults';
import type { UserProfileId } from '../../../../src/core/windows/user/userProfileId';
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
  { index: 2, type: 'window', owner: SHELL.threadId, flags: 0x40 },
  { index: 3, type: 'menu', owner: LEAKY.processId, uniq: 3 },
  { index: 5, type: 'menu', owner: LEAKY.processId, flags: 1, locks: 1 },
  { index: 7, type: 'cursor', owner: SHELL.processId, objectHandle: 0x40007 },
  { index: 9, type: 'hook', owner: LEAKY.threadId },
  { index: 11, type: 'ddeconv', owner: 0xbad },
  { index: 12, type: 'window', owner: LEAKY.threadId, flags: 0x21 },
];

function target(options: FakeUserOptions = {}): FakeUserTarget {
  return new FakeUserTarget({ entries: ENTRIES, ...options });
}

function answer(line: string, options: FakeUserOptions = {}): Promise<string> {
  return textOf(interpreterOf(target(options)), line);
}

async function problem(line: string, options: FakeUserOptions = {}): Promise<string> {
  const result = await runOne(interpreterOf(target(options)), line);
  assert.equal(result.kind, 'error', line);
  return (await answer(line, options)).trimEnd();
}

/** The rows of a list, without heading and footer. */
const rows = (text: string): readonly string[] => text.match(/^[0-9a-f]{8} {2}.*$/gm) ?? [];
/** The handles of a list. */
const handles = (text: string): readonly string[] => rows(text).map((row) => row.slice(0, 8));
/** The first line of one handle. */
const verdict = (text: string): string => /uniq [0-9a-f]{4} {2}(.*)$/m.exec(text)?.[1] ?? text;

describe('!dhe for lists', () => {
  it('says which table it is and lists what is in use, free entries left out', async () => {
    const text = await answer('!dhe');
    assert.equal(
      text.split('\n')[0],
      'USER handles, session 1: aheList fffff900c0a00000, entry size 18, entries 64, in use 7',
    );
    assert.deepEqual(handles(text), [
      '00010002',
      '00030003',
      '00010005',
      '00010007',
      '00010009',
      '0001000b',
      '0001000c',
    ]);
    assert.match(text, /\n7 shown of 7 in use\n$/);
  });

  it('makes the column of flags as wide as the widest that is shown', async () => {
    const all = await answer('!dhe');
    assert.match(all, / {2}DESTROY\|GRANTED {2}/);
    assert.match(all, / {2}Menu {17}- {16}fffff900c1b00600 {2}process 8a4 leaky\.exe/);
    assert.match(await answer('!dhe 0 1 Hook'), / {2}Hook {17}- {6}fffff900c1b01200 {2}/);
  });

  it('names thread and process of an owner, or says that it is not known', async () => {
    const text = await answer('!dhe');
    assert.match(text, /00010009 .* thread 9c0, process 8a4 leaky\.exe$/m);
    assert.match(text, /0001000b .* unknown thread fffff900c07aad00$/m);
  });

  it('adds free entries with the index that follows them', async () => {
    const text = await answer('!dhe 0 5');
    assert.equal(rows(text).length, 64);
    assert.match(text, /^00010001 .* Free {17}- {16}next 0000 {9}-$/m);
    assert.match(text, /\n64 shown of 64 entries, 7 in use\n$/);
  });

  for (const [name, typed] of [
    ['its name', 'Menu'],
    ['its symbol', 'type_menu'],
    ['its structure', 'MENU'],
    ['its number', '2'],
    ['a number with prefix', '0x2'],
  ] as const) {
    it(`filters by a type under ${name}`, async () => {
      assert.deepEqual(handles(await answer(`!dhe 0 1 ${typed}`)), ['00030003', '00010005']);
    });
  }

  it('takes a type with blanks, and a process behind it', async () => {
    assert.deepEqual(handles(await answer('!dhe 0 1 DDE conv')), ['0001000b']);
    assert.deepEqual(handles(await answer('!dhe 0 1 "DDE conv" 8a4')), []);
    assert.deepEqual(handles(await answer('!dhe 0 1 dde conv 8a4')), []);
  });

  it('filters by process, counts threads for it, and tells its quota', async () => {
    const text = await answer('!dhe 0 1 * 8a4');
    assert.deepEqual(handles(text), ['00030003', '00010005', '00010009', '0001000c']);
    assert.match(text, /\n4 shown of 7 in use; process 8a4 has 4 of 10000\n$/);
  });

  it('finds a process by the address of its PROCESSINFO', async () => {
    assert.deepEqual(handles(await answer('!dhe 0 1 Menu fffff900c077a400')), [
      '00030003',
      '00010005',
    ]);
  });

  it('takes 0 for all processes', async () => {
    assert.equal(handles(await answer('!dhe 0 1 * 0')).length, 7);
  });

  it('counts by type only for flags 0', async () => {
    const text = await answer('!dhe 0 0');
    assert.match(text, /^ {4}Menu {17}2$/m);
    assert.match(text, /^ {4}Window {15}2$/m);
    assert.deepEqual(rows(text), []);
    assert.match(await answer('!dhe 0 0 * 8a4'), /^ {4}Window {15}1$/m);
  });

  it('prints blocks where more than the entry is wanted', async () => {
    const text = await answer('!dhe 0 3 Menu');
    assert.equal(text.match(/^Object /gm)?.length, 2);
    assert.match(text, /\n2 shown of 7 in use\n$/);
  });

  it('says what is wrong with a table above it', async () => {
    const text = await answer('!dhe', { entries: [{ index: 1, type: 0x30 }] });
    assert.match(text, /have a type that Windows 6\.1 does not define/);
    assert.match(text, / {2}<0x30> /);
  });
});

describe('!dhe for one handle', () => {
  it('prints entry and object', async () => {
    assert.equal(
      await answer('!dhe 30003'),
      `Handle 00030003  index 0003  uniq 0003  valid
Entry  fffff900c0a00048
    phead     fffff900c1b00600
    pOwner    fffff900c077a400  process 8a4 leaky.exe
    bType     02  Menu (MENU, TYPE_MENU)
    bFlags    00  -
    wUniq     0003
Object fffff900c1b00600  MENU, 98 bytes, header PROCDESKHEAD
    h         00030003
    cLockObj  00000000
    hTaskWow  00000000
    rpdesk    0000000000000000
    pSelf     0000000000000000
`,
    );
  });

  for (const [line, expected] of [
    ['!dhe 30003', 'valid'],
    ['!dhe 3', 'valid (16-bit form)'],
    ['!dhe ffff0003', 'valid (16-bit form)'],
    ['!dhe ffffffffffff0003', 'valid (16-bit form)'],
    ['!dhe 20003', 'stale (entry is at uniq 0003)'],
    ['!dhe 10004', 'free (next free index 0000)'],
    ['!dhe 10005', 'marked for destruction'],
    ['!dhe 30003 1 Window', 'wrong type (wanted Window)'],
    ['!dhe 30003 1 Menu', 'valid'],
    ['!dhe 30003 1 TYPE_GENERIC', 'valid'],
    ['!dhe 10040', 'index past table'],
    ['!dhe 10007', 'inconsistent (object says 00040007)'],
    ['!dhe -i 3', 'valid'],
    ['!dhe -i 40', 'index past table'],
    ['!dhe -a fffff900c0a00048', 'valid'],
    ['!dhe -a fffff900c0a0004c', 'valid'],
    ['!dhe -a fffff900c1b00600', 'valid'],
  ] as const) {
    it(`answers ${line} with "${expected}"`, async () => {
      assert.equal(verdict(await answer(line)), expected);
    });
  }

  it('shows flags with their whole names', async () => {
    assert.match(
      await answer('!dhe 1000c'),
      /bFlags {4}21 {2}HANDLEF_DESTROY \| HANDLEF_GRANTED\n/,
    );
  });

  it('says which handle an object claims that is not its own', async () => {
    assert.match(
      await answer('!dhe 10007'),
      /h {9}00040007 {2}not the handle of the entry, 00010007\n/,
    );
  });

  it('explains the check step by step, up to the one that refuses', async () => {
    const text = await answer('!dhe 20003 10');
    assert.match(text, /\nCheck for any type\n/);
    assert.match(text, / uniq {6}fails {4}high word 0002 differs from wUniq 0003\n/);
    assert.match(text, / result {4}refused: error 6 \(ERROR_INVALID_HANDLE\)\n$/);
    assert.doesNotMatch(text, /Entry/);
  });

  it('names the error of a call that wants another type', async () => {
    const text = await answer('!dhe 30003 10 Window');
    assert.match(text, /\nCheck for Window\n/);
    assert.match(text, /refused: error 1400 \(ERROR_INVALID_WINDOW_HANDLE\)\n$/);
  });

  it('shows the owner in full', async () => {
    const text = await answer('!dhe 10009 8');
    assert.match(text, /\nOwner {2}thread 9c0, process 8a4 leaky\.exe\n {4}THREADINFO /);
    assert.match(text, / in the table {2}4 of 10000 {2}\(0 %\)\n {8}Window/);
    assert.match(text, / counters {6}not read: W32PROCESS at /);
  });

  it('says that a value is a constant as well', async () => {
    assert.match(await answer('!dhe ffff'), /\n {4}the value is also HWND_BROADCAST\n/);
  });

  it('names the structure where Microsoft has no public name, and tells whose name it is', async () => {
    const text = await answer('!dhe 10006', { entries: [{ index: 6, type: 'hiddata' }] });
    assert.match(text, /bType {5}12 {2}HIDDATA \(TYPE_HIDDATA; no Microsoft name is public, /);
  });

  it('gives structured facts for JSON', async () => {
    const document = (await jsonOf(interpreterOf(target()), '!dhe 20003')) as {
      readonly verdict: unknown;
      readonly validation: { readonly error: { readonly code: number } };
      readonly entry: { readonly typeName: string };
    };
    assert.deepEqual(document.verdict, {
      kind: 'stale',
      text: 'stale (entry is at uniq 0003)',
      good: false,
    });
    assert.equal(document.validation.error.code, 6);
    assert.equal(document.entry.typeName, 'Menu');
  });
});

describe('!dhe in other versions', () => {
  const only: readonly FakeUserEntry[] = [
    { index: 3, type: 'menu', owner: LEAKY.processId, uniq: 3 },
  ];

  it('prints offset, id and desktop from 1703 on', async () => {
    const text = await answer('!dhe 30003', { profile: 'win10-1703-x64', entries: only });
    assert.match(text, / heap offset {2}0000000000000600\n/);
    assert.match(text, / pid {10}00000000000008a4 {2}process 8a4 leaky\.exe\n/);
    assert.match(text, / desktop {6}0000000000000000\n/);
    assert.match(
      await answer('!dhe', { profile: 'win10-1703-x64', entries: only }),
      / Heap offset /,
    );
  });

  it('prints the owner of 3.10 with the object, which alone has it', async () => {
    const text = await answer('!dhe 30003', { profile: 'nt31-x86', entries: only });
    assert.doesNotMatch(text.split('Object')[0] ?? '', /pOwner/);
    assert.match(
      text,
      /cLockObj {3}0000\n {4}cLockObjT {2}0000\n {4}pOwner {5}e108a400 {2}process 8a4/,
    );
    assert.match(text, /header PROCOBJHEAD \(carried back from later versions\)/);
  });

  it('prints both lock counts of 3.51', async () => {
    const text = await answer('!dhe 30003', { profile: 'nt351-x86', entries: only });
    assert.match(text, /cLockObj {3}00000000\n {4}cLockObjT {2}00000000\n/);
  });

  it('prints the object size only where it is public', async () => {
    const profiles: readonly UserProfileId[] = ['w2k-x86', 'win7-x86'];
    const [old, seven] = await Promise.all(
      profiles.map((profile) => answer('!dhe 30003', { profile, entries: only })),
    );
    assert.match(old ?? '', /MENU, header/);
    assert.match(seven ?? '', /MENU, 6c bytes, header/);
  });
});

describe('!dhe typed wrongly', () => {
  it('lists the types that a text can mean', async () => {
    assert.equal(
      await problem('!dhe 0 1 dde'),
      "'dde' means several types: DDE access (0x9), DDE conv (0xa), DDE Transaction (0xb). Type more of the name, or the number.",
    );
  });

  it('names the nearest type', async () => {
    assert.equal(
      await problem('!dhe 0 1 Windoo'),
      "No type is called 'Windoo'. Did you mean Window?",
    );
    assert.match(await problem('!dhe 0 1 Windoo 8a4'), /^No type is called 'Windoo'\./);
  });

  it('says which versions have a type that this one lacks', async () => {
    assert.match(
      await problem('!dhe 0 1 WindowStation'),
      /^This version \(6\.1\) has no type WindowStation \(3\.10 to 3\.51\)\. !dhe -t 6\.1 lists/,
    );
    assert.match(
      await problem('!dhe 0 1 Timer', { profile: 'nt40-x86', entries: [] }),
      /has no type Timer \(5\.0 and higher\)/,
    );
    assert.match(
      await problem('!dhe 0 1 Keyboard Layout', { profile: 'nt351-x86', entries: [] }),
      /has no type Keyboard Layout \(4\.0 and higher\)/,
    );
    assert.match(await problem('!dhe 0 1 Blue Thing'), /^No type is called 'Blue Thing'\./);
  });

  it('says how to give a process without a type', async () => {
    assert.match(await problem('!dhe 0 1 8a4'), /write \* for the type: !dhe 0 1 \* 8a4$/);
  });

  it('says where a type belongs', async () => {
    assert.match(await problem('!dhe 0 Menu'), /- the type comes after the flags: !dhe 0 1 Menu$/);
    assert.match(await problem('!dhe Menu'), /- the type comes after the flags: !dhe 0 1 Menu$/);
  });

  it('refuses an unknown process', async () => {
    assert.match(await problem('!dhe 0 1 * 77'), /^No process has the id or the address 77\./);
  });

  it('refuses a handle of another process, and says how to see whose it is', async () => {
    assert.match(
      await problem('!dhe 30003 3 * 5d0'),
      /^Handle 00030003 is not owned by process 5d0 explorer\.exe\. !dhe 30003 shows/,
    );
  });

  it('refuses an address that is nothing in the table, naming its bounds', async () => {
    assert.match(
      await problem('!dhe -a 1234'),
      /^0000000000001234 is neither in the table \(fffff900c0a00000 to fffff900c0a00600\)/,
    );
  });

  it('refuses an address in place of a handle', async () => {
    assert.match(await problem('!dhe fffff900c0a00048'), /!dhe -a fffff900c0a00048$/);
  });

  it('refuses an index of more than 16 bits', async () => {
    assert.match(await problem('!dhe -i 10000'), /^'10000' is no index/);
  });

  it('refuses switches that it does not have or that do not go together', async () => {
    assert.equal(await problem('!dhe -x 3'), "!dhe has no switch '-x'. !dhe -? shows the forms.");
    assert.match(await problem('!dhe -i 3 -a 4'), /by its index or by an address, not by both/);
    assert.match(await problem('!dhe -i'), /^!dhe -i needs a value\./);
    assert.match(await problem('!dhe -f 3'), /take nothing else/);
  });

  it('passes on why the table is not found', async () => {
    const missing = { code: 'x', message: 'user32 exports no gSharedInfo.', hint: 'It is older.' };
    assert.equal(
      await problem('!dhe', { problem: missing }),
      'user32 exports no gSharedInfo. It is older.',
    );
  });

  it('says which targets have USER handles when this one has none', async () => {
    const text = await textOf(interpreterOf(new FakeTarget()), '!dhe');
    assert.match(text, /^sample:fake has no USER handle table\. .*sample:user-menu-leak/);
  });
});

describe('!hh', () => {
  it('is left out, and suggests what does its work', async () => {
    assert.equal(
      await textOf(interpreterOf(target()), '!hh 30003'),
      "Unknown command '!hh'. Did you mean !dhe Handle 10?\n",
    );
  });
});

describe('the result of !dhe for one handle', () => {
  it('holds what a view needs: entry, verdict, owner, check', async () => {
    const result = (await runOne(interpreterOf(target()), '!dhe 10009')) as UserHandleResult;
    assert.equal(result.kind, 'userHandle');
    assert.equal(result.examined.entry, 9);
    assert.equal(result.examined.confirmed, true);
    assert.equal(result.owner?.process.processId, LEAKY.processId);
    assert.equal(result.validation.error, null);
  });
});
