/** What a handle refers to, in the few words that fit behind a variable. */

import { fullName } from '../../simulator/objectFacts';
import type { UserSession } from '../../simulator/user/userSession';
import type { KernelObject } from '../../simulator/machine/kernelObject';
import type { ObjectManager } from '../../simulator/machine/objectManager';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import { typeName } from '../../windows/user/userTypeText';

const PSEUDO: Readonly<Record<number, string>> = {
  [-1]: 'the current process (pseudo handle), or INVALID_HANDLE_VALUE',
  [-2]: 'the current thread (pseudo handle)',
};

/** For example `Event (auto reset, signalled) "go"`; null for 0. */
export function describeHandle(
  handle: number,
  process: SimulatedProcess,
  objects: ObjectManager,
): string | null {
  if (handle === 0) {
    return null;
  }
  const pseudo = PSEUDO[handle];
  if (pseudo !== undefined) {
    return pseudo;
  }
  const index = process.exited ? 0 : process.table.find(handle);
  const object = index === 0 ? null : process.table.entries.objectAt(index);
  return object === null ? 'no open handle' : describeObject(object, objects);
}

/** For example `Window "Orders"` or `Menu, locked`; null for 0. */
export function describeUserHandle(handle: number, session: UserSession | null): string | null {
  if (handle === 0) {
    return null;
  }
  const object = session?.select(handle) ?? null;
  if (session === null || object === null) {
    return 'no USER handle';
  }
  const { text, locks } = object.now;
  const quoted = text === '' ? '' : ` "${text}"`;
  const type = typeName(object.type, session.profile.version);
  return `${type}${quoted}${locks > 0 ? ', locked' : ''}`;
}

function describeObject(object: KernelObject, objects: ObjectManager): string {
  const state = stateOf(object);
  const name = fullName(object, objects);
  const parts = [
    object.type.name,
    state === null ? '' : `(${state})`,
    name === null ? '' : `"${shortName(name)}"`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Objects of programs are named without the directory in which all of them lie. */
function shortName(name: string): string {
  return name.replace(/^(?:\\Sessions\\\d+)?\\BaseNamedObjects\\/, '');
}

function stateOf({ body }: KernelObject): string | null {
  switch (body.kind) {
    case 'event':
      return `${body.manualReset ? 'manual' : 'auto'} reset, ${signalled(body.signalled)}`;
    case 'timer':
      return `${body.manualReset ? 'manual' : 'auto'} reset, ${signalled(body.signalled)}`;
    case 'mutant':
      return body.count > 0
        ? body.abandoned
          ? 'abandoned'
          : 'free'
        : `owned by thread ${body.ownerThreadId.toString(16)}`;
    case 'semaphore':
      return `${body.count} of ${body.limit}`;
    case 'process':
      return `${body.process.image}, ${body.process.processId.toString(16)}${body.process.exited ? ', has ended' : ''}`;
    case 'thread':
      return `${body.thread.threadId.toString(16)}${body.thread.exited ? ', has ended' : ''}`;
    case 'ioCompletion':
      return `${body.depth} queued`;
    default:
      return null;
  }
}

function signalled(value: boolean): string {
  return value ? 'signalled' : 'not signalled';
}
