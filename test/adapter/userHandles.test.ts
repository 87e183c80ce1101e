import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openSample } from '../../src/core/script/samples/catalog';
import type {
  UserHandleAnswer,
  UserRowsAnswer,
  UserTableAnswer,
  UserTableFacts,
} from '../../src/protocol/userMessages';
import { DapClient } from '../support/dapClient';
import { FakeUserTarget, LEAKY } from '../support/fakeUserTarget';
import { fakeTarget } from './fakeTarget';

const TABLE = 'handleLens/userTable';
const ROWS = 'handleLens/userRows';
const HANDLE = 'handleLens/userHandle';

async function started(name: string): Promise<DapClient> {
  const sample = openSample(name);
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  return client;
}

async function tableOf(client: DapClient): Promise<UserTableFacts> {
  const { table } = await client.body<UserTableAnswer>(TABLE, {});
  assert.ok(table !== null);
  return table;
}

function run(client: DapClient, expression: string): Promise<unknown> {
  return client.request('evaluate', { expression, context: 'repl' });
}

describe('handleLens/userTable', () => {
  it('groups all entries in use by type and by owner, and leaves none out', async () => {
    const client = await started('user-menu-leak');
    const table = await tableOf(client);
    assert.equal(table.profile, 'win7-x64');
    assert.ok(table.inUse > 50 && table.inUse < table.entries);
    for (const groups of [table.types, table.owners]) {
      assert.equal(
        groups.reduce((sum, { count }) => sum + count, 0),
        table.inUse,
      );
    }
    const menus = table.types.find(({ type }) => type === 'menu');
    assert.deepEqual(
      [menus?.label, menus?.destroyedBy, menus?.newCount],
      ['Menu', 'DestroyMenu', 0],
    );
  });

  it('tells how much of its quota a process has used', async () => {
    const client = await started('user-menu-leak');
    const { owners } = await tableOf(client);
    const leaky = owners.find(({ label }) => label === 'process 8a4 leaky.exe');
    assert.ok(leaky?.quota !== null && leaky !== undefined);
    assert.equal(leaky.quota.quota, 10_000);
    assert.equal(leaky.quota.counted, leaky.count);
    assert.equal(leaky.quota.counter, leaky.count);
    assert.ok(leaky.quota.peak !== null && leaky.quota.peak >= leaky.count);
  });

  it('marks what was created since the previous stop, up to the quota, and what went with its process', async () => {
    const client = await started('user-menu-leak');
    const first = await tableOf(client);
    assert.deepEqual([first.newCount, first.closedCount], [0, 0]);
    await run(client, 'g');
    const second = await tableOf(client);
    assert.ok(second.newCount >= 324, String(second.newCount));
    assert.equal(second.inUse, first.inUse + second.newCount - second.closedCount);
    const menus = second.types.find(({ type }) => type === 'menu');
    assert.ok(menus !== undefined && menus.newCount > 300);
    await run(client, 'g');
    const full = (await tableOf(client)).owners.find(({ label }) => label.includes('leaky.exe'));
    assert.equal(full?.quota?.counted, 10_000);
    await run(client, 'g');
    const last = await tableOf(client);
    assert.ok(last.closedCount >= 10_000);
    const gone = last.owners.find(({ label }) => label.includes('leaky.exe'));
    assert.deepEqual(
      [gone?.label, gone?.quota ?? null, gone?.closedCount === gone?.count],
      ['process 8a4 leaky.exe', null, true],
    );
  });

  it('opens a table once for a stop', async () => {
    const client = await started('user-menu-leak');
    assert.deepEqual(await tableOf(client), await tableOf(client));
    await run(client, '!dhe 0');
    assert.equal((await tableOf(client)).newCount, 0);
  });

  it('is the only thing that a machine without kernel handles has', async () => {
    const client = await started('user-leak-nt351');
    const target = await client.body<{ capabilities: { handles: boolean } }>(
      'handleLens/target',
      {},
    );
    assert.equal(target.capabilities.handles, false);
    assert.ok((await tableOf(client)).inUse > 0);
  });

  it('is nothing at all where a target never has one', async () => {
    const client = new DapClient({ target: fakeTarget() });
    await client.start();
    const { table, problem } = await client.body<UserTableAnswer>(TABLE, {});
    assert.deepEqual([table, problem], [null, null]);
    const refused = await client.request(ROWS, { group: 'type:1' });
    assert.equal(refused.success, false);
    assert.match(refused.message ?? '', /fake has no USER handle table\..*user-/);
  });

  it('says why a table cannot be found, and what to do', async () => {
    const target = new FakeUserTarget({
      problem: { code: 'x', message: 'gSharedInfo is not in memory.', hint: 'Use .dump /ma.' },
    });
    const client = new DapClient({ target });
    await client.start();
    const { table, problem } = await client.body<UserTableAnswer>(TABLE, {});
    assert.equal(table, null);
    assert.match(problem ?? '', /gSharedInfo is not in memory\.\s+Use \.dump \/ma\./);
  });
});

