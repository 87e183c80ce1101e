/** The scenarios that the table makes possible, each with the answer that tells it from all others. */

import assert from 'node:assert/strict';
import type { Interpreter } from '../../src/core/commands/interpreter';
import { openSample } from '../../src/core/script/samples/catalog';
import { interpreterOf, textOf } from '../support/runCommands';

function open(sample: string): Interpreter {
  const opened = openSample(sample);
  assert.ok(opened.ok, sample);
  return interpreterOf(opened.value);
}

/** The verdict on a handle. */
async function verdict(interpreter: Interpreter, handle: string): Promise<string> {
  const text = await textOf(interpreter, `!dhe ${handle}`);
  return /uniq [0-9a-f]{4} {2}(.*)$/m.exec(text)?.[1] ?? text;
}

async function member(interpreter: Interpreter, handle: string, name: string): Promise<string> {
  const text = await textOf(interpreter, `!dhe ${handle}`);
  return new RegExp(`^ {4}${name} +(.*)$`, 'm').exec(text)?.[1] ?? text;
}

describe('A menu leak', () => {
  it('ends in error 1158 at the quota, of which 9,996 are menus, with the session far from full', async () => {
    const interpreter = open('user-menu-leak');
    await textOf(interpreter, 'g');
    assert.match(await textOf(interpreter, 'g'), /failed with error 1158 /);
    const process = await textOf(interpreter, '!dpi 8a4');
    assert.match(process, /UserHandleCount +10000 of 10000 {2}\(100 %, used up: .* error 1158\)/);
    assert.match(process, / {8}Menu +9996\n/);
    assert.match(
      await textOf(interpreter, '!dhe 0 0 * 8a4'),
      /\n10017 in use; process 8a4 has 10000 of 10000, peak 10000\n$/,
    );
  });

  it('leaves stale handles when its program has ended', async () => {
    const interpreter = open('user-menu-leak');
    assert.equal(await verdict(interpreter, '1001b'), 'valid');
    await textOf(interpreter, 'g;g;g');
    assert.match(await verdict(interpreter, '1001b'), /^free \(next free index [0-9a-f]{4}\)$/);
    assert.match(await textOf(interpreter, '!dpi'), /^17 in use in the session/m);
  });
});

describe('A window handle that is kept too long', () => {
  it('is stale, and its lower half selects the window that took the place', async () => {
    const interpreter = open('user-stale-window');
    assert.equal(await verdict(interpreter, '10010'), 'valid');
    await textOf(interpreter, 'g');
    assert.equal(await verdict(interpreter, '10010'), 'stale (entry is at uniq 0002)');
    assert.equal(await verdict(interpreter, '20010'), 'valid');
    assert.equal(await verdict(interpreter, '10'), 'valid (16-bit form)');
    assert.equal(await member(interpreter, '10', 'h'), '00020010');
  });

  it('has its story in the history of the entry', async () => {
    const interpreter = open('user-stale-window');
    await textOf(interpreter, 'g;g');
    const heads = (await textOf(interpreter, '!utrace 10')).match(/^Handle = .*$/gm);
    assert.deepEqual(heads, [
      'Handle = 0x00010010 - *** BAD REFERENCE ***',
      'Handle = 0x00020010 - CREATE',
      'Handle = 0x00010010 - DESTROY',
      'Handle = 0x00010010 - CREATE',
    ]);
  });
});

describe('A window that is destroyed while locked', () => {
  it('is marked until its last lock goes, and its handle is refused meanwhile', async () => {
    const interpreter = open('user-locked-window');
    assert.equal(await verdict(interpreter, '10010'), 'valid');
    await textOf(interpreter, 'g');
    assert.equal(await verdict(interpreter, '10010'), 'marked for destruction');
    assert.equal(await member(interpreter, '10010', 'bFlags'), '01  HANDLEF_DESTROY');
    assert.equal(await member(interpreter, '10010', 'cLockObj'), '00000001');
    assert.match(
      await textOf(interpreter, '!dhe 10010 10 Window'),
      /refused: error 1400 \(ERROR_INVALID_WINDOW_HANDLE\)\n$/,
    );
    await textOf(interpreter, 'g');
    assert.match(await verdict(interpreter, '10010'), /^free /);
  });
});

