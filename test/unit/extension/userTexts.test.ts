import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {
  UserGroup,
  UserHandleAnswer,
  UserRow,
  UserTableFacts,
} from '../../../src/protocol/userMessages';
import { nodeId } from '../../../src/extension/views/handleNodes';
import { commandOf } from '../../../src/extension/views/rowTexts';
import type { UserNode } from '../../../src/extension/views/userNodes';
import {
  quotaBar,
  userEntryTooltip,
  userHover,
  userGroupDescription,
  userGroupSpoken,
  userGroupTooltip,
  userRootDescription,
  userRootLabel,
  userRowDescription,
  userRowSpoken,
  userTypeIcon,
} from '../../../src/extension/views/userTexts';
import { USER_TYPES } from '../../../src/core/windows/user/userTypes';

const TABLE: UserTableFacts = {
  session: 1,
  profile: 'win7-x64',
  inUse: 412,
  matched: null,
  entries: 2048,
  newCount: 0,
  changedCount: 0,
  closedCount: 0,
  types: [],
  owners: [],
  notes: [],
};

function group(change: Partial<UserGroup> = {}): UserGroup {
  return {
    key: 'process:8a4',
    label: 'process 8a4 leaky.exe',
    count: 412,
    newCount: 0,
    changedCount: 0,
    closedCount: 0,
    type: null,
    createdBy: null,
    destroyedBy: null,
    quota: { counted: 412, quota: 10_000, isKnown: true, counter: 412, peak: 1500 },
    ...change,
  };
}

function entry(change: Partial<UserRow> = {}): UserRow {
  return {
    handle: '0x000200d3',
    index: 0xd3,
    uniq: 2,
    typeName: 'Menu',
    type: 'menu',
    owner: 'process 8a4 leaky.exe',
    flags: '',
    state: 'same',
    memoryReference: null,
    ...change,
  };
}

function answer(change: Partial<UserHandleAnswer> = {}): UserHandleAnswer {
  return {
    handle: '0x000200d3',
    index: 0xd3,
    uniq: 2,
    verdict: 'valid',
    kind: 'valid',
    confirmed: true,
    note: null,
    typeName: 'Menu',
    createdBy: 'CreateMenu',
    destroyedBy: 'DestroyMenu',
    owner: 'process 8a4 leaky.exe',
    flags: [{ name: 'HANDLEF_GRANTED', meaning: 'a job was granted the handle' }],
    entryAddress: '0xfffff900c0a013c8',
    objectAddress: '0xfffff900c1b00200',
    objectReason: null,
    generation: 0,
    ...change,
  };
}

