/** Answers about USER handles in a debug session: output, the answer's line, what it expands into, watches. */

import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from '../support/dapClient';
import { FakeUserTarget, fakeUserTrace, LEAKY, SHELL } from '../support/fakeUserTarget';

type Variable = DebugProtocol.Variable;

const ENTRIES = [
  { index: 2, type: 'window', owner: SHELL.threadId },
  { index: 3, type: 'menu', owner: LEAKY.processId, uniq: 3 },
  { index: 5, type: 'menu', owner: LEAKY.processId },
] as const;

async function started(target = new FakeUserTarget({ entries: ENTRIES })): Promise<DapClient> {
  const client = new DapClient({ target });
  await client.start();
  client.forgetEvents();
  return client;
}

async function children(
  client: DapClient,
  { variablesReference }: { readonly variablesReference: number },
): Promise<readonly Variable[]> {
  assert.ok(variablesReference > 0, 'it expands');
  const { variables } = await client.body<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference,
  });
  return variables;
}

const named = (variables: readonly Variable[], name: string): Variable => {
  const found = variables.find((variable) => variable.name === name);
  assert.ok(found !== undefined, `${name} among ${variables.map((each) => each.name).join(', ')}`);
  return found;
};

describe('USER handles in the debug console', () => {
  it('writes a list line by line and answers with a line that expands into entries', async () => {
    const client = await started();
    const answer = await client.type('!dhe 0 1 Menu 8a4');
    assert.equal(client.outputs.length, 4);
    assert.equal(answer.result, '2 USER handles of type Menu; process 8a4 has 2 of 10000');
    const [first, second] = await children(client, answer);
    assert.equal(first?.name, '00030003');
    assert.equal(first.value, 'Menu, process 8a4 leaky.exe');
    assert.equal(first.evaluateName, '!dhe 0x30003');
    assert.equal(first.memoryReference, '0xfffff900c0a00048');
    assert.equal(second?.name, '00010005');
  });

  it('expands an entry into verdict, entry, object and check', async () => {
    const client = await started();
    const answer = await client.type('!dhe 30003');
    assert.equal(answer.result, 'Menu 00030003, valid, process 8a4 leaky.exe');
    const facts = await children(client, answer);
    assert.equal(named(facts, 'Verdict').value, 'valid');
    assert.equal(named(facts, 'bType').value, '02 Menu');
    const object = named(facts, 'Object');
    assert.equal(object.value, 'PROCDESKHEAD at fffff900c1b00600');
    assert.equal(object.memoryReference, '0xfffff900c1b00600');
    assert.equal(named(await children(client, object), 'h').value, '0000000000030003');
    const steps = await children(client, named(facts, 'Check'));
    assert.deepEqual(
      steps.map(({ name }) => name),
      ['null', 'bounds', 'entry', 'uniq', 'type', 'flags', 'object'],
    );
  });

  it('reads the bytes of an entry at its memory reference', async () => {
    const client = await started();
    const { data } = await client.body<{ data: string }>('readMemory', {
      memoryReference: '0xfffff900c0a00048',
      count: 24,
    });
    const bytes = Buffer.from(data, 'base64');
    assert.equal(bytes.readUInt8(16), 2);
    assert.equal(bytes.readUInt16LE(18), 3);
  });

  it('expands processes, threads, structures and tables of facts', async () => {
    const client = await started();
    const process = (await children(client, await client.type('!dpi')))[0];
    assert.equal(process?.value, 'process 8a4 leaky.exe: 2 of 10000');
    assert.equal(named(await children(client, process), 'Menu').value, '2');
    const thread = (await children(client, await client.type('!dti')))[1];
    assert.equal(thread?.value, 'thread 5e4, process 5d0 explorer.exe: 1 USER handle');
    const structure = (
      await children(client, await client.type('!dso HANDLEENTRY fffff900c0a00048'))
    )[0];
    assert.equal(structure?.name, '0xfffff900c0a00048');
    assert.equal(named(await children(client, structure), 'wUniq').value, '3');
    const layout = await children(client, await client.type('!dso HANDLEENTRY'));
    assert.equal(named(layout, 'bType').value, '+010 UCHAR');
    const counts = await children(client, await client.type('!dsi'));
    assert.equal(named(counts, 'Window').evaluateName, '!dhe 0 1 1');
    const flags = await children(client, await client.type('!dhe -f'));
    assert.equal(flags.length, 8);
    assert.match(named(flags, '20').value, /^HANDLEF_GRANTED, 5\.0 and higher, /);
    const flag = await children(client, named(flags, '20'));
    assert.equal(named(flag, 'Symbol').value, 'HANDLEF_GRANTED');
  });

  it('shows trace records, newest first, and tells views what changed', async () => {
    const target = new FakeUserTarget({ entries: ENTRIES });
    const client = await started(target);
    await client.type('!utrace -enable');
    const { reason } = await client.eventBody<{ reason: string }>('handleLens/changed');
    assert.equal(reason, 'tracing');
    target.userTraceLog = [
      fakeUserTrace('badref', 0x20003, { type: 1 }),
      fakeUserTrace('create', 0x30003),
    ];
    target.userRecorded = 2;
    const records = await children(client, await client.type('!utrace'));
    assert.deepEqual(
      records.map(({ name, value }) => `${name} = ${value}`),
      [
        '0: BADREF 00020003 = Window wanted, owner 8a4, thread 9c0, process 8a4',
        '1: CREATE 00030003 = Menu, owner 8a4, thread 9c0, process 8a4',
      ],
    );
  });

  it('answers a watch with one line, and refuses there what changes the target', async () => {
    const client = await started();
    const watch = (expression: string): Promise<DebugProtocol.Response> =>
      client.request('evaluate', { expression, context: 'watch' });
    const answer = await watch('!dhe 10005');
    assert.equal(
      (answer.body as { result: string }).result,
      'Menu 00010005, valid, process 8a4 leaky.exe',
    );
    const refused = await watch('!utrace -enable');
    assert.match(refused.message ?? '', /changes the target and is refused here/);
  });

  it('completes live USER handles', async () => {
    const client = await started();
    const { targets } = await client.body<DebugProtocol.CompletionsResponse['body']>(
      'completions',
      { text: '!dhe 3', column: 7 },
    );
    assert.equal(targets[0]?.label, '30003');
    assert.equal(targets[0].detail, 'Menu leaky.exe');
  });
});
