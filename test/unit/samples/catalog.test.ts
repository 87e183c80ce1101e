import assert from 'node:assert/strict';
import { openSample, sampleDescriptions } from '../../../src/core/script/samples/catalog';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { everything, open } from './readTarget';

describe('The built-in samples', () => {
  for (const { name, description } of sampleDescriptions) {
    it(`are the same each time they are opened: ${name}`, async () => {
      assert.equal(await everything(open(name)), await everything(open(name)));
    });

    it(`stop in a thread with a stack: ${name}`, async () => {
      const target = open(name);
      const threads = target.threads(target.currentProcessId());
      const current = threads.find(({ threadId }) => threadId === target.currentThreadId());
      assert.ok(current !== undefined);
      const stack = await target.callStack(current.threadId, neverCancelled);
      const innermost = target.symbols.resolve(stack[0]!);
      assert.notEqual(innermost.symbol, null);
    });

    it(`say what they are: ${name}`, () => {
      const { info } = open(name);
      assert.equal(info.title, `sample:${name}`);
      assert.equal(info.simulated, true);
      assert.equal(info.description, description);
      assert.match(description, /\.$/);
    });
  }

  it('list no modules of user mode where the current process has none', () => {
    const userModules = (name: string): readonly string[] =>
      open(name)
        .modules()
        .filter(({ base }) => (base ?? 0n) < 0x8000_0000n)
        .map((module) => module.name);
    assert.deepEqual(userModules('idle-xp'), []);
    assert.deepEqual(
      open('smss-sections')
        .modules()
        .map((module) => module.name),
      ['nt', 'win32k'],
    );
    assert.ok(userModules('badhandle').includes('badhandle'));
  });

  it('begin with the one for newcomers', () => {
    assert.equal(sampleDescriptions[0]?.name, 'leaky-service');
  });

  it('are found whatever the letter case and blanks around the name', () => {
    assert.equal(open(' BadHandle ').info.title, 'sample:badhandle');
  });

  it('suggest the nearest name for a misspelt one, and list all', () => {
    const opened = openSample('leaky-servce');
    assert.ok(!opened.ok);
    assert.equal(opened.problem.code, 'unknown-sample');
    assert.match(opened.problem.hint ?? '', /Did you mean sample:leaky-service\?/);
    for (const { name } of sampleDescriptions) {
      assert.ok(opened.problem.hint?.includes(name), name);
    }
  });

  it('suggest a name by its beginning', () => {
    const opened = openSample('smss');
    assert.ok(!opened.ok);
    assert.match(opened.problem.hint ?? '', /Did you mean sample:smss-sections\?/);
  });

  it('suggest nothing for a name that is like none', () => {
    const opened = openSample('qqqqqqqqqqqq');
    assert.ok(!opened.ok);
    assert.doesNotMatch(opened.problem.hint ?? '', /Did you mean/);
    assert.match(opened.problem.hint ?? '', /The samples are leaky-service, /);
  });

  it('refuse an empty name and an endless one', () => {
    assert.equal(openSample('').ok, false);
    assert.equal(openSample('x'.repeat(100_000)).ok, false);
  });
});
