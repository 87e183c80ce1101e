/** What a log knows about a handle: index, story, bad references, double closes, totals. */

import assert from 'node:assert/strict';
import { explainBadReference, findDoubleCloses } from '../../../src/core/log/badReference';
import { checkTotals } from '../../../src/core/log/checkTotals';
import { HandleIndex, type HandleEntry } from '../../../src/core/log/handleIndex';
import { findOpener, handleStory } from '../../../src/core/log/handleStory';
import type { LogDocument } from '../../../src/core/log/logDocument';
import { readLog } from '../../../src/core/log/readLog';
import { handleValue } from '../../../src/core/model/identifiers';
import { DASHES } from './logSupport';

/** A trace record in user-mode form with one frame of the program's own. */
function record(handle: string, operation: string, service = 'NtClose', own = 'main'): string {
  return [
    DASHES,
    `Handle = 0x${handle.padStart(8, '0')} - ${operation}`,
    'Thread ID = 0x00000b54, Process ID = 0x000012cc',
    '',
    `0x77ca2d3c: ntdll!${service}+0x0000000c`,
    `0x00ab1627: courier!${own}+0x00000020`,
  ].join('\n');
}

function listing(...records: readonly string[]): string {
  const count = records.length.toString(16);
  return [
    '0:000> !htrace',
    ...records,
    DASHES,
    `Parsed 0x${count} stack traces.`,
    `Dumped 0x${count} stack traces.`,
  ].join('\n');
}

function entryOf(log: LogDocument, value: number, scope = 'user 0'): HandleEntry {
  const entry = new HandleIndex(log).find(scope, handleValue(value));
  assert.ok(entry !== null, `handle ${value.toString(16)} is known`);
  return entry;
}

function explain(text: string, value = 0x3c): ReturnType<typeof explainBadReference> {
  const entry = entryOf(readLog(text), value);
  const bad = entry.traces.find((each) => each.record.operation === 'badref');
  assert.ok(bad !== undefined);
  return explainBadReference(bad, entry);
}

describe('explaining a bad reference', () => {
  it('names the close, the open and the service', () => {
    const { cause, service, reopened, isCut } = explain(
      listing(
        record('3c', 'BADREF', 'NtSetEvent'),
        record('3c', 'CLOSE'),
        record('3c', 'OPEN', 'NtCreateEvent'),
      ),
    );
    assert.ok(cause.kind === 'closedBefore');
    assert.equal(cause.close.lines.first, 8);
    assert.equal(cause.open?.lines.first, 14);
    assert.equal(cause.isClose, false);
    assert.equal(service, 'NtSetEvent');
    assert.equal(reopened, null);
    assert.equal(isCut, false);
  });

  it('calls a close of a closed handle a second close', () => {
    const { cause } = explain(listing(record('3c', 'BADREF', 'ZwClose'), record('3c', 'CLOSE')));
    assert.equal(cause.kind === 'closedBefore' && cause.isClose, true);
  });

  it('knows values that are never valid', () => {
    assert.deepEqual(explain(listing(record('0', 'BADREF')), 0).cause, {
      kind: 'neverValid',
      meaning: null,
    });
    const { cause } = explain(listing(record('fffffffe', 'BADREF')), 0xfffffffe);
    assert.deepEqual(cause, { kind: 'neverValid', meaning: 'the current thread' });
  });

  it('looks past earlier bad references', () => {
    const { cause } = explain(
      listing(record('3c', 'BADREF'), record('3c', 'BADREF'), record('3c', 'CLOSE')),
    );
    assert.equal(cause.kind, 'closedBefore');
  });

  it('does not mix up different handles', () => {
    const { cause } = explain(listing(record('3c', 'BADREF'), record('40', 'CLOSE')));
    assert.equal(cause.kind, 'neverOpened');
  });

  it('says so when the newest record before it is an open', () => {
    const { cause } = explain(listing(record('3c', 'BADREF'), record('3c', 'OPEN')));
    assert.equal(cause.kind, 'openHere');
  });

  it('finds the open that gave the value to another object afterwards', () => {
    const { reopened } = explain(
      listing(
        record('3c', 'OPEN', 'NtCreateFile', 'latest'),
        record('3c', 'CLOSE'),
        record('3c', 'OPEN', 'NtCreateFile', 'first'),
        record('3c', 'BADREF'),
        record('3c', 'CLOSE'),
      ),
    );
    assert.equal(reopened?.frames[1]?.symbol, 'first');
  });

  it('does not look into other listings', () => {
    const text = `${listing(record('3c', 'CLOSE'))}\n${listing(record('3c', 'BADREF'))}`;
    assert.equal(explain(text).cause.kind, 'neverOpened');
  });

  it('says when the log leaves something out in between', () => {
    const text = listing(record('3c', 'BADREF'), '...', record('3c', 'CLOSE'));
    assert.equal(explain(text).isCut, true);
    const below = listing(record('3c', 'BADREF'), record('3c', 'CLOSE'), '...');
    assert.equal(explain(below).isCut, false);
  });

  it('works on the kernel form', () => {
    const text = [
      'kd> !htrace 7DC',
      'Process 0x81400300',
      'Handle 0x7DC - BAD REFERENCE:',
      '0x8018F709: ntoskrnl!ExMapHandleToPointerEx+0xEA',
      '0x801902BE: ntoskrnl!NtSetEvent+0x6C',
      DASHES,
      'Handle 0x7DC - CLOSE:',
      '0x8018FCB9: ntoskrnl!ExDestroyHandle+0x103',
    ].join('\n');
    const entry = entryOf(readLog(text), 0x7dc, 'process 81400300');
    const story = explainBadReference(entry.traces[0]!, entry);
    assert.equal(story.service, 'NtSetEvent');
    assert.equal(story.cause.kind, 'closedBefore');
  });
});