describe('handleLens/userRows', () => {
  it('gives pages of a group that join to the whole, new entries and ghosts marked', async () => {
    const client = await started('user-menu-leak');
    await tableOf(client);
    await run(client, 'g');
    const group = (await tableOf(client)).types.find(({ type }) => type === 'menu');
    assert.ok(group !== undefined);
    const all: UserRowsAnswer['rows'][number][] = [];
    for (let start = 0; start < group.count; start += 100) {
      const wanted = { grouping: 'type', group: group.key, start, count: 100 };
      const page: UserRowsAnswer = await client.body(ROWS, wanted);
      assert.equal(page.total, group.count);
      all.push(...page.rows);
    }
    assert.equal(all.length, group.count);
    assert.equal(new Set(all.map(({ handle }) => handle)).size, group.count);
    assert.equal(all.filter(({ state }) => state === 'new').length, group.newCount);
    assert.equal(all.filter(({ state }) => state === 'closed').length, group.closedCount);
    assert.ok(all.every(({ type, typeName }) => type === 'menu' && typeName === 'Menu'));
  });

  it('reads the bytes of an entry at its memory reference', async () => {
    const client = await started('user-menu-leak');
    const { rows } = await client.body<UserRowsAnswer>(ROWS, { group: 'type:2', count: 1 });
    const [row] = rows;
    assert.ok(row !== undefined && row.memoryReference !== null);
    const memory = await client.body<DebugProtocol.ReadMemoryResponse['body']>('readMemory', {
      memoryReference: row.memoryReference,
      count: 0x18,
    });
    const bytes = Buffer.from(memory?.data ?? '', 'base64');
    assert.equal(bytes.length, 0x18);
    assert.equal(bytes.readUInt8(0x10), 2);
    assert.equal(bytes.readUInt16LE(0x12), row.uniq);
  });

  it('gives no rows for a group that is not there, and refuses a grouping it does not know', async () => {
    const client = await started('user-menu-leak');
    const none = await client.body<UserRowsAnswer>(ROWS, { group: 'type:ff' });
    assert.deepEqual([none.rows, none.total], [[], 0]);
    const refused = await client.request(ROWS, { grouping: 'colour', group: '' });
    assert.match(refused.message ?? '', /type, owner/);
  });
});

describe('handleLens/userHandle', () => {
  it('judges live, stale and impossible values', async () => {
    const client = new DapClient({
      target: new FakeUserTarget({
        entries: [{ index: 5, uniq: 3, type: 'menu', owner: LEAKY.processId, flags: 0x20 }],
      }),
    });
    await client.start();
    const ask = (handle: string): Promise<UserHandleAnswer> => client.body(HANDLE, { handle });
    const good = await ask('0x30005');
    assert.deepEqual(
      [good.kind, good.verdict, good.confirmed, good.typeName, good.destroyedBy],
      ['valid', 'valid', true, 'Menu', 'DestroyMenu'],
    );
    assert.match(good.owner, /leaky\.exe/);
    assert.deepEqual(
      good.flags.map(({ name }) => name),
      ['HANDLEF_GRANTED'],
    );
    assert.equal((await ask('0x20005')).kind, 'stale');
    assert.equal((await ask('0x5')).kind, 'other');
    const past = await ask('0x1ffff');
    assert.deepEqual([past.kind, past.entryAddress], ['other', null]);
    const refused = await client.request(HANDLE, { handle: '0x123456789' });
    assert.match(refused.message ?? '', /32 bits/);
  });
});

