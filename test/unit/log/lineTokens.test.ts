/** Which words of a line mean something, and which do not. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { errorCode, ntStatus } from '../../../src/core/log/errorCodes';
import { lineTokens } from '../../../src/core/log/lineTokens';
import { sectionAt } from '../../../src/core/log/logDocument';
import { readLog } from '../../../src/core/log/readLog';

/** `kind:word` of each token of a line (the last one unless told otherwise). */
function tokens(text: string, number = text.split('\n').length - 1): readonly string[] {
  const section = sectionAt(readLog(text), number);
  const line = text.split('\n')[number] ?? '';
  assert.ok(section !== null);
  return lineTokens(section, number, line, (value) => value === 0x3cn).map(
    ({ kind, start, end }) => `${kind}:${line.slice(start, end)}`,
  );
}

describe('the meaningful words of a line', () => {
  it('are handle values in every kind of header', () => {
    assert.deepEqual(tokens('Handle 3c'), ['handle:3c']);
    assert.deepEqual(tokens('Handle = 0x0000003c - OPEN'), ['handle:0x0000003c']);
    assert.deepEqual(tokens('Handle 0x7DC - CLOSE:'), ['handle:0x7DC']);
    assert.deepEqual(tokens('  01f0: Object: e100  GrantedAccess: 001f0003'), [
      'handle:01f0',
      'access:001f0003',
    ]);
  });

  it('are handle arguments of commands', () => {
    assert.deepEqual(tokens('0:000> !handle 3c f; !htrace 0n60'), ['handle:3c', 'handle:0n60']);
  });

  it('are access masks', () => {
    assert.deepEqual(tokens('Handle 3c\n  GrantedAccess\t0x1f0003:'), ['access:0x1f0003']);
  });

  it('are frames as a whole', () => {
    const frame = '0x77ca2d3c: ntdll!NtClose+0x0000000c';
    assert.deepEqual(tokens(`Handle = 0x3c - OPEN\n${frame}  `), [`frame:${frame}`]);
  });

  it('are error codes behind words that announce them', () => {
    assert.deepEqual(tokens('Could not duplicate handle 80000001, error 6'), ['error:6']);
    assert.deepEqual(tokens('0:000> k\nfailed with status 0xC0000008'), ['error:0xC0000008']);
    assert.deepEqual(tokens('0:000> k\n(1a2c.9f4): code c0000008 then 0xc0000235 came'), [
      'error:0xc0000235',
    ]);
    assert.deepEqual(
      tokens(
        'Handle 3c\n  Object Specific Information\n    Last thread creation status: 0x00000000',
      ),
      ['error:0x00000000'],
    );
  });

  it('are no numbers that only look like error codes', () => {
    for (const line of [
      'error 4711',
      'terror 6',
      'error 6.5',
      'C:\\logs\\error 6\\x',
      'status 0x12345678',
      'the value 6',
      'at 0xc0000008`00000000',
      'errors/0xc0000008',
    ]) {
      assert.deepEqual(tokens(`0:000> k\n${line}`), [], line);
    }
  });

  it('are known handle values in other text, behind a word for handle and with 0x', () => {
    assert.deepEqual(tokens('0:000> dv\nhEvent = 0x0000003c'), ['handle:0x0000003c']);
    assert.deepEqual(tokens('0:000> dv\nwaiting for handle 0x3c'), ['handle:0x3c']);
    assert.deepEqual(tokens('0:000> dv\nhEvent = 0x00000000`0000003c'), [
      'handle:0x00000000`0000003c',
    ]);
  });

  it('are no plain numbers, no parts of paths, no unknown values, no other variables', () => {
    for (const line of [
      'handle 3c',
      'handle 60',
      'handle \\Device\\0x3c',
      'handle C:/logs/0x3c/x',
      'handle 0x3c.txt',
      'handle 0x44',
      'rcx = 0x3c',
      'height = 0x3c',
      'here 0x3c',
      'handle 0x3c+0x4',
      '0x3c',
    ]) {
      assert.deepEqual(tokens(`0:000> dv\n${line}`), [], line);
    }
  });

  it('are none on lines of labels, names and counts', () => {
    const text =
      'Handle 3c\n  Type \tEvent\n  Attributes \t0x3c\n  HandleCount \t60\n  Name \t\\Handle 0x3c';
    for (const line of [1, 2, 3, 4]) {
      assert.deepEqual(tokens(text, line), [], `line ${line}`);
    }
  });

  it('are found in any text without an error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('0:000> ', 'Handle 3c\n  ', ''),
        (noise, head) => {
          const text = (head + noise).replaceAll('\r', '\n');
          readLog(text).sections.forEach(({ lines }) => {
            for (let line = lines.first; line <= lines.last; line++) {
              tokens(text, line);
            }
          });
        },
      ),
    );
  });
});

describe('error codes in words', () => {
  it('tell Win32, NTSTATUS and HRESULT apart', () => {
    assert.equal(errorCode(6)?.name, 'ERROR_INVALID_HANDLE');
    assert.equal(errorCode(0xc0000008)?.name, 'STATUS_INVALID_HANDLE');
    assert.deepEqual(
      [errorCode(0x80070006)?.space, errorCode(0x80070006)?.name],
      ['HRESULT', 'ERROR_INVALID_HANDLE'],
    );
    assert.deepEqual(
      [errorCode(0xd0000008)?.space, errorCode(0xd0000008)?.name],
      ['HRESULT', 'STATUS_INVALID_HANDLE'],
    );
    assert.equal(ntStatus(0x103)?.name, 'STATUS_PENDING');
  });

  it('take signed numbers', () => {
    assert.equal(errorCode(0xc0000008 | 0)?.name, 'STATUS_INVALID_HANDLE');
  });

  it('are null for codes nobody knows here', () => {
    assert.equal(errorCode(4711), null);
    assert.equal(errorCode(0xc0ffee11), null);
    assert.equal(errorCode(0x8007ffff), null);
  });
});
