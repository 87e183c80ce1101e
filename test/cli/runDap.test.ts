/** `handle-lens dap` when it cannot listen. */

import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { runDap } from '../../src/cli/runDap';
import { fakeIo } from './fakeIo';

describe('the debug adapter on a port', () => {
  let server: Server;
  let port: number;
  before(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  it('says that the port is in use and what to do', async () => {
    await assert.rejects(runDap({ port, host: null }, fakeIo()), {
      message: `Port ${port} is in use by another program. Choose another one, or 0 for any free port.`,
    });
  });

  it('says that the machine has no such address', async () => {
    // An address of the block for documentation (RFC 5737): no machine has it.
    await assert.rejects(runDap({ port: 0, host: '192.0.2.1' }, fakeIo()), {
      message: /^This machine has no address 192\.0\.2\.1\. Leave --host out/,
    });
  });
});
