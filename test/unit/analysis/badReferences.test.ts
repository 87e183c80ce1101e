import assert from 'node:assert/strict';
import {
  explainBadReference,
  type BadReference,
  type BadReferenceHints,
} from '../../../src/core/analysis/traces/badReferences';
import { isClosingStack } from '../../../src/core/model/badReference';
import type { HandleTrace } from '../../../src/core/model/handleTrace';
import { handleValue } from '../../../src/core/model/identifiers';
import type { ResolvedAddress } from '../../../src/core/model/stackFrame';
import { fakeTrace } from '../../support/fakeTarget';
import { frame, indexOf } from './tables';

describe('the explanation of a bad reference', () => {
  const HINTS: BadReferenceHints = {
    family: 'kernel',
    facts: {
      source: 'kernel ring',
      slots: 4096,
      lost: 0,
      recorded: 10,
      orderIsKnown: true,
      maximumDepth: 16,
    },
    pointerSize: 8,
    frames: [],
    describeOpen: () => null,
  };
  const CLOSE = [frame('ntdll!NtClose'), frame('KERNELBASE!CloseHandle')];

  async function explain(
    records: readonly HandleTrace[],
    hints: Partial<BadReferenceHints> = {},
  ): Promise<BadReference> {
    const row = records.findIndex((record) => record.operation === 'badref');
    return explainBadReference(await indexOf(records), row, { ...HINTS, ...hints });
  }

  it('tells a double close from its stack, with who closed it first', async () => {
    const records = [
      fakeTrace('badref', 0x3c, [], { threadId: 0xb }),
      fakeTrace('close', 0x3c, [], { threadId: 0xa }),
      fakeTrace('open', 0x3c, [], { threadId: 0x9 }),
    ];
    const story = await explain(records, {
      frames: CLOSE,
      describeOpen: () => 'Event \\Ready',
    });
    assert.deepEqual(
      [story.kind, story.opened, story.closed, story.reopened],
      ['closed twice', 2, 1, null],
    );
    assert.equal(
      story.text,
      'Thread 0xb closed 0x3c when it was closed already by thread 0xa (record 1 from the newest); it had been opened as Event \\Ready by thread 0x9 (record 2 from the newest).',
    );
  });

  it('tells a use after the close when the stack does not close', async () => {
    const story = await explain([
      fakeTrace('open', 0x3c, [], { threadId: 0xc }),
      fakeTrace('badref', 0x3c),
      fakeTrace('close', 0x3c),
    ]);
    assert.deepEqual(
      [story.kind, story.opened, story.closed, story.reopened],
      ['used after close', null, 2, 0],
    );
    assert.match(story.text, /its opening is not on record/);
    assert.match(story.text, /Later the value was given out again: opened by thread 0xc/);
  });

  it('names the first re-opening, not the last', async () => {
    const story = await explain([
      fakeTrace('open', 0x3c),
      fakeTrace('close', 0x3c),
      fakeTrace('open', 0x3c),
      fakeTrace('badref', 0x3c),
      fakeTrace('close', 0x3c),
    ]);
    assert.equal(story.reopened, 2);
  });

  it('says "never opened" only when the log reaches back to the beginning', async () => {
    const records = [fakeTrace('badref', 0x3c)];
    assert.equal((await explain(records)).kind, 'never opened');
    const lost = await explain(records, { facts: { ...HINTS.facts, lost: 12 } });
    assert.equal(lost.kind, 'not recorded');
    assert.match(lost.text, /12 older records were overwritten/);
    const unknown = await explain(records, {
      facts: { ...HINTS.facts, lost: null, recorded: null },
    });
    assert.equal(unknown.kind, 'not recorded');
    assert.match(unknown.text, /before the log begins, or never/);
  });

  it('knows the handle 0 and the pseudo handles', async () => {
    const zero = await explain([fakeTrace('badref', 0)]);
    assert.equal(zero.kind, 'null handle');
    assert.match(zero.text, /result was not checked/);
    const minusOne = { ...fakeTrace('badref', 0), handle: handleValue(-1n) };
    assert.match((await explain([minusOne])).text, /INVALID_HANDLE_VALUE/);
    const thread32 = { ...fakeTrace('badref', 0), handle: handleValue(0xffff_fffen) };
    assert.equal((await explain([thread32], { pointerSize: 4 })).kind, 'pseudo handle');
    assert.equal((await explain([thread32])).kind, 'never opened');
  });

  it('admits that the handle was open by the log', async () => {
    const story = await explain([fakeTrace('badref', 0x3c), fakeTrace('open', 0x3c)]);
    assert.deepEqual([story.kind, story.opened, story.closed], ['open', 1, null]);
    assert.match(story.text, /may belong to another process, or a record is missing/);
  });

  it('says when the order of the records is an assumption', async () => {
    const story = await explain([fakeTrace('badref', 0x3c)], {
      facts: { ...HINTS.facts, orderIsKnown: false },
    });
    assert.match(story.text, /order of the records is assumed/);
  });

  it('uses running numbers where the target has them', async () => {
    const index = await indexOf([fakeTrace('badref', 8), fakeTrace('close', 8)]);
    index.columns.sequence = Float64Array.from([71, 70]);
    assert.match(explainBadReference(index, 0, HINTS).text, /\(record 70\)/);
  });

  it('recognises closing functions among the innermost frames only', () => {
    assert.equal(isClosingStack(CLOSE), true);
    assert.equal(isClosingStack([frame('ntdll!ZwClose')]), true);
    assert.equal(isClosingStack([frame('advapi32!RegCloseKey')]), true);
    assert.equal(isClosingStack([frame('ntdll!NtSetEvent'), frame('app!CloseDialog')]), false);
    const deep = [...Array<ResolvedAddress>(8).fill(frame('app!f')), frame('app!CloseHandle')];
    assert.equal(isClosingStack(deep), false);
  });
});
