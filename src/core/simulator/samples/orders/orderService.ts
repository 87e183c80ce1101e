/** The sample service: what it opens while it starts, and what it keeps. */

import type { SimulatedHandle } from '../../machine/machineTypes';
import type { Caller } from '../../win32/caller';
import { createIoCompletionPort } from '../../win32/completionPorts';
import { createEventW } from '../../win32/events';
import { createFileW, findFirstFileW, GENERIC_READ, GENERIC_WRITE } from '../../win32/files';
import { closeHandle } from '../../win32/handles';
import { createMutexW } from '../../win32/mutexes';
import { createNamedPipeW } from '../../win32/pipes';
import { rpcServerUseProtseqEpW } from '../../win32/ports';
import { createProcessW } from '../../win32/processes';
import {
  KEY_READ,
  regCloseKey,
  regNotifyChangeKeyValue,
  regOpenKeyExW,
  regQueryValueExW,
} from '../../win32/registry';
import { createFileMappingW, mapViewOfFile } from '../../win32/sections';
import { createSemaphoreW } from '../../win32/semaphores';
import { createThreadpoolWait } from '../../win32/threadPool';
import { createThread, type CreateThreadOutcome } from '../../win32/threads';
import { openProcessToken } from '../../win32/tokens';
import { ServiceThread } from './serviceThread';
import { nextThreadId } from './threadIds';

/** The service's key. */
export const SERVICE_KEY = 'HKLM\\SOFTWARE\\Harbour\\OrderService';
/** Where the service keeps its data. */
export const DATA_FOLDER = 'C:\\ProgramData\\Harbour\\Orders';

const WORKERS = 4;
const CONNECTIONS = 20;
const SEGMENTS = 10;
/** Keys of the configuration that stay open for change notifications. */
const CONFIGURATION = ['Network', 'Storage', 'Printing', 'Limits', 'Regions', 'Accounts'] as const;

/** The running service. */
export interface OrderService {
  readonly main: ServiceThread;
  readonly server: ServiceThread;
  readonly listener: ServiceThread;
  /** Sockets of the clients. */
  readonly connections: readonly SimulatedHandle[];
  readonly workers: readonly ServiceThread[];
  readonly journal: ServiceThread;
  /** A thread of the pool, which runs the timer that refreshes the prices. */
  readonly pool: ServiceThread;
  /** The event that says the journal was written; replaced when the journal is rotated. */
  journalWritten: SimulatedHandle;
  journalFile: SimulatedHandle;
  /** Requests served since the start. */
  served: number;
}

/** Starts the service on the first thread of its process, whose initialisation is done. */
export function startOrderService(main: Caller): OrderService {
  main.start('main', ['OrderService!__scrt_common_main_seh+0x10c', 'OrderService!wmain+0x5d']);
  const dispatcher = main.at('sechost!StartServiceCtrlDispatcherW+0x5c');
  createEventW(dispatcher, { manualReset: true });
  const created = createThread(dispatcher, {
    threadId: nextThreadId(main),
    start: 'sechost!ScSvcctrlThreadW',
    name: 'Service main',
  });
  const server = started(created);
  server.enter(['sechost!ScSvcctrlThreadW+0x3a', 'OrderService!ServiceMain+0x1f']);
  const parts = server.within('OrderService!OrderServer::Start+0x41', () => startServer(server));
  return {
    main: new ServiceThread(
      main,
      ['sechost!StartServiceCtrlDispatcherW+0x77'],
      'sechost!ScDispatcherLoop+0x113',
    ),
    server: new ServiceThread(
      server,
      ['OrderService!OrderServer::Run+0x66'],
      'OrderService!OrderServer::WaitForStop+0x2b',
    ),
    ...parts,
    served: 0,
  };
}

type ServerParts = Omit<OrderService, 'main' | 'server' | 'served'>;

