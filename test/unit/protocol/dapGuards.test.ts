import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Result } from '../../../src/core/util/result';
import {
  parseHandleArguments,
  parseHandlesArguments,
  parseHandleText,
  parseProcessArguments,
  parseSelectTraceArguments,
  parseTracesArguments,
} from '../../../src/protocol/dapGuards';
import { parseLaunchArguments } from '../../../src/protocol/launchArguments';

/** Asserts that a guard refuses a value, in a sentence that matches. */
function refused(result: Result<unknown>, sentence: RegExp): void {
  assert.equal(result.ok, false);
  assert.equal(result.problem.code, 'bad-arguments');
  assert.match(result.problem.message, sentence);
}

function accepted<T>(result: Result<T>): T {
  assert.equal(result.ok, true);
  return result.value;
}

describe('The guard of a page of handles', () => {
  it('takes a full first page when nothing is said', () => {
    assert.deepEqual(accepted(parseHandlesArguments(undefined)), { start: 0, count: 1000 });
  });

  it('keeps type and process and ignores what it does not know', () => {
    assert.deepEqual(
      accepted(parseHandlesArguments({ start: 5, count: 7, type: 'Event', processId: 4, x: 1 })),
      { start: 5, count: 7, type: 'Event', processId: 4 },
    );
  });

  it('cuts a page that is too large', () => {
    assert.equal(accepted(parseHandlesArguments({ count: 1e9 })).count, 1000);
  });

  for (const [name, value] of [
    ['a negative start', { start: -1 }],
    ['a fractional count', { count: 1.5 }],
    ['a count that is a text', { count: '5' }],
    ['a count that is not finite', { count: Infinity }],
    ['a type that is a number', { type: 3 }],
    ['a process id above 32 bits', { processId: 2 ** 32 }],
    ['a list', [0, 100]],
    ['a text', '0'],
    ['a number', 7],
  ] as const) {
    it(`refuses ${name}`, () => {
      refused(parseHandlesArguments(value), /^handleLens\/handles: /);
    });
  }
});

describe('The guard of one handle', () => {
  for (const [value, handle] of [
    ['0x3c', 0x3cn],
    [' 3C ', 0x3cn],
    [60, 60n],
    ['ffffffffffffffff', 0xffff_ffff_ffff_ffffn],
    [0, 0n],
  ] as const) {
    it(`reads ${JSON.stringify(value)}`, () => {
      assert.deepEqual(accepted(parseHandleArguments({ handle: value })), { handle });
    });
  }

  for (const value of ['', '0x', 'xyz', '3c 4', '-4', '12345678901234567', -4, 1.5, true, {}, []]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      refused(parseHandleArguments({ handle: value }), /"handle" must be a handle value/);
    });
  }

  it('refuses a missing handle', () => {
    refused(parseHandleArguments({}), /"handle" is missing/);
    refused(parseHandleArguments({ handle: null }), /"handle" is missing/);
  });

  it('reads back every handle value it is given as hexadecimal text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        assert.equal(parseHandleText(`0x${value.toString(16)}`), value);
      }),
    );
  });
});

describe('The guard of a page of traces', () => {
  it('keeps handle and operation', () => {
    assert.deepEqual(accepted(parseTracesArguments({ handle: '4', operation: 'close' })), {
      start: 0,
      count: 1000,
      handle: 4n,
      operation: 'close',
    });
  });

  for (const [name, value, sentence] of [
    ['an unknown operation', { operation: 'fly' }, /one of: open, close, badref/],
    ['an operation in capitals', { operation: 'OPEN' }, /one of: open/],
    ['a broken handle', { handle: 'zz' }, /"handle" must be/],
    ['a broken start', { start: {} }, /"start" must be a whole number/],
  ] as const) {
    it(`refuses ${name}`, () => {
      refused(parseTracesArguments(value), sentence);
    });
  }
});

describe('The guard of a process', () => {
  it('names the request it belongs to', () => {
    refused(parseProcessArguments('handleLens/types', { processId: 'x' }), /^handleLens\/types: /);
  });

  it('takes the current process when none is named', () => {
    assert.deepEqual(accepted(parseProcessArguments('handleLens/types', null)), {});
  });
});

describe('The guard of the selected trace', () => {
  for (const value of [undefined, {}, { row: null }]) {
    it(`takes ${JSON.stringify(value)} for "none"`, () => {
      assert.deepEqual(accepted(parseSelectTraceArguments(value)), { row: null });
    });
  }

  it('keeps row and process', () => {
    assert.deepEqual(accepted(parseSelectTraceArguments({ row: 3, processId: 8 })), {
      row: 3,
      processId: 8,
    });
  });

  for (const row of [-1, 0.5, '3', [], NaN]) {
    it(`refuses the row ${JSON.stringify(row)}`, () => {
      refused(parseSelectTraceArguments({ row }), /"row" must be a whole number/);
    });
  }
});

describe('The guard of launch arguments', () => {
  it('needs nothing but a target and tolerates what clients add', () => {
    const given = { target: 'sample:x', type: 'handle-lens', name: 'n', __sessionId: 1 };
    assert.deepEqual(accepted(parseLaunchArguments(given)), { target: 'sample:x' });
  });

  it('keeps a folder that is a text', () => {
    assert.deepEqual(accepted(parseLaunchArguments({ target: 'a', cwd: '/w' })), {
      target: 'a',
      cwd: '/w',
    });
  });

  it('tolerates a folder that is no text', () => {
    assert.deepEqual(accepted(parseLaunchArguments({ target: 'a', cwd: 5 })), { target: 'a' });
  });

  for (const value of [undefined, null, {}, { target: '' }, { target: '  ' }]) {
    it(`refuses ${JSON.stringify(value)} with what to give`, () => {
      refused(parseLaunchArguments(value), /"target" is missing\. Give the path of a dump/);
    });
  }

  for (const value of [{ target: 5 }, { target: {} }, { target: ['a'] }]) {
    it(`refuses ${JSON.stringify(value)} as no text`, () => {
      refused(parseLaunchArguments(value), /"target" must be a text/);
    });
  }
});

describe('All guards', () => {
  it('answer any value with a result and never throw', () => {
    const guards = [
      parseHandleArguments,
      parseHandlesArguments,
      parseTracesArguments,
      parseSelectTraceArguments,
      parseLaunchArguments,
      (value: unknown) => parseProcessArguments('x', value),
    ];
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const guard of guards) {
          assert.equal(typeof guard(value).ok, 'boolean');
        }
      }),
    );
  });
});
