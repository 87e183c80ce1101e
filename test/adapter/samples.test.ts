import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openTarget } from '../../src/core/open/openTarget';
import { openSample, sampleDescriptions } from '../../src/core/script/samples/catalog';
import { openFileByteSource } from '../../src/node/fileByteSource';
import type { HandlesAnswer, TracesAnswer } from '../../src/protocol/dapExtensions';
import { DapClient } from '../support/dapClient';
import { describeWithShared } from '../support/shared';

type Variables = DebugProtocol.VariablesResponse['body'];

async function opened(target: string): Promise<DapClient> {
  const client = new DapClient({
    open: (spec, { token, progress }) =>
      openTarget(spec, { openFile: openFileByteSource, token, progress }),
  });
  await client.start({}, { target });
  return client;
}

/** The scopes of the frame that the session stopped in. */
async function scopesOf(client: DapClient): Promise<readonly DebugProtocol.Scope[]> {
  const { threadId } = await client.eventBody<{ threadId: number }>('stopped');
  const stack = await client.body<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    threadId,
  });
  const { scopes } = await client.body<DebugProtocol.ScopesResponse['body']>('scopes', {
    frameId: stack.stackFrames[0]!.id,
  });
  return scopes;
}

/** Expands everything that can be expanded, a few rows of each list, down to a depth. Returns what was seen. */
async function expand(
  client: DapClient,
  variablesReference: number,
  depth: number,
): Promise<readonly DebugProtocol.Variable[]> {
  const response = await client.request('variables', { variablesReference, start: 0, count: 3 });
  if (!response.success) {
    assert.match(response.message ?? '', /^[A-Z].*\.$/, 'not a sentence');
    return [];
  }
  const { variables } = response.body as Variables;
  const seen = [...variables];
  for (const variable of variables) {
    if (variable.variablesReference > 0 && depth > 0) {
      seen.push(...(await expand(client, variable.variablesReference, depth - 1)));
    }
  }
  return seen;
}

/** False for samples of versions of which only the windowing system is simulated. */
function hasHandles(name: string): boolean {
  const sample = openSample(name);
  return sample.ok && sample.value.capabilities.handles;
}

describe('Sessions on the built-in samples', () => {
  for (const { name } of sampleDescriptions) {
    it(`expand everything in sample:${name} without a defect`, async () => {
      const client = await opened(`sample:${name}`);
      const seen: DebugProtocol.Variable[] = [];
      for (const { variablesReference } of await scopesOf(client)) {
        seen.push(...(await expand(client, variablesReference, 4)));
      }
      assert.ok(seen.length > (hasHandles(name) ? 20 : 10), `${seen.length} variables`);
      assert.deepEqual(client.reports, []);
    });

    if (hasHandles(name)) {
      it(`evaluate the names of variables in sample:${name}`, async () => {
        const client = await opened(`sample:${name}`);
        const [handles] = await scopesOf(client);
        const seen = await expand(client, handles!.variablesReference, 1);
        const names = seen.flatMap(({ evaluateName }) => evaluateName ?? []);
        assert.ok(names.length > 2);
        for (const expression of names) {
          await client.body('evaluate', { expression, context: 'watch' });
          await client.body('evaluate', { expression, context: 'clipboard' });
        }
        assert.deepEqual(client.outputs.slice(1), []);
      });
    }

    it(`read the memory that variables of sample:${name} refer to`, async () => {
      const client = await opened(`sample:${name}`);
      const seen: DebugProtocol.Variable[] = [];
      for (const { variablesReference } of await scopesOf(client)) {
        seen.push(...(await expand(client, variablesReference, 3)));
      }
      for (const { memoryReference } of seen) {
        if (memoryReference !== undefined) {
          await client.body('readMemory', { memoryReference, count: 16 });
        }
      }
    });
  }

  it('page through the handles that the console lists', async () => {
    const client = await opened('sample:leaky-service');
    const { result } = await client.type('!handle');
    const page = await client.body<HandlesAnswer>('handleLens/handles', { start: 190, count: 50 });
    assert.equal(page.total, 200);
    assert.equal(page.rows.length, 10);
    assert.match(result, /^200 handles of 15 types$/);
  });

  it('show the stack of a record as a thread', async () => {
    const client = await opened('sample:badhandle');
    const traces = await client.body<TracesAnswer>('handleLens/traces', {
      handle: '7dc',
      operation: 'badref',
    });
    const { threadId } = await client.body<{ threadId: number }>('handleLens/selectTrace', {
      row: traces.rows[0]!.row,
    });
    const { stackFrames } = await client.body<DebugProtocol.StackTraceResponse['body']>(
      'stackTrace',
      { threadId },
    );
    assert.equal(stackFrames.length, traces.rows[0]!.stack.length);
    assert.ok(stackFrames.some(({ name }) => name.startsWith('badhandle!')));
  });

  it('find outstanding opens after running on', async () => {
    const client = await opened('sample:leaky-service');
    await client.type('!htrace -snapshot');
    await client.body('continue', { threadId: 1 });
    const { result, variablesReference } = await client.type('!htrace -diff');
    assert.match(result, /^!htrace -diff: \d+ outstanding opens/);
    const { variables } = await client.body<Variables>('variables', { variablesReference });
    assert.ok(variables.every(({ name }) => name.includes('OPEN')));
  });

  it('refuse a misspelt sample with the nearest name', async () => {
    await assert.rejects(opened('sample:leaky-servise'), /Did you mean sample:leaky-service/);
  });
});

describeWithShared('Sessions on real dumps', (folder) => {
  const dumps = join(folder, 'dumps');

  for (const [file, total] of [
    ['sentry-crashpad.dmp', 448],
    ['breakpad-tiny-exe-with-cet-xsave.dmp', 147],
  ] as const) {
    it(`list all handles of ${file} and expand everything`, async () => {
      const client = await opened(join(dumps, file));
      const page = await client.body<HandlesAnswer>('handleLens/handles', { count: 1000 });
      assert.equal(page.total, total);
      assert.equal(page.rows.length, total);
      for (const { variablesReference } of await scopesOf(client)) {
        await expand(client, variablesReference, 4);
      }
      assert.deepEqual(client.reports, []);
    });
  }

  it('say what is missing in a dump without handles, and stay usable', async () => {
    const client = await opened(join(dumps, 'syzygy-notepad-64bit.dmp'));
    assert.match(client.output, /holds no handles.*\.dump \/mh/);
    await client.type('lm');
  });

  it('refuse a Linux dump with what it is', async () => {
    await assert.rejects(opened(join(dumps, 'rust-minidump-linux-mini.dmp')), /minidump of Linux/);
  });

  for (const file of readdirSync(join(dumps, 'malformed')).filter((name) =>
    name.endsWith('.dmp'),
  )) {
    it(`open ${file} or say why not, and never break`, async () => {
      const client = new DapClient({
        open: (spec, { token, progress }) =>
          openTarget(spec, { openFile: openFileByteSource, token, progress }),
      });
      const launched = await client.request('launch', { target: join(dumps, 'malformed', file) });
      if (launched.success) {
        await client.body('configurationDone');
        for (const { variablesReference } of await scopesOf(client)) {
          await expand(client, variablesReference, 4);
        }
      } else {
        assert.match(launched.message ?? '', /[a-z]{3}/);
      }
      assert.deepEqual(client.reports, []);
    });
  }
});