describe('finding double closes', () => {
  const closesOf = (text: string): readonly number[] =>
    readLog(text).sections.flatMap(({ listings }) =>
      listings.flatMap((each) =>
        each.kind === 'traces'
          ? findDoubleCloses(each).map(({ second }) => second.lines.first)
          : [],
      ),
    );

  it('finds two closes without an open between them', () => {
    assert.deepEqual(closesOf(listing(record('3c', 'CLOSE'), record('3c', 'CLOSE'))), [2]);
  });

  it('accepts closes of different generations and different handles', () => {
    assert.deepEqual(
      closesOf(listing(record('3c', 'CLOSE'), record('3c', 'OPEN'), record('3c', 'CLOSE'))),
      [],
    );
    assert.deepEqual(closesOf(listing(record('3c', 'CLOSE'), record('40', 'CLOSE'))), []);
  });

  it('stays silent where the log leaves something out', () => {
    assert.deepEqual(closesOf(listing(record('3c', 'CLOSE'), '...', record('3c', 'CLOSE'))), []);
  });
});

describe('the index of handles', () => {
  it('keeps handles of different processes apart', () => {
    const entry = (address: string, mask: string): string =>
      `PROCESS ${address}\n\nHandle table at e1 with 1 entries in use\n\n0004: Object: e100  GrantedAccess: ${mask}\n`;
    const log = readLog(
      `kd> !handle 0 1 0\n${entry('81400300', '001f0003')}\n${entry('81500300', '00000001')}`,
    );
    assert.equal(entryOf(log, 4, 'process 81400300').blocks[0]?.record.grantedAccess, 0x1f0003);
    assert.equal(entryOf(log, 4, 'process 81500300').blocks[0]?.record.grantedAccess, 1);
  });

  it('keeps processes of a user-mode debugger apart by the number in the prompt', () => {
    const log = readLog(
      '0:000> !handle 4\nHandle 4\n  Type \tEvent\n1:004> !handle 4\nHandle 4\n  Type \tFile',
    );
    assert.equal(handleStory(entryOf(log, 4, 'user 0'), 0).type, 'Event');
    assert.equal(handleStory(entryOf(log, 4, 'user 1'), 0).type, 'File');
  });

  it('finds a kernel handle by the value as typed and as printed', () => {
    const log = readLog(
      '5: kd> !handle ffffffff`8000477c\nKernel handle table at e1 with 2 entries in use\n8000477c: Object: e100  GrantedAccess: 001fffff',
    );
    const index = new HandleIndex(log);
    const typed = index.find('kernel', handleValue(0xffffffff8000477cn));
    assert.ok(typed !== null);
    assert.equal(typed, index.find('kernel', handleValue(0x8000477c)));
    assert.equal(typed.mentions.length, 1);
    assert.equal(typed.blocks.length, 1);
  });

  it('ignores the tag bits', () => {
    const log = readLog('Handle 4\n  Type \tEvent');
    assert.equal(entryOf(log, 7).value, 4n);
  });

  it('finds siblings by type and name, and by object', () => {
    const named =
      'Handle 4\n  Type \tEvent\n  Name \t\\A\nHandle 8\n  Type \tKey\n  Name \t\\A\nHandle c\n  Type \tEvent\n  Name \t\\A\nHandle 10\n  Type \tEvent\n  Name \t<none>\nHandle 14\n  Type \tEvent\n  Name \t<none>';
    const index = new HandleIndex(readLog(named));
    const values = (value: number): readonly bigint[] =>
      index.siblings(index.find('user 0', handleValue(value))!).map((each) => each.value);
    assert.deepEqual(values(4), [0xcn]);
    assert.deepEqual(values(8), []);
    assert.deepEqual(values(0x10), []);
    const kernel = new HandleIndex(
      readLog(
        'kd> !handle\n0004: Object: e100 GrantedAccess: 1\n0008: Object: e200 GrantedAccess: 1\n000c: Object: e100 GrantedAccess: 1',
      ),
    );
    const four = kernel.find('process ?', handleValue(4))!;
    assert.deepEqual(
      kernel.siblings(four).map(({ value }) => value),
      [0xcn],
    );
  });

  it('does not take equal last components in different directories for one name', () => {
    const text = (address: string, handle: string, directory: string): string =>
      `${handle}: Object: ${address} GrantedAccess: 1\nObject: ${address}  Type: (e1) Event\n  Directory Object: ${directory}  Name: Ready\n`;
    const log = readLog(
      `kd> !handle\n${text('e100', '0004', 'f1')}\n${text('e200', '0008', 'f2')}`,
    );
    const index = new HandleIndex(log);
    assert.deepEqual(index.siblings(index.find('process ?', handleValue(4))!), []);
  });
});

