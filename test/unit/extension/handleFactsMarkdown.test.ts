import assert from 'node:assert/strict';
import {
  handleFactsMarkdown,
  siblingQuery,
  type HoverFacts,
} from '../../../src/extension/hovers/handleFactsMarkdown';

const ANSWER: HoverFacts['answer'] = {
  handle: '0x3c',
  type: 'Event',
  name: '\\BaseNamedObjects\\Ready',
  attributes: '0x0',
  grantedAccess: '0x1f0003',
  handleCount: 1,
  pointerCount: 1,
  access: ['Synch', 'QueryState'],
  facts: [],
  memoryReference: null,
  generation: 1,
};

const FACTS: HoverFacts = {
  answer: ANSWER,
  row: null,
  siblings: [],
  siblingCount: 0,
  last: null,
  sessionName: null,
  revealLink: null,
};

const ROW: NonNullable<HoverFacts['row']> = {
  ...ANSWER,
  id: '3c',
  state: 'new',
  accessText: 'short',
  stateText: 'manual reset',
  opener: 'app!open',
  badReferences: 0,
};

function lines(facts: Partial<HoverFacts>): readonly string[] {
  return handleFactsMarkdown({ ...FACTS, ...facts }).split('  \n');
}

describe('The hover over an open handle', () => {
  it('says type, value, name and access in words', () => {
    assert.deepEqual(lines({}), [
      '**Event** `0x3c` (60)',
      'Name: `\\BaseNamedObjects\\Ready`',
      'Granted access: `0x1f0003` Synch, QueryState',
    ]);
  });

  it('says state, opener and what is new', () => {
    assert.deepEqual(lines({ row: ROW }).slice(3), [
      'State: manual reset',
      'Opened by `app!open`',
      'New since the last stop',
    ]);
  });

  it('names no opener whose stack was not resolved', () => {
    assert.ok(
      lines({ row: { ...ROW, opener: '0xfffff80414692df1' } }).every(
        (line) => !line.startsWith('Opened'),
      ),
    );
  });

  it('says the last operation and by whom', () => {
    const last = {
      row: 0,
      handle: '0x3c',
      operation: 'badref',
      processId: 1,
      threadId: 31,
      stack: [],
    } as const;
    assert.equal(lines({ last }).at(-1), 'Last recorded: bad reference by thread `0x1f`');
  });

  it('names five siblings and counts the rest', () => {
    const siblings = ['0x4', '0x8', '0xc', '0x10', '0x14', '0x18'];
    assert.equal(
      lines({ siblings, siblingCount: 9 }).at(-1),
      'Same type and name: `0x4`, `0x8`, `0xc`, `0x10`, `0x14` and 4 more',
    );
  });

  it('starts with the session where it is named, and ends with the link', () => {
    const all = lines({ sessionName: 'Sample', revealLink: 'command:x' });
    assert.equal(all[0], 'Now in Sample:');
    assert.equal(all.at(-1), '[Reveal in Handles](command:x)');
  });

  it('lets no name become markup', () => {
    const name = 'a`b](command:evil)\n# big';
    const text = handleFactsMarkdown({ ...FACTS, answer: { ...ANSWER, type: '[x](y)', name } });
    assert.ok(text.includes("`a'b](command:evil)\\u000a# big`"));
    assert.ok(text.includes('**\\[x\\]\\(y\\)**'));
  });
});

describe('The query for siblings', () => {
  it('asks for the same type and name', () => {
    assert.equal(
      siblingQuery(ANSWER),
      'type="Event" name="\\BaseNamedObjects\\Ready" -state:closed',
    );
  });

  it('doubles quotes in names', () => {
    assert.equal(
      siblingQuery({ type: 'Event', name: 'a"b' }),
      'type="Event" name="a""b" -state:closed',
    );
  });

  it('is not asked for unnamed handles', () => {
    assert.equal(siblingQuery({ type: 'Event', name: null }), null);
  });
});