describe('A hover over a USER handle', () => {
  const hover = async (client: DapClient, expression: string): Promise<string | null> => {
    const answer = await client.request('evaluate', { expression, context: 'hover' });
    const body = answer.body as DebugProtocol.EvaluateResponse['body'] | undefined;
    return answer.success ? (body?.result ?? '') : null;
  };
  const withMenu = async (change: object = {}): Promise<DapClient> => {
    const menu = { index: 5, uniq: 3, type: 'menu', owner: LEAKY.processId, ...change } as const;
    const client = new DapClient({ target: new FakeUserTarget({ entries: [menu] }) });
    await client.start();
    return client;
  };

  it('shows index, uniqueness and verdict of a live one', async () => {
    assert.equal(
      await hover(await withMenu(), '0x30005'),
      'USER handle 00030005, valid: Menu, index 0005, uniqueness 0003, process 8a4 leaky.exe',
    );
  });

  it('shows a stale one only where the text says that it is a USER handle', async () => {
    const client = await withMenu();
    assert.equal(await hover(client, '0x20005'), null);
    assert.match(
      (await hover(client, '!dhe 0x20005')) ?? '',
      /stale \(entry is at uniq 0003\): now Menu/,
    );
  });

  it('shows nothing for small numbers, 16-bit forms, free entries and numbers past the table', async () => {
    const client = await withMenu();
    for (const text of [
      '0x5',
      '0x0005',
      '0xffff0005',
      '30005',
      '0x10006',
      '0x100ff',
      '0x300000005',
    ]) {
      assert.equal(await hover(client, text), null, text);
    }
    assert.equal(await hover(client, '!dhe 0x10006'), null);
  });

  it('shows nothing where the object says that its handle is another', async () => {
    assert.equal(await hover(await withMenu({ objectHandle: 0x40005 }), '0x30005'), null);
  });

  it('shows nothing on targets without such a table', async () => {
    const client = new DapClient({ target: fakeTarget() });
    await client.start();
    assert.equal(await hover(client, '0x30005'), null);
    assert.equal(await hover(client, '!dhe 0x30005'), null);
  });
});

describe('The scope of USER handles', () => {
  it('lists types, and entries whose bytes can be read', async () => {
    const client = await started('user-menu-leak');
    const { stackFrames } = await client.body<DebugProtocol.StackTraceResponse['body']>(
      'stackTrace',
      { threadId: await firstThread(client) },
    );
    const { scopes } = await client.body<DebugProtocol.ScopesResponse['body']>('scopes', {
      frameId: stackFrames[0]?.id ?? 0,
    });
    const scope = scopes.find(({ name }) => name === 'USER handles');
    assert.ok(scope !== undefined);
    const types = await children(client, scope.variablesReference);
    const menus = types.find(({ name }) => name === 'Menu');
    assert.match(menus?.value ?? '', /^\d+ handles$/);
    const [entry] = await children(client, menus?.variablesReference ?? 0);
    assert.match(entry?.memoryReference ?? '', /^0x[0-9a-f]+$/);
    assert.match(entry?.evaluateName ?? '', /^!dhe 0x/);
  });
});

async function firstThread(client: DapClient): Promise<number> {
  const { threads } = await client.body<DebugProtocol.ThreadsResponse['body']>('threads', {});
  return threads[0]?.id ?? 0;
}

async function children(
  client: DapClient,
  variablesReference: number,
): Promise<readonly DebugProtocol.Variable[]> {
  const body = await client.body<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference,
    start: 0,
    count: 50,
  });
  return body.variables;
}

