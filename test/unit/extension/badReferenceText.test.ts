/** Bad references as a text with places: what Problems shows of a running target. */

import assert from 'node:assert/strict';
import { readLog } from '../../../src/core/log/readLog';
import { badReferenceText } from '../../../src/extension/findings/badReferenceText';
import { traceFrame, traceRow } from './viewRows';

describe('the text of bad references', () => {
  const rows = [
    traceRow({ operation: 'badref', handle: '0x11c', explanation: 'It was closed before.' }),
    traceRow({ operation: 'badref', handle: '0x40', row: 1, stack: [] }),
  ];

  it('names each at its line, with the frame to blame and the reason where they are known', () => {
    const { text, places } = badReferenceText(rows);
    const lines = text.split('\n');
    assert.deepEqual(
      places.map(({ line, message }) => [lines[line], message]),
      [
        [
          'Handle = 0x11c - *** BAD REFERENCE ***',
          'Handle 0x11c was used or closed while it was not open, by App!Open+0x14. It was closed before.',
        ],
        [
          'Handle = 0x40 - *** BAD REFERENCE ***',
          'Handle 0x40 was used or closed while it was not open.',
        ],
      ],
    );
  });

  it('puts those of USER handles behind the others, and says that they were refused', () => {
    const user = traceRow({ operation: 'badref', handle: '0x10010', explanation: 'It is a Menu.' });
    const { text, places } = badReferenceText(rows, [user]);
    assert.deepEqual(
      places.map(({ message }) => message).at(-1),
      'USER handle 0x10010 was refused; App!Open+0x14 used it. It is a Menu.',
    );
    assert.match(text.split('\n')[places.at(-1)?.line ?? 0] ?? '', /^Handle = 0x10010 /);
    const [alone] = badReferenceText([], [{ ...user, stack: [] }]).places;
    assert.equal(alone?.message, 'USER handle 0x10010 was refused. It is a Menu.');
  });

  it('tells the source line to blame where the target knows it', () => {
    const source = { file: 'C:\\build\\app.cpp', line: 12 };
    const system = traceFrame({ module: 'ntdll', symbol: 'NtClose' });
    const row = traceRow({ operation: 'badref', stack: [system, traceFrame({ source })] });
    assert.deepEqual(badReferenceText([row, ...rows]).places[0]?.source, source);
    assert.equal(badReferenceText(rows).places[0]?.source, null);
  });

  it('is a log that our own reader understands', () => {
    const system = traceFrame({ module: 'ntdll', symbol: 'NtClose' });
    const { text } = badReferenceText([traceRow({ operation: 'badref', stack: [system] })]);
    const records = readLog(text)
      .sections.flatMap(({ listings }) => listings)
      .flatMap((listing) => (listing.kind === 'traces' ? listing.records : []));
    assert.equal(records.length, 1);
    assert.equal(records[0]?.operation, 'badref');
    assert.equal(records[0].handle, 0x3cn);
    assert.equal(records[0].frames.length, 1);
  });

  it('has no place without bad references', () => {
    assert.deepEqual(badReferenceText([]).places, []);
  });
});