describe('the story of a handle', () => {
  it('takes the state from the evidence that comes last', () => {
    const block = '0:000> !handle 3c\nHandle 3c\n  Type \tEvent';
    const closed = listing(record('3c', 'CLOSE'), record('3c', 'OPEN'));
    const state = (text: string): unknown => handleStory(entryOf(readLog(text), 0x3c), 0).state;
    assert.deepEqual(state(block), { kind: 'open', line: 1 });
    assert.deepEqual(state(`${block}\n${closed}`), { kind: 'closed', line: 5 });
    assert.deepEqual(state(`${closed}\n${block}`), { kind: 'open', line: 17 });
    assert.deepEqual(state(listing(record('3c', 'BADREF'))), { kind: 'notOpen', line: 2 });
    assert.deepEqual(state('0:000> !handle 3c\nCould not duplicate handle 3c, error 6'), {
      kind: 'notOpen',
      line: 1,
    });
    assert.deepEqual(state('0:000> !handle 3c'), { kind: 'unknown' });
  });

  it('finds the opener of the generation a record belongs to', () => {
    const log = readLog(
      listing(
        record('3c', 'CLOSE'),
        record('3c', 'OPEN', 'NtCreateFile', 'second'),
        record('3c', 'CLOSE'),
        record('3c', 'OPEN', 'NtCreateFile', 'first'),
      ),
    );
    const entry = entryOf(log, 0x3c);
    assert.equal(findOpener(entry, 14)?.record.frames[1]?.symbol, 'first');
    assert.equal(findOpener(entry, 2)?.record.frames[1]?.symbol, 'second');
    assert.equal(findOpener(entry, 0)?.record.frames[1]?.symbol, 'second');
  });

  it('counts operations and the listings they stand in', () => {
    const text = `${listing(record('3c', 'CLOSE'), record('3c', 'OPEN'))}\n${listing(record('3c', 'BADREF'))}`;
    const story = handleStory(entryOf(readLog(text), 0x3c), 0);
    assert.deepEqual(story.counts, { open: 1, close: 1, badref: 1 });
    assert.equal(story.listings, 2);
    assert.equal(story.last?.operation, 'badref');
  });

  it('puts the access into words with the rights of the type', () => {
    const text =
      'Handle 3c\n  Type \tEvent\n  GrantedAccess\t0x100002:\n         Synch\n         ModifyState';
    assert.deepEqual(handleStory(entryOf(readLog(text), 0x3c), 0).access, {
      mask: 0x100002,
      names: ['Synch', 'ModifyState'],
    });
  });

  it('tells no name from a name the log does not have', () => {
    const name = (text: string): unknown =>
      handleStory(entryOf(readLog(text), 4, 'user 0'), 0).name;
    assert.equal(name('Handle 4\n  Name \t<none>'), null);
    assert.equal(name('Handle 4\n  Type \tEvent'), undefined);
  });
});

