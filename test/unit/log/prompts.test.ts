/** Prompts and the commands behind them. */

import assert from 'node:assert/strict';
import {
  handlesInCommands,
  isHandleCommand,
  splitCommands,
} from '../../../src/core/log/commandWords';
import { all, only } from './logSupport';

describe('reading prompts', () => {
  for (const [line, mode, process] of [
    ['0:000> !handle', 'user', 0],
    ['0:000:x86> !handle', 'user', 0],
    ['1:014> !handle', 'user', 1],
    ['||0:2:007> !handle', 'user', 2],
    ['0:1234:ARM64EC> !handle', 'user', 0],
    ['kd> !handle', 'kernel', 0],
    ['lkd> !handle', 'kernel', 0],
    ['2: kd> !handle', 'kernel', 0],
    ['12: kd:x86> !handle', 'kernel', 0],
    ['0:000>!handle', 'user', 0],
    ['   0:000> !handle', 'user', 0],
  ] as const) {
    it(`knows the prompt of ${JSON.stringify(line)}`, () => {
      const command = only(line, 'command');
      assert.equal(command.text, '!handle');
      assert.equal(command.mode, mode);
      assert.equal(command.process, process);
      assert.equal(line.slice(command.column), '!handle');
    });
  }

  for (const line of [
    '0:00> x',
    '0> x',
    'kdx> x',
    '12> x',
    'lkd: x > y',
    '0x00007ff8> x',
    '0:000:x86:y> x',
    'the 0:000> prompt',
  ]) {
    it(`sees no prompt in ${JSON.stringify(line)}`, () => {
      assert.deepEqual(all(line, 'command'), []);
    });
  }

  it('keeps a bare prompt as an empty command', () => {
    assert.equal(only('0:000> ', 'command').text, '');
    assert.equal(only('0:000>', 'command').text, '');
  });

  it('takes the commands out of the line cdb prints for its command-line argument', () => {
    const line = "0:004> cdb: Reading initial command '!handle F4 f; q'";
    const command = only(line, 'command');
    assert.equal(command.text, '!handle F4 f; q');
    assert.equal(line.slice(command.column, command.column + 7), '!handle');
  });
});

describe('the words of a command', () => {
  it('are cut at blanks and semicolons, quotes held together', () => {
    const words = splitCommands('!grep -A 5 "a; b" !handle 0;;k').map((command) =>
      command.map(({ text }) => text),
    );
    assert.deepEqual(words, [['!grep', '-A', '5', '"a; b"', '!handle', '0'], ['k']]);
  });

  it('name a handle behind !handle, !htrace and .closehandle', () => {
    const text = '!handle 1cc f; !htrace 0n460; .closehandle 0x40; !ntsdexts.handle 44';
    const found = handlesInCommands(text);
    assert.deepEqual(
      found.map(({ value, start, end }) => [value, text.slice(start, end)]),
      [
        [0x1ccn, '1cc'],
        [460n, '0n460'],
        [0x40n, '0x40'],
        [0x44n, '44'],
      ],
    );
  });

  it('name no handle where all handles, a switch or an expression stands', () => {
    for (const text of [
      '!handle',
      '!handle 0 f',
      '!handle -1',
      '!htrace -diff',
      '!handle @rcx f',
    ]) {
      assert.deepEqual(handlesInCommands(text), [], text);
    }
    assert.deepEqual(handlesInCommands('!handle ffffffff; !handle ffffffffffffffff'), []);
  });

  it('name no handle behind other commands', () => {
    assert.deepEqual(handlesInCommands('!process 1cc; u 1cc; !handles 1cc'), []);
  });

  it('tell answers of !handle and !htrace from those of filters', () => {
    assert.equal(isHandleCommand('  !handle 0 f Event'), true);
    assert.equal(isHandleCommand('!HTRACE -diff'), true);
    assert.equal(isHandleCommand('!grep Event !handle 0 f'), false);
    assert.equal(isHandleCommand(''), false);
  });
});
