/** Answers of `!utrace` in a log: the same records as `!htrace` prints, but of handles that belong to no process. */

import assert from 'node:assert/strict';
import { readLog } from '../../../src/core/log/readLog';

const RECORD = `--------------------------------------
Handle = 0x000201a5 - *** BAD REFERENCE ***
Wanted Type = Window
Thread ID = 0x00000000000009c0, Process ID = 0x00000000000008a4

0x000000013f2a72ff: leaky!BuildContextMenu+0x000000000000001f

--------------------------------------
Parsed 0x1 stack traces.
Dumped 0x1 stack traces.
`;

describe('a log with an answer of !utrace', () => {
  it('has no listing for it, so that USER handles are not taken for those of a process', () => {
    const { sections } = readLog(`0: kd> !utrace 201a5\n${RECORD}`);
    assert.deepEqual(
      sections.map(({ listings }) => listings.length),
      [0],
    );
  });

  it('lists the records of the next !htrace as before', () => {
    const { sections } = readLog(`0: kd> !utrace\n${RECORD}0: kd> !htrace 201a4\n${RECORD}`);
    assert.deepEqual(
      sections.map(({ listings }) => listings.length),
      [0, 1],
    );
  });
});