describe('checking printed totals', () => {
  const outcomes = (text: string): readonly string[] =>
    readLog(text).sections.flatMap((section) =>
      checkTotals(section).map(
        ({ what, printed, found, outcome }) => `${what} ${printed}/${found} ${outcome}`,
      ),
    );
  const handles = (count: number): string =>
    Array.from(
      { length: count },
      (_, index) => `Handle ${(index * 4 + 4).toString(16)}\n  Type \tEvent`,
    ).join('\n');

  it('confirms a list with its table', () => {
    assert.deepEqual(outcomes(`0:000> !handle\n${handles(2)}\n2 Handles\nType Count\nEvent 2`), [
      'handles 2/2 equal',
      'handles in the table 2/2 equal',
      'handles of type Event 2/2 equal',
    ]);
  });

  it('counts types without a row of their own under None', () => {
    const text = `0:000> !handle\n${handles(1)}\nHandle 8\n  Type \tIRTimer\n2 Handles\nType Count\nNone 1\nEvent 1`;
    assert.ok(outcomes(text).every((each) => each.endsWith('equal')));
  });

  it('reports too few, too many and a table that does not add up', () => {
    assert.deepEqual(outcomes(`${handles(2)}\n3 Handles`), ['handles 3/2 different']);
    assert.deepEqual(outcomes(`${handles(2)}\n1 Handles`), ['handles 1/2 different']);
    assert.deepEqual(outcomes(`${handles(2)}\n2 handles of type Event`), [
      'handles of type Event 2/2 equal',
    ]);
    assert.deepEqual(outcomes('3 Handles\nType Count\nEvent 2').slice(-1), [
      'handles in the table 3/2 different',
    ]);
  });

  it('calls a list that the author cut cut', () => {
    assert.deepEqual(outcomes(`${handles(2)}\n...\n9 Handles`), ['handles 9/2 cut']);
  });

  it('compares nothing with a list that prints only its summary', () => {
    assert.deepEqual(outcomes('0:000> !handle 0 0\n9 Handles'), []);
  });

  it('leaves the answers of filters alone', () => {
    assert.deepEqual(
      outcomes(`0:000> !grep Event !handle\n${handles(2)}\n9 handles of type Event`),
      [],
    );
  });

  it('lets Parsed exceed what is shown, and nothing else', () => {
    assert.deepEqual(outcomes(listing(record('3c', 'OPEN'))), [
      'stack traces 1/1 equal',
      'stack traces 1/1 equal',
    ]);
    const text = listing(record('3c', 'OPEN')).replace('Parsed 0x1', 'Parsed 0x6');
    assert.deepEqual(outcomes(text)[0], 'stack traces 6/1 equal');
    const wrong = listing(record('3c', 'OPEN')).replace('Dumped 0x1', 'Dumped 0x6');
    assert.ok(outcomes(wrong).includes('stack traces 6/1 different'));
  });

  it('checks several answers of one section apart', () => {
    const text = `0:000> !handle 0 0 Event; !handle 0 0 Event\n${handles(2)}\n2 handles of type Event\n${handles(3)}\n3 handles of type Event`;
    assert.deepEqual(outcomes(text), [
      'handles of type Event 2/2 equal',
      'handles of type Event 3/3 equal',
    ]);
  });
});
