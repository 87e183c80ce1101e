/** The handle tables and processes a log is about. */

import type { Address } from '../../model/identifiers';
import { KERNEL_SCOPE } from '../answerTracker';
import type { LogHandleTable, LogProcess } from '../logEvents';
import { hex } from '../../util/hex';
import type { LogScope } from './logModel';

/** Collects what the log says about processes; scopes are made when they are first met. */
export class ScopeBook {
  private readonly scopes = new Map<string, LogScope>();
  private currentProcess: LogScope | null = null;

  /** All scopes, in the order they were met. */
  list(): readonly LogScope[] {
    return [...this.scopes.values()];
  }

  /** The scope with a key of the answer tracker. */
  scope(key: string): LogScope {
    let scope = this.scopes.get(key);
    if (scope === undefined) {
      scope = {
        key,
        mode: key.startsWith('user') ? 'user' : 'kernel',
        isKernelTable: key === KERNEL_SCOPE,
        processId: null,
        parentProcessId: null,
        sessionId: null,
        image: '',
        kernel: null,
        table: null,
      };
      this.scopes.set(key, scope);
    }
    return scope;
  }

  /** A PROCESS block. */
  process(block: LogProcess): void {
    const scope = this.scope(`process ${hex(block.object)}`);
    this.currentProcess = scope;
    scope.processId = block.processId ?? scope.processId;
    scope.parentProcessId = block.parentProcessId ?? scope.parentProcessId;
    scope.sessionId = block.sessionId ?? null;
    scope.image = block.image ?? scope.image;
    scope.kernel = {
      object: block.object,
      peb: block.peb ?? scope.kernel?.peb ?? null,
      directoryBase: block.directoryBase ?? scope.kernel?.directoryBase ?? null,
      objectTable: block.objectTable ?? scope.kernel?.objectTable ?? null,
      handleCount: block.handleCount ?? scope.kernel?.handleCount ?? null,
    };
  }

  /** `Process 0x…` above kernel-mode traces. */
  traceProcess(object: Address): void {
    const scope = this.scope(`process ${hex(object)}`);
    this.currentProcess = scope;
    scope.kernel ??= {
      object,
      peb: null,
      directoryBase: null,
      objectTable: null,
      handleCount: null,
    };
  }

  /** `ObjectTable 0x…` above kernel-mode traces. */
  objectTable(objectTable: Address): void {
    const scope = this.currentProcess;
    if (scope !== null && scope.kernel !== null) {
      scope.kernel = { ...scope.kernel, objectTable };
    }
  }

  /** The banner above a table's entries. */
  table({ table, style, address, entries }: LogHandleTable): void {
    const scope = table === 'kernel' ? this.scope(KERNEL_SCOPE) : this.currentProcess;
    if (scope === null) {
      return;
    }
    scope.table = {
      table: style === 'modern' ? address : null,
      tableCode: style === 'modern' ? null : address,
      isKernelTable: table === 'kernel',
      count: entries,
    };
  }
}
