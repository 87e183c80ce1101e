/** Takes the facts (not the wording) out of kernel-mode `!handle` transcripts. */

import type { FreeHandleEntry, HandleRecord, KernelHandleFacts } from '../../src/core/model/handle';
import { address, handleValue } from '../../src/core/model/identifiers';
import type { ProcessInfo } from '../../src/core/model/process';
import type { KernelTableFacts } from '../../src/core/target/handleStore';
import { fakeHandle } from '../support/fakeTarget';

/** What a text says of one process and one table. */
export interface KernelFacts {
  readonly process: ProcessInfo;
  readonly table: KernelTableFacts;
  readonly records: readonly HandleRecord[];
  readonly free: readonly FreeHandleEntry[];
}

/** Facts of a text that shows one process. Missing parts become zeros. */
export function kernelFacts(text: string): KernelFacts {
  const table =
    /(Kernel )?(?:New version of )?[Hh]andle table at ([0-9a-f]+) with (\d+) [Ee]ntries/.exec(text);
  return {
    process: processOf(text),
    table: {
      table: hexAddress(table?.[2]),
      tableCode: hexAddress(table?.[2]),
      isKernelTable: table?.[1] !== undefined,
      count: Number(table?.[3] ?? 0),
    },
    records: text.split(/^(?=[0-9a-f]{4,}: )/m).flatMap(recordOf),
    free: [
      ...text.matchAll(/^([0-9a-f]+): free handle, Entry address (\w+), Next Entry (\w+)$/gm),
    ].map(([, value, entry, next]) => ({
      value: handleValue(BigInt(`0x${value ?? '0'}`)),
      entry: hexAddress(entry),
      nextEntry: BigInt(`0x${next ?? '0'}`),
    })),
  };
}

function hexAddress(text: string | undefined): ReturnType<typeof address> {
  return address(BigInt(`0x${text ?? '0'}`));
}

function processOf(text: string): ProcessInfo {
  const find = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1];
  const session = find(/SessionId: +(\w+)/) ?? 'none';
  return {
    processId: parseInt(find(/ Cid: +([0-9a-f]+)/) ?? '0', 16),
    parentProcessId: parseInt(find(/ParentCid: +([0-9a-f]+)/) ?? '0', 16),
    image: find(/Image: +(.*)/) ?? '',
    sessionId: session === 'none' ? null : Number(session),
    kernel: {
      object: hexAddress(find(/PROCESS ([0-9a-f]+)/)),
      peb: hexAddress(find(/Peb: +([0-9a-f]+)/)),
      directoryBase: hexAddress(find(/DirBase: +([0-9a-f]+)/)),
      objectTable: hexAddress(find(/ObjectTable: +([0-9a-f]+)/)),
      handleCount: Number(find(/(?:HandleCount|TableSize): +(\d+)\./) ?? 0),
    },
  };
}

function recordOf(block: string): HandleRecord[] {
  const line = /^([0-9a-f]+): Object: ([0-9a-f]+) +GrantedAccess: ([0-9a-f]+)(.*)$/m.exec(block);
  if (line === null) {
    return [];
  }
  const [, value = '0', object, access = '0', rest = ''] = line;
  const find = (pattern: RegExp): string | undefined => pattern.exec(block)?.[1];
  const kernel: KernelHandleFacts = {
    object: hexAddress(object),
    objectHeader: hexAddress(find(/ObjectHeader: ([0-9a-f]{16}|[0-9a-f]{8})/)),
    typeObject: hexAddress(find(/Type: \(([0-9a-f]+)\)/)),
    entry: hexAddress(find(/Entry: ([0-9a-f]+)/)),
    directory: hexAddress(find(/Directory Object: ([0-9a-f]+)/)),
    displayName: find(/Name: (.*)/) ?? null,
  };
  const record = fakeHandle(BigInt(`0x${value}`), find(/Type: \([0-9a-f]+\) (.*)/) ?? 'Process', {
    grantedAccess: parseInt(access, 16),
    attributes:
      Number(rest.includes('Protected')) +
      2 * Number(rest.includes('Inherit')) +
      4 * Number(rest.includes('Audit')),
    handleCount: Number(find(/HandleCount: +(\d+)/) ?? 1),
    pointerCount: Number(find(/PointerCount: +(\d+)/) ?? 1),
    kernel,
  });
  return [record];
}
