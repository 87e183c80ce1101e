import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { address } from '../../src/core/model/identifiers';
import { VariableStore, listChildren } from '../../src/adapter/variableStore';
import { neverCancelled } from '../../src/core/util/cancellation';
import { DapClient } from '../support/dapClient';
import { fakeHandle, fakeTarget, fakeTrace, type FakeOptions } from './fakeTarget';

type Variable = DebugProtocol.Variable;

/** A started session with its scopes. */
class Inspector {
  private constructor(
    readonly client: DapClient,
    private readonly scopes: readonly DebugProtocol.Scope[],
  ) {}

  static async of(options: FakeOptions = {}): Promise<Inspector> {
    const client = new DapClient({ target: fakeTarget(options) });
    await client.start();
    return Inspector.at(client, 1);
  }

  static async at(client: DapClient, threadId: number): Promise<Inspector> {
    const { stackFrames } = await client.body<DebugProtocol.StackTraceResponse['body']>(
      'stackTrace',
      { threadId },
    );
    const { scopes } = await client.body<DebugProtocol.ScopesResponse['body']>('scopes', {
      frameId: stackFrames[0]!.id,
    });
    return new Inspector(client, scopes);
  }

  get names(): readonly string[] {
    return this.scopes.map(({ name }) => name);
  }

  scope(name: string): DebugProtocol.Scope {
    const scope = this.scopes.find((each) => each.name === name);
    assert.ok(scope, `no scope ${name}`);
    return scope;
  }

  async children(parent: { variablesReference: number }, page: object = {}): Promise<Variable[]> {
    const body = await this.client.body<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: parent.variablesReference,
      ...page,
    });
    return body.variables;
  }

  /** Follows names from a scope down. */
  async find(scope: string, ...names: readonly string[]): Promise<Variable> {
    let parent: { variablesReference: number } = this.scope(scope);
    let found: Variable | undefined;
    for (const name of names) {
      found = (await this.children(parent)).find((each) => each.name === name);
      assert.ok(found, `no variable ${name}`);
      parent = found;
    }
    return found!;
  }
}

function pairs(variables: readonly Variable[]): readonly (readonly [string, string])[] {
  return variables.map(({ name, value }) => [name, value]);
}

describe('Scopes', () => {
  it('are handles, traces, bad references, modules and the target', async () => {
    const inspector = await Inspector.of();
    assert.deepEqual(inspector.names, [
      'Handles',
      'Handle traces',
      'Bad references',
      'Modules',
      'Target',
    ]);
    assert.equal(inspector.scope('Handles').expensive, false);
    assert.equal(inspector.scope('Handle traces').expensive, true);
  });

  it('say why handles or traces are missing when somebody opens them', async () => {
    const problem = { code: 'none', message: 'No handles.', hint: 'Record with .dump /mh.' };
    const inspector = await Inspector.of({ handles: problem, traces: problem });
    assert.deepEqual(inspector.names, ['Handles', 'Handle traces', 'Modules', 'Target']);
    for (const name of ['Handles', 'Handle traces']) {
      const { variablesReference } = inspector.scope(name);
      const message = await inspector.client.error('variables', { variablesReference });
      assert.equal(message, 'No handles. Record with .dump /mh.');
    }
  });

  it('count large handle tables only on demand', async () => {
    const handles = Array.from({ length: 100_001 }, (_, index) => fakeHandle(4 * (index + 1)));
    assert.equal((await Inspector.of({ handles })).scope('Handles').expensive, true);
  });
});

