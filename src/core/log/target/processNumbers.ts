/** The processes of a log, each with a number to ask for it by: its id where the log tells it. */

import type { ProcessInfo } from '../../model/process';
import type { HandleTableSelector } from '../../target/target';
import { KERNEL_SCOPE } from '../answerTracker';
import type { LogScope } from './logModel';

/** Numbers from here on are no process ids. */
const FIRST_STAND_IN = 2 ** 32;
/** The process id of System, whose table is the kernel's. */
const SYSTEM_PROCESS = 4;

/** Numbers the processes of a log. */
export class ProcessNumbers {
  private readonly byId = new Map<number, LogScope>();
  private readonly ids = new Map<LogScope, number>();
  private readonly kernel: LogScope | null;
  /** The process whose table is the kernel's; null when the log has nothing of that table. */
  private readonly owner: LogScope | null;
  private readonly infos: readonly ProcessInfo[];

  /** `scopes` in the order they were met. */
  constructor(scopes: readonly LogScope[]) {
    this.kernel = scopes.find(({ key }) => key === KERNEL_SCOPE) ?? null;
    const processes = scopes.filter(({ key }) => key !== KERNEL_SCOPE);
    this.owner = this.kernel === null ? null : ownerOf(this.kernel, processes);
    const all = new Set([...processes, ...(this.owner === null ? [] : [this.owner])]);
    this.infos = Array.from(all, (scope) => this.add(scope));
  }

  /** All processes, in the order of the log. */
  list(): readonly ProcessInfo[] {
    return this.infos;
  }

  /** The number of the process that has a table. */
  idOf(scope: LogScope): number {
    const process = scope === this.kernel ? this.owner : scope;
    return (process === null ? undefined : this.ids.get(process)) ?? 0;
  }

  /** The scope of a process; null when there is none with this number. */
  scopeOf(processId: number): LogScope | null {
    return this.byId.get(processId) ?? null;
  }

  /** The scope of a table. The kernel's own table is also that of the System process. */
  tableOf(processId: number, table: HandleTableSelector): LogScope | null {
    if (table === 'cid') {
      return null;
    }
    const process = this.scopeOf(processId);
    const isKernel = table === 'kernel' || (process !== null && process === this.owner);
    return isKernel ? this.kernel : process;
  }

  /** Gives a process its number: its id, unless that is not known or taken. */
  private add(scope: LogScope): ProcessInfo {
    const own = scope.processId;
    let id = own ?? 0;
    if (this.byId.has(id)) {
      id = FIRST_STAND_IN + this.byId.size;
    }
    this.byId.set(id, scope);
    this.ids.set(scope, id);
    return {
      processId: id,
      ...(own === id ? {} : { idUnrecorded: true }),
      parentProcessId: scope.parentProcessId ?? 0,
      image: scope.image,
      sessionId: scope.sessionId,
      ...(scope.kernel === null ? {} : { kernel: scope.kernel }),
    };
  }
}

/** The process the kernel's table belongs to: the one the log says, else System, which is all that is known of it then. */
function ownerOf(kernel: LogScope, processes: readonly LogScope[]): LogScope {
  const table = kernel.table?.table ?? null;
  return (
    processes.find(({ processId }) => processId === SYSTEM_PROCESS) ??
    processes.find((each) => table !== null && each.kernel?.objectTable === table) ?? {
      ...kernel,
      key: 'process System',
      isKernelTable: false,
      processId: SYSTEM_PROCESS,
      image: 'System',
    }
  );
}
