import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../support/dapClient';
import { LINE, lines, scope, started, stopAfter } from '../support/scriptClient';

const INNER = LINE('handles[i % 2]');

/** Sets breakpoints on lines and answers with what the adapter says of each. */
async function setLines(
  client: DapClient,
  ...list: readonly object[]
): Promise<readonly DebugProtocol.Breakpoint[]> {
  return (
    await client.body<DebugProtocol.SetBreakpointsResponse['body']>(
      'setBreakpoints',
      lines(...list),
    )
  ).breakpoints;
}

/** The value of `i` where the program stands. */
async function round(client: DapClient): Promise<string | undefined> {
  return (await scope(client, 'Locals')).variables.find(({ name }) => name === 'i')?.value;
}

describe('Conditions of breakpoints in a script', () => {
  it('are refused with the reason when they would change the program, do not compile, or count no hits', async () => {
    const client = await started();
    const answers = await setLines(
      client,
      { line: INNER, condition: 'i = 2' },
      { line: INNER, condition: 'nosuch > 2' },
      { line: INNER, condition: 'OpenOne(i) != NULL' },
      { line: INNER, condition: 'i >' },
      { line: INNER, hitCondition: 'often' },
      { line: INNER, hitCondition: '% 0' },
    );
    assert.deepEqual(
      answers.map(({ verified }) => verified),
      [false, false, false, false, false, false],
    );
    const messages = answers.map(({ message }) => message ?? '');
    assert.match(messages[0] ?? '', /^The condition "i = 2" cannot be used\. It would change/);
    assert.match(messages[1] ?? '', /There is no name "nosuch"/);
    assert.match(messages[2] ?? '', /It would change/);
    assert.match(messages[3] ?? '', /"i >" cannot be used\. \S/);
    assert.match(messages[4] ?? '', /^"often" is no hit count\. Write 5/);
    assert.match(messages[5] ?? '', /^"% 0" is no hit count/);
    const { breakpoints } = await client.body<DebugProtocol.SetFunctionBreakpointsResponse['body']>(
      'setFunctionBreakpoints',
      {
        breakpoints: [
          { name: 'CloseHandle', condition: 'i = 2' },
          { name: 'bh -close Event', condition: 'i++ > 1' },
        ],
      },
    );
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [false, false],
    );
    const typed = await client.error('evaluate', {
      expression: `bp /w "i = 2" :${INNER}`,
      context: 'repl',
    });
    assert.match(typed, /It would change the program each time/);
  });

  it('may ask what only reads, such as the last error, also in the middle of a call that opens a handle', async () => {
    const client = await started(async (each) => {
      await each.body('setFunctionBreakpoints', {
        breakpoints: [
          { name: 'bh -open Event', condition: 'GetLastError() == ERROR_ALREADY_EXISTS' },
        ],
      });
    });
    assert.deepEqual(await stopAfter(client, 'continue'), [
      'breakpoint',
      LINE('HANDLE h = CreateEventW'),
    ]);
    // The third open: the second finds the name for the first time, and its call sets the last error behind the open.
    await stopAfter(client, 'stepOut');
    const { variables } = await scope(client, 'Locals');
    assert.equal(
      variables.find(({ name }) => name === 'h')?.value,
      '0x10 Event (manual reset, not signalled) "go"',
    );
  });

  it('stop where they cannot be evaluated, and say why', async () => {
    const client = await started(async (each) => {
      await each.body('setFunctionBreakpoints', {
        breakpoints: [{ name: 'CloseHandle', condition: 'round == 3' }],
      });
    });
    await stopAfter(client, 'continue');
    const { description } = await client.eventBody<{ description: string }>('stopped');
    assert.match(
      description,
      /^Call of CloseHandle\. The condition "round == 3" cannot be evaluated here\. There is no name "round"\./,
    );
  });

  it('leave the program as it was, however often it is gone through', async () => {
    const client = await started((each) =>
      setLines(each, { line: INNER, condition: 'i == 3' }).then(() => undefined),
    );
    await stopAfter(client, 'continue');
    assert.equal(await round(client), '3');
    await stopAfter(client, 'reverseContinue');
    await stopAfter(client, 'continue');
    assert.equal(await round(client), '3');
  });
});

describe('Hit counts of breakpoints in a script', () => {
  it('count the same on every way through: back to the second time, and on to it again', async () => {
    const client = await started((each) =>
      setLines(each, { line: INNER, hitCondition: '% 2' }).then(() => undefined),
    );
    const rounds: (string | undefined)[] = [];
    for (const command of [
      'continue',
      'continue',
      'reverseContinue',
      'reverseContinue',
      'continue',
      'continue',
    ]) {
      await stopAfter(client, command);
      rounds.push(await round(client));
    }
    assert.deepEqual(rounds, ['1', '3', '1', undefined, '1', '3']);
  });

  it('forget what they counted in a future that will not come', async () => {
    const fifth = { line: INNER, hitCondition: '5' };
    const client = await started((each) =>
      setLines(each, fifth, { line: LINE('printf') }).then(() => undefined),
    );
    // Four times only.
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', LINE('printf')]);
    await setLines(client, fifth, { line: LINE('if (i > 1)') });
    await stopAfter(client, 'reverseContinue');
    await stopAfter(client, 'reverseContinue');
    await stopAfter(client, 'reverseContinue');
    assert.equal(await round(client), '1');
    await client.type('i = 0');
    await setLines(client, fifth, { line: LINE('printf') });
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', INNER]);
    assert.equal(await round(client), '3');
  });
});

describe('What a script prints', () => {
  it('is shown when it was typed at a moment in the past, and when the program takes another way from there', async () => {
    const client = await started((each) =>
      setLines(each, { line: LINE('printf') }).then(() => undefined),
    );
    await stopAfter(client, 'continue');
    await client.body('next', { threadId: 1 });
    await client.until(() => client.output.includes('deep 1\n'));
    await stopAfter(client, 'stepBack');
    await stopAfter(client, 'reverseContinue');
    client.forgetEvents();
    await client.type('printf("typed %d\\n", 7)');
    assert.match(client.output, /typed 7\n/);
    // From here on everything is new.
    await stopAfter(client, 'continue');
    client.forgetEvents();
    await client.body('next', { threadId: 1 });
    await client.event('stopped');
    assert.match(client.output, /deep 1\n/);
  });
});