describe('Handles as variables', () => {
  it('are grouped by type, in alphabetical order', async () => {
    const inspector = await Inspector.of({
      handles: [fakeHandle(4, { type: 'Mutant' }), fakeHandle(8), fakeHandle(12, { type: null })],
    });
    assert.deepEqual(pairs(await inspector.children(inspector.scope('Handles'))), [
      ['Event', '1 handle'],
      ['Mutant', '1 handle'],
      ['None', '1 handle'],
    ]);
  });

  it('can be watched by the name they evaluate to', async () => {
    const inspector = await Inspector.of();
    const type = await inspector.find('Handles', 'Event');
    const handle = await inspector.find('Handles', 'Event', '0x3c');
    assert.equal(type.evaluateName, '!handle 0 f Event');
    assert.equal(handle.evaluateName, '0x3c');
    for (const { evaluateName } of [type, handle]) {
      await inspector.client.body('evaluate', { expression: evaluateName, context: 'watch' });
    }
  });

  it('without a recorded type are listed under None', async () => {
    const inspector = await Inspector.of({ handles: [fakeHandle(12, { type: null })] });
    const handle = await inspector.find('Handles', 'None', '0xc');
    assert.equal(handle.value, 'type not recorded');
  });

  it('expand into everything known about them', async () => {
    const inspector = await Inspector.of();
    const details = await inspector.children(await inspector.find('Handles', 'Event', '0x3c'));
    assert.deepEqual(pairs(details), [
      ['Type', 'Event'],
      ['Name', '\\BaseNamedObjects\\Ready'],
      ['Attributes', '0x0'],
      [
        'Granted access',
        '0x1f0003 Delete, ReadControl, WriteDac, WriteOwner, Synch, QueryState, ModifyState',
      ],
      ['Handle count', '1'],
      ['Pointer count', '32768'],
      ['Event type', 'Manual reset'],
      ['State', 'Waiting'],
      ['Traces', ''],
    ]);
  });

  it('show numbers in hexadecimal when the client asks for it', async () => {
    const inspector = await Inspector.of();
    const handle = await inspector.find('Handles', 'Event', '0x3c');
    const details = await inspector.children(handle, { format: { hex: true } });
    assert.equal(details.find(({ name }) => name === 'Pointer count')?.value, '0x8000');
  });

  it('look up their traces only when somebody asks', async () => {
    const inspector = await Inspector.of();
    const lazy = await inspector.find('Handles', 'Event', '0x3c', 'Traces');
    assert.equal(lazy.presentationHint?.lazy, true);
    const resolved = await inspector.children(lazy);
    assert.deepEqual(pairs(resolved), [['Traces', '3 records']]);
    assert.equal((await inspector.children(resolved[0]!)).length, 3);
  });

  it('offer no traces where there is no log', async () => {
    const inspector = await Inspector.of({ traces: { code: 'off', message: 'No log.' } });
    const details = await inspector.children(await inspector.find('Handles', 'Event', '0x3c'));
    assert.equal(
      details.some(({ name }) => name === 'Traces'),
      false,
    );
  });

  it('offer the memory of kernel objects', async () => {
    const kernel = {
      object: address(0xffff_8000_0000_1030n),
      objectHeader: address(0xffff_8000_0000_1000n),
      typeObject: address(0xffff_8000_0000_2000n),
      entry: address(0xffff_8000_0000_3010n),
      directory: address(0),
      displayName: null,
    };
    const inspector = await Inspector.of({ handles: [fakeHandle(4, { kernel })] });
    const handle = await inspector.find('Handles', 'Event', '0x4');
    assert.equal(handle.memoryReference, '0xffff800000001030');
    const entry = await inspector.find('Handles', 'Event', '0x4', 'Table entry');
    assert.equal(entry.memoryReference, '0xffff800000003010');
  });

  it('show control characters in names escaped', async () => {
    const inspector = await Inspector.of({ handles: [fakeHandle(4, { name: 'a\u001b[2Jb' })] });
    assert.equal((await inspector.find('Handles', 'Event', '0x4')).value, 'Event a\\u001b[2Jb');
  });
});

describe('Long lists', () => {
  const handles = Array.from({ length: 2500 }, (_, index) => fakeHandle(4 * (index + 1)));

  it('announce their length so that clients page', async () => {
    const type = await (await Inspector.of({ handles })).find('Handles', 'Event');
    assert.equal(type.indexedVariables, 2500);
  });

  it('give exactly the page that is asked for', async () => {
    const inspector = await Inspector.of({ handles });
    const type = await inspector.find('Handles', 'Event');
    const page = await inspector.children(type, { filter: 'indexed', start: 2400, count: 200 });
    assert.equal(page.length, 100);
    assert.equal(page[0]?.name, '0x2584');
  });

  it('have no named children', async () => {
    const inspector = await Inspector.of({ handles });
    const type = await inspector.find('Handles', 'Event');
    assert.deepEqual(await inspector.children(type, { filter: 'named' }), []);
  });

  it('give a client that does not page the beginning and say how much is missing', async () => {
    const inspector = await Inspector.of({ handles });
    const all = await inspector.children(await inspector.find('Handles', 'Event'));
    assert.equal(all.length, 1001);
    assert.deepEqual([all.at(-1)!.name, all.at(-1)!.value], ['…', '1500 more']);
  });

  it('are empty past their end', async () => {
    const inspector = await Inspector.of({ handles });
    const type = await inspector.find('Handles', 'Event');
    assert.deepEqual(await inspector.children(type, { start: 9999, count: 100 }), []);
  });

  it('are not paged up to a hundred rows', async () => {
    const type = await (
      await Inspector.of({ handles: handles.slice(0, 100) })
    ).find('Handles', 'Event');
    assert.equal(type.indexedVariables, undefined);
  });
});