describe('the filter of the Handles view', () => {
  it('leaves the USER handles that meet it, in groups that count them', async () => {
    const client = await started('user-menu-leak');
    const { table } = await client.body<UserTableAnswer>(TABLE, { filter: 'type:Menu' });
    const whole = await tableOf(client);
    assert.equal(table?.matched, 40);
    assert.equal(table.inUse, whole.inUse);
    assert.deepEqual(
      table.types.map(({ label, count }) => [label, count]),
      [['Menu', 40]],
    );
    assert.ok(table.owners.every(({ quota }) => quota === null));
    const page = { grouping: 'type', group: table.types[0]!.key, start: 0, count: 100 };
    const rows = await client.body<UserRowsAnswer>(ROWS, { ...page, filter: 'type:Menu 1001f' });
    assert.deepEqual(
      rows.rows.map(({ handle }) => handle),
      ['0x0001001f'],
    );
  });

  it('asks who created them, where the trace log tells', async () => {
    const client = await started('user-menu-leak');
    const filter = 'openedBy:leaky!BuildContextMenu';
    const { table } = await client.body<UserTableAnswer>(TABLE, { filter });
    assert.equal(table?.matched, 36);
  });

  it('that cannot be applied leaves all of them and says why; one that cannot be read too', async () => {
    const client = await started('user-menu-leak');
    await client.type('!utrace -disable');
    const { inUse } = await tableOf(client);
    const { table } = await client.body<UserTableAnswer>(TABLE, { filter: 'age>5' });
    assert.equal(table?.matched, null);
    assert.match(table.notes.join(' '), /The filter does not apply to USER handles: /);
    const wrong = await client.body<UserTableAnswer>(TABLE, { filter: 'tpye:Menu' });
    assert.equal(wrong.table?.matched, null);
    assert.equal(wrong.table.inUse, inUse);
  });
});

describe('the bytes behind an entry in Variables', () => {
  interface Memory {
    readonly address: string;
    readonly data?: string;
    readonly unreadableBytes?: number;
  }

  async function scope(client: DapClient): Promise<number> {
    const [thread] = (await client.body<{ threads: DebugProtocol.Thread[] }>('threads')).threads;
    const { stackFrames } = await client.body<{ stackFrames: DebugProtocol.StackFrame[] }>(
      'stackTrace',
      { threadId: thread!.id },
    );
    const { scopes } = await client.body<{ scopes: DebugProtocol.Scope[] }>('scopes', {
      frameId: stackFrames[0]!.id,
    });
    return scopes.find(({ name }) => name === 'USER handles')!.variablesReference;
  }

  async function children(client: DapClient, reference: number): Promise<DebugProtocol.Variable[]> {
    return (
      await client.body<{ variables: DebugProtocol.Variable[] }>('variables', {
        variablesReference: reference,
      })
    ).variables;
  }

  // What the button behind the variable does: the hex editor reads at the variable's memory reference.
  it('are its HANDLEENTRY: the uniqueness, type and address that the entry shows', async () => {
    const client = await started('user-menu-leak');
    const types = await children(client, await scope(client));
    const menus = types.find(({ name }) => name === 'Menu')!;
    const [entry] = await children(client, menus.variablesReference);
    assert.ok(entry?.memoryReference !== undefined);
    const memory = await client.body<Memory>('readMemory', {
      memoryReference: entry.memoryReference,
      count: 24,
    });
    assert.equal(memory.unreadableBytes, undefined);
    const bytes = Buffer.from(memory.data ?? '', 'base64');
    assert.equal(bytes.length, 24);
    assert.equal(bytes.readUInt8(0x10), 2);
    assert.equal(bytes.readUInt16LE(0x12), Number.parseInt(entry.name.slice(0, 4), 16));
    const facts = await children(client, entry.variablesReference);
    const phead = facts.find(({ name }) => name === 'phead')?.value;
    assert.equal(bytes.readBigUInt64LE(0).toString(16).padStart(16, '0'), phead);
  });

  it('of its object begin with the handle', async () => {
    const client = await started('user-menu-leak');
    const types = await children(client, await scope(client));
    const menus = types.find(({ name }) => name === 'Menu')!;
    const [entry] = await children(client, menus.variablesReference);
    const facts = await children(client, entry!.variablesReference);
    const object = facts.find(({ name }) => name === 'Object');
    assert.ok(object?.memoryReference !== undefined);
    const memory = await client.body<Memory>('readMemory', {
      memoryReference: object.memoryReference,
      count: 4,
    });
    const handle = Buffer.from(memory.data ?? '', 'base64').readUInt32LE(0);
    assert.equal(handle.toString(16).padStart(8, '0'), entry!.name);
  });
});
