/** The argument forms of WinDbg's commands that step, run and set breakpoints, on a script. */

import assert from 'node:assert/strict';
import type { Interpreter } from '../../../src/core/commands/interpreter';
import type { Problem } from '../../../src/core/util/problem';
import { scriptTarget } from '../../support/openScript';
import { interpreterOf, runOne, textOf } from '../../support/runCommands';

const SCRIPT = `int total;
int Add(int n)
{
    total += n;
    return total;
}
int main(void)
{
    int p = 0;
    for (int i = 0; i < 20; i++)
        Add(i);
    HANDLE h = CreateEventW(NULL, TRUE, FALSE, NULL);
    CloseHandle(h);
    return 0;
}
`;

async function started(): Promise<Interpreter> {
  return interpreterOf(await scriptTarget(SCRIPT));
}

/** Line on which a command stops. */
async function lineAfter(interpreter: Interpreter, command: string): Promise<number> {
  return Number(/test\.hsim\((\d+)\)/.exec(await textOf(interpreter, command))?.[1]);
}

/** What a command is refused with. */
async function problemOf(interpreter: Interpreter, command: string): Promise<Problem> {
  const result = await runOne(interpreter, command);
  assert.ok(result.kind === 'error', command);
  return result.problem;
}

async function refusal(interpreter: Interpreter, command: string): Promise<string> {
  return (await problemOf(interpreter, command)).message;
}

describe('The commands of WinDbg on a script', () => {
  it('step so often as a count in the radix of the session says, forwards and backwards', async () => {
    const interpreter = await started();
    assert.equal(await lineAfter(interpreter, 'p 3'), 11);
    assert.equal(await lineAfter(interpreter, 'p- 3'), 9);
    assert.equal(await lineAfter(interpreter, 't 4'), 4);
    assert.equal(await lineAfter(interpreter, 't- 4'), 9);
    // A round takes three steps; 10 is sixteen unless the radix says otherwise.
    const wanted = await lineAfter(interpreter, 'p 0n16');
    const i = await textOf(interpreter, '?? i');
    await runOne(interpreter, '!tt 0');
    assert.equal(await lineAfter(interpreter, 'p 10'), wanted);
    assert.equal(await textOf(interpreter, '?? i'), i);
    assert.match(await refusal(interpreter, 'p 0'), /at least once/);
    assert.match(await refusal(interpreter, 'p nonsense'), /Couldn't resolve/);
  });

  it('end a row of steps at what stops the program', async () => {
    const interpreter = await started();
    await runOne(interpreter, 'bp Add');
    assert.equal(await lineAfter(interpreter, 'p 0n50'), 4);
    await runOne(interpreter, 'bc *');
    assert.match(await textOf(interpreter, 'p 0n500'), /ends with exit code 0/);
  });

  it('say how a variable is reached that has the name of a command', async () => {
    const interpreter = await started();
    await runOne(interpreter, 'p 2');
    const problem = await problemOf(interpreter, 'p = 3');
    assert.equal(problem.hint, '"?? p = 3" assigns to a variable of the script that is called p.');
    assert.equal((await textOf(interpreter, '?? p = 3')).trim(), 'p = 3 = 3');
  });

  it('run to a function or a line and stop there once', async () => {
    const interpreter = await started();
    assert.equal(await lineAfter(interpreter, 'g Add'), 4);
    assert.equal(await lineAfter(interpreter, 'g :12'), 12);
    assert.match(await textOf(interpreter, 'bl'), /no breakpoints/);
    assert.match(await textOf(interpreter, 'g test.hsim:4'), /ends with exit code 0/);
    assert.match(await refusal(interpreter, 'g Ad'), /no function "Ad"/);
    assert.match(await textOf(interpreter, 'bl'), /no breakpoints/);
  });

  it('set breakpoints with a number of passes, and refuse what they cannot do', async () => {
    const interpreter = await started();
    await runOne(interpreter, 'bp Add 5');
    assert.equal((await textOf(interpreter, 'bl')).trim(), '0 Add at hit >= 5');
    await runOne(interpreter, 'g');
    assert.equal((await textOf(interpreter, '?? n')).trim(), 'n = 4');
    await runOne(interpreter, 'bc 0; bu `:5` 2; g');
    assert.equal((await textOf(interpreter, '?? n')).trim(), 'n = 5');
    assert.match(await refusal(interpreter, 'bp Add "k; g"'), /carries out no commands/);
    assert.match(await refusal(interpreter, 'bp /1 Add'), /no switch \/1/);
    assert.match(await refusal(interpreter, 'bp /w i Add'), /quotation marks/);
  });

  it('list and remove breakpoints by several numbers and ranges', async () => {
    const interpreter = await started();
    await runOne(interpreter, 'bp :9; bp :10; bp :11; bp :12; bp :13');
    assert.equal((await textOf(interpreter, 'bl 1 3')).trim().split('\n').length, 2);
    assert.match(await textOf(interpreter, 'bc 0,4'), /^ 0 \S*:10\n 1 \S*:11\n 2 \S*:12\n$/);
    assert.match(await textOf(interpreter, 'bc 0-1'), /^ 0 \S*:12\n$/);
    assert.match(await refusal(interpreter, 'bc 1'), /no breakpoint 1/);
    assert.match(await refusal(interpreter, 'bc 2-0'), /no breakpoint 2-0/);
    assert.match(await refusal(interpreter, 'bc'), /needs a number/);
  });

  it('go to the start of the program with !tt 0, and to an operation from there', async () => {
    const interpreter = await started();
    await runOne(interpreter, 'g');
    assert.equal(await lineAfter(interpreter, '!tt 0'), 9);
    assert.equal(await lineAfter(interpreter, '!tt 2'), 13);
    assert.match(await refusal(interpreter, '!tt 3'), /There is no operation 3: 2 were recorded/);
  });
});
