/** Jobs. */

import {
  assignProcessToJobObject,
  createJobObjectW,
  openJobObjectW,
  setJobUiRestrictions,
} from '../../simulator/win32/jobs';
import { created, ERROR_INVALID_PARAMETER, flag, opened, optional } from './answers';
import { builtIn, type BuiltIn, type Call } from './builtIn';

const JOB_OBJECT_BASIC_UI_RESTRICTIONS = 4;
/** Bytes of a JOBOBJECT_BASIC_UI_RESTRICTIONS. */
const UI_RESTRICTIONS_SIZE = 4;
const ERROR_BAD_LENGTH = 24;

function setInformation(call: Call): number {
  if (call.number(1) !== JOB_OBJECT_BASIC_UI_RESTRICTIONS) {
    return call.fail(ERROR_INVALID_PARAMETER, 0);
  }
  if (call.number(3) !== UI_RESTRICTIONS_SIZE) {
    return call.fail(ERROR_BAD_LENGTH, 0);
  }
  const restrictions = Number(call.read(call.number(2)));
  return flag(call, setJobUiRestrictions(call.caller, call.number(0), restrictions));
}

/** The functions of this file. */
export const JOBS: readonly BuiltIn[] = [
  builtIn({
    signature: 'HANDLE CreateJobObjectW(LPSECURITY_ATTRIBUTES lpJobAttributes, LPCWSTR lpName)',
    summary: 'Creates a job, or opens the one that has the name.',
    opens: 'Job',
    run: (call) =>
      created(
        call,
        createJobObjectW(call.caller, {
          inherit: call.inherit(0),
          ...optional('name', call.text(1)),
        }),
      ),
  }),
  builtIn({
    signature: 'HANDLE OpenJobObjectW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)',
    summary: 'Opens a job by its name.',
    opens: 'Job',
    flags: { dwDesiredAccess: 'job', bInheritHandle: 'boolean' },
    run: (call) =>
      opened(
        call,
        openJobObjectW(call.caller, {
          desiredAccess: call.number(0),
          inherit: call.number(1) !== 0,
          name: call.text(2) ?? '',
        }),
      ),
  }),
  builtIn({
    signature: 'BOOL AssignProcessToJobObject(HANDLE hJob, HANDLE hProcess)',
    summary:
      'Puts a process into a job; the job handle needs JOB_OBJECT_ASSIGN_PROCESS, the one of the process PROCESS_SET_QUOTA and PROCESS_TERMINATE.',
    run: (call) =>
      flag(call, assignProcessToJobObject(call.caller, call.number(0), call.number(1))),
  }),
  builtIn({
    signature:
      'BOOL SetInformationJobObject(HANDLE hJob, JOBOBJECTINFOCLASS JobObjectInformationClass, LPVOID lpJobObjectInformation, DWORD cbJobObjectInformationLength)',
    summary:
      'Restricts the processes of a job; the handle needs JOB_OBJECT_SET_ATTRIBUTES. Here only JobObjectBasicUIRestrictions is known, and of its bits JOB_OBJECT_UILIMIT_HANDLES has an effect.',
    flags: { JobObjectInformationClass: 'jobInformation' },
    paths: [],
    run: setInformation,
  }),
];
