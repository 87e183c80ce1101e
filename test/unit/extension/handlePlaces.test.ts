import assert from 'node:assert/strict';
import {
  handlePlaceAt,
  handlePlaces,
  sourcePlace,
} from '../../../src/extension/documents/handlePlaces';

function texts(line: string): readonly string[] {
  return handlePlaces(line).map(({ start, end }) => line.slice(start, end));
}

describe('Handle values in our answers', () => {
  for (const [line, found] of [
    ['Handle 3c', ['3c']],
    ['Handle 3c  ', ['3c']],
    ['Handle 000000000000003c', ['000000000000003c']],
    ['Handle = 0x000000000000003c - OPEN', ['0x000000000000003c']],
    ['0014: Object: 81400300  GrantedAccess: 001f0003 Entry: e1002028', ['0014']],
    ['0:000> !handle 3c f', ['3c']],
    ['kd> !htrace 0x7dc', ['0x7dc']],
    ['0:000> !handle 3c f; !htrace 40', ['3c', '40']],
    ['There is no handle 0x3c in this process.', ['0x3c']],
  ] as const) {
    it(`finds ${found.join(' and ')} in "${line}"`, () => {
      assert.deepEqual(texts(line), found);
    });
  }

  for (const line of [
    '0:000> !handle 0 f Event',
    '  HandleCount  \t2',
    '65 handles of type Event',
    'Handle count 3 of 4',
    '0x00007ffe2b54d2b4: ntdll!NtOpenFile+0x0000000000000014',
    '  GrantedAccess\t0x100020:',
    '',
  ]) {
    it(`finds none in "${line}"`, () => {
      assert.deepEqual(texts(line), []);
    });
  }

  it('gives the value at a column, and none beside it', () => {
    assert.equal(handlePlaceAt('Handle 3c', 7)?.value, 0x3cn);
    assert.equal(handlePlaceAt('Handle 3c', 3), undefined);
  });
});

describe('Source positions in our answers', () => {
  it('have a file name, a line and the columns between the brackets', () => {
    const line = '0x1: app!main+0x3 [d:\\src\\pump.cpp @ 42]';
    const place = sourcePlace(line);
    assert.ok(place !== undefined);
    assert.equal(place.file, 'pump.cpp');
    assert.equal(place.line, 42);
    assert.equal(line.slice(place.start, place.end), 'd:\\src\\pump.cpp @ 42');
  });

  it('are no positions with line 0', () => {
    assert.equal(sourcePlace('[a.cpp @ 0]'), undefined);
  });

  it('are absent from a plain frame', () => {
    assert.equal(sourcePlace('0x1: app!main+0x3'), undefined);
  });
});
