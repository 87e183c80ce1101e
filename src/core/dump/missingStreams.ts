/** What is said when a dump lacks what a command needs, and how to record it. */

import type { Problem } from '../util/problem';

/** The dump has no HandleData stream. */
export const NO_HANDLE_DATA: Problem = {
  code: 'no-handle-data',
  message: 'The dump holds no handles: it was written without the HandleData stream (12).',
  hint: 'Record it again with .dump /mh in WinDbg, with procdump -ma, or with MiniDumpWithHandleData (0x4).',
};

/** The dump has no HandleOperationList stream. */
export const NO_HANDLE_OPERATIONS: Problem = {
  code: 'no-handle-operations',
  message:
    'The dump holds no handle traces: it was written without the HandleOperationList stream (18).',
  hint:
    'Switch on the Handles check for the program in Application Verifier, let it run, and record it with .dump /mh. ' +
    '!htrace -enable alone does not put traces into a dump.',
};

/** A stream that the directory lists was recorded, but nothing of it can be read. */
export function unreadableStream(stream: string): Problem {
  return {
    code: 'stream-unreadable',
    message: `The dump has a ${stream} stream, but it cannot be read.`,
    hint: 'What was refused says why. Copy the dump again, or record it again.',
  };
}

/** A minidump has one process; another one was asked for. */
export function otherProcess(processId: number, asked: number): Problem {
  return {
    code: 'no-such-process',
    message: `The dump holds one process, 0x${processId.toString(16)}; process 0x${asked.toString(16)} is not in it.`,
    hint: 'Leave the process out.',
  };
}

/** A kernel table was asked for. */
export const NO_KERNEL_TABLES: Problem = {
  code: 'no-kernel-tables',
  message: 'A dump of a process holds the handles of that process only, no kernel tables.',
  hint: 'Ask for the handles of the process.',
};

/** Why a minidump of another system is not read; `evidence` is the stream that names the system. */
export function foreignMinidump(dump: {
  readonly system: string;
  readonly evidence: string;
  /** It has a stream 12 nevertheless (dump-facts 15). */
  readonly hasHandleData: boolean;
}): Problem {
  const descriptors = dump.hasHandleData
    ? ' Its stream 12 lists open file descriptors, which are not Windows handles.'
    : '';
  return {
    code: 'minidump-foreign',
    message: `This is a minidump of ${dump.system}, not of Windows: it holds no Windows handles.${descriptors}`,
    where: dump.evidence,
    hint: 'Open a dump of a Windows process, recorded with .dump /mh in WinDbg or with procdump -ma.',
  };
}
