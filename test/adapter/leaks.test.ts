import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openSample } from '../../src/core/script/samples/catalog';
import { DapClient } from '../support/dapClient';

type Variable = DebugProtocol.Variable;

async function started(): Promise<DapClient> {
  const opened = openSample('leaky-service');
  assert.ok(opened.ok);
  const client = new DapClient({ target: opened.value });
  await client.start();
  client.forgetEvents();
  return client;
}

async function children(
  client: DapClient,
  parent: { readonly variablesReference: number },
): Promise<readonly Variable[]> {
  const { variables } = await client.body<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference: parent.variablesReference,
  });
  return variables;
}

async function child(client: DapClient, parent: Variable, name: string): Promise<Variable> {
  const found = (await children(client, parent)).find((each) => each.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

describe('Leak sites in the debug console', () => {
  it('are written one by one, and expand into handles, stacks, reasons and closers', async () => {
    const client = await started();
    const answer = await client.type('!sites');
    assert.match(answer.result, /^200 outstanding opens at 64 sites, 3 likely leaks, first /);
    assert.match(client.output, /#2 {3}OrderStore!StoreSettings::ReadLimit\+0x44/);
    const sites = await children(client, answer);
    assert.equal(sites.length, 3);
    const site = sites[1]!;
    assert.equal(site.name, '#2 OrderStore!StoreSettings::ReadLimit+0x44');
    assert.match(
      site.value,
      /^looks like a leak \(\d+\): 18 outstanding of 36 opened here, 18 closed$/,
    );
    const handles = await children(client, await child(client, site, 'Handles'));
    assert.equal(handles.length, 18);
    assert.match(handles[0]!.value, /^Key \\REGISTRY/);
    const [stack] = await children(client, await child(client, site, 'Opening stacks'));
    const frames = await children(client, stack!);
    assert.ok(frames.some(({ value }) => value === 'OrderStore!StoreSettings::ReadLimit+0x44'));
    const [closer] = await children(client, await child(client, site, 'Siblings closed by'));
    assert.equal(closer?.name, 'OrderStore!StoreSettings::ReadLimit+0x8b');
    assert.ok((await children(client, await child(client, site, 'Why'))).length >= 3);
    assert.ok((await children(client, await child(client, site, 'Not in the log'))).length > 0);
  });

  it('show one site, and a tree of callers', async () => {
    const client = await started();
    const one = await client.type('!sites 1');
    assert.match(one.result, /NotifyAsync\+0x5f: 12 outstanding/);
    assert.ok((await children(client, one)).some(({ name }) => name === 'Opening stacks'));
    const tree = await client.type('!sites -by tree');
    const roots = await children(client, tree);
    assert.equal(roots[0]?.name, 'OrderService!ServiceMain');
    assert.ok((await children(client, roots[0])).length > 0);
  });

  it('use the rules about own code that the views use', async () => {
    const client = await started();
    await client.body('handleLens/ownCode', { own: [], system: ['OrderStore'] });
    await client.type('!sites');
    assert.match(client.output, /#2 {3}OrderService!PriceRefresh::OnTimer\+0x29/);
  });

  it('point at the character that is wrong', async () => {
    const client = await started();
    const answer = await client.request('evaluate', {
      expression: '!sites tpye:File',
      context: 'repl',
    });
    assert.equal(answer.success, false);
    assert.match(answer.message ?? '', /^!sites tpye:File\n {7}\^{4}\nThere is no field 'tpye'/);
  });
});

describe('Searches in the debug console', () => {
  it('expand into groups and handles', async () => {
    const client = await started();
    const answer = await client.type('!find type:Key group:site sort:count');
    assert.equal(answer.result, '32 of 200 handles in 10 groups');
    const groups = await children(client, answer);
    assert.equal(groups[0]?.name, 'OrderStore!StoreSettings::ReadLimit+0x44');
    assert.equal(groups[0].value, '18 handles');
    assert.equal(groups[0].evaluateName, '!find site:823538a56e08c2b9');
    assert.equal((await children(client, groups[0])).length, 18);
    const flat = await client.type('!find type:Mutant');
    assert.deepEqual(
      (await children(client, flat)).map(({ name }) => name),
      ['0x5c', '0xac', '0x10c'],
    );
    assert.equal((await client.type('!find name:nowhere')).variablesReference, 0);
  });

  it('expand duplicates and zombies into their handles', async () => {
    const client = await started();
    const duplicates = await children(client, await client.type('!dups'));
    assert.match(duplicates[0]?.value ?? '', /^6 handles, opened by OrderStore!StoreSettings/);
    assert.equal((await children(client, duplicates[0]!)).length, 6);
    const zombies = await children(client, await client.type('!zombies'));
    assert.equal(zombies.length, 12);
    assert.equal(zombies[0]?.name, 'thread 1ff0 of process 1f3c');
    assert.equal((await children(client, zombies[0])).length, 1);
  });

  it('know what happened since the previous stop, as the views do', async () => {
    const client = await started();
    await client.type('!find type:Key');
    await client.type('g');
    const answer = await client.type('!find state:new');
    assert.equal(answer.result, '9 of 209 handles');
  });

  it('complete fields and values', async () => {
    const client = await started();
    const { targets } = await client.body<DebugProtocol.CompletionsResponse['body']>(
      'completions',
      {
        text: '!find type:Ev',
        column: 14,
      },
    );
    assert.equal(targets[0]?.text, 'Event');
    assert.equal(targets[0].length, 2);
  });
});
