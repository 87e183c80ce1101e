import assert from 'node:assert/strict';
import type { Target } from '../../src/core/target/target';
import { CancelledError } from '../../src/core/util/cancellation';
import { fail, ok, type Result } from '../../src/core/util/result';
import type { OpenOptions } from '../../src/adapter/sessionHost';
import { DapClient } from '../support/dapClient';
import { fakeTarget } from './fakeTarget';

const failure = { code: 'no-file', message: 'There is no file x.dmp.', hint: 'Check the path.' };

describe('The life of a debug session', () => {
  it('announces what it can do and nothing that it cannot', async () => {
    const client = new DapClient();
    const body = await client.body<Record<string, unknown>>('initialize', { adapterID: 'x' });
    assert.equal(body['supportsCancelRequest'], true);
    assert.equal(body['supportsModulesRequest'], true);
    assert.deepEqual(body['completionTriggerCharacters'], ['!', '-', ' ', '.', ':', '=', '|']);
    assert.equal(body['supportsSetVariable'], undefined);
    assert.equal(body['supportsStepBack'], undefined);
  });

  it('announces the filter of exceptions before anything is open, unless the target is known to be no program', async () => {
    const filters = async (options: { readonly isNoProgram?: boolean }): Promise<unknown> => {
      const client = new DapClient(options);
      const body = await client.body<Record<string, unknown>>('initialize');
      return body['exceptionBreakpointFilters'];
    };
    const [filter] = (await filters({})) as readonly { readonly filter: string }[];
    assert.equal(filter?.filter, 'invalidHandle');
    assert.equal(await filters({ isNoProgram: true }), undefined);
  });

  it('answers initialize without any arguments', async () => {
    assert.equal((await new DapClient().request('initialize')).success, true);
  });

  for (const request of ['launch', 'attach']) {
    it(`opens the target of ${request} and stops at entry after configuration`, async () => {
      const client = new DapClient({ target: fakeTarget() });
      await client.body('initialize');
      await client.body(request, { target: 'fake', __configurationTarget: 5, noDebug: true });
      await client.event('initialized');
      assert.equal(client.eventsOf('stopped').length, 0, 'stopped before configurationDone');
      await client.body('configurationDone');
      assert.deepEqual(await client.eventBody('stopped'), {
        reason: 'entry',
        description: 'Stopped in a dump',
        threadId: 1,
        allThreadsStopped: true,
      });
    });
  }

  it('stops at entry when the client configures before it launches', async () => {
    const client = new DapClient({ target: fakeTarget() });
    await client.body('configurationDone');
    await client.body('launch', { target: 'fake' });
    assert.equal((await client.event('stopped')).event, 'stopped');
  });

  it('stops with the exception the target stopped with', async () => {
    const exception = {
      processId: 1,
      threadId: 0x5c8,
      code: 0xc0000008 | 0,
      address: 0n as never,
      firstChance: true,
      parameters: [],
    };
    const client = new DapClient({ target: fakeTarget({ exception }) });
    await client.start();
    const body = await client.eventBody('stopped');
    assert.equal(body['reason'], 'exception');
    assert.equal(body['threadId'], 2);
    assert.match(String(body['text']), /^STATUS_INVALID_HANDLE \(0xC0000008\)/);
  });

  it('passes the folder the client names on, so that relative paths start there', async () => {
    const seen: (string | undefined)[] = [];
    const client = new DapClient({
      open: (spec, { folder }) => {
        seen.push(spec, folder);
        return Promise.resolve(ok<Target>(fakeTarget()));
      },
    });
    await client.body('launch', { target: 'a.dmp', cwd: '/home/dev' });
    assert.deepEqual(seen, ['a.dmp', '/home/dev']);
  });

  it('says what was opened and what could not be read', async () => {
    const client = new DapClient({ target: fakeTarget({ problems: [failure] }) });
    await client.start();
    assert.match(
      client.output,
      /^A fake process for tests\.\n1 part of the target could not be read/,
    );
  });

  it('says at once that a target holds no handles and how to record them', async () => {
    const handles = { code: 'none', message: 'No handles.', hint: 'Record with .dump /mh.' };
    const client = new DapClient({ target: fakeTarget({ handles }) });
    await client.start();
    assert.match(
      client.output,
      /\nNo handles\. Record with \.dump \/mh\.\nType !sites for what leaks, !handle/,
    );
  });

  it('shows a visible error when the target cannot be opened, and can be launched again', async () => {
    const answers: Result<Target>[] = [fail(failure), ok(fakeTarget())];
    const client = new DapClient({ open: () => Promise.resolve(answers.shift()!) });
    const response = await client.request('launch', { target: 'x.dmp' });
    assert.equal(response.success, false);
    assert.deepEqual(response.body, {
      error: { id: 1, format: 'There is no file x.dmp. Check the path.', showUser: true },
    });
    assert.equal(client.eventsOf('initialized').length, 0);
    await client.body('launch', { target: 'y.dmp' });
  });

  for (const [name, args] of [
    ['no arguments', undefined],
    ['no target', {}],
    ['a blank target', { target: ' ' }],
    ['a target that is no text', { target: 7 }],
    ['a list', ['x']],
  ] as const) {
    it(`refuses to launch with ${name}`, async () => {
      const response = await new DapClient().request('launch', args);
      assert.equal(response.success, false);
      assert.match(response.message ?? '', /debug configuration|arguments must be an object/);
    });
  }

  it('refuses a second launch while a target is open', async () => {
    const client = new DapClient({ target: fakeTarget() });
    await client.start();
    assert.match(await client.error('launch', { target: 'other' }), /open already/);
  });

  it('cancels a launch that is on its way', async () => {
    const open = (_: string, { token }: OpenOptions): Promise<Result<Target>> =>
      new Promise((_resolve, reject) => {
        const look = (): void => {
          if (token.isCancelled) {
            reject(new CancelledError());
          } else {
            setImmediate(look);
          }
        };
        look();
      });
    const client = new DapClient({ open });
    const seq = client.send('launch', { target: 'slow' });
    await client.body('cancel', { requestId: seq });
    assert.equal((await client.answerTo(seq)).message, 'cancelled');
  });

  it('opens the target again on restart, closes the old one and stops at entry', async () => {
    const targets = [fakeTarget(), fakeTarget()];
    const [first] = targets;
    const client = new DapClient({ open: () => Promise.resolve(ok<Target>(targets.shift()!)) });
    await client.start();
    client.forgetEvents();
    await client.body('restart', {});
    assert.equal((await client.eventBody('stopped'))['reason'], 'entry');
    assert.equal(first!.closedCount, 1);
  });

  it('restarts with the new target a client gives', async () => {
    const specs: string[] = [];
    const client = new DapClient({
      open: (spec) => {
        specs.push(spec);
        return Promise.resolve(ok<Target>(fakeTarget()));
      },
    });
    await client.start();
    await client.body('restart', { arguments: { target: 'other' } });
    assert.deepEqual(specs, ['fake', 'other']);
  });

  it('keeps the old target when a restart fails', async () => {
    const answers: Result<Target>[] = [ok(fakeTarget()), fail(failure)];
    const client = new DapClient({ open: () => Promise.resolve(answers.shift()!) });
    await client.start();
    assert.match(await client.error('restart'), /There is no file/);
    await client.body('threads');
  });

  it('keeps the old target when a restart fails, and only writes so where an error would lose the session', async () => {
    const answers: Result<Target>[] = [ok(fakeTarget()), fail(failure)];
    const client = new DapClient({ open: () => Promise.resolve(answers.shift()!) });
    await client.start({ clientID: 'vscode' });
    await client.body('restart', {});
    await client.body('threads');
    assert.match(
      client.outputs.at(-1)?.output ?? '',
      /There is no file.*goes on with what was opened before/s,
    );
  });

  it('refuses a restart before anything was started', async () => {
    assert.match(await new DapClient().error('restart'), /Nothing was started/);
  });

  it('says terminated once, closes the target once and stays connected until disconnect', async () => {
    const target = fakeTarget();
    const client = new DapClient({ target });
    await client.start();
    await client.body('terminate');
    await client.event('terminated');
    assert.equal(client.endedCount, 0);
    await client.body('disconnect', { restart: false });
    await client.until(() => true);
    assert.equal(client.eventsOf('terminated').length, 1);
    assert.equal(target.closedCount, 1);
    assert.equal(client.endedCount, 1);
  });

  it('tells its host about a disconnect before anything was launched', async () => {
    const client = new DapClient();
    await client.body('disconnect');
    await Promise.resolve();
    assert.equal(client.endedCount, 1);
    assert.equal(client.eventsOf('terminated').length, 0);
  });

  it('closes the target when its host disposes of it', async () => {
    const target = fakeTarget();
    const client = new DapClient({ target });
    await client.start();
    client.session.dispose();
    await client.event('terminated');
    assert.equal(target.closedCount, 1);
  });

  for (const command of ['threads', 'evaluate', 'modules', 'continue', 'handleLens/types']) {
    it(`answers ${command} before launch with what to do`, async () => {
      const args = command === 'evaluate' ? { expression: '!handle' } : {};
      assert.match(await new DapClient().error(command, args), /No target is open\. Start/);
    });
  }
});
