/** `bh` on USER handles: values, types, operations, forwards and backwards. */

import assert from 'node:assert/strict';
import { parseHandleBreakpoint } from '../../../src/core/commands/program/breakpointCommands';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import { complete } from '../../../src/core/commands/completion';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { problemOf, valueOf } from '../../support/openDump';
import { scriptTarget } from '../../support/openScript';
import { interpreterOf, runOne, textOf } from '../../support/runCommands';

const SCRIPT = `#include <windows.h>
machine { profile "10-22h2-x64"; image "editor.exe"; }
int main(void)
{
    HWND w = CreateWindowExW(0, L"A", L"", WS_OVERLAPPEDWINDOW, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    HMENU one = CreatePopupMenu();
    HMENU two = CreatePopupMenu();
    SetTimer(w, 1, 1000, NULL);
    HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
    DestroyMenu(one);
    DestroyMenu(one);
    DestroyMenu((HMENU)w);
    DestroyWindow(w);
    return 0;
}
`;

async function session(): Promise<Interpreter> {
  return interpreterOf(await scriptTarget(SCRIPT));
}

/** Where `g` stops after some commands, until the program ends. */
async function stops(...lines: readonly string[]): Promise<readonly string[]> {
  const interpreter = await session();
  for (const line of lines) {
    const result = await runOne(interpreter, line);
    assert.notEqual(result.kind, 'error', line);
  }
  const found: string[] = [];
  for (let go = 0; go < 20; go++) {
    const text = await textOf(interpreter, 'g');
    if (text.includes('ends with exit code')) {
      return found;
    }
    found.push(text.replace(/test\.hsim.*\n/, '').trim());
  }
  throw new Error('It does not end.');
}

describe('handle breakpoints on USER handles', () => {
  it('stop at every operation on a type, or on those that were asked for', async () => {
    const all = await stops('bh USER:Menu');
    assert.deepEqual(
      all.map((text) => text.replace(/[0-9a-f]{5,8}/, 'x')),
      [
        'CREATE of USER handle x (Menu).',
        'CREATE of USER handle x (Menu).',
        'DESTROY of USER handle x (Menu).',
        'BADREF of USER handle x (Menu wanted).',
        'BADREF of USER handle x (Menu wanted).',
      ],
    );
    assert.equal((await stops('bh -open USER:Menu')).length, 2);
    assert.equal((await stops('bh -close TYPE_MENU')).length, 1);
    assert.equal((await stops('bh -bad USER:Menu')).length, 2);
  });

  it('tell types apart that both kinds of handles have, and take both without a prefix', async () => {
    const plain = await stops('bh -open Timer');
    assert.equal(plain.length, 2);
    assert.match(plain[0] ?? '', /^CREATE of USER handle/);
    assert.match(plain[1] ?? '', /^OPEN of handle/);
    assert.equal((await stops('bh -open USER:Timer')).length, 1);
    assert.match((await stops('bh -open kernel:Timer'))[0] ?? '', /^OPEN of handle/);
  });

  it('stop at one value, also when its object goes with its owner', async () => {
    const [created = ''] = await stops('bh -open USER:Window');
    const handle = /handle ([0-9a-f]+)/.exec(created)?.[1] ?? '';
    const found = await stops(`bh ${handle}`);
    assert.deepEqual(
      found.map((text) => text.split(' ')[0]),
      ['CREATE', 'BADREF', 'DESTROY'],
    );
  });

  it('stop backwards too', async () => {
    const interpreter = await session();
    await runOne(interpreter, 'g');
    await runOne(interpreter, 'bh -close USER:Menu');
    assert.match(await textOf(interpreter, 'g-'), /^DESTROY of USER handle \w+ \(Menu\)/);
    assert.match(await textOf(interpreter, 'g-'), /start of the program/);
  });

  it('obey conditions and hits of the editor, and print instead of stopping', async () => {
    const target = await scriptTarget(SCRIPT);
    let output = '';
    const { program } = target;
    assert.ok(program !== undefined);
    program.onOutput = (text): void => {
      output += text;
    };
    const subject = { kind: 'type', type: 'Menu', family: 'USER' } as const;
    program.setBreakpoints('data', [
      { kind: 'handle', subject, operations: ['open'], message: 'a menu: {one}' },
      { kind: 'handle', subject, operations: ['badref'], hits: '2' },
    ]);
    const interpreter = interpreterOf(target);
    assert.match(await textOf(interpreter, 'g'), /^BADREF of USER handle .*\(12\)/);
    assert.equal(output.match(/a menu: /g)?.length, 2);
  });

  it('are listed with their kind', async () => {
    const interpreter = await session();
    await runOne(interpreter, 'bh USER:Menu');
    assert.match(
      await textOf(interpreter, 'bl'),
      /open, close, badref of USER handles of type Menu/,
    );
  });

  it('are read from names with blanks and slashes; a type that no version has is refused', () => {
    for (const name of ['USER:Icon/Cursor', 'USER:WPI(SWP) structure', 'user:dde conv']) {
      const { kind } = valueOf(parseHandleBreakpoint(name));
      assert.equal(kind, 'handle', name);
    }
    assert.match(problemOf(parseHandleBreakpoint('USER:Menuu')).hint ?? '', /USER:Menu\?/);
    assert.match(problemOf(parseHandleBreakpoint('USER:')).message, /No USER object has the type/);
  });

  it('complete USER types', async () => {
    const interpreter = await session();
    await runOne(interpreter, 'p');
    const items = await complete(interpreter, 'bh USER:Win', 11, neverCancelled);
    assert.deepEqual(
      items.map(({ label }) => label),
      ['USER:Window', 'USER:WinEvent Hook'],
    );
  });
});

describe('completion of !find -u', () => {
  it('proposes USER types and USER handles, and kernel ones without -u', async () => {
    const interpreter = await session();
    await runOne(interpreter, 'g');
    const labels = async (text: string): Promise<readonly string[]> =>
      (await complete(interpreter, text, text.length, neverCancelled)).map(({ label }) => label);
    assert.deepEqual(await labels('!find -u type:Me'), ['Menu']);
    assert.deepEqual(await labels('!find -u -s type:Mon'), ['Monitor']);
    assert.ok((await labels('!find -u value:1')).length > 5);
    assert.deepEqual(await labels('!find type:Me'), []);
    assert.deepEqual(await labels('!find value:1'), []);
  });
});
