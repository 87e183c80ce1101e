import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  nodeId,
  PAGE_ROWS,
  pinnedFirst,
  rangesOf,
  rootName,
  type HandleNode,
} from '../../../src/extension/views/handleNodes';
import { rowIcon, typeIcon } from '../../../src/extension/views/rowIcons';
import {
  arrangement,
  commandOf,
  frameLabel,
  frameSpoken,
  groupDescription,
  groupSpoken,
  namedFrame,
  rowAccessibilityLabel,
  rowDescription,
  shortName,
  traceSpoken,
} from '../../../src/extension/views/rowTexts';
import { traceFrame, traceRow, viewGroup, viewRow } from './viewRows';

describe('The rows of the Handles view', () => {
  it('describe a handle by its name, its state and its access', () => {
    const row = viewRow({ name: '\\Sessions\\1\\Ready', stateText: 'not signalled' });
    assert.equal(rowDescription(row), '\\Sessions\\1\\Ready · not signalled · full');
  });

  it('say in a word what changed', () => {
    assert.equal(rowDescription(viewRow({ state: 'new' })), 'new · full');
    assert.equal(rowDescription(viewRow({ state: 'closed', accessText: '' })), 'closed');
  });

  it('tell a value that was misused by word and by shape, and what was written about it', () => {
    const row = viewRow({ badReferences: 2, state: 'new' });
    assert.equal(rowDescription(row, 'mine'), 'new · 2 bad references · note: mine · full');
    assert.equal(rowDescription(viewRow({ badReferences: 1 })), '1 bad reference · full');
    assert.notEqual(rowIcon(row), rowIcon(viewRow()));
    assert.equal(rowIcon(viewRow({ badReferences: 1, state: 'closed' })), 'circle-slash');
    assert.match(
      rowAccessibilityLabel(row, { note: 'mine', isPinned: true }),
      /, 2 bad references, new, pinned, note: mine$/,
    );
  });

  it('put pinned types first, in the order they were pinned, and say so', () => {
    const groups = ['Event', 'File', 'Key'].map((type) => viewGroup({ key: type, type }));
    const other = viewGroup({ key: 'site', type: null });
    const keys = (types: readonly string[]): readonly string[] =>
      pinnedFirst([...groups, other], types).map(({ key }) => key);
    assert.deepEqual(keys(['Key', 'File', 'Nothing']), ['Key', 'File', 'Event', 'site']);
    assert.deepEqual(keys([]), ['Event', 'File', 'Key', 'site']);
    assert.equal(groupDescription(viewGroup({ newCount: 1 }), true), '5 · pinned · 1 new');
  });

  it('count open handles apart from those that are gone', () => {
    assert.equal(groupDescription(viewGroup()), '5');
    assert.equal(
      groupDescription(viewGroup({ newCount: 2, closedCount: 1 })),
      '4 · 2 new, 1 closed',
    );
  });

  it('keep both ends of a long name', () => {
    const name = `\\Device\\HarddiskVolume3\\${'x'.repeat(200)}\\orders.log`;
    const short = shortName(name);
    assert.equal(short.length, 60);
    assert.ok(short.startsWith('\\Device'));
    assert.ok(short.endsWith('\\orders.log'));
  });

  it('leave a name of the allowed length as it is', () => {
    assert.equal(shortName('n'.repeat(60)), 'n'.repeat(60));
  });

  it('are spoken with everything that is shown', () => {
    const row = viewRow({ name: 'Ready', opener: 'App!Open', state: 'new' });
    assert.equal(
      rowAccessibilityLabel(row),
      'Handle 0x3c, Event, Ready, access full, opened by App!Open, new',
    );
  });

  it('are spoken without gaps when nothing is known', () => {
    const row = viewRow({ type: null, accessText: '' });
    assert.equal(rowAccessibilityLabel(row), 'Handle 0x3c, type not recorded, unnamed');
  });

  it('are spoken as sentences where they count: groups, with what changed in them', () => {
    const group = viewGroup({ newCount: 3, closedCount: 1 });
    assert.equal(groupSpoken(group, true), 'Event, 4 handles, pinned, 3 new, 1 closed');
    assert.equal(groupSpoken(viewGroup({ count: 1 })), 'Event, 1 handle');
  });

  it('are spoken with the place in the program where a record was made, if one is known', () => {
    const trace = traceRow({ operation: 'close', handle: '0x3c', stack: [traceFrame()] });
    assert.equal(
      traceSpoken(trace, 'thread 0x1b0'),
      'CLOSE of handle 0x3c by thread 0x1b0, in App!Open+0x14',
    );
    assert.equal(
      traceSpoken({ ...trace, stack: [] }, 'thread 0x1b0'),
      'CLOSE of handle 0x3c by thread 0x1b0',
    );
  });

  it('say aloud which frames are of the program, as their icons show', () => {
    assert.equal(frameSpoken(traceFrame()), 'App!Open+0x14, code of the program');
    assert.equal(frameSpoken(traceFrame({ module: 'ntdll' })), 'ntdll!Open+0x14');
  });

  it('show a question mark for a type that was not recorded, and a plain shape for a strange one', () => {
    assert.equal(typeIcon(null), 'question');
    assert.equal(typeIcon('NoSuchType'), 'symbol-misc');
    assert.notEqual(typeIcon('Event'), typeIcon('File'));
  });

  it('name a frame without symbols by its module, and without a module by its address', () => {
    assert.equal(frameLabel(traceFrame({ symbol: null })), 'App+0x14');
    assert.equal(frameLabel(traceFrame({ displacement: '0x0' })), 'App!Open');
    assert.equal(frameLabel(traceFrame({ module: null })), '0x7ff600001234');
  });

  it('name a stack by its first own frame, else by the first that has a module', () => {
    const system = traceFrame({ module: 'ntdll', symbol: 'NtCreateEvent' });
    const bare = traceFrame({ module: null });
    assert.equal(namedFrame([system, traceFrame()])?.module, 'App');
    assert.equal(namedFrame([bare, system])?.module, 'ntdll');
    assert.equal(namedFrame([bare]), undefined);
  });

  it('know the command that shows them in the debugger', () => {
    const part = { sessionId: 's', groupKey: 'Event', row: viewRow() };
    const trace = { kind: 'trace', sessionId: 's', owner: '', trace: traceRow() } as const;
    assert.equal(commandOf({ kind: 'handle', note: '', ...part }), '!handle 3c f');
    assert.equal(commandOf({ kind: 'traces', ...part }), '!htrace 3c');
    assert.equal(commandOf(trace), '!htrace 3c');
    assert.equal(commandOf({ kind: 'group', sessionId: 's', group: viewGroup() }), undefined);
  });

  it('tell how they are arranged only when that was changed', () => {
    assert.equal(arrangement({ grouping: 'type', sort: 'value' }), '');
    assert.equal(
      arrangement({ grouping: 'opener', sort: 'newest' }),
      'by opening stack, newest first',
    );
  });
});

