/** Names and object-specific facts of simulated objects, as a debugger would find them out. */

import type { ObjectInfo } from '../model/objectInfo';
import type { WindowsProfile } from '../windows/profiles';
import type { KernelObject } from './machine/kernelObject';
import type { MutantBody, ProcessBody, ThreadBody, WorkerFactoryBody } from './machine/objectBody';
import type { ObjectManager } from './machine/objectManager';

/** Full name of an object as NtQueryObject returns it; null when it has none. */
export function fullName(object: KernelObject, objects: ObjectManager): string | null {
  const { body } = object;
  switch (body.kind) {
    case 'file':
      return body.device === ''
        ? emptyToNull(body.fileName)
        : `\\Device\\${body.device}${body.fileName}`;
    case 'key':
      return body.path;
    default:
      return objects.pathOf(object);
  }
}

/** The name as kernel debuggers print it (domain.md 2.5, output-formats.md 3.1); null when there is none. */
export function kernelName(object: KernelObject, profile: WindowsProfile): string | null {
  const { body } = object;
  switch (body.kind) {
    case 'file':
      return body.device === '' ? emptyToNull(body.fileName) : `${body.fileName} {${body.device}}`;
    case 'key':
      return profile.upperCaseKeyNames ? body.path.toUpperCase() : body.path;
    default:
      return object.name;
  }
}

/** Object-specific facts; empty for types that have none. Times and addresses are those of the object's body. */
export function objectInfo(object: KernelObject, profile: WindowsProfile): readonly ObjectInfo[] {
  const { body } = object;
  switch (body.kind) {
    case 'event':
      return [{ kind: 'event', manualReset: body.manualReset, signalled: body.signalled }];
    case 'mutant':
      return mutantInfo(body, profile);
    case 'semaphore':
      return [{ kind: 'semaphore', count: body.count, limit: body.limit }];
    case 'section': {
      const { baseAddress, attributes, size } = body;
      return [{ kind: 'section', baseAddress, attributes, size }];
    }
    case 'key':
      return [
        { kind: 'key', lastWriteTime: body.lastWriteTime, keyName: lastComponent(body.path) },
      ];
    case 'process':
      return [processInfo(body)];
    case 'thread':
      return [threadInfo(body)];
    case 'ioCompletion':
      return [{ kind: 'ioCompletion', depth: body.depth }];
    case 'workerFactory':
      return [workerFactoryInfo(body)];
    default:
      return [];
  }
}

/** The owner of a mutant can be asked for since Windows Vista; a free one has none. */
function mutantInfo(body: MutantBody, profile: WindowsProfile): readonly ObjectInfo[] {
  const { count, abandoned, ownerProcessId, ownerThreadId } = body;
  const mutant: ObjectInfo = { kind: 'mutant', count, abandoned, ownedByCaller: false };
  return count > 0 || profile.beforeVista
    ? [mutant]
    : [mutant, { kind: 'mutantOwner', processId: ownerProcessId, threadId: ownerThreadId }];
}

function processInfo({ process }: ProcessBody): ObjectInfo {
  return {
    kind: 'process',
    processId: process.processId,
    parentProcessId: process.parentProcessId,
    basePriority: process.basePriority,
    exitStatus: process.exitStatus,
    peb: process.peb,
  };
}

function threadInfo({ thread }: ThreadBody): ObjectInfo {
  return {
    kind: 'thread',
    processId: thread.process.processId,
    threadId: thread.threadId,
    priority: thread.priority,
    basePriority: thread.basePriority,
    exitStatus: thread.exitStatus,
    teb: thread.teb,
    startAddress: thread.startAddress,
  };
}

function workerFactoryInfo(body: WorkerFactoryBody): ObjectInfo {
  return { ...body };
}

function lastComponent(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}

function emptyToNull(text: string): string | null {
  return text === '' ? null : text;
}
