/** Scripts that are the process in which the windowing system starts. */

import assert from 'node:assert/strict';
import { go, scriptTarget, sessionOf } from '../../support/openScript';
import { interpreterOf, textOf } from '../../support/runCommands';

const SERVER = `machine {
  profile "w2k-x86"; view kernel; image "csrss.exe"; pid 0x18; tid 0x1c; system off;
  process "shell.exe" { pid 0x40; tid 0x44; main BaseProcessStart; }
  function BaseProcessStart { calls 0x40 0x40; }
}
int main(void)
{
    SimulateProcess(L"shell.exe");
    Sleep(1);
    SimulateStop(L"started");
    return 0;
}
module "kernel32.dll";
void BaseProcessStart(void)
{
    CreateMenu();
    Sleep(INFINITE);
}`;

describe('A script that is CSRSS', () => {
  it('has the objects of the session, on the thread that goes on in the script', async () => {
    const target = await scriptTarget(SERVER);
    const commands = interpreterOf(target);
    assert.match(await textOf(commands, 'g'), /started/);
    assert.deepEqual(
      target.processes().map(({ processId, image }) => `${processId.toString(16)} ${image}`),
      ['18 csrss.exe', '40 shell.exe'],
    );
    assert.match(
      await textOf(commands, '!dhe 10002'),
      /pOwner .* thread 1c, process 18 csrss\.exe/,
    );
    const stack = (await textOf(commands, 'k')).trim().split('\n').slice(1);
    assert.deepEqual(
      stack.map((line) => line.replace(/^\S+ \S+ /, '').replace(/\+.*/, '')),
      ['csrss!main', 'kernel32!BaseProcessStart'],
    );
  });
});

describe('A script with the function in which Windows starts a thread', () => {
  it('has that function once on the stack, outermost', async () => {
    const target = await scriptTarget(SERVER);
    const commands = interpreterOf(target);
    await textOf(commands, 'g');
    const record = await textOf(commands, '!utrace 0 1');
    assert.match(record, /Type = Menu/);
    assert.equal(record.match(/kernel32!BaseProcessStart\+0x0*40\b/g)?.length, 1);
    assert.match(record, /USER32!CreateMenu\+\S+\n\S+ kernel32!BaseProcessStart\+0x0*40\n/);
  });

  it('is shown in it by the debugger of scripts', async () => {
    const session = await sessionOf(SERVER);
    await go(session);
    const shell = session.engine.state.threads.find(({ sim }) => sim.threadId === 0x44);
    assert.ok(shell !== undefined);
    const lines = session.engine
      .stackOf(shell)
      .map((place) => session.sourceOf(place)?.line ?? null);
    assert.deepEqual(lines, [17]);
  });
});
