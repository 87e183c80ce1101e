/** What is kept of a session across a reload of the window, and what is not. */

import assert from 'node:assert/strict';
import { LastDataMemory, type LastData } from '../../../src/extension/views/lastData';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const DATA: LastData = {
  sessionId: 's1',
  configuration: { type: 'handle-lens', request: 'launch', name: 'n', target: 'sample:badhandle' },
  time: NOW,
  selected: { group: 'type:Event', id: '3d8', index: 0 },
  answers: [['handleLens/target {}', { title: 't' }]],
};

/** A memento as VS Code has it: what is written goes through JSON. */
function memento(): ConstructorParameters<typeof LastDataMemory>[0] {
  let stored: string | undefined;
  return {
    get: () => (stored === undefined ? undefined : (JSON.parse(stored) as unknown)),
    update: (_key: string, value: unknown) => {
      stored = value === undefined ? undefined : JSON.stringify(value);
      return Promise.resolve();
    },
  };
}

describe('the last data of a window', () => {
  it('come back as they were', async () => {
    const memory = new LastDataMemory(memento(), '1.0.0');
    await memory.write(DATA);
    assert.deepEqual(memory.read(NOW + MINUTE), { ...DATA, version: '1.0.0' });
  });

  it('are gone after an hour, after an update, and when they are forgotten', async () => {
    const kept = memento();
    const memory = new LastDataMemory(kept, '1.0.0');
    await memory.write(DATA);
    assert.equal(memory.read(NOW + 61 * MINUTE), null);
    assert.equal(new LastDataMemory(kept, '1.1.0').read(NOW), null);
    await memory.write(null);
    assert.equal(memory.read(NOW), null);
  });

  it('leave out answers that take too much room, and keep those behind them', async () => {
    const memory = new LastDataMemory(memento(), '1.0.0');
    const long = ['x'.repeat(500_000), Array.from({ length: 2001 }, () => 0)];
    await memory.write({
      ...DATA,
      answers: [['text', long[0]], ['list', { rows: long[1] }], ...DATA.answers],
    });
    assert.deepEqual(memory.read(NOW)?.answers, DATA.answers);
  });

  it('are nothing when what is stored is damaged', () => {
    for (const stored of [null, 7, {}, { ...DATA, version: '1.0.0', answers: [7] }]) {
      const memory = new LastDataMemory(
        { get: () => stored, update: () => Promise.resolve() },
        '1.0.0',
      );
      assert.equal(memory.read(NOW), null);
    }
  });
});
