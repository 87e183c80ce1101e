/** A debug session of a small script, and what tests ask it. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { openScript } from '../../src/core/script/target/openScript';
import { DapClient } from './dapClient';
import { scriptHost } from './openScript';

/** The script. */
export const PROGRAM = `machine { image "orders.exe"; }
HANDLE gEvent;
int Deep(int n)
{
    if (n == 0)
        return 1;
    return Deep(n - 1);
}
HANDLE OpenOne(int round)
{
    HANDLE h = CreateEventW(NULL, TRUE, FALSE, L"Local\\\\go");
    return h;
}
int main(void)
{
    gEvent = CreateEventW(NULL, FALSE, TRUE, NULL);
    PROCESS_INFORMATION pi = { NULL };
    HANDLE handles[2] = { NULL, NULL };
    for (int i = 0; i < 4; i++) {
        HANDLE h = OpenOne(i);
        handles[i % 2] = h;
        if (i > 1)
            CloseHandle(h);
    }
    printf("deep %d\\n", Deep(3));
    CloseHandle((HANDLE)0x9990);
    return 0;
}
`;
/** Line of the first place where a text stands in it. */
export const LINE = (part: string): number =>
  PROGRAM.slice(0, PROGRAM.indexOf(part)).split('\n').length;

/** A client of the script, configured as the test says and stopped at the entry. */
export async function started(
  configure?: (client: DapClient) => Promise<void>,
): Promise<DapClient> {
  return await startedWith(() => openScript('test.hsim', scriptHost(PROGRAM)), configure);
}

/** The same of another script. */
export async function startedWith(
  open: () => ReturnType<typeof openScript>,
  configure: (client: DapClient) => Promise<void> = () => Promise.resolve(),
): Promise<DapClient> {
  const client = new DapClient({ open });
  await client.body('initialize', { adapterID: 'test' });
  await client.body('launch', { target: 'test.hsim' });
  await client.event('initialized');
  await configure(client);
  await client.body('configurationDone');
  await client.event('stopped');
  client.forgetEvents();
  return client;
}

/** Sends a motion and answers with the reason of the stop and the line of the innermost frame of the script. */
export async function stopAfter(
  client: DapClient,
  command: string,
): Promise<readonly [string, number]> {
  client.forgetEvents();
  await client.body(command, { threadId: 1 });
  const { reason } = await client.eventBody<{ reason: string }>('stopped');
  const shown = (await frames(client)).find(({ source }) => source?.path !== undefined);
  return [reason, shown?.line ?? 0];
}

/** The frames of the main thread. */
export async function frames(client: DapClient): Promise<readonly DebugProtocol.StackFrame[]> {
  const body = await client.body<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    threadId: 1,
  });
  return body.stackFrames;
}

/** A scope of a frame, and its variables. */
export async function scope(
  client: DapClient,
  name: string,
  frame = 0,
): Promise<{ readonly reference: number; readonly variables: readonly DebugProtocol.Variable[] }> {
  const frameId = (await frames(client))[frame]?.id;
  const { scopes } = await client.body<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
  const reference = scopes.find((each) => each.name === name)?.variablesReference ?? 0;
  return { reference, variables: await children(client, reference) };
}

/** What is below a reference. */
export async function children(
  client: DapClient,
  variablesReference: number,
): Promise<readonly DebugProtocol.Variable[]> {
  const body = await client.body<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference,
  });
  return body.variables;
}

/** Arguments of setBreakpoints for its file. */
export const lines = (...list: readonly object[]): object => ({
  source: { path: '/home/dev/test.hsim' },
  breakpoints: list,
});
