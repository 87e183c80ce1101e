/** What the sample service does all day: sixteen requests a round, a price refresh, and its four mistakes. */

import { raisingFrame } from '../../catalog/raisingFrame';
import type { SimulatedHandle } from '../../machine/machineTypes';
import { STATUS_INVALID_HANDLE } from '../../machine/status';
import type { Caller } from '../../win32/caller';
import { createEventW, setEvent } from '../../win32/events';
import {
  createFileW,
  deviceIoControl,
  GENERIC_WRITE,
  readFile,
  writeFile,
} from '../../win32/files';
import { closeHandle, waitForSingleObject } from '../../win32/handles';
import { openProcess, PROCESS_QUERY_LIMITED_INFORMATION } from '../../win32/processes';
import { regCloseKey, regOpenKeyExW, regQueryValueExW } from '../../win32/registry';
import { beginThreadEx, endThread } from '../../win32/threads';
import { openProcessToken } from '../../win32/tokens';
import type { SampleStop } from '../sample';
import { DATA_FOLDER, SERVICE_KEY, type OrderService } from './orderService';
import { nextThreadId } from './threadIds';

const REQUESTS_PER_ROUND = 16;
/** Every fourth request is invalid. */
const INVALID_EVERY = 4;
/** Two requests of a round ask for a notification. */
const NOTIFY_EVERY = 8;

const REGIONS: readonly { readonly name: string; readonly hasLimit: boolean }[] = [
  { name: 'North', hasLimit: true },
  { name: 'East', hasLimit: false },
  { name: 'South', hasLimit: true },
  { name: 'West', hasLimit: false },
  { name: 'Islands', hasLimit: false },
  { name: 'Export', hasLimit: true },
];

/** Serves one round of requests with all workers in turn, then refreshes the prices. */
export function serveRound(service: OrderService, clientProcessId: number): void {
  for (let request = 0; request < REQUESTS_PER_ROUND; request++) {
    const worker = service.workers[request % service.workers.length];
    const socket = service.connections[service.served % service.connections.length] ?? 0;
    service.listener.run((caller) => {
      deviceIoControl(caller.at('OrderService!Listener::AcceptOrders+0x8f'), socket);
      setEvent(caller.at('OrderService!Listener::AcceptOrders+0xb2'), worker?.wake ?? 0);
    });
    worker?.run((caller) => {
      waitForSingleObject(caller.at('OrderService!WorkerPool::WaitForWork+0x3a'), worker.wake);
      caller.within('OrderService!WorkerPool::RunOne+0x5a', () => {
        handleRequest(service, caller, { number: service.served, request, clientProcessId });
      });
    });
    service.served++;
  }
  service.pool.run((caller) => {
    refreshPrices(caller);
  });
}

interface Request {
  /** Counts from the start of the service. */
  readonly number: number;
  /** Counts within the round. */
  readonly request: number;
  readonly clientProcessId: number;
}

function handleRequest(service: OrderService, caller: Caller, request: Request): void {
  caller.within('OrderService!OrderHandler::Handle+0x3c', () => {
    const done = createEventW(caller.at('OrderService!RequestContext::Begin+0x4e'), {
      manualReset: true,
    }).handle;
    checkClient(caller, request.clientProcessId);
    if (request.request % INVALID_EVERY === INVALID_EVERY - 1) {
      // First mistake: the early return forgets the event of the request.
      reject(service, caller);
      return;
    }
    saveOrder(caller, request.number);
    appendToJournal(service, caller);
    if (request.request % NOTIFY_EVERY === 1) {
      notify(caller);
    }
    setEvent(caller.at('OrderService!RequestContext::Complete+0x22'), done);
    closeHandle(caller.at('OrderService!RequestContext::~RequestContext+0x1b'), done);
  });
}

/** Looks at the client's account; closes all that it opens. */
function checkClient(caller: Caller, processId: number): void {
  caller.within('OrderService!ClientIdentity::Check+0x31', () => {
    const process = openProcess(caller.at('OrderService!ClientIdentity::OpenClient+0x26'), {
      processId,
      desiredAccess: PROCESS_QUERY_LIMITED_INFORMATION,
    }).handle;
    const token = openProcessToken(caller.at('OrderService!ClientIdentity::OpenClient+0x49'), {
      process,
    });
    closeHandle(caller.at('OrderService!ClientIdentity::OpenClient+0x8d'), token.handle);
    closeHandle(caller.at('OrderService!ClientIdentity::OpenClient+0x9a'), process);
  });
}

function reject(service: OrderService, caller: Caller): void {
  caller.within('OrderService!OrderHandler::Reject+0x2e', () => {
    appendToJournal(service, caller);
  });
}

function saveOrder(caller: Caller, number: number): void {
  caller.within('OrderService!OrderHandler::SaveOrder+0x58', () => {
    caller.within('OrderStore!OrderDatabase::Save+0x63', () => {
      const file = beginTransaction(caller, number);
      writeFile(caller.at('OrderStore!Transaction::Write+0x38'), file);
      closeHandle(caller.at('OrderStore!Transaction::Commit+0x4a'), file);
    });
  });
}

function beginTransaction(caller: Caller, number: number): SimulatedHandle {
  return createFileW(caller.at('OrderStore!Transaction::Begin+0x5d'), {
    path: `${DATA_FOLDER}\\Store\\order-${String(100_000 + number)}.tmp`,
    desiredAccess: GENERIC_WRITE,
  }).handle;
}