describe('The branch of USER handles', () => {
  it('names the session, and how much of its table is in use', () => {
    assert.equal(userRootLabel(TABLE), 'USER handles, session 1');
    assert.equal(userRootLabel({ ...TABLE, session: null }), 'USER handles');
    assert.equal(userRootDescription(TABLE), '412 of 2,048 entries in use');
    assert.equal(
      userRootDescription({ ...TABLE, newCount: 36, closedCount: 2 }),
      '412 of 2,048 entries in use · 36 new, 2 closed',
    );
  });

  it('counts what an owner has against its quota, without what is gone', () => {
    assert.equal(userGroupDescription(group()), '412 of 10,000');
    assert.equal(
      userGroupDescription(group({ quota: null, count: 12, newCount: 3, closedCount: 2 })),
      '10 · 3 new, 2 closed',
    );
  });

  it('says that aloud in words', () => {
    assert.equal(
      userGroupSpoken(group({ newCount: 3 })),
      'process 8a4 leaky.exe, 412 of 10,000 USER handles, 3 new',
    );
    assert.equal(
      userGroupSpoken(group({ quota: null, count: 12, closedCount: 2 })),
      'process 8a4 leaky.exe, 10 USER handles, 2 closed',
    );
  });

  it('draws the quota in the tooltip, with the peak', () => {
    const text = userGroupTooltip(group());
    assert.match(text, /412 of 10,000 USER handles/);
    assert.match(text, /`█░{19}`/);
    assert.match(text, /Peak: 1,500/);
    assert.doesNotMatch(text, /itself counts|usual one/);
    const other = { counted: 5, quota: 10_000, isKnown: false, counter: 7, peak: null };
    const doubted = userGroupTooltip(group({ quota: other }));
    assert.match(doubted, /does not say its quota/);
    assert.match(doubted, /itself counts 7/);
  });

  it('draws bars of one length that are empty for nothing only, and full for all only', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.integer({ min: 1, max: 18_000 }), (used, quota) => {
        const bar = quotaBar(used, quota);
        assert.match(bar, /^█{0,20}░{0,20}$/);
        assert.equal(bar.length, 20);
        assert.equal(bar.startsWith('░'), used === 0);
        assert.equal(bar.endsWith('█'), used >= quota);
      }),
      { numRuns: 100 },
    );
  });

  it('describes an entry by what happened to it, its owner and its flags, and speaks all of it', () => {
    const row = entry({ state: 'new', flags: 'HANDLEF_GRANTED' });
    assert.equal(userRowDescription(row), 'new · process 8a4 leaky.exe · HANDLEF_GRANTED');
    assert.equal(
      userRowSpoken(row),
      'USER handle 0x000200d3, Menu, process 8a4 leaky.exe, flags HANDLEF_GRANTED, new',
    );
    assert.equal(userRowDescription(entry({ owner: '' })), '');
  });

  it('tells everything about an entry in its tooltip', () => {
    const text = userEntryTooltip(entry(), answer({ note: 'Some builds differ.' }));
    for (const part of [
      /^\*\*Menu\*\* `0x000200d3`/,
      /\| Index \| 00d3 \|/,
      /\| Uniqueness \| 0002 \|/,
      /\| Verdict \| valid \|/,
      /\| Object \| 0xfffff900c1b00200 \|/,
      /a job was granted the handle/,
      /Some builds differ\\\./,
      /Created by CreateMenu\./,
      /Destroyed by DestroyMenu\./,
    ]) {
      assert.match(text, part);
    }
  });

  it('says in a hover whether the value is still the handle of what the entry holds', () => {
    assert.match(userHover(answer()), /^\*\*USER handle\*\* `0x000200d3` — Menu\n/);
    const stale = answer({ kind: 'stale', verdict: 'stale (entry is at uniq 0003)' });
    assert.match(userHover(stale), /— the entry now holds\\: Menu\n/);
  });

  it('says why an object was not read, and lets no text of the target become markup', () => {
    const text = userEntryTooltip(
      entry({ state: 'closed' }),
      answer({ objectAddress: null, objectReason: 'kernel memory', owner: '[x](command:y)|*' }),
    );
    assert.match(text, /— closed/);
    assert.match(text, /not read\\: kernel memory/);
    assert.ok(text.includes('\\[x\\]\\(command\\:y\\)\\|\\*'), text);
    assert.equal(userEntryTooltip(entry(), null), '**Menu** `0x000200d3`');
  });

  it('has an icon for every type, and a question mark for what no version defines', () => {
    for (const { id } of USER_TYPES) {
      assert.match(userTypeIcon(id), /^[a-z-]+$/);
    }
    assert.equal(userTypeIcon(null), 'question');
  });

  it('has ids that differ for all its rows and start with the name of the target', () => {
    const owner = group();
    const base = { sessionId: 's' };
    const rows: readonly UserNode[] = [
      { ...base, kind: 'userRoot', table: TABLE },
      { ...base, kind: 'userGrouping', grouping: 'type', groups: [] },
      { ...base, kind: 'userGrouping', grouping: 'owner', groups: [] },
      { ...base, kind: 'userGroup', grouping: 'owner', group: owner },
      { ...base, kind: 'userRange', grouping: 'owner', group: owner, start: 0, count: 200 },
      { ...base, kind: 'userEntry', grouping: 'owner', groupKey: owner.key, entry: entry() },
      { ...base, kind: 'userEntry', grouping: 'type', groupKey: 'type:2', entry: entry() },
    ];
    const ids = rows.map((row) => nodeId(row, 'sample#1'));
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => id.startsWith('sample#1/user')));
  });

  it('knows the command that shows an entry', () => {
    const row = entry();
    const node = { sessionId: 's', grouping: 'type', groupKey: 'type:2', entry: row } as const;
    assert.equal(commandOf({ kind: 'userEntry', ...node }), '!dhe 000200d3');
  });
});
