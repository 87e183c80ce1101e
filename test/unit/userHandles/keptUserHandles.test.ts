import assert from 'node:assert/strict';
import { openSample } from '../../../src/core/script/samples/catalog';
import type { Target } from '../../../src/core/target/target';
import { keptUserHandles } from '../../../src/core/userHandles/keptUserHandles';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { interpreterOf, runOne } from '../../support/runCommands';

/** A sample that counts how often its memory is read. */
function counted(name: string): { readonly target: Target; readonly reads: () => number } {
  const opened = openSample(name);
  assert.ok(opened.ok);
  const target = opened.value;
  let reads = 0;
  const readMemory = target.readMemory.bind(target);
  target.readMemory = (...args) => {
    reads++;
    return readMemory(...args);
  };
  return { target, reads: () => reads };
}

describe('the kept USER handle table', () => {
  it('is read once for all commands at one stop', async () => {
    const { target, reads } = counted('user-menu-leak');
    const interpreter = interpreterOf(target);
    await runOne(interpreter, '!dhe');
    const first = reads();
    assert.ok(first > 0);
    await runOne(interpreter, '!dhe 0 1 Menu');
    await runOne(interpreter, '!sites');
    assert.equal(reads(), first);
  });

  it('is read again when the target has changed, and then tells what is new', async () => {
    const { target } = counted('user-menu-leak');
    const interpreter = interpreterOf(target);
    const before = await runOne(interpreter, '!dhe 0 1 Menu');
    await runOne(interpreter, 'g');
    const after = await runOne(interpreter, '!dhe 0 1 Menu');
    assert.ok(before.kind === 'userHandles' && after.kind === 'userHandles');
    assert.equal(after.rows.length - before.rows.length, 360);
  });

  it('is shared by those who ask at the same time', async () => {
    const { target } = counted('user-menu-leak');
    const [one, other] = await Promise.all([
      keptUserHandles(target, neverCancelled),
      keptUserHandles(target, neverCancelled),
    ]);
    assert.equal(one, other);
  });
});
