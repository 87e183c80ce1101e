/** Ports of local procedure calls: ALPC ports on Windows Vista and later, LPC ports before. */

import type { HandleOutcome } from '../machine/machineTypes';
import type { Caller } from './caller';

/** What published listings show for ALPC ports. */
const ALPC_ACCESS = 0x1f_0000;
/** PORT_ALL_ACCESS. */
const LPC_ACCESS = 0x1f_0001;

/** RpcServerUseProtseqEpW for `ncalrpc`: the server's connection port, named below `\RPC Control`. */
export function rpcServerUseProtseqEpW(caller: Caller, endpoint: string): HandleOutcome {
  return makePort(caller, 'RpcServerUseProtseqEpW', `\\RPC Control\\${endpoint}`);
}

/** RpcBindingBind for `ncalrpc`: the client's end of a connection, without a name. */
export function rpcBindingBind(caller: Caller): HandleOutcome {
  return makePort(caller, 'RpcBindingBind', null);
}

function makePort(caller: Caller, functionName: string, name: string | null): HandleOutcome {
  const isLpc = caller.machine.profile.beforeVista;
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: isLpc ? 'Port' : 'ALPC Port',
      desiredAccess: isLpc ? LPC_ACCESS : ALPC_ACCESS,
      name,
    }),
  );
}
