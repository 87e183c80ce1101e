/** Blocks of user-mode `!handle`. */

import assert from 'node:assert/strict';
import { all, eventsOf, only } from './logSupport';

const full = [
  'Handle 1b0',
  '  Type         \tMutant',
  '  Attributes   \t0x10',
  '  GrantedAccess\t0x1f0001:',
  '         Delete,ReadControl,WriteDac,WriteOwner,Synch',
  '         QueryState',
  '  HandleCount  \t2',
  '  PointerCount \t65537',
  '  Name         \t\\Sessions\\1\\BaseNamedObjects\\PARCEL',
  '  Object Specific Information',
  '    Mutex is Owned',
  '    Mutant Owner aa8.3ff8',
];

describe('reading a block of !handle', () => {
  it('takes every line of the live form', () => {
    const block = only(full.join('\n'), 'handle');
    assert.deepEqual(block, {
      kind: 'handle',
      lines: { first: 0, last: 11 },
      value: 0x1b0n,
      form: 'live',
      digits: 3,
      type: 'Mutant',
      attributes: 0x10,
      grantedAccess: 0x1f0001,
      accessLine: 3,
      standardRights: ['Delete', 'ReadControl', 'WriteDac', 'WriteOwner', 'Synch'],
      specificRights: ['QueryState'],
      handleCount: 2,
      pointerCount: 65537,
      name: '\\Sessions\\1\\BaseNamedObjects\\PARCEL',
      objectInfo: [
        { line: 10, text: 'Mutex is Owned' },
        { line: 11, text: 'Mutant Owner aa8.3ff8' },
      ],
      hasNoObjectInfo: false,
      notes: [],
      span: { offset: 0, length: 0 },
    });
  });

  it('reads the same from a log whose TABs became blanks', () => {
    const flattened = full.map((line) => line.replace('\t', ' ')).join('\n');
    assert.deepEqual(only(flattened, 'handle'), only(full.join('\n'), 'handle'));
  });

  it('reads the same from a log that lost its indentation', () => {
    const bare = full.map((line) => line.trim().replace(/\s+/g, ' ')).join('\n');
    assert.deepEqual(only(bare, 'handle'), only(full.join('\n'), 'handle'));
  });

  it('knows the dump form by its padded value and its lower-case heading', () => {
    const text =
      'Handle 00000000000001b0\n  Type \tMutant\n  No object specific information available';
    const block = only(text, 'handle');
    assert.equal(block.form, 'dump');
    assert.equal(block.value, 0x1b0n);
    assert.equal(block.hasNoObjectInfo, true);
    assert.equal(only('Handle 00000304\n  Type Event', 'handle').form, 'dump');
  });

  it('keeps the empty second line of rights of types without names', () => {
    const block = only(
      'Handle 20\n  GrantedAccess\t0x100002:\n         Synch\n         \n  HandleCount \t2',
      'handle',
    );
    assert.deepEqual(block.standardRights, ['Synch']);
    assert.deepEqual(block.specificRights, []);
    assert.equal(block.handleCount, 2);
  });

  it('does without the empty second line where a page removed it', () => {
    const block = only(
      'Handle 20\n  GrantedAccess\t0x1:\n         None\n  HandleCount \t2',
      'handle',
    );
    assert.deepEqual(block.standardRights, []);
    assert.equal('specificRights' in block, false);
    assert.equal(block.handleCount, 2);
  });

  it('keeps the empty name of a bit that has none', () => {
    const block = only(
      'Handle 4\n  GrantedAccess\t0xe:\n         None\n         CreateThread,,VMOp',
      'handle',
    );
    assert.deepEqual(block.specificRights, ['CreateThread', '', 'VMOp']);
  });

  it('joins a list of rights that was wrapped behind a comma', () => {
    const text = [
      'Handle 4',
      '  GrantedAccess\t0x1fffff:',
      '         Delete,ReadControl,',
      '         WriteDac,WriteOwner,Synch',
      '         Terminate,Suspend,',
      'Alert,GetContext',
      '  HandleCount  \t2',
    ].join('\n');
    const block = only(text, 'handle');
    assert.deepEqual(block.standardRights, [
      'Delete',
      'ReadControl',
      'WriteDac',
      'WriteOwner',
      'Synch',
    ]);
    assert.deepEqual(block.specificRights, ['Terminate', 'Suspend', 'Alert', 'GetContext']);
    assert.equal(block.handleCount, 2);
  });

  it('joins a name that fills a console of 80 columns', () => {
    const start = `  Name         \t\\${'a'.repeat(63)}`;
    const block = only(`Handle 4\n${start}\nrest.txt\n  Object Specific Information`, 'handle');
    assert.equal(block.name, `\\${'a'.repeat(63)}rest.txt`);
  });

  it('does not join what follows a name that ends before the edge', () => {
    const [block, text] = eventsOf('Handle 4\n  Name         \t\\BaseNamedObjects\\Parcel\nquit:');
    assert.equal(block?.kind === 'handle' && block.name, '\\BaseNamedObjects\\Parcel');
    assert.equal(text?.kind, 'text');
  });

  it('tells <none> from a name that was not printed', () => {
    assert.equal(only('Handle 4\n  Name \t<none>', 'handle').name, null);
    assert.equal('name' in only('Handle 4\n  Type \tEvent', 'handle'), false);
  });

  it('keeps lines it does not understand, with their numbers', () => {
    const block = only(
      'Handle 4\n  Colour \tgreen\n  HandleCount \tmany\n  Type \tEvent',
      'handle',
    );
    assert.deepEqual(block.notes, [
      { what: 'unread', line: 1, text: 'Colour \tgreen' },
      { what: 'unread', line: 2, text: 'HandleCount \tmany' },
    ]);
    assert.equal(block.type, 'Event');
  });

  it('keeps the second of two equal labels as not understood', () => {
    const block = only('Handle 4\n  Type \tEvent\n  Type \tFile', 'handle');
    assert.equal(block.type, 'Event');
    assert.equal(block.notes[0]?.text, 'Type \tFile');
  });

  it('notes where the author left something out', () => {
    for (const mark of ['...', '[snip]', '<snip>', '…', '(omitted)']) {
      const block = only(`Handle 4\n  Type \tEvent\n${mark}\n  HandleCount \t2`, 'handle');
      assert.deepEqual(block.notes, [{ what: 'cut', line: 2, text: mark }], mark);
      assert.equal(block.handleCount, 2);
    }
  });

  it('ends at a blank line and foreign text', () => {
    const events = eventsOf('Handle 4\n  Type \tEvent\n\nThat was it.\nHandle 8');
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['handle', 'text', 'handle'],
    );
  });

  it('starts without a first line where the log begins in the middle', () => {
    const block = only(
      '  Name         \t\\BaseNamedObjects\\Parcel\n  Object specific information\n    Event is Set',
      'handle',
    );
    assert.equal(block.value, null);
    assert.equal(block.form, 'dump');
    assert.equal(block.name, '\\BaseNamedObjects\\Parcel');
  });

  it('sees no such block in the answer of another command', () => {
    assert.deepEqual(all('0:000> lm\n  Name  whatever', 'handle'), []);
  });

  it('sees no block in a sentence about a handle', () => {
    for (const line of ['Handle 4 is closed', 'Handle', 'Handles 4', 'Handle = 4', 'Handle xyz']) {
      assert.deepEqual(all(line, 'handle'), [], line);
    }
  });

  it('ends a record after many lines it does not understand', () => {
    const noise = Array.from({ length: 100 }, (_, index) => `  noise number ${index}`);
    const [block, text] = eventsOf(['Handle 4', ...noise].join('\n'));
    assert.equal(block?.kind === 'handle' && block.notes.length, 32);
    assert.deepEqual(text?.lines, { first: 33, last: 100 });
  });
});

