/** Recognises Windows kernel dumps, which hold no user-mode handle stream (domain.md 6.1 to 6.3). */

import type { BinaryView } from '../util/binaryView';

/** What kind of kernel dump a file is, in sentences. */
export interface KernelDumpDescription {
  /** What it is. */
  readonly what: string;
  /** What it lacks or why it is not read. */
  readonly missing: string;
  readonly hint: string;
}

const PAGE = 0x4547_4150;
const DU64 = 0x3436_5544;
const DUMP = 0x504d_5544;
const TRIAGE = 4;

const KINDS: ReadonlyMap<number, string> = new Map([
  [1, 'a complete memory dump'],
  [2, 'a kernel memory dump'],
  [TRIAGE, 'a small memory dump (triage dump)'],
  [5, 'a kernel memory dump (bitmap)'],
  [6, 'a live kernel dump (bitmap)'],
  [8, 'a kernel memory dump (RDMP)'],
  [9, 'a kernel and user memory dump (RDMP)'],
  [10, 'a complete memory dump (RDMP)'],
]);

/** Describes a kernel dump by its header; null when the file is none. */
export function describeKernelDump(view: BinaryView): KernelDumpDescription | null {
  if (!view.has(0, 8) || view.u32(0) !== PAGE) {
    return null;
  }
  const valid = view.u32(4);
  if (valid !== DU64 && valid !== DUMP) {
    return null;
  }
  const wide = valid === DU64;
  const typeAt = wide ? 0xf98 : 0xf88;
  const type = view.has(typeAt, 4) ? view.u32(typeAt) : null;
  const kind =
    type === null ? 'a cut-off memory dump' : (KINDS.get(type) ?? `a memory dump of type ${type}`);
  const build = view.has(0xc, 4) ? ` (build ${view.u32(0xc)})` : '';
  return {
    what: `This is ${kind} of the ${wide ? '64' : '32'}-bit Windows kernel${build}, not a dump of a process.`,
    missing:
      type === TRIAGE
        ? 'A small memory dump holds no handle tables at all.'
        : 'Its handle tables lie in raw kernel memory, which Handle Lens does not read.',
    hint:
      'Record the process itself with .dump /mh in WinDbg or with procdump -ma; ' +
      (type === TRIAGE
        ? 'for all processes have Windows write a complete memory dump and use !handle 0 3 0 in WinDbg.'
        : 'for this file use !handle 0 3 0 in WinDbg.'),
  };
}
