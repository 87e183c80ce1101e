import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { allHandles, allTraces, functionNames, open, tableOf } from './readTarget';

describe('Sample leaky-service', () => {
  it('has 200 handles of 15 types at its first stop', async () => {
    const columns = await (await tableOf(open('leaky-service'))).columns(neverCancelled);
    const { total, byType } = columns.summarise();
    assert.equal(total, 200);
    assert.equal(byType.size, 15);
    assert.equal(byType.has('None'), false);
  });

  it('is traced since it started: every open handle has the record of its opening', async () => {
    const target = open('leaky-service');
    const traces = await allTraces(target);
    const opened = new Set(
      traces.filter(({ operation }) => operation === 'open').map((trace) => trace.handle),
    );
    for (const { value } of await allHandles(target)) {
      assert.ok(opened.has(value), value.toString(16));
    }
  });

  it('has named threads', () => {
    const target = open('leaky-service');
    const names = target.threads(target.currentProcessId()).map(({ name }) => name);
    assert.ok(names.includes('Listener') && names.includes('Order worker 4'));
  });

  it('set an event it had closed, and closed a file twice', async () => {
    const target = open('leaky-service');
    const bad = (await allTraces(target)).filter(({ operation }) => operation === 'badref');
    const innermost = bad.map((trace) =>
      functionNames(target, trace).find((name) => name.startsWith('Order')),
    );
    assert.deepEqual(innermost, [
      'OrderService!Journal::Flush',
      'OrderStore!Transaction::~Transaction',
    ]);
  });

  it('used both bad values after they had been opened and closed', async () => {
    const target = open('leaky-service');
    const traces = await allTraces(target);
    for (const bad of traces.filter(({ operation }) => operation === 'badref')) {
      const earlier = traces.filter((trace) => trace.row > bad.row && trace.handle === bad.handle);
      assert.deepEqual(
        earlier.slice(0, 2).map(({ operation }) => operation),
        ['close', 'open'],
      );
    }
  });

  it('leaks the same nine handles from three places in every further round', async () => {
    const target = open('leaky-service');
    for (let stop = 1; stop <= 5; stop++) {
      const before = new Set((await allHandles(target)).map(({ value }) => value));
      const seen = (await allTraces(target)).length;
      const resumed = await target.control?.resume(neverCancelled);
      assert.ok(resumed?.ok);
      if (resumed.value.reason === 'exception') {
        continue;
      }
      const traces = await allTraces(target);
      const fresh = traces.slice(0, traces.length - seen);
      const leaked = (await allHandles(target)).filter(({ value }) => !before.has(value));
      assert.equal(leaked.length, 9);
      const places = leaked.map(({ value }) => {
        const opened = fresh.find((trace) => trace.handle === value && trace.operation === 'open');
        assert.ok(opened !== undefined);
        return functionNames(target, opened).find((name) => name.startsWith('Order')) ?? '';
      });
      const counts = new Map<string, number>();
      places.forEach((place) => counts.set(place, (counts.get(place) ?? 0) + 1));
      assert.deepEqual([...counts].sort(), [
        ['OrderService!Notifier::NotifyAsync', 2],
        ['OrderService!RequestContext::Begin', 4],
        ['OrderStore!StoreSettings::ReadLimit', 3],
      ]);
    }
  });

  it('also opens and closes much that it does not leak', async () => {
    const target = open('leaky-service');
    const seen = (await allTraces(target)).length;
    await target.control?.resume(neverCancelled);
    const traces = await allTraces(target);
    const closed = traces
      .slice(0, traces.length - seen)
      .filter(({ operation }) => operation === 'close');
    assert.ok(closed.length > 30, String(closed.length));
  });

  it('says at each stop what happened', async () => {
    const target = open('leaky-service');
    const resumed = await target.control?.resume(neverCancelled);
    assert.ok(resumed?.ok);
    assert.equal(resumed.value.description, 'OrderService served round 7: 16 more requests.');
    assert.equal(resumed.value.reason, 'breakpoint');
  });

  it('stops where it uses a closed handle, in the thread that does, with the stack of the bad reference', async () => {
    const target = open('leaky-service');
    await target.control?.resume(neverCancelled);
    assert.equal(target.exception(), null);
    await target.control?.resume(neverCancelled);
    const resumed = await target.control?.resume(neverCancelled);
    assert.ok(resumed?.ok);
    assert.equal(resumed.value.reason, 'exception');
    assert.match(resumed.value.description, /^\(1f3c\.1f60\): Invalid handle - code c0000008 /);
    const exception = target.exception();
    assert.equal(exception?.code, 0xc000_0008);
    assert.equal(exception.threadId, target.currentThreadId());
    assert.equal(exception.firstChance, true);
    const stack = await target.callStack(exception.threadId, neverCancelled);
    assert.equal(stack[0], exception.address);
    const [newest] = await allTraces(target);
    assert.equal(newest?.operation, 'badref');
    const inUserMode = newest.stack.filter((place) => place < 0x8000_0000_0000n);
    assert.deepEqual(stack.slice(1), inUserMode);
  });

  it('goes on after the exception, which the service swallows', async () => {
    const target = open('leaky-service');
    for (let stop = 1; stop <= 3; stop++) {
      await target.control?.resume(neverCancelled);
    }
    const resumed = await target.control?.resume(neverCancelled);
    assert.ok(resumed?.ok);
    assert.match(resumed.value.description, /served round 9/);
    assert.equal(target.exception(), null);
  });

  it('does not stop for a closed handle when tracing is off', async () => {
    const target = open('leaky-service');
    target.control?.disableTracing(target.currentProcessId());
    for (let stop = 1; stop <= 4; stop++) {
      const resumed = await target.control?.resume(neverCancelled);
      assert.ok(resumed?.ok);
      assert.equal(resumed.value.reason, 'breakpoint');
    }
  });

  it('fits its stacks into sixteen frames that begin in the kernel and end where threads start', async () => {
    const target = open('leaky-service');
    for (const trace of await allTraces(target)) {
      const names = functionNames(target, trace);
      assert.equal(names[0], '!', 'kernel frames are not resolved in user mode');
      if (names.length < 16) {
        const outermost = names.at(-1);
        assert.ok(
          outermost === 'ntdll!RtlUserThreadStart' || outermost === 'ntdll!LdrInitializeThunk',
          names.join(' '),
        );
      }
    }
  });

  it('names every frame outside the kernel', async () => {
    const target = open('leaky-service');
    for (const trace of await allTraces(target)) {
      trace.stack
        .filter((place) => place < 0x8000_0000_0000n)
        .forEach((place) => {
          assert.notEqual(target.symbols.resolve(place).symbol, null, place.toString(16));
        });
    }
  });
});
