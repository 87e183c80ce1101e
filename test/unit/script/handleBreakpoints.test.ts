/** `bh` on handles of the kernel: values, types, names, processes, and what is refused. */

import assert from 'node:assert/strict';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import { scriptTarget } from '../../support/openScript';
import { interpreterOf, runOne, textOf } from '../../support/runCommands';

const SCRIPT = `machine { image "parent.exe"; process "child.exe" { main Child; } }
int Child(void)
{
    HANDLE hOwn = CreateEventW(NULL, TRUE, FALSE, L"Local\\\\child");
    CloseHandle(hOwn);
    return 0;
}
int main(void)
{
    HANDLE h = CreateEventW(NULL, FALSE, FALSE, L"Local\\\\go");
    PROCESS_INFORMATION pi;
    CreateProcessW(NULL, L"child.exe", NULL, NULL, FALSE, 0, NULL, NULL, NULL, &pi);
    WaitForSingleObject(pi.hProcess, INFINITE);
    CloseHandle((HANDLE)((DWORD)h | 1));
    SetEvent(h);
    h = CreateMutexW(NULL, FALSE, NULL);
    CloseHandle(h);
    ReleaseMutex(h);
    CloseHandle((HANDLE)0x9990);
    return 0;
}
`;

/** Where a program stops on its whole way with some breakpoints, forwards, and then backwards. */
async function stops(...lines: readonly string[]): Promise<readonly string[]> {
  const target = await scriptTarget(SCRIPT);
  target.program?.setBreakpoints('exceptions', []);
  const interpreter = interpreterOf(target);
  for (const line of lines) {
    assert.notEqual((await runOne(interpreter, line)).kind, 'error', line);
  }
  const forwards = await until(interpreter, 'g', /ends with exit code/);
  const backwards = await until(interpreter, 'g-', /The start of the program/);
  assert.deepEqual(backwards.toReversed(), forwards);
  return forwards;
}

async function until(
  interpreter: Interpreter,
  command: string,
  end: RegExp,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let count = 0; count < 30; count++) {
    const text = await textOf(interpreter, command);
    if (end.test(text)) {
      return found;
    }
    found.push(text.replace(/ test\.hsim[^]*$/, ''));
  }
  throw new Error('It does not end.');
}

describe('Handle breakpoints', () => {
  it('stop at a value whatever the program keeps in its two low bits, in every process, and name the other one', async () => {
    assert.deepEqual(await stops('bh 4'), [
      'OPEN of handle 4 (Event).',
      'OPEN of handle 4 (Event) in child.exe.',
      'CLOSE of handle 4 (Event) in child.exe.',
      'CLOSE of handle 4 (Event).',
      'BADREF of handle 4 (last Event).',
    ]);
    assert.deepEqual(await stops('bh -bad 6'), ['BADREF of handle 4 (last Event).']);
  });

  it('stop at bad references by what the handle stood for last', async () => {
    assert.deepEqual(await stops('bh -bad Event'), ['BADREF of handle 4 (last Event).']);
    assert.deepEqual(await stops('bh Mutant'), [
      'OPEN of handle 10 (Mutant).',
      'CLOSE of handle 10 (Mutant).',
      'BADREF of handle 10 (last Mutant).',
    ]);
    assert.deepEqual(await stops('bh -bad 9990'), ['BADREF of handle 9990.']);
  });

  it('stop at the end of a name, whichever process has the handle', async () => {
    assert.deepEqual(await stops('bh "go"', 'bh -close "child"'), [
      'OPEN of handle 4 (Event).',
      'CLOSE of handle 4 (Event) in child.exe.',
      'CLOSE of handle 4 (Event).',
    ]);
  });

  it('are refused, with what was meant, when they would never stop', async () => {
    const interpreter = interpreterOf(await scriptTarget(SCRIPT));
    const refusal = async (line: string): Promise<string> => {
      const result = await runOne(interpreter, line);
      assert.ok(result.kind === 'error', line);
      return result.problem.message;
    };
    assert.equal(
      await refusal('bh Evnt'),
      'This Windows has no object type "Evnt". Did you mean "Event"?',
    );
    assert.match(await refusal('bh -bad "go"'), /A bad reference is a value and has no name/);
    assert.match(await refusal('bp foo!CloseHandle'), /There is no module "foo" here/);
    assert.match(
      await refusal('bp kernl32!CloseHandle'),
      /no module "kernl32" here\. Did you mean "KERNEL32"\?/,
    );
    assert.equal(
      await refusal('bp parent!Chld'),
      'There is no function "Chld". Did you mean "Child"?',
    );
  });
});
