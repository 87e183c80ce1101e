import assert from 'node:assert/strict';
import { handleInText } from '../../../src/extension/views/handleInText';
import { ViewState } from '../../../src/extension/views/viewState';

type Memento = ConstructorParameters<typeof ViewState>[0];

/** A store that keeps one value, as the workspace does. */
function memory(saved?: unknown): Memento {
  let kept = saved;
  return {
    keys: () => [],
    get: () => kept as never,
    update: (_key: string, value: unknown) => {
      kept = value;
      return Promise.resolve();
    },
  };
}

describe('What the user chose in the views', () => {
  it('begins by type, sorted by value, unfiltered', () => {
    const state = new ViewState(memory());
    assert.deepEqual([state.grouping, state.sort, state.filter], ['type', 'value', '']);
  });

  it('is there again after a restart', () => {
    const kept = memory();
    const before = new ViewState(kept);
    before.set({ grouping: 'opener', sort: 'newest', filter: 'type:File' });
    before.setPinned('leaky-service', ['0x3c', '0x40'], true);
    const after = new ViewState(kept);
    assert.deepEqual([after.grouping, after.sort, after.filter], ['opener', 'newest', 'type:File']);
    assert.deepEqual(after.pins('leaky-service'), ['0x3c', '0x40']);
  });

  it('is dropped when it was saved by another version', () => {
    const state = new ViewState(memory({ version: 99, grouping: 'opener', filter: 'x' }));
    assert.deepEqual([state.grouping, state.filter], ['type', '']);
  });

  it('loses only what is malformed', () => {
    const state = new ViewState(
      memory({ version: 1, grouping: 'colour', sort: 'name', filter: 5, pins: { a: [1, '0x4'] } }),
    );
    assert.deepEqual([state.grouping, state.sort, state.filter], ['type', 'name', '']);
    assert.deepEqual(state.pins('a'), ['0x4']);
  });

  it('keeps pins apart by target', () => {
    const state = new ViewState(memory());
    state.setPinned('a', ['0x4'], true);
    assert.deepEqual(state.pins('b'), []);
  });

  it('keeps pinned types and notes apart by target, over restarts, names like constructor included', () => {
    const kept = memory();
    const before = new ViewState(kept);
    before.setTypesPinned('a', ['Key', 'Event'], true);
    before.setTypesPinned('a', ['Event'], false);
    before.setNote('a', '0x4', ' leaks? ');
    const after = new ViewState(kept);
    assert.deepEqual(after.pinnedTypes('a'), ['Key']);
    assert.equal(after.note('a', '0x4'), 'leaks?');
    for (const other of ['b', 'constructor', '__proto__']) {
      assert.deepEqual(after.pinnedTypes(other), []);
      assert.equal(after.note(other, '0x4'), '');
    }
    assert.equal(after.note('a', 'constructor'), '');
  });

  it('forgets a note that is emptied, and the oldest of more than 200', () => {
    const state = new ViewState(memory());
    state.setNote('a', '0x4', 'x');
    state.setNote('a', '0x4', '  ');
    assert.equal(state.note('a', '0x4'), '');
    for (let index = 0; index <= 200; index++) {
      state.setNote('a', `0x${index.toString(16)}`, String(index));
    }
    assert.equal(state.note('a', '0x0'), '');
    assert.equal(state.note('a', '0xc8'), '200');
  });

  it('loses only the malformed among saved types and notes', () => {
    const saved = {
      version: 1,
      types: { a: ['Key', 4], b: 'Event' },
      notes: { a: { x: 1, y: 'z' } },
    };
    const state = new ViewState(memory(saved));
    assert.deepEqual([state.pinnedTypes('a'), state.pinnedTypes('b')], [['Key'], []]);
    assert.deepEqual([state.note('a', 'x'), state.note('a', 'y')], ['', 'z']);
  });

  it('moves a handle that is pinned again to the end, once', () => {
    const state = new ViewState(memory());
    state.setPinned('a', ['0x4', '0x8'], true);
    state.setPinned('a', ['0x4'], true);
    assert.deepEqual(state.pins('a'), ['0x8', '0x4']);
  });

  it('unpins', () => {
    const state = new ViewState(memory());
    state.setPinned('a', ['0x4', '0x8'], true);
    state.setPinned('a', ['0x4'], false);
    assert.deepEqual(state.pins('a'), ['0x8']);
  });

  it('keeps the newest 200 pins', () => {
    const state = new ViewState(memory());
    const many = Array.from({ length: 250 }, (_, index) => `0x${(index * 4 + 4).toString(16)}`);
    state.setPinned('a', many, true);
    assert.deepEqual(state.pins('a'), many.slice(50));
  });
});

describe('A handle value in an argument', () => {
  it('is read from text, with or without 0x', () => {
    assert.equal(handleInText('3C'), '0x3c');
    assert.equal(handleInText(' 0x03c '), '0x3c');
  });

  it('is read from a number', () => {
    assert.equal(handleInText(60), '0x3c');
  });

  it('is refused in anything else', () => {
    for (const wrong of ['', 'xyz', '0x', '3c 40', -4, 1.5, NaN, null, undefined, {}, []]) {
      assert.equal(handleInText(wrong), undefined, JSON.stringify(wrong));
    }
  });

  it('is the name of a variable of our scopes, else the start of its value', () => {
    assert.equal(handleInText({ variable: { name: '0x3c', value: 'Event' } }), '0x3c');
    assert.equal(handleInText({ variable: { name: 'file', value: 'File 0x40' } }), '0x40');
    assert.equal(handleInText({ variable: { name: 'count', value: 'twelve' } }), undefined);
  });

  it('is the handle of a row of the Handles view, and of what stands below it', () => {
    assert.equal(handleInText({ kind: 'handle', row: { handle: '0x44' } }), '0x44');
    assert.equal(handleInText({ kind: 'group', group: {} }), undefined);
  });

  it('is the handle of a trace record', () => {
    assert.equal(handleInText({ kind: 'trace', trace: { handle: '0x44' } }), '0x44');
    assert.equal(handleInText({ kind: 'trace', trace: null }), undefined);
  });
});