describe('The window that owns the desktops', () => {
  it('has a flag without a name, no desktop and no address in a process', async () => {
    const interpreter = open('user-desktop-owner');
    assert.equal(await member(interpreter, '10002', 'bFlags'), '40  <0x40>');
    assert.equal(await member(interpreter, '10002', 'rpdesk'), '0000000000000000');
    assert.doesNotMatch(await textOf(interpreter, '!dhe 10002'), /in process/);
    assert.match(await textOf(interpreter, '!dhe 10004'), /rpdesk .* WinSta0\\Default\n/);
    assert.match(await textOf(interpreter, '!dhe 10004'), /\n {4}in process 18 at /);
  });
});

describe('A window that is granted to a restricted job', () => {
  it('gets the flag with the grant, before which its use is a bad reference', async () => {
    const interpreter = open('user-job-grant');
    assert.equal(await member(interpreter, '1000e', 'bFlags'), '00  -');
    await textOf(interpreter, 'g');
    assert.equal(await member(interpreter, '1000e', 'bFlags'), '20  HANDLEF_GRANTED');
    assert.equal(await verdict(interpreter, '1000e'), 'valid');
    assert.match(
      await textOf(interpreter, '!utrace 1000e'),
      /Handle = 0x0001000e - \*\*\* BAD REFERENCE \*\*\*\nWanted Type = Window\n/,
    );
  });
});

describe('A desktop heap that is full', () => {
  it('stops a program that has most of its handles left', async () => {
    const interpreter = open('user-heap-full');
    await textOf(interpreter, 'g');
    assert.match(await textOf(interpreter, 'g'), /failed with error 8 \(ERROR_NOT_ENOUGH_MEMORY\)/);
    assert.match(
      await textOf(interpreter, '!dpi 6b4'),
      / in the table {2}2340 of 10000 {2}\(23 %\)\n/,
    );
  });
});

describe('An object that disagrees with the table', () => {
  it('is inconsistent although its entry looks good', async () => {
    const interpreter = open('user-wrong-object');
    assert.equal(await verdict(interpreter, '10015'), 'valid');
    await textOf(interpreter, 'g');
    assert.equal(await verdict(interpreter, '10015'), 'inconsistent (object says 000401a5)');
    assert.match(
      await textOf(interpreter, '!dhe 10015 10'),
      / type {6}ok .*\n(?:.*\n)*.* result +inconsistent/,
    );
    assert.match(
      await textOf(interpreter, '!dhe 0 2 Menu'),
      /inconsistent \(object says 000401a5\)\n/,
    );
  });
});

describe('The same leak on Windows NT 3.51, NT 4.0 and 2000', () => {
  /** What a !du of the target's age says of the first object of a type. */
  async function story(sample: string, type: string): Promise<string> {
    const interpreter = open(sample);
    const list = await textOf(interpreter, `!dhe 0 1 ${type}`);
    const handle = /^[0-9a-f]{8}(?= )/m.exec(list)?.[0] ?? list;
    const line = (await textOf(interpreter, `!du ${handle}`)).split('\n')[0] ?? '';
    return line.slice('xxxxxxxx  '.length);
  }

  it('tells three stories of the same accelerator table', async () => {
    assert.equal(
      await story('user-leak-nt351', 'Accelerator'),
      '09  Accel Table (3.51 not attested)',
    );
    assert.equal(await story('user-leak-nt40', 'Accelerator'), '09  Accel Table');
    assert.equal(
      await story('user-leak-w2k', 'Accelerator'),
      '08  Call Proc (incorrect: Accelerator)',
    );
  });

  it('tells wrong stories of the keyboard, which each extension takes for something older', async () => {
    assert.equal(
      await story('user-leak-nt40', 'Keyboard Layout'),
      '0e  DdeExact (incorrect: Keyboard Layout)',
    );
    assert.equal(
      await story('user-leak-w2k', 'Keyboard Layout'),
      '0d  DdeConv (incorrect: Keyboard Layout)',
    );
  });
});
