/** Threads, their names and the exception of a minidump that is written (domain.md 5.4). */

import type { Address } from '../../model/identifiers';
import type { ThreadInfo } from '../../model/process';
import type { ExceptionInfo } from '../../target/target';
import type { Architecture } from '../../target/targetInfo';
import type { DumpOutput } from './dumpOutput';

const THREAD_SIZE = 48;
const NAME_SIZE = 12;
const EXCEPTION_SIZE = 0xa8;
const MOST_PARAMETERS = 15;

/** A thread and, where it is known, the instruction it stopped at. */
export interface WrittenThread {
  readonly thread: ThreadInfo;
  readonly instruction: Address | null;
}

/** Where a CONTEXT was written. */
interface ContextPlace {
  readonly size: number;
  readonly rva: number;
}

const NO_CONTEXT: ContextPlace = { size: 0, rva: 0 };

/** A CONTEXT of winnt.h: its size, its flags for CONTEXT_CONTROL, and where flags and instruction pointer lie. */
interface ContextShape {
  readonly size: number;
  readonly flags: number;
  readonly flagsAt: number;
  readonly instructionAt: number;
  readonly pointerSize: 4 | 8;
}

const CONTEXTS: Readonly<Record<Architecture, ContextShape | null>> = {
  x86: { size: 716, flags: 0x1_0001, flagsAt: 0, instructionAt: 0xb8, pointerSize: 4 },
  x64: { size: 1232, flags: 0x10_0001, flagsAt: 0x30, instructionAt: 0xf8, pointerSize: 8 },
  arm: { size: 416, flags: 0x20_0001, flagsAt: 0, instructionAt: 0x40, pointerSize: 4 },
  arm64: { size: 912, flags: 0x40_0001, flagsAt: 0, instructionAt: 0x108, pointerSize: 8 },
  unknown: null,
};

/** The streams about threads; `names` and `exception` are null where there is nothing to say. */
export interface ThreadStreams {
  readonly list: Uint8Array;
  readonly names: Uint8Array | null;
  readonly exception: Uint8Array | null;
}

/**
 * Lays out the threads. Of the registers only the instruction pointer is ever known; the others are 0, and stacks are not
 * written.
 */
export function threadStreams(
  threads: readonly WrittenThread[],
  exception: ExceptionInfo | null,
  architecture: Architecture,
  output: DumpOutput,
): ThreadStreams {
  const contexts = new Map<number, ContextPlace>();
  const list = new Uint8Array(4 + threads.length * THREAD_SIZE);
  const view = new DataView(list.buffer);
  view.setUint32(0, threads.length, true);
  threads.forEach(({ thread, instruction }, index) => {
    const at = 4 + index * THREAD_SIZE;
    const context = writeContext(instruction, architecture, output);
    contexts.set(thread.threadId, context);
    view.setUint32(at, thread.threadId, true);
    view.setUint32(at + 4, thread.suspendCount, true);
    view.setBigUint64(at + 0x10, thread.teb ?? 0n, true);
    view.setUint32(at + 0x28, context.size, true);
    view.setUint32(at + 0x2c, context.rva, true);
  });
  return {
    list,
    names: nameList(threads, output),
    exception:
      exception === null
        ? null
        : exceptionRecord(exception, contexts.get(exception.threadId) ?? NO_CONTEXT),
  };
}

function writeContext(
  instruction: Address | null,
  architecture: Architecture,
  output: DumpOutput,
): ContextPlace {
  const shape = CONTEXTS[architecture];
  if (shape === null || instruction === null) {
    return NO_CONTEXT;
  }
  const bytes = new Uint8Array(shape.size);
  const view = new DataView(bytes.buffer);
  view.setUint32(shape.flagsAt, shape.flags, true);
  if (shape.pointerSize === 8) {
    view.setBigUint64(shape.instructionAt, instruction, true);
  } else {
    view.setUint32(shape.instructionAt, Number(instruction & 0xffff_ffffn), true);
  }
  return { size: shape.size, rva: output.append(bytes) };
}

/** MINIDUMP_THREAD_NAME_LIST; null when no thread has a name. */
function nameList(threads: readonly WrittenThread[], output: DumpOutput): Uint8Array | null {
  const named = threads.flatMap(({ thread: { threadId, name } }) =>
    name === null ? [] : [{ threadId, name }],
  );
  if (named.length === 0) {
    return null;
  }
  const bytes = new Uint8Array(4 + named.length * NAME_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, named.length, true);
  named.forEach(({ threadId, name }, index) => {
    const at = 4 + index * NAME_SIZE;
    view.setUint32(at, threadId, true);
    view.setBigUint64(at + 4, BigInt(output.text(name)), true);
  });
  return bytes;
}

function exceptionRecord(exception: ExceptionInfo, context: ContextPlace): Uint8Array {
  const bytes = new Uint8Array(EXCEPTION_SIZE);
  const view = new DataView(bytes.buffer);
  const parameters = exception.parameters.slice(0, MOST_PARAMETERS);
  view.setUint32(0, exception.threadId, true);
  view.setUint32(8, exception.code, true);
  view.setBigUint64(0x18, exception.address, true);
  view.setUint32(0x20, parameters.length, true);
  parameters.forEach((parameter, index) => view.setBigUint64(0x28 + index * 8, parameter, true));
  view.setUint32(0xa0, context.size, true);
  view.setUint32(0xa4, context.rva, true);
  return bytes;
}
