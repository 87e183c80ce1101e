/** Takes the facts (not the wording) out of user-mode `!handle` transcripts: the records a target would hold. */

import type { HandleRecord } from '../../src/core/model/handle';
import { address } from '../../src/core/model/identifiers';
import type { ObjectInfo } from '../../src/core/model/objectInfo';
import { fakeHandle } from '../support/fakeTarget';

/** Records and the symbols their lines name. */
export interface UserFacts {
  readonly records: readonly HandleRecord[];
  readonly symbols: Readonly<Record<string, string>>;
}

/** Facts of every handle block in a text. `type` is used for blocks that do not name one. */
export function userFacts(text: string, type: string | null = null): UserFacts {
  const symbols: Record<string, string> = {};
  const records = text
    .split(/^(?=Handle [0-9a-f]+$)/m)
    .filter((block) => block.startsWith('Handle '))
    .map((block) => recordOf(block, type, symbols));
  // A handle that is shown twice was shown in full the second time.
  const byValue = new Map(records.map((record) => [record.value, record]));
  return { records: [...byValue.values()], symbols };
}

function recordOf(
  block: string,
  type: string | null,
  symbols: Record<string, string>,
): HandleRecord {
  const value = BigInt(`0x${field(block, 'Handle') ?? '0'}`);
  const name = field(block, '  Name');
  const info = objectInfo(block, symbols);
  return fakeHandle(value, field(block, '  Type') ?? type, {
    attributes: Number(field(block, '  Attributes') ?? 0),
    grantedAccess: Number((field(block, '  GrantedAccess') ?? '0').replace(':', '')),
    handleCount: Number(field(block, '  HandleCount') ?? 2),
    pointerCount: Number(field(block, '  PointerCount') ?? 3),
    name: name === '<none>' ? null : name,
    objectInfo: info,
    objectInfoRefused: /^ {2}Object [Ss]pecific [Ii]nformation$/m.test(block) && info.length === 0,
  });
}

/** What stands behind a label at the start of a line; null when there is no such line. */
function field(block: string, label: string): string | null {
  const line = block.split('\n').find((candidate) => new RegExp(`^${label}[ \t]`).test(candidate));
  return line === undefined ? null : line.slice(label.length).trim();
}

function objectInfo(block: string, symbols: Record<string, string>): ObjectInfo[] {
  const indented = block
    .split('\n')
    .filter((line) => line.startsWith('    ') && !line.startsWith('     '))
    .map((line) => line.trim());
  const after = (label: string): string =>
    (indented.find((line) => line.startsWith(label)) ?? '').slice(label.length).trim();
  const first = indented[0] ?? '';
  if (first.startsWith('Event')) {
    return [
      {
        kind: 'event',
        manualReset: after('Event Type') === 'Manual Reset',
        signalled: after('Event is') === 'Set',
      },
    ];
  }
  if (first.startsWith('Mutex')) {
    return mutantInfo(after('Mutex is') === 'Free', after('Mutant Owner'));
  }
  if (first.startsWith('Semaphore')) {
    return [
      {
        kind: 'semaphore',
        count: Number(after('Semaphore Count')),
        limit: Number(after('Semaphore Limit')),
      },
    ];
  }
  if (first.startsWith('Section')) {
    return [
      {
        kind: 'section',
        baseAddress: address(Number(after('Section base address'))),
        attributes: Number(after('Section attributes').split(' ')[0]),
        size: BigInt(after('Section max size')),
      },
    ];
  }
  if (first.startsWith('Depth')) {
    return [{ kind: 'ioCompletion', depth: Number(after('Depth')) }];
  }
  if (first.startsWith('Key')) {
    return [
      {
        kind: 'key',
        lastWriteTime: fileTime(after('Key last write time:')),
        keyName: after('Key name'),
      },
    ];
  }
  return personInfo(first, after, symbols);
}

/** Processes, threads and worker factories. */
function personInfo(
  first: string,
  after: (label: string) => string,
  symbols: Record<string, string>,
): ObjectInfo[] {
  if (first.startsWith('Process')) {
    return [
      {
        kind: 'process',
        processId: Number(after('Process Id')),
        parentProcessId: Number(after('Parent Process')),
        basePriority: Number(after('Base Priority')),
        exitStatus: 0x103,
        peb: address(0),
      },
    ];
  }
  if (first.startsWith('Thread Id')) {
    const [processId, threadId] = after('Thread Id').split('.');
    const [start, ...symbol] = after('Start Address').split(' ');
    const known = start !== undefined && start !== '';
    if (known) {
      symbols[start] = symbol.join(' ');
    }
    return [
      {
        kind: 'thread',
        processId: parseInt(processId ?? '', 16),
        threadId: parseInt(threadId ?? '', 16),
        priority: Number(after('Priority')),
        basePriority: Number(after('Base Priority')),
        exitStatus: 0x103,
        teb: address(0),
        ...(known ? { startAddress: address(BigInt(`0x${start}`)) } : {}),
      },
    ];
  }
  return first.startsWith('Thread creation') ? [workerFactory(after, symbols)] : [];
}

function mutantInfo(isFree: boolean, owner: string): ObjectInfo[] {
  const [processId = '0', threadId = '0'] = owner === '' ? [] : owner.split('.');
  return [
    { kind: 'mutant', count: isFree ? 1 : 0, abandoned: false, ownedByCaller: false },
    {
      kind: 'mutantOwner',
      processId: parseInt(processId, 16),
      threadId: parseInt(threadId, 16),
    },
  ];
}

function workerFactory(
  after: (label: string) => string,
  symbols: Record<string, string>,
): ObjectInfo {
  const number = (label: string): number => parseInt(after(label), 10);
  const [routine = '0', symbol = ''] = after('Start routine:').split(' : ');
  symbols[routine] = symbol;
  return {
    kind: 'workerFactory',
    threadCreationTimeout: BigInt(number('Thread creation timeout:')),
    threadCreationRetryTimeout: BigInt(number('Thread creation retry timeout:')),
    threadIdleTimeout: BigInt(number('Thread idle timeout:')),
    boundObjectCount: number('Bound object count:'),
    workerMinimum: number('Worker minimum:'),
    workerMaximum: number('Worker maximum:'),
    pendingWorkers: number('Pending workers:'),
    waitingWorkers: number('Waiting workers:'),
    totalWorkers: number('Total workers:'),
    releaseCount: number('Release count:'),
    idleGoal: number('Idle goal:'),
    startRoutine: address(BigInt(`0x${routine}`)),
    pool: address(BigInt(`0x${after('Pool: !tp pool')}`)),
    workerProcessId: Number(after('Worker Process:')),
    stackReserve: BigInt(after('Worker stack reserve:').replace(' bytes', '')),
    stackCommit: BigInt(after('Worker stack commit:').replace(' bytes', '')),
    lastThreadCreationStatus: Number(after('Last thread creation status:')),
  };
}

/** A FILETIME from `19:45:41. 11/7/2024`. */
function fileTime(text: string): bigint {
  const [hour, minute, second, month, day, year] = text.split(/\D+/).map(Number);
  const milliseconds = Date.UTC(
    year ?? 0,
    (month ?? 1) - 1,
    day ?? 1,
    hour ?? 0,
    minute ?? 0,
    second ?? 0,
  );
  return (BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n;
}
