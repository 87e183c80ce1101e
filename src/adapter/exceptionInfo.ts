/** The exception a target stopped with, in words. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionInfo, Target } from '../core/target/target';
import { formatFrame } from '../core/render/formatFrame';
import { hex } from '../core/util/hex';
import type { CancellationToken } from '../core/util/cancellation';

/** NTSTATUS codes a person meets in this field: name and sentence (domain.md 1.6). */
const STATUSES: ReadonlyMap<number, { readonly name: string; readonly sentence: string }> = new Map(
  [
    [
      0xc000_0008,
      {
        name: 'STATUS_INVALID_HANDLE',
        sentence:
          'An invalid handle was used: it was never opened, was closed already, or belongs to another process. !htrace with the handle value shows who closed it, if tracing was on.',
      },
    ],
    [
      0xc000_0235,
      {
        name: 'STATUS_HANDLE_NOT_CLOSABLE',
        sentence: 'A handle was closed that is protected from close.',
      },
    ],
    [
      0xc000_0005,
      { name: 'STATUS_ACCESS_VIOLATION', sentence: 'Memory was accessed that is not accessible.' },
    ],
    [
      0xc000_0094,
      {
        name: 'STATUS_INTEGER_DIVIDE_BY_ZERO',
        sentence: 'An integer was divided by zero.',
      },
    ],
    [
      0x8000_0003,
      { name: 'STATUS_BREAKPOINT', sentence: 'A breakpoint instruction was executed.' },
    ],
    [
      0xc000_00fd,
      { name: 'STATUS_STACK_OVERFLOW', sentence: 'The stack of the thread is used up.' },
    ],
    [
      0xc000_0409,
      { name: 'STATUS_STACK_BUFFER_OVERRUN', sentence: 'The program ended itself (fail fast).' },
    ],
    [
      0xc000_0421,
      {
        name: 'STATUS_VERIFIER_STOP',
        sentence: 'Application Verifier found a mistake and stopped.',
      },
    ],
    [0xe06d_7363, { name: 'C++ exception', sentence: 'A C++ exception was not caught.' }],
  ],
);

/** `0xC0000008` and so on: 8 upper-case digits. */
export function statusText(code: number): string {
  return `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Name and sentence of an exception code; the bare code when it is not known. */
export function describeStatus(code: number): string {
  const known = STATUSES.get(code >>> 0);
  return known === undefined
    ? `Exception ${statusText(code)}.`
    : `${known.name} (${statusText(code)}): ${known.sentence}`;
}

/** The answer of `exceptionInfo`. */
export async function exceptionBody(
  target: Target,
  exception: ExceptionInfo,
  token: CancellationToken,
): Promise<DebugProtocol.ExceptionInfoResponse['body']> {
  await target.symbols.prepare([exception.address], token);
  const place = formatFrame(target.symbols.resolve(exception.address));
  const chance = exception.firstChance ? 'First chance' : 'Second chance';
  const parameters = exception.parameters.map((each) => hex(each)).join(', ');
  const message = [
    describeStatus(exception.code),
    `${chance}, thread ${hex(exception.threadId)}, at ${place}.`,
    ...(parameters === '' ? [] : [`Parameters: ${parameters}.`]),
  ].join(' ');
  return {
    exceptionId: statusText(exception.code),
    description: message,
    breakMode: exception.firstChance ? 'always' : 'unhandled',
    details: {
      message,
      typeName: STATUSES.get(exception.code >>> 0)?.name ?? statusText(exception.code),
    },
  };
}
