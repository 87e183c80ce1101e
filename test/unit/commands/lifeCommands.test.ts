/** `!life` and `!why`: what a handle value stood for, and why it was bad. */

import assert from 'node:assert/strict';
import type { HandleTrace } from '../../../src/core/model/handleTrace';
import {
  FakeTarget,
  fakeHandle,
  fakeTrace,
  type FakeTargetOptions,
} from '../../support/fakeTarget';
import { interpreterOf, jsonOf, runOne, textOf } from '../../support/runCommands';
import { openSample } from '../../../src/core/script/samples/catalog';
import { valueOf } from '../../support/openDump';

const SYMBOLS = {
  '1000': 'ntdll!NtCreateEvent+0x14',
  '2000': 'ntdll!NtClose+0x14',
  '3000': 'app!Start+0x10',
  '4000': 'app!Stop+0x20',
  '5000': 'ntdll!NtDuplicateObject+0x14',
  '6000': 'ntdll!NtCreateFile+0x14',
  '7000': 'app!Use+0x30',
};
const OPEN = fakeTrace('open', 0x3c, [0x1000, 0x3000]);
const CLOSE = fakeTrace('close', 0x3c, [0x2000, 0x4000]);
const BAD = fakeTrace('badref', 0x3c, [0x7000]);

/** A target; `records` newest first. */
function target(records: readonly HandleTrace[] | null, more: FakeTargetOptions = {}): FakeTarget {
  return new FakeTarget({
    handles: [],
    traces: records,
    symbols: SYMBOLS,
    traceFacts: { lost: 0 },
    ...more,
  });
}

async function life(
  records: readonly HandleTrace[] | null,
  more: FakeTargetOptions = {},
): Promise<string> {
  return await textOf(interpreterOf(target(records, more)), '!life 3c');
}

describe('!life', () => {
  it('tells each use of a value, oldest first, with who opened and closed it', async () => {
    const reopened = fakeTrace('open', 0x3c, [0x6000, 0x3000]);
    const text = await life([reopened, CLOSE, OPEN], {
      handles: [fakeHandle(0x3c, 'File', { name: '\\a' })],
    });
    const lines = text.split('\n');
    assert.equal(
      lines[0],
      'Handle 0x3c: 2 uses and 0 bad references on record, now open as File \\a',
    );
    assert.match(lines[1] ?? '', /^ {2}1 {2}Event \(by its opening call NtCreateEvent\)$/);
    assert.match(lines[2] ?? '', /OPEN .*app!Start\+0x10$/);
    assert.match(lines[3] ?? '', /CLOSE .*app!Stop\+0x20$/);
    assert.match(lines[4] ?? '', /^ {2}2 {2}File \\a$/);
    assert.match(lines[6] ?? '', /still open/);
  });

  it('puts a bad reference where it happened', async () => {
    const text = await life([BAD, CLOSE, OPEN]);
    assert.ok(text.indexOf('CLOSE') < text.indexOf('BAD REFERENCE'), text);
  });

  it('lists bad references that came before any opening on record', async () => {
    const text = await life([OPEN, BAD], { handles: [fakeHandle(0x3c, 'Event')] });
    assert.ok(text.indexOf('BAD REFERENCE') < text.indexOf('  1  '), text);
  });

  it('says that an open handle was opened before the log begins', async () => {
    const text = await life([], { handles: [fakeHandle(0x3c, 'Event')] });
    assert.match(text, /opened before the log begins, or the record was overwritten/);
  });

  it('says that a close is not on record when the value is closed or opened again without one', async () => {
    assert.match(await life([OPEN]), /closed, but that is not on record/);
    const twice = await life([OPEN, OPEN], { handles: [fakeHandle(0x3c, 'Event')] });
    assert.match(twice, /closed, but that is not on record/);
  });

  it('takes what a closed handle stood for from a snapshot', async () => {
    const records = [fakeHandle(0x3c, 'Mutant', { name: '\\Lock' })];
    const session = target([fakeTrace('open', 0x3c, [0x3000])], { handles: records });
    const interpreter = interpreterOf(session);
    await runOne(interpreter, '!snapshot early');
    records.pop();
    session.traceLog = [CLOSE, fakeTrace('open', 0x3c, [0x3000])];
    session.generation++;
    assert.match(await textOf(interpreter, '!life 3c'), /Mutant \\Lock \(by snapshot early\)/);
  });

  it('calls a duplication one', async () => {
    const text = await life([fakeTrace('open', 0x3c, [0x5000, 0x3000])], {
      handles: [fakeHandle(0x3c, 'Event')],
    });
    assert.match(text, /OPEN by duplication/);
  });

  it('says what the log does not reach', async () => {
    const text = await life([OPEN], { traceFacts: { lost: 12 } });
    assert.match(text, /Note: 12 older records were overwritten/);
  });

  it('says why there is no log, and what is known without it', async () => {
    const text = await life(null, { handles: [fakeHandle(0x3c, 'Event')] });
    assert.match(text, /now open as Event/);
    assert.match(text, /Note: Handle tracing is not enabled/);
  });

  it('says that nothing is on record about a value', async () => {
    assert.match(await life([fakeTrace('open', 0x40)]), /no record of its opening or closing/);
  });

  it('names the handles of other processes to the object', async () => {
    const opened = valueOf(openSample('smss-sections'));
    const interpreter = interpreterOf(opened);
    const text = await textOf(interpreter, '!life 4');
    assert.match(text, /other process/i);
  });

  it('gives stacks, generations and sources in JSON', async () => {
    const json = (await jsonOf(interpreterOf(target([CLOSE, OPEN])), '!life 3c')) as {
      generations: { object: unknown; open: { stack: { symbol: string }[] } }[];
    };
    const [first] = json.generations;
    assert.deepEqual(first?.object, {
      type: 'Event',
      name: null,
      from: 'call',
      source: 'NtCreateEvent',
    });
    assert.deepEqual(
      first.open.stack.map(({ symbol }) => symbol),
      ['NtCreateEvent', 'Start'],
    );
  });

  it('needs exactly one value', async () => {
    const interpreter = interpreterOf(target([]));
    assert.match(
      await textOf(interpreter, '!life'),
      /needs a handle value.*Usage: !life \[-u\] <Handle>/,
    );
    assert.match(await textOf(interpreter, '!life 3c 4'), /does not take '4'/);
    assert.match(await textOf(interpreter, '!life xyz('), /xyz/);
  });
});

