/** Jobs that keep their processes from USER handles of others, as scripts see them. */

import assert from 'node:assert/strict';
import { WINDOWS_PROFILES } from '../../../src/core/windows/profiles';
import { mainOf, outputOf, scriptTarget } from '../../support/openScript';
import { interpreterOf, textOf } from '../../support/runCommands';

describe('A job with restrictions on USER handles', () => {
  const SETUP = `JOBOBJECT_BASIC_UI_RESTRICTIONS limits;
    limits.UIRestrictionsClass = JOB_OBJECT_UILIMIT_HANDLES;
    HANDLE job = CreateJobObjectW(NULL, NULL);
    HWND window = CreateWindowExW(0, L"C", L"", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL);`;

  for (const { id } of WINDOWS_PROFILES) {
    it(`keeps a child process from windows that it was not granted on ${id}`, async () => {
      const textFor = (
        window: string,
      ): string => `machine { profile "${id}"; process "guest.exe" { main Guest; } }
void Try(HWND window) { printf("%d/%u ", ShowWindow(window, SW_SHOW), GetLastError()); SetLastError(0); }
int Guest(void)
{
    HWND own = CreateWindowExW(0, L"G", L"", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL);
    HWND host = (HWND)${window};
    Try(own);
    Try(host);
    Sleep(20);
    Try(host);
    Sleep(20);
    Try(host);
    return 0;
}
int main(void)
{
    ${SETUP}
    SetInformationJobObject(job, JobObjectBasicUIRestrictions, &limits, sizeof(limits));
    STARTUPINFOW start;
    PROCESS_INFORMATION guest;
    CreateProcessW(L"guest.exe", NULL, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &start, &guest);
    AssignProcessToJobObject(job, guest.hProcess);
    ResumeThread(guest.hThread);
    Sleep(10);
    UserHandleGrantAccess(window, job, TRUE);
    Sleep(20);
    UserHandleGrantAccess(window, job, FALSE);
    WaitForSingleObject(guest.hProcess, INFINITE);
    return 0;
}`;
      const window = await outputOf(mainOf(`${SETUP} printf("0x%x", window);`, `profile "${id}";`));
      assert.equal(await outputOf(textFor(window)), '1/0 0/1400 1/0 0/1400 ');
    });
  }

  it('takes neither a job without the right, nor another class or length', async () => {
    const output = await outputOf(
      mainOf(`${SETUP}
        CreateJobObjectW(NULL, L"Named");
        HANDLE weak = OpenJobObjectW(JOB_OBJECT_QUERY, FALSE, L"Named");
        printf("%d/%u ", SetInformationJobObject(weak, JobObjectBasicUIRestrictions, &limits, 4), GetLastError());
        printf("%d/%u ", SetInformationJobObject(job, 2, &limits, 4), GetLastError());
        printf("%d/%u ", SetInformationJobObject(job, JobObjectBasicUIRestrictions, &limits, 8), GetLastError());
        printf("%d/%u", SetInformationJobObject((HANDLE)0x4440, JobObjectBasicUIRestrictions, &limits, 4), GetLastError());`),
    );
    assert.equal(output, '0/5 0/87 0/24 0/6');
  });

  it('is granted nothing by its own processes, nor a handle that is none', async () => {
    const output = await outputOf(
      mainOf(`${SETUP}
        HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
        printf("%d/%u ", UserHandleGrantAccess(window, event, TRUE), GetLastError());
        printf("%d/%u ", UserHandleGrantAccess((HANDLE)0x70077, job, TRUE), GetLastError());
        AssignProcessToJobObject(job, GetCurrentProcess());
        printf("%d/%u", UserHandleGrantAccess(window, job, TRUE), GetLastError());`),
    );
    assert.equal(output, '0/6 0/6 0/5');
  });

  it('takes no process that is in a job, as no job did before Windows 8', async () => {
    const twice = `${SETUP}
      HANDLE other = CreateJobObjectW(NULL, NULL);
      printf("%d ", AssignProcessToJobObject(other, GetCurrentProcess()));
      printf("%d ", AssignProcessToJobObject(job, GetCurrentProcess()));
      HANDLE third = CreateJobObjectW(NULL, NULL);
      SetInformationJobObject(third, JobObjectBasicUIRestrictions, &limits, sizeof(limits));
      printf("%d/%u", AssignProcessToJobObject(third, GetCurrentProcess()), GetLastError());`;
    assert.equal(await outputOf(mainOf(twice, 'profile "10-22h2-x64";')), '1 1 0/5');
    assert.equal(await outputOf(mainOf(twice, 'profile "7-sp1-x64";')), '1 0 0/5');
  });

  it('wants PROCESS_SET_QUOTA and PROCESS_TERMINATE of the process that is put into it', async () => {
    const output = await outputOf(
      mainOf(`${SETUP}
        HANDLE weak = OpenProcess(PROCESS_TERMINATE, FALSE, GetCurrentProcessId());
        printf("%d/%u ", AssignProcessToJobObject(job, weak), GetLastError());
        HANDLE process = OpenProcess(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, GetCurrentProcessId());
        printf("%d", AssignProcessToJobObject(job, process));`),
    );
    assert.equal(output, '0/5 1');
  });

  it('gets and loses its restrictions as time goes forwards and backwards', async () => {
    const target = await scriptTarget(
      mainOf(`${SETUP}
        AssignProcessToJobObject(job, GetCurrentProcess());
        SetInformationJobObject(job, JobObjectBasicUIRestrictions, &limits, 4);
        window = NULL;`),
    );
    const commands = interpreterOf(target);
    // A window of csrss.exe.
    const shown = () => textOf(commands, '?? ShowWindow((HWND)0x10004, SW_SHOW)');
    await textOf(commands, 'bp SetInformationJobObject; g');
    const before = await shown();
    await textOf(commands, 'p');
    const after = await shown();
    assert.match(before, /1/);
    assert.notEqual(after, before);
    await textOf(commands, 'p-');
    assert.equal(await shown(), before);
    // At the breakpoint, then over the call.
    await textOf(commands, 'p; p');
    assert.equal(await shown(), after);
  });
});
