/** Call stacks of threads and of trace records, as frames a client can show and focus. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Address } from '../core/model/identifiers';
import type { ModuleInfo } from '../core/model/process';
import { formatFrame } from '../core/render/formatFrame';
import { hex0x } from '../core/util/hex';
import type { CancellationToken } from '../core/util/cancellation';
import type { Examination } from './examination';
import { RequestError } from './adapterErrors';
import { findModule, isSystemModule, moduleId } from './moduleRequests';
import { sourceOfModule, sourceOfPath } from './sourcePages';
import type { ShownThread } from './threadList';

/** Frame ids are thread number × this + frame number, so that they need no table. */
const FRAMES_PER_THREAD = 65_536;

/** A page of a thread's stack. */
export interface FramePage {
  readonly frames: readonly DebugProtocol.StackFrame[];
  readonly total: number;
}

/** Frames `start` to `start + count` of a thread; `count` 0 means all. There always is at least one. */
export async function framesOf(
  examination: Examination,
  thread: ShownThread,
  page: { readonly start: number; readonly count: number; readonly token: CancellationToken },
): Promise<FramePage> {
  const addresses = await stackOf(examination, thread, page.token);
  if (addresses.length === 0) {
    return { frames: [frameWithoutStack(examination, thread)].slice(page.start), total: 1 };
  }
  const end = page.count === 0 ? addresses.length : page.start + page.count;
  await examination.target.symbols.prepare(addresses, page.token);
  const frames = addresses.map((address, index) => frame(examination, thread, address, index));
  return { frames: keepOneInSight(frames).slice(page.start, end), total: frames.length };
}

/** Number of a frame in its thread's stack, 0 the innermost. */
export function frameNumber(frameId: number): number {
  return frameId % FRAMES_PER_THREAD;
}

/** The thread a frame id belongs to; an error when there is none. */
export function threadOfFrame(examination: Examination, frameId: number): ShownThread {
  const thread = examination.threads
    .list()
    .find((each) => each.id === Math.floor(frameId / FRAMES_PER_THREAD));
  if (thread === undefined) {
    throw new RequestError(`There is no stack frame number ${frameId}. Ask for the stack again.`);
  }
  return thread;
}

async function stackOf(
  examination: Examination,
  thread: ShownThread,
  token: CancellationToken,
): Promise<readonly Address[]> {
  const addresses =
    thread.kind === 'trace'
      ? thread.selected.record.stack
      : await examination.target.callStack(thread.threadId, token);
  return addresses.slice(0, FRAMES_PER_THREAD);
}

function frame(
  examination: Examination,
  thread: ShownThread,
  address: Address,
  index: number,
): DebugProtocol.StackFrame {
  const { target } = examination;
  const module = findModule(target, address);
  const resolved = target.symbols.resolve(address);
  return {
    id: thread.id * FRAMES_PER_THREAD + index,
    name: formatFrame(resolved),
    ...placeOfFrame(examination, address, module),
    ...(resolved.addressUnrecorded === true ? {} : { instructionPointerReference: hex0x(address) }),
    presentationHint: module === null || isSystemModule(module) ? 'subtle' : 'normal',
    ...(module === null ? {} : { moduleId: moduleId(module) }),
  };
}

/** The line of source behind an address; else the page of its module. */
function placeOfFrame(
  { target, firstLine }: Examination,
  address: Address,
  module: ModuleInfo | null,
): Pick<DebugProtocol.StackFrame, 'line' | 'column' | 'endLine' | 'endColumn' | 'source'> {
  const place = target.program?.sourceOf(address) ?? null;
  if (place === null) {
    return { line: 1, column: 1, source: sourceOfModule(target, module) };
  }
  const first = firstLine - 1;
  return {
    line: place.line + first,
    column: place.column,
    endLine: place.endLine + first,
    endColumn: place.endColumn,
    source: sourceOfPath(place.path),
  };
}

/** A thread whose stack was not recorded still has a frame, since clients evaluate only in frames. */
function frameWithoutStack(
  examination: Examination,
  thread: ShownThread,
): DebugProtocol.StackFrame {
  const name =
    thread.kind === 'trace'
      ? 'No stack was recorded for this trace record'
      : 'No call stack was recorded for this thread';
  return {
    id: thread.id * FRAMES_PER_THREAD,
    name,
    line: 1,
    column: 1,
    source: sourceOfModule(examination.target, null),
    presentationHint: 'normal',
  };
}

/**
 * Clients focus the first frame that is not subtle, VS Code the first whose source is not deemphasised; when all frames
 * are subtle, none is made so.
 */
function keepOneInSight(
  frames: readonly DebugProtocol.StackFrame[],
): readonly DebugProtocol.StackFrame[] {
  return frames.some((each) => each.presentationHint === 'normal')
    ? frames.map(deemphasizeSubtle)
    : frames.map((each) => ({ ...each, presentationHint: 'normal' }));
}

function deemphasizeSubtle(frame: DebugProtocol.StackFrame): DebugProtocol.StackFrame {
  return frame.presentationHint === 'subtle' && frame.source !== undefined
    ? { ...frame, source: { ...frame.source, presentationHint: 'deemphasize' } }
    : frame;
}