describe('reading the end of a !handle list', () => {
  it('takes the number of handles and the table, types with blanks included', () => {
    const text =
      '33 Handles\nType           \tCount\nNone           \t4\nALPC Port      \t1\nWaitCompletionPacket\t5';
    const [total, summary] = eventsOf(text);
    assert.equal(total?.kind === 'total' && total.count, 33);
    assert.deepEqual(summary?.kind === 'summary' && summary.rows, [
      { line: 2, type: 'None', count: 4 },
      { line: 3, type: 'ALPC Port', count: 1 },
      { line: 4, type: 'WaitCompletionPacket', count: 5 },
    ]);
  });

  it('takes the number of a type', () => {
    const total = only('7 handles of type Event', 'total');
    assert.deepEqual([total.what, total.count, total.type], ['handlesOfType', 7, 'Event']);
  });

  it('keeps what is cut out of the table', () => {
    const summary = only('Type Count\nEvent 3\n...\nFile 2', 'summary');
    assert.deepEqual(summary.notes, [{ what: 'cut', line: 2, text: '...' }]);
    assert.equal(summary.rows.length, 2);
  });

  it('takes the error of a handle that is not there', () => {
    const error = only('Could not duplicate handle 80000001, error 6', 'error');
    assert.equal(error.handle, 0x80000001n);
    assert.equal(error.text, 'Could not duplicate handle 80000001, error 6');
  });
});

describe('reading what a filter left of !handle', () => {
  it('starts a new block at each label that comes again', () => {
    const text = '0:000> !grep Name !handle 0 f\n  Name \t\\A\n  Name \t\\B\n  Name \t<none>';
    assert.deepEqual(
      all(text, 'handle').map(({ name }) => name),
      ['\\A', '\\B', null],
    );
  });
});
