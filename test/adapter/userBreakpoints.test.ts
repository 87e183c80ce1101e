/** Handle breakpoints on USER handles over the protocol: function breakpoints, and data breakpoints on variables. */

import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openScript } from '../../src/core/script/target/openScript';
import { DapClient } from '../support/dapClient';
import { scriptHost } from '../support/openScript';
import { scope, startedWith, stopAfter } from '../support/scriptClient';

const PROGRAM = `machine { profile "10-22h2-x64"; }
int main(void)
{
    HMENU menu = CreatePopupMenu();
    HMENU other = CreatePopupMenu();
    DestroyMenu(other);
    DestroyMenu(menu);
    return 0;
}
`;
const started = (configure?: (client: DapClient) => Promise<void>): Promise<DapClient> =>
  startedWith(() => openScript('test.hsim', scriptHost(PROGRAM)), configure);

describe('breakpoints on USER handles in a debug session', () => {
  it('are function breakpoints that begin with bh', async () => {
    const client = await started(async (each) => {
      const { breakpoints } = await each.body<DebugProtocol.SetBreakpointsResponse['body']>(
        'setFunctionBreakpoints',
        { breakpoints: [{ name: 'bh -close USER:Menu' }, { name: 'bh USER:Menuu' }] },
      );
      assert.deepEqual(
        breakpoints.map(({ verified, message }) => [verified, message]),
        [
          [true, undefined],
          [false, "No USER object has the type 'Menuu'."],
        ],
      );
    });
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', 6]);
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', 7]);
    assert.deepEqual(await stopAfter(client, 'reverseContinue'), ['breakpoint', 6]);
  });

  it('are data breakpoints on a variable that holds one', async () => {
    const client = await started();
    await stopAfter(client, 'next');
    await stopAfter(client, 'next');
    const { reference } = await scope(client, 'Locals');
    const info = await client.body<DebugProtocol.DataBreakpointInfoResponse['body']>(
      'dataBreakpointInfo',
      { variablesReference: reference, name: 'menu' },
    );
    assert.match(info.dataId ?? '', /^userHandle:[0-9a-f]+$/);
    assert.match(info.description, /^USER handle [0-9a-f]+ is destroyed/);
    await client.body('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', 7]);
  });

  it('take a value that was typed for a handle of either kind', async () => {
    const client = await started();
    const info = await client.body<DebugProtocol.DataBreakpointInfoResponse['body']>(
      'dataBreakpointInfo',
      { name: '0x10011' },
    );
    assert.equal(info.dataId, 'anyHandle:10011:1a2c');
    const { breakpoints } = await client.body<DebugProtocol.SetBreakpointsResponse['body']>(
      'setDataBreakpoints',
      { breakpoints: [{ dataId: info.dataId }, { dataId: 'nonsense:1' }] },
    );
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [true, false],
    );
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', 4]);
  });
});