describe('Handle traces as variables', () => {
  it('are listed newest first with the innermost own frame', async () => {
    const inspector = await Inspector.of();
    assert.deepEqual(pairs(await inspector.children(inspector.scope('Handle traces'))), [
      ['0: BADREF 0x3c', 'app!main+0x10, thread 5c4, process 5c0'],
      ['1: CLOSE 0x3c', 'app!main+0x10, thread 5c8, process 5c0'],
      ['2: OPEN 0x3c', 'app!main+0x10, thread 5c4, process 5c0'],
    ]);
  });

  it('expand into their stacks', async () => {
    const inspector = await Inspector.of();
    const frames = await inspector.children(await inspector.find('Handle traces', '2: OPEN 0x3c'));
    assert.deepEqual(pairs(frames), [
      ['[0]', 'ntdll!NtClose+0x14'],
      ['[1]', 'app!main+0x10'],
    ]);
  });

  it('without a stack do not expand', async () => {
    const inspector = await Inspector.of({ traces: [fakeTrace(0, { stack: [] })] });
    const trace = await inspector.find('Handle traces', '0: OPEN 0x3c');
    assert.equal(trace.variablesReference, 0);
    assert.equal(trace.value, 'thread 5c4, process 5c0');
  });

  it('are paged as the scope itself', async () => {
    const traces = Array.from({ length: 150 }, (_, row) => fakeTrace(row));
    const inspector = await Inspector.of({ traces });
    const scope = inspector.scope('Handle traces');
    assert.equal(scope.indexedVariables, 150);
    const page = await inspector.children(scope, { filter: 'indexed', start: 100, count: 50 });
    assert.equal(page[0]?.name, '100: OPEN 0x3c');
  });

  it('say why there is no log and how to get one', async () => {
    const problem = {
      code: 'off',
      message: 'There is no trace log.',
      hint: 'Use !htrace -enable.',
    };
    const inspector = await Inspector.of({ traces: problem });
    const { variablesReference } = inspector.scope('Handle traces');
    assert.equal(
      await inspector.client.error('variables', { variablesReference }),
      'There is no trace log. Use !htrace -enable.',
    );
  });

  it('show bad references by themselves', async () => {
    const inspector = await Inspector.of();
    assert.deepEqual(
      pairs(await inspector.children(inspector.scope('Bad references'))).map(([name]) => name),
      ['0: BADREF 0x3c'],
    );
  });

  it('say so when there is no bad reference', async () => {
    const inspector = await Inspector.of({ traces: [fakeTrace(0)] });
    assert.deepEqual(pairs(await inspector.children(inspector.scope('Bad references'))), [
      ['None', 'The log holds no bad reference.'],
    ]);
  });

  it('put many bad references behind one node that pages', async () => {
    const traces = Array.from({ length: 150 }, (_, row) => fakeTrace(row, { operation: 'badref' }));
    const [records] = await (async () => {
      const inspector = await Inspector.of({ traces });
      return inspector.children(inspector.scope('Bad references'));
    })();
    assert.equal(records?.indexedVariables, 150);
  });
});

describe('Modules and target as variables', () => {
  it('show a module with its place and its facts', async () => {
    const inspector = await Inspector.of();
    const app = await inspector.find('Modules', 'app');
    assert.equal(app.value, '0x7ff600000000-0x7ff600010000 C:\\Work\\app.exe');
    assert.deepEqual(
      (await inspector.children(app)).map(({ name }) => name),
      ['Path', 'Base', 'Size', 'Time stamp', 'Symbols', 'PDB'],
    );
  });

  it('show what was refused, with where and what to do', async () => {
    const problem = { code: 'cut', message: 'Cut off.', where: '0x1f8', hint: 'Copy it again.' };
    const inspector = await Inspector.of({ problems: [problem] });
    const problems = await inspector.find('Target', 'Problems');
    assert.equal(problems.value, '1 problem');
    assert.deepEqual(pairs(await inspector.children(problems)), [
      ['[0]', 'Cut off. (0x1f8) Copy it again.'],
    ]);
  });

  it('show the parts of the target', async () => {
    const inspector = await Inspector.of();
    assert.deepEqual(pairs(await inspector.children(await inspector.find('Target', 'Parts'))), [
      ['HandleData', '120 (0x78) bytes. 3 handles'],
    ]);
  });
});

describe('Variable references', () => {
  it('that were never given are refused', async () => {
    const { client } = await Inspector.of();
    assert.match(await client.error('variables', { variablesReference: 4711 }), /no longer valid/);
    assert.match(await client.error('variables', { variablesReference: 0 }), /no longer valid/);
  });

  it('never repeat and forget the oldest when there are too many', () => {
    const store = new VariableStore();
    const container = listChildren(0, () => Promise.resolve([]));
    const first = store.expandable(container).variablesReference;
    for (let count = 0; count < 100_000; count++) {
      store.expandable(container);
    }
    assert.equal(store.find(first), undefined);
    assert.equal(store.find(first + 1), container);
    store.clear();
    assert.ok(store.expandable(container).variablesReference > 100_001);
  });

  it('never ask for rows outside a list', async () => {
    const asked: [number, number][] = [];
    const list = listChildren(250, ({ start, length }) => {
      asked.push([start, length]);
      return Promise.resolve([]);
    });
    const request = { filter: null, hex: false, token: neverCancelled };
    await list.children({ ...request, start: 200, count: 100 });
    await list.children({ ...request, start: 900, count: 0 });
    assert.deepEqual(asked, [
      [200, 50],
      [250, 0],
    ]);
  });
});
