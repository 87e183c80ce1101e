/** The modules of the sample service: the program and its storage library. Their functions exist nowhere else. */

import { buildModule, type ModuleImage } from '../../catalog/moduleImage';

const SERVICE_FUNCTIONS = `
  __scrt_common_main_seh wmain ServiceMain ServiceControl
  OrderServer::Start OrderServer::Run OrderServer::Stop OrderServer::ReadConfiguration OrderServer::OpenCounters
  OrderServer::StartPrinter OrderServer::WaitForStop
  Listener::Open Listener::ThreadMain Listener::AcceptOrders Listener::AddConnection Listener::WaitForClients
  WorkerPool::Start WorkerPool::ThreadMain WorkerPool::RunOne WorkerPool::WaitForWork
  OrderHandler::Handle OrderHandler::Validate OrderHandler::Reject OrderHandler::SaveOrder
  RequestContext::Begin RequestContext::Complete RequestContext::~RequestContext
  ClientIdentity::Check ClientIdentity::OpenClient
  Journal::Open Journal::Append Journal::Rotate Journal::Flush Journal::ThreadMain Journal::WaitForEntries
  Notifier::NotifyAsync Notifier::ThreadMain Notifier::Send
  PriceRefresh::Start PriceRefresh::OnTimer GuardedCall FormatOrderNumber LogMessage`;

const STORE_FUNCTIONS = `
  DllMain OpenStore OrderDatabase::Open OrderDatabase::OpenSegment OrderDatabase::Lock OrderDatabase::Save
  Transaction::Begin Transaction::Write Transaction::Commit Transaction::~Transaction
  PriceList::Refresh StoreSettings::ReadLimit StoreSettings::OpenRoot Checksum CompressBlock`;

/** `OrderService.exe` and `OrderStore.dll`, in load order. */
export function orderModules(): readonly ModuleImage[] {
  return [
    buildModule({
      name: 'OrderService',
      path: 'C:\\Program Files\\Harbour\\Orders\\OrderService.exe',
      base: 0x7ff6_d4a2_0000n,
      size: 0x5_c000,
      functions: SERVICE_FUNCTIONS,
      seed: 'harbour/OrderService',
    }),
    buildModule({
      name: 'OrderStore',
      path: 'C:\\Program Files\\Harbour\\Orders\\OrderStore.dll',
      base: 0x7ffe_0c3e_0000n,
      size: 0x3_4000,
      functions: STORE_FUNCTIONS,
      seed: 'harbour/OrderStore',
    }),
  ];
}