function appendToJournal(service: OrderService, caller: Caller): void {
  writeFile(caller.at('OrderService!Journal::Append+0x6b'), service.journalFile);
  setEvent(caller.at('OrderService!Journal::Append+0x84'), service.journalWritten);
}

/** Second mistake: the thread ends by itself, but nobody ever closes its handle. */
function notify(caller: Caller): void {
  const created = beginThreadEx(caller.at('OrderService!Notifier::NotifyAsync+0x5f'), {
    threadId: nextThreadId(caller),
    start: 'OrderService!Notifier::ThreadMain',
    name: 'Notifier',
  });
  const thread = created.caller;
  if (thread === null) {
    return;
  }
  thread.within('OrderService!Notifier::ThreadMain+0x2c', () => {
    const pipe = createFileW(thread.at('OrderService!Notifier::Send+0x47'), {
      path: '\\\\.\\pipe\\OrderDesk.Notifications',
      desiredAccess: GENERIC_WRITE,
    }).handle;
    writeFile(thread.at('OrderService!Notifier::Send+0x71'), pipe);
    closeHandle(thread.at('OrderService!Notifier::Send+0x90'), pipe);
  });
  endThread(thread);
}

/** Third mistake: the key of a region is closed only where the limit was found. */
function refreshPrices(caller: Caller): void {
  caller.within('ntdll!TppTimerpExecuteCallback+0xb1', () => {
    caller.within('OrderService!PriceRefresh::OnTimer+0x29', () => {
      for (const region of REGIONS) {
        caller.within('OrderStore!PriceList::Refresh+0x6e', () => {
          readLimit(caller, region);
        });
      }
    });
  });
}

function readLimit(caller: Caller, region: (typeof REGIONS)[number]): void {
  const key = regOpenKeyExW(caller.at('OrderStore!StoreSettings::ReadLimit+0x44'), {
    path: `${SERVICE_KEY}\\Regions\\${region.name}`,
  }).handle;
  regQueryValueExW(caller.at('OrderStore!StoreSettings::ReadLimit+0x6d'), key);
  if (region.hasLimit) {
    regCloseKey(caller.at('OrderStore!StoreSettings::ReadLimit+0x8b'), key);
  }
}

/**
 * Fourth mistake: the journal's event is closed when the journal is rotated, but the writer still has the old handle
 * and sets it. The kernel records a bad reference and raises an exception, which the service swallows. True when it was
 * raised: only while the process is traced.
 */
export function rotateJournal(service: OrderService): boolean {
  const stale = service.journalWritten;
  service.server.run((caller) => {
    caller.within('OrderService!Journal::Rotate+0x3d', () => {
      closeHandle(caller.at('OrderService!Journal::Rotate+0x5c'), service.journalFile);
      closeHandle(caller.at('OrderService!Journal::Rotate+0x69'), service.journalWritten);
      service.journalFile = createFileW(caller.at('OrderService!Journal::Open+0x52'), {
        path: `${DATA_FOLDER}\\Journal\\orders-0042.log`,
        desiredAccess: GENERIC_WRITE,
      }).handle;
      service.journalWritten = createEventW(caller.at('OrderService!Journal::Open+0x8c')).handle;
    });
  });
  return service.journal.run((caller) => {
    const { raised } = caller.within('OrderService!GuardedCall+0x24', () =>
      setEvent(caller.at('OrderService!Journal::Flush+0x4e'), stale),
    );
    waitForSingleObject(
      caller.at('OrderService!Journal::WaitForEntries+0x3f'),
      service.journalWritten,
    );
    return raised;
  });
}

/** Where the writer of the journal stands when the kernel raises the exception, outermost first. */
const RAISING = [
  'OrderService!GuardedCall+0x24',
  'OrderService!Journal::Flush+0x4e',
  'KERNELBASE!SetEvent+0xd',
  'ntdll!NtSetEvent+0x14',
];

/** The fourth mistake once more, with a debugger looking: a stop where the exception is raised, none when it is not. */
export function* stopAtStaleHandle(service: OrderService): Generator<SampleStop, void, void> {
  const stale = service.journalWritten;
  if (!rotateJournal(service)) {
    return;
  }
  const { caller } = service.journal;
  const { thread, context } = caller;
  const raisedAt = raisingFrame(context.machine.profile);
  const at = `${thread.process.processId.toString(16)}.${thread.threadId.toString(16)}`;
  const handle = stale.toString(16);
  yield* service.journal.standingIn([...RAISING, raisedAt], {
    description: `(${at}): Invalid handle - code c0000008 (first chance): the journal's writer set the event ${handle}, which is closed; try k, then !htrace ${handle}.`,
    thread,
    exception: {
      code: STATUS_INVALID_HANDLE,
      address: context.modules.place(raisedAt),
    },
  });
}

/** A transaction is rolled back by its destructor although it was committed: its file is closed twice. */
export function closeTwice(service: OrderService): void {
  service.workers[0]?.run((caller) => {
    caller.within('OrderService!WorkerPool::RunOne+0x5a', () => {
      caller.within('OrderService!OrderHandler::SaveOrder+0x58', () => {
        const file = beginTransaction(caller, service.served);
        readFile(caller.at('OrderStore!Transaction::Write+0x21'), file);
        closeHandle(caller.at('OrderStore!Transaction::Commit+0x4a'), file);
        caller.within('OrderService!GuardedCall+0x24', () => {
          closeHandle(caller.at('OrderStore!Transaction::~Transaction+0x1e'), file);
        });
      });
    });
  });
}
