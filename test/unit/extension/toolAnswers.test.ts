import assert from 'node:assert/strict';
import {
  handlesText,
  MAXIMUM_RECORDS,
  MAXIMUM_ROWS,
  tracesText,
  typesText,
} from '../../../src/extension/tools/toolAnswers';
import type { TraceRow } from '../../../src/protocol/dapExtensions';
import type { ViewGroupsAnswer, ViewRow } from '../../../src/protocol/viewMessages';

const GROUPS: ViewGroupsAnswer = {
  groups: [],
  total: 500,
  matched: 500,
  generation: 1,
  outstanding: null,
  filterProblem: null,
  notes: [],
};

function row(changes: Partial<ViewRow> = {}): ViewRow {
  return {
    id: '3c',
    handle: '0x3c',
    type: 'Event',
    name: null,
    attributes: '0x0',
    grantedAccess: '0x1f0003',
    handleCount: 1,
    pointerCount: 1,
    state: 'same',
    accessText: '',
    stateText: null,
    opener: null,
    badReferences: 0,
    ...changes,
  };
}

function record(frames = 1): TraceRow {
  return {
    row: 0,
    handle: '0x3c',
    operation: 'open',
    processId: 1,
    threadId: 0x1f40,
    stack: Array.from({ length: frames }, () => ({
      address: '0x1',
      module: 'app',
      symbol: 'main',
      displacement: '0x3',
    })),
  };
}

describe('Answers of the language-model tools', () => {
  it('list types with the largest first and their growth', () => {
    const types = [
      { type: 'Key', count: 2, growth: 0 },
      { type: 'Event', count: 9, growth: 4 },
    ];
    const text = typesText('Sample', { types, total: 11, totalGrowth: 4, generation: 1 });
    assert.equal(
      text,
      'Sample: 11 open handles (+4 since the last stop).\nEvent: 9 (+4 since the last stop)\nKey: 2',
    );
  });

  it('list at most 50 handles and say how many match', () => {
    const text = handlesText(
      GROUPS,
      Array.from({ length: 80 }, () => row()),
    );
    assert.equal(text.split('\n').length, 1 + MAXIMUM_ROWS);
    assert.match(text, /^500 of 500 open handles match\. The first 50 follow; narrow the query\./);
  });

  it('say everything about a handle on one line', () => {
    const full = row({
      name: '\\Ready',
      accessText: 'all',
      stateText: 'signalled',
      opener: 'app!main',
      state: 'new',
    });
    assert.equal(
      handlesText({ ...GROUPS, matched: 1 }, [full]).split('\n')[1],
      '0x3c; Event; \\Ready; access 0x1f0003 (all); signalled; opened by app!main; new',
    );
  });

  it('keep names of the target on their line and short', () => {
    const [, line = ''] = handlesText(GROUPS, [row({ name: `a\nb${'x'.repeat(5000)}` })]).split(
      '\n',
    );
    assert.ok(line.includes('a b'));
    assert.ok(line.length < 400);
  });

  it('explain a query that cannot be read', () => {
    const filterProblem = { message: 'There is no field sort of.', column: 4 };
    assert.equal(
      handlesText({ ...GROUPS, filterProblem }, []),
      'The query cannot be read at character 5: There is no field sort of.',
    );
  });

  it('hold at most 10 trace records of 16 frames', () => {
    const rows = Array.from({ length: 30 }, () => record(40));
    const text = tracesText('0x3c', {
      rows,
      total: 30,
      lost: 5,
      orderIsKnown: true,
      generation: 1,
    });
    assert.equal(text.split('\n').length, 1 + MAXIMUM_RECORDS * 17 + 1);
    assert.match(text, /^30 trace records of handle 0x3c, newest first; the newest 10 follow\./);
    assert.match(text, /5 older records of the process were overwritten\.$/);
  });

  it('say why a handle may have no record', () => {
    const text = tracesText('0x3c', {
      rows: [],
      total: 0,
      lost: null,
      orderIsKnown: true,
      generation: 1,
    });
    assert.match(text, /^There is no trace record of handle 0x3c:/);
  });
});