function startServer(server: Caller): ServerParts {
  createMutexW(server.at('OrderService!OrderServer::Start+0x58'), {
    name: 'Global\\OrderService.Instance',
    owned: true,
  });
  createEventW(server.at('OrderService!OrderServer::Start+0x7a'), {
    name: 'Global\\OrderService.Stop',
    manualReset: true,
  });
  openProcessToken(server.at('OrderService!OrderServer::Start+0x8f'), { desiredAccess: 0x28 });
  readConfiguration(server);
  openCounters(server);
  const journal = openJournal(server);
  openStore(server);
  const workers = startWorkers(server);
  const network = openListener(server);
  const pool = startPriceRefresh(server);
  startPrinter(server);
  return { workers, pool, ...network, ...journal };
}

function readConfiguration(server: Caller): void {
  const site = server.at('OrderService!OrderServer::ReadConfiguration+0x39');
  const root = regOpenKeyExW(site, { path: SERVICE_KEY, desiredAccess: KEY_READ }).handle;
  for (const name of CONFIGURATION) {
    const key = regOpenKeyExW(server.at('OrderService!OrderServer::ReadConfiguration+0x72'), {
      path: name,
      parent: root,
    }).handle;
    regQueryValueExW(server.at('OrderService!OrderServer::ReadConfiguration+0x83'), key);
    regNotifyChangeKeyValue(server.at('OrderService!OrderServer::ReadConfiguration+0xbd'), key);
    createThreadpoolWait(server.at('OrderService!OrderServer::ReadConfiguration+0x96'));
    createEventW(server.at('OrderService!OrderServer::ReadConfiguration+0xa8'));
  }
  const legacy = regOpenKeyExW(site, { path: 'HKLM\\SOFTWARE\\WOW6432Node\\Harbour' }).handle;
  regCloseKey(server.at('OrderService!OrderServer::ReadConfiguration+0xd4'), legacy);
}

function openCounters(server: Caller): void {
  const site = server.at('OrderService!OrderServer::OpenCounters+0x44');
  const counters = createFileMappingW(site, {
    name: 'Global\\OrderService.Counters',
    size: 0x2000,
  });
  mapViewOfFile(server.at('OrderService!OrderServer::OpenCounters+0x6d'), counters.handle);
  createMutexW(site, { name: 'Global\\OrderService.CountersLock' });
}

function openJournal(
  server: Caller,
): Pick<OrderService, 'journal' | 'journalWritten' | 'journalFile'> {
  const site = server.at('OrderService!Journal::Open+0x52');
  findFirstFileW(server.at('OrderService!Journal::Open+0x3b'), `${DATA_FOLDER}\\Journal`);
  const journalFile = createFileW(site, {
    path: `${DATA_FOLDER}\\Journal\\orders-0041.log`,
    desiredAccess: GENERIC_WRITE,
  }).handle;
  createSemaphoreW(server.at('OrderService!Journal::Open+0x77'), { limit: 1024 });
  const journalWritten = createEventW(server.at('OrderService!Journal::Open+0x8c')).handle;
  const created = createThread(server.at('OrderService!Journal::Open+0xb3'), {
    threadId: nextThreadId(server),
    start: 'OrderService!Journal::ThreadMain',
    name: 'Journal writer',
  });
  const journal = new ServiceThread(
    started(created),
    ['OrderService!Journal::ThreadMain+0x28'],
    'OrderService!Journal::WaitForEntries+0x1d',
  );
  return { journal, journalWritten, journalFile };
}

/** One file and its mapping for each month's orders, and a lock file. */
function openStore(server: Caller): void {
  server.within('OrderStore!OpenStore+0x33', () => {
    createFileW(server.at('OrderStore!OrderDatabase::Lock+0x2a'), {
      path: `${DATA_FOLDER}\\Store\\store.lock`,
      desiredAccess: GENERIC_READ | GENERIC_WRITE,
    });
    for (let month = 1; month <= SEGMENTS; month++) {
      const file = `${DATA_FOLDER}\\Store\\orders-2026-${String(month).padStart(2, '0')}.dat`;
      server.within('OrderStore!OrderDatabase::Open+0x8e', () => {
        createFileW(server.at('OrderStore!OrderDatabase::OpenSegment+0x47'), {
          path: file,
          desiredAccess: GENERIC_READ | GENERIC_WRITE,
        });
        const section = createFileMappingW(
          server.at('OrderStore!OrderDatabase::OpenSegment+0x81'),
          { size: 0x40_0000 },
        ).handle;
        mapViewOfFile(server.at('OrderStore!OrderDatabase::OpenSegment+0xa4'), section);
      });
    }
  });
}

