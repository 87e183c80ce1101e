import assert from 'node:assert/strict';
import type { HandleTrace } from '../../../src/core/model/handleTrace';
import type { Target } from '../../../src/core/target/target';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { traceRecordsOf, logTarget } from '../../support/openLog';
import { valueOf } from '../../support/openDump';
import { MemorySink, writeTo, writtenAndRead } from '../../support/memorySink';
import { interpreterOf, textOf } from '../../support/runCommands';
import { scriptTarget } from '../../support/openScript';
import { FakeTarget } from '../../support/fakeTarget';

/** 3,000 opens, 2,999 closes, a bad reference: more than the 4,096 records that a ring has room for. */
const MANY = `
int main(void) {
  for (int i = 0; i < 3000; i++) {
    HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (i != 1234) CloseHandle(h);
  }
  SetEvent((HANDLE)0x5554);
  return 0;
}`;

const plain = (records: readonly HandleTrace[]): unknown =>
  records.map(({ handle, operation, processId, threadId, stack }) => [
    handle,
    operation,
    processId,
    threadId,
    stack,
  ]);

async function atTheEnd(text: string): Promise<Target> {
  const target = await scriptTarget(text);
  assert.ok(target.control !== null && target.program !== undefined);
  target.program.setBreakpoints('exceptions', []);
  await target.control.resume(neverCancelled);
  return target;
}

describe('The whole history of a script in a dump', () => {
  it('holds every operation, where the trace log has forgotten the first ones', async () => {
    const target = await atTheEnd(MANY);
    const ring = await writtenAndRead(target);
    const whole = await writtenAndRead(target, { wholeHistory: true });
    assert.equal(ring.written.traces, 4096);
    assert.match(ring.written.leftOut.join(' '), /1904 older trace records were overwritten/);
    assert.equal(whole.written.traces, 6000);
    assert.doesNotMatch(whole.written.leftOut.join(' '), /overwritten/);
    const all = await traceRecordsOf(whole.dump);
    assert.equal(all.length, 6000);
    assert.equal(all[0]?.operation, 'badref');
    assert.equal(all[0].handle, 0x5554n);
    assert.equal(all.at(-1)?.operation, 'open');
    assert.deepEqual(plain(all.slice(0, 4096)), plain(await traceRecordsOf(target)));
    const opens = all.filter(({ operation }) => operation === 'open').length;
    const closes = all.filter(({ operation }) => operation === 'close').length;
    assert.deepEqual([opens, closes], [3000, 2999]);
  });

  it('can be walked from its first operation, and finds the leak that the trace log has lost', async () => {
    const target = await atTheEnd(MANY);
    const { dump } = await writtenAndRead(target, { wholeHistory: true });
    const interpreter = interpreterOf(dump);
    assert.match(await textOf(interpreter, '!tt 2469'), /Operation 2469 of 6000: handle .* opened/);
    assert.match(await textOf(interpreter, '!handle 0 0'), /^1 Handles/m);
    assert.match(await textOf(interpreter, '!tt 1'), /Operation 1 of 6000/);
  });

  it('is what the moment has seen, and is there without tracing', async () => {
    const target = await atTheEnd(MANY.replace('int main', 'machine { tracing off; }\nint main'));
    const { written } = await writtenAndRead(target, { wholeHistory: true });
    assert.equal(written.traces, 6000);
    const { program } = target;
    assert.ok(program !== undefined);
    const host = { token: neverCancelled, yieldNow: () => Promise.resolve() };
    valueOf(await program.run({ kind: 'operation', number: 101 }, host));
    const earlier = await writtenAndRead(target, { wholeHistory: true });
    assert.equal(earlier.written.traces, 100);
  });

  it('has the operations on the handles of its process only', async () => {
    const text = `machine { pid 0x500; process "other.exe" { pid 0x600; } }
int main(void) {
  HANDLE other = OpenProcess(PROCESS_DUP_HANDLE, FALSE, 0x600);
  HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);
  HANDLE there;
  DuplicateHandle(GetCurrentProcess(), h, other, &there, 0, FALSE, DUPLICATE_SAME_ACCESS);
  return 0;
}`;
    const target = await atTheEnd(text);
    const records = async (processId: number): Promise<readonly HandleTrace[]> => {
      const store = valueOf(await (target.history?.(processId) ?? assert.fail('no history')));
      return store.records(
        Array.from({ length: store.count }, (_, row) => row),
        neverCancelled,
      );
    };
    assert.equal((await records(0x500)).length, 2);
    const [there, ...rest] = await records(0x600);
    assert.deepEqual(rest, []);
    assert.equal(there?.operation, 'open');
    assert.equal(there.processId, 0x500);
  });

  it('becomes a log by !htrace of the dump, which reads back as it was', async () => {
    const target = await atTheEnd(MANY);
    const { dump } = await writtenAndRead(target, { wholeHistory: true });
    const log = await logTarget(`0:000> !htrace\n${await textOf(interpreterOf(dump), '!htrace')}`);
    const read = await traceRecordsOf(log);
    const all = await traceRecordsOf(dump);
    assert.equal(read.length, 6000);
    assert.deepEqual(
      read.map(({ handle, operation, threadId }) => [handle, operation, threadId]),
      all.map(({ handle, operation, threadId }) => [handle, operation, threadId]),
    );
  }).timeout(20_000);

  it('is refused where the target keeps none, and no file is begun', async () => {
    const sink = new MemorySink();
    const written = await writeTo(sink, new FakeTarget({}), { wholeHistory: true });
    assert.ok(!written.ok);
    assert.equal(written.problem.code, 'no-history');
    assert.match(written.problem.hint ?? '', /scripts/);
    assert.equal(sink.writes, 0);
  });
});
