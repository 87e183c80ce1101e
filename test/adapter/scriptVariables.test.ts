import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { children, frames, LINE, lines, scope, started, stopAfter } from '../support/scriptClient';

describe('The variables of a script in the debug adapter', () => {
  it('shows locals, globals and the last error, with what handles refer to, structs and arrays', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('printf') })),
    );
    await stopAfter(client, 'continue');
    const { variables } = await scope(client, 'Locals');
    assert.deepEqual(
      variables.map(({ name, value, type }) => [name, value, type]),
      [
        ['handles', '{…}', 'HANDLE[2]'],
        ['pi', '{…}', 'PROCESS_INFORMATION'],
      ],
    );
    const elements = await children(client, variables.at(0)?.variablesReference ?? 0);
    assert.match(elements.at(0)?.value ?? '', /^0x10 no open handle$/);
    const fields = await children(client, variables[1]?.variablesReference ?? 0);
    assert.deepEqual(
      fields.map(({ name, value }) => [name, value]),
      [
        ['hProcess', 'NULL'],
        ['hThread', 'NULL'],
        ['dwProcessId', '0'],
        ['dwThreadId', '0'],
      ],
    );
    const globals = (await scope(client, 'Globals')).variables;
    assert.equal(globals[0]?.value, '0x4 Event (auto reset, signalled)');
    const details = await children(client, globals.at(0)?.variablesReference ?? 0);
    assert.ok(details.some(({ name }) => /access/i.test(name)));
    const [error] = (await scope(client, 'Last error')).variables;
    assert.match(error?.value ?? '', /^183 .*ERROR_ALREADY_EXISTS$/);
  });

  it('changes variables, elements and expressions, and goes on with what was set', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]') })),
    );
    await stopAfter(client, 'continue');
    const { reference, variables } = await scope(client, 'Locals');
    const set = await client.body<DebugProtocol.SetVariableResponse['body']>('setVariable', {
      variablesReference: reference,
      name: 'i',
      value: '1 + 1',
    });
    assert.equal(set.value, '2');
    const array = variables.find(({ name }) => name === 'handles')?.variablesReference;
    await client.body('setVariable', { variablesReference: array, name: '[1]', value: 'gEvent' });
    await client.body('setExpression', {
      expression: 'pi.dwProcessId',
      value: '7',
      frameId: (await frames(client))[0]?.id,
    });
    const evaluated = await client.body<DebugProtocol.EvaluateResponse['body']>('evaluate', {
      expression: 'pi.dwProcessId + (DWORD)handles[1]',
      context: 'watch',
      frameId: (await frames(client))[0]?.id,
    });
    assert.equal(evaluated.result, '11 (0xb)');
    assert.match(
      await client.error('setVariable', { variablesReference: reference, name: 'i', value: '"a"' }),
      /A int is needed/,
    );
    await stopAfter(client, 'continue');
    assert.equal(
      (await scope(client, 'Locals')).variables.find(({ name }) => name === 'i')?.value,
      '3',
    );
  });

  it('evaluates variables in hovers and watches without letting them change anything', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]') })),
    );
    await stopAfter(client, 'continue');
    const evaluate = (expression: string, context: string): object => ({
      expression,
      context,
      frameId: undefined,
    });
    const hover = await client.body<DebugProtocol.EvaluateResponse['body']>(
      'evaluate',
      evaluate('h', 'hover'),
    );
    assert.equal(hover.result, '0x8 Event (manual reset, not signalled) "go"');
    assert.ok(hover.variablesReference > 0);
    assert.match(
      await client.error('evaluate', evaluate('CloseHandle(h)', 'watch')),
      /would change the program/,
    );
    assert.match(
      await client.error('evaluate', evaluate('nothing', 'hover')),
      /There is no name "nothing"/,
    );
  });

  it('takes assignments, calls and commands in the console', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]') })),
    );
    await stopAfter(client, 'continue');
    assert.equal((await client.type('i')).result, 'i = 0');
    assert.equal((await client.type('CloseHandle(h)')).result, 'CloseHandle(h) = TRUE');
    assert.equal((await client.type('h')).result, 'h = 0x8 no open handle');
    assert.match((await client.type('WaitForSingleObject(gEvent, INFINITE)')).result, /= 0$/);
    assert.match(
      await client.error('evaluate', {
        expression: 'WaitForSingleObject(gEvent, INFINITE)',
        context: 'repl',
      }),
      /would wait/,
    );
    assert.match(
      await client.error('evaluate', { expression: 'i = 1 / 0', context: 'repl' }),
      /exception 0xc0000094/,
    );
    await client.type('p');
    assert.equal((await frames(client))[0]?.line, LINE('if (i > 1)'));
    await client.type('p-');
    assert.equal((await frames(client))[0]?.line, LINE('handles[i % 2]'));
    await client.body('setBreakpoints', lines());
    await client.type('bp Deep; g');
    assert.equal((await frames(client))[0]?.line, LINE('if (n == 0)'));
  });

  it('copies values, and says in watches what a name that is not there is', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]') })),
    );
    await stopAfter(client, 'continue');
    const frameId = (await frames(client))[0]?.id;
    const ask = { frameId, context: 'clipboard' };
    const copied = await client.body<DebugProtocol.EvaluateResponse['body']>('evaluate', {
      ...ask,
      expression: 'h',
    });
    assert.equal(copied.result, '0x8 Event (manual reset, not signalled) "go"');
    assert.match(await client.error('evaluate', { ...ask, expression: 'i++' }), /would change/);
    const watch = { frameId, context: 'watch' };
    assert.equal(
      await client.error('evaluate', { ...watch, expression: 'nosuch' }),
      'There is no name "nosuch".',
    );
    assert.match(
      await client.error('evaluate', { ...watch, expression: '7 / 0' }),
      /raises exception 0xc0000094/,
    );
    assert.match(
      await client.error('evaluate', { ...watch, expression: 'handel 4' }),
      /Unknown command 'handel'/,
    );
  });

  it('tells its views what a call or an assignment in the console changed, also one that fails in its middle', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]') })),
    );
    await stopAfter(client, 'continue');
    for (const line of ['CloseHandle(h)', 'i = 1', 'h = (HANDLE)(1 / (i = 0))']) {
      client.forgetEvents();
      await client.request('evaluate', { expression: line, context: 'repl' });
      await client.event('handleLens/changed');
    }
    client.forgetEvents();
    await client.type('i == 1');
    assert.deepEqual(client.eventsOf('handleLens/changed'), []);
    // The assignment in front of the division has become part of the history.
    await stopAfter(client, 'next');
    await stopAfter(client, 'stepBack');
    const { reference, variables } = await scope(client, 'Locals');
    assert.equal(variables.find(({ name }) => name === 'i')?.value, '0');
    const sentence = await client.error('setVariable', {
      variablesReference: reference,
      name: 'i',
      value: ' ',
    });
    assert.match(sentence, /^There is no value\./);
  });
});