function startWorkers(server: Caller): readonly ServiceThread[] {
  createIoCompletionPort(server.at('OrderService!WorkerPool::Start+0x35'));
  return Array.from({ length: WORKERS }, (_, number) => {
    const wake = createEventW(server.at('OrderService!WorkerPool::Start+0x5f')).handle;
    const created = createThread(server.at('OrderService!WorkerPool::Start+0x88'), {
      threadId: nextThreadId(server),
      start: 'OrderService!WorkerPool::ThreadMain',
      name: `Order worker ${String(number + 1)}`,
    });
    return new ServiceThread(
      started(created),
      ['OrderService!WorkerPool::ThreadMain+0x4e'],
      'OrderService!WorkerPool::WaitForWork+0x3a',
      wake,
    );
  });
}

function openListener(server: Caller): Pick<OrderService, 'listener' | 'connections'> {
  createNamedPipeW(server.at('OrderService!Listener::Open+0x49'), {
    name: '\\\\.\\pipe\\OrderService.Control',
  });
  rpcServerUseProtseqEpW(server.at('OrderService!Listener::Open+0x6f'), 'OrderService.Admin');
  openSocket(server, 'OrderService!Listener::Open+0x94');
  const created = createThread(server.at('OrderService!Listener::Open+0xc1'), {
    threadId: nextThreadId(server),
    start: 'OrderService!Listener::ThreadMain',
    name: 'Listener',
  });
  const listener = new ServiceThread(
    started(created),
    ['OrderService!Listener::ThreadMain+0x31'],
    'OrderService!Listener::WaitForClients+0x57',
  );
  const connections = listener.run((caller) =>
    Array.from({ length: CONNECTIONS }, () =>
      caller.within('OrderService!Listener::AcceptOrders+0x6b', () => {
        const socket = openSocket(caller, 'OrderService!Listener::AddConnection+0x2f');
        createEventW(caller.at('OrderService!Listener::AddConnection+0x53'), { manualReset: true });
        return socket;
      }),
    ),
  );
  return { listener, connections };
}

/** A socket is a file of the ancillary function driver. */
function openSocket(caller: Caller, site: string): SimulatedHandle {
  const socket = caller.within(site, () =>
    caller.within('WS2_32!WSASocketW+0x10b', () =>
      caller.at('mswsock!SockSocket+0x157').native('NtCreateFile', (thread, service) =>
        caller.machine.services.create(thread, service, {
          type: 'File',
          name: '\\Device\\Afd',
          desiredAccess: 0x16_019f,
        }),
      ),
    ),
  );
  return socket.handle;
}

function startPriceRefresh(server: Caller): ServiceThread {
  createThreadpoolWait(server.at('OrderService!PriceRefresh::Start+0x2c'));
  const created = createThread(server.at('ntdll!TpAllocTimer+0x9b'), {
    threadId: nextThreadId(server),
    start: 'ntdll!TppWorkerThread',
  });
  // The pool closes the handle of a worker at once.
  closeHandle(server.at('ntdll!TpAllocTimer+0xb7'), created.handle);
  return new ServiceThread(
    started(created),
    ['ntdll!TppWorkerThread+0x68a'],
    'ntdll!TppTimerpExecuteCallback+0xa9',
  );
}

function startPrinter(server: Caller): void {
  const printer = createProcessW(server.at('OrderService!OrderServer::StartPrinter+0x7d'), {
    image: 'LabelPrinter.exe',
    processId: 0x20d4,
    initialThread: { threadId: 0x20d8 },
  });
  closeHandle(server.at('OrderService!OrderServer::StartPrinter+0x9e'), printer.threadHandle);
}

/** A thread that a sample starts exists. */
function started(outcome: CreateThreadOutcome): Caller {
  if (outcome.caller === null) {
    throw new Error('The sample could not start a thread.');
  }
  return outcome.caller;
}