describe('Ranges of a long group', () => {
  it('are not made when one page holds all rows', () => {
    assert.equal(rangesOf(0, PAGE_ROWS), null);
    assert.equal(rangesOf(0, 0), null);
  });

  it('cover every row once, in order, at most 100 beside one another', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: PAGE_ROWS + 1, max: 20_000_000 }),
        (start, count) => {
          const ranges = rangesOf(start, count) ?? [];
          assert.ok(ranges.length >= 2 && ranges.length <= 100, String(ranges.length));
          let next = start;
          for (const range of ranges) {
            assert.equal(range.start, next);
            assert.ok(range.count > 0 && range.count < count);
            next += range.count;
          }
          assert.equal(next, start + count);
        },
      ),
    );
  });
});

describe('Ids of rows', () => {
  const sessionId = 's';
  /** A handle, shown in its group or pinned, with one row of each kind below it. */
  function family(groupKey: string): readonly HandleNode[] {
    const part = { sessionId, groupKey, row: viewRow() };
    const owner = `${groupKey}/3c`;
    const trace = traceRow();
    return [
      { kind: 'handle', note: '', ...part },
      { kind: 'rights', ...part },
      { kind: 'facts', ...part },
      { kind: 'traces', ...part },
      { kind: 'right', ...part, name: 'DELETE' },
      { kind: 'fact', ...part, index: 0, label: 'Name', value: 'a' },
      { kind: 'fact', ...part, index: 1, label: 'Name', value: 'b' },
      { kind: 'trace', sessionId, owner, trace },
      { kind: 'frame', sessionId, owner, trace, index: 0, frame: traceFrame() },
      { kind: 'frame', sessionId, owner, trace, index: 1, frame: traceFrame() },
      { kind: 'message', sessionId, owner, text: 'The record has no stack.', icon: 'info' },
    ];
  }

  it('differ for everything on the screen, though a pinned handle is shown twice', () => {
    const group = viewGroup();
    const nodes: readonly HandleNode[] = [
      { kind: 'session', sessionId },
      { kind: 'message', sessionId, text: 'The record has no stack.', icon: 'info' },
      { kind: 'pinned', sessionId, count: 1 },
      { kind: 'group', sessionId, group },
      { kind: 'range', sessionId, group, start: 0, count: 200 },
      { kind: 'range', sessionId, group, start: 200, count: 200 },
      ...family('Event'),
      ...family('pinned'),
    ];
    const ids = nodes.map((node) => nodeId(node, 'leaky-service#1'));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('stay the same when the target is started again', () => {
    const first: HandleNode = { kind: 'group', sessionId: 'first', group: viewGroup() };
    const again: HandleNode = { ...first, sessionId: 'again' };
    assert.equal(nodeId(first, rootName('a', [])), nodeId(again, rootName('a', [])));
  });

  it('differ for two sessions of the same target side by side', () => {
    const one = rootName('a', []);
    const two = rootName('a', [one]);
    assert.notEqual(one, two);
    assert.notEqual(rootName('a', [one, two]), two);
  });

  it('take the free number when the first of two sessions has ended', () => {
    const two = rootName('a', [rootName('a', [])]);
    assert.equal(rootName('a', [two]), rootName('a', []));
  });
});