describe('!why', () => {
  it('explains a use after the close with both stacks side by side', async () => {
    const text = await textOf(interpreterOf(target([BAD, CLOSE, OPEN])), '!why 3c');
    assert.match(text, /^Handle 0x3c: used after close$/m);
    assert.match(text, /opened as Event by thread 0x17ec/);
    assert.match(text, /^ {4}used by thread 17ec +\| closed by thread 17ec$/m);
    assert.match(text, /^ {4}app!Use\+0x30 +\| ntdll!NtClose\+0x14$/m);
  });

  it('says who closed it again when it was closed twice', async () => {
    const again = fakeTrace('badref', 0x3c, [0x2000, 0x4000]);
    const text = await textOf(interpreterOf(target([again, CLOSE, OPEN])), '!why 3c');
    assert.match(text, /closed twice/);
    assert.match(text, /closed again by thread 17ec +\| closed by/);
  });

  it('shows one stack for a value that was never opened', async () => {
    const log = target([BAD], { traceFacts: { lost: 0, recorded: 1, slots: 4096 } });
    const text = await textOf(interpreterOf(log), '!why 3c');
    assert.match(text, /never opened/);
    assert.doesNotMatch(text, / \| /);
  });

  it('explains the newest ten bad references of all handles unless all are wanted', async () => {
    const many = Array.from({ length: 12 }, (_, at) =>
      fakeTrace('badref', 0x100 + at * 4, [0x7000]),
    );
    const interpreter = interpreterOf(target(many));
    const explained = async (line: string): Promise<number> =>
      (await textOf(interpreter, line)).match(/^Handle 0x/gm)?.length ?? 0;
    assert.equal(await explained('!why'), 10);
    assert.match(await textOf(interpreter, '!why'), /… 2 older ones: add -all/);
    assert.equal(await explained('!why -all'), 12);
  });

  it('says that there is nothing to explain, and where to look', async () => {
    const open = interpreterOf(target([OPEN], { handles: [fakeHandle(0x3c, 'Event')] }));
    assert.match(await textOf(open, '!why 3c'), /is an open handle.*!life 0x3c/);
    assert.match(await textOf(open, '!why 40'), /is not open/);
    assert.equal(await textOf(open, '!why'), 'The trace log holds no bad reference.\n');
  });

  it('says why there is no log', async () => {
    assert.match(
      await textOf(interpreterOf(target(null)), '!why 3c'),
      /Handle tracing is not enabled/,
    );
  });

  it('explains the stale handle of the sample from the reference page', async () => {
    const interpreter = interpreterOf(valueOf(openSample('badhandle')));
    assert.match(await textOf(interpreter, '!why'), /^Handle 0x7dc: /m);
  });
});
