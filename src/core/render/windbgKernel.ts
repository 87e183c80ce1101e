/** How a kernel debugger prints `!handle` (output-formats.md 3). */

import type { HandleSection, HandlesResult } from '../commands/results';
import {
  ATTRIBUTE_AUDIT,
  ATTRIBUTE_INHERIT,
  ATTRIBUTE_PROTECT_CLOSE,
  type FreeHandleEntry,
  type HandleRecord,
  type KernelHandleFacts,
} from '../model/handle';
import type { ProcessInfo } from '../model/process';
import type { CancellationToken } from '../util/cancellation';
import { hex, hexPadded } from '../util/hex';
import { describeProblem } from '../util/problem';
import { escapeText } from './escapeText';
import { recordPages } from './handlePages';

/** KMFlags: entry addresses. */
const FLAG_ENTRY = 0x1;
/** KMFlags: object lines. */
const FLAG_OBJECT = 0x2;

/** Pages of chunks: what was searched, then for each process its banner and its entries. */
export async function* kernelHandlePages(
  result: HandlesResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  const printer = new KernelPrinter(result);
  yield [printer.preamble()];
  let last = '\n\n';
  for (const section of result.sections) {
    yield [`${last.endsWith('\n\n') ? '' : '\n'}${printer.banner(section)}`];
    last = '\n\n';
    if (section.problem !== null) {
      last = `${escapeText(describeProblem(section.problem))}\n`;
      yield [last];
      continue;
    }
    for await (const page of entryPages(section, printer, token)) {
      last = page.at(-1) ?? last;
      yield page;
    }
  }
}

/** Open and free entries, merged in the order of their handle values. */
async function* entryPages(
  section: HandleSection,
  printer: KernelPrinter,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  let nextFree = 0;
  for await (const records of recordPages(section, token)) {
    const chunks: string[] = [];
    for (const record of records) {
      let free = section.free[nextFree];
      while (free !== undefined && free.value < record.value) {
        chunks.push(printer.freeEntry(free));
        free = section.free[++nextFree];
      }
      chunks.push(printer.entry(record));
    }
    yield chunks;
  }
  if (nextFree < section.free.length) {
    yield section.free.slice(nextFree).map((free) => printer.freeEntry(free));
  }
}

/** Prints one result in the style of its debugger. */
class KernelPrinter {
  private readonly digits: number;
  private readonly flags: number;
  /** A kernel handle is printed as it was asked for, with its high bit. */
  private readonly handleBits: bigint;

  constructor(private readonly result: HandlesResult) {
    this.digits = result.target.pointerSize * 2;
    this.flags = result.flags;
    const asked = result.table === 'kernel' ? (result.handle ?? 0n) : 0n;
    this.handleBits = asked & 0x8000_0000n;
  }

  /** Lines before the first process. */
  preamble(): string {
    const { target, type, allProcesses, searchedProcessId } = this.result;
    const modern = target.debuggerStyle === 'modern';
    const blank = modern ? '\n' : '';
    let text = modern ? '\n' : `${this.processorLine()}\n`;
    if (allProcesses) {
      text += `**** NT ACTIVE PROCESS HANDLE DUMP ****\n${blank}`;
    }
    if (type !== null) {
      text += `Searching for handles of type ${escapeText(type)}\n${blank}`;
    }
    if (searchedProcessId !== null) {
      text += `Searching for Process with Cid == ${hex(searchedProcessId)}\n`;
    }
    return text;
  }

  /** `processor number 0`; debuggers of the Windows 7 age add the process that was asked for. */
  private processorLine(): string {
    const { target, searchedProcessId, sections } = this.result;
    const object = sections[0]?.process.kernel?.object ?? 0n;
    return target.debuggerStyle === 'xp'
      ? 'processor number 0'
      : `processor number 0, process ${hexPadded(searchedProcessId ?? object, this.digits)}`;
  }

  /**
   * The process block and the line about its table. Debuggers of the XP age say `Kernel` only when asked for the kernel's
   * table, later ones whenever it is that table.
   */
  banner(section: HandleSection): string {
    const { table, target } = this.result;
    const { debuggerStyle } = target;
    const facts = section.store.kernelTable;
    const block = `${this.processBlock(section.process)}\n`;
    if (facts === null) {
      return block;
    }
    const kernel = debuggerStyle === 'xp' ? table === 'kernel' : facts.isKernelTable;
    const where = hexPadded(
      debuggerStyle === 'modern' ? facts.table : facts.tableCode,
      this.digits,
    );
    switch (debuggerStyle) {
      case 'modern':
        return `${block}${kernel ? 'Kernel handle' : 'Handle'} table at ${where} with ${facts.count} entries in use\n\n`;
      case 'win7':
        return `${block}${kernel ? 'Kernel Handle' : 'Handle'} table at ${where} with ${facts.count} Entries in use\n`;
      case 'xp':
        return `${block}${kernel ? 'Kernel New' : 'New'} version of handle table at ${where} with ${facts.count} Entries in use\n${kernel ? '' : '\n'}`;
    }
  }

  private processBlock(process: ProcessInfo): string {
    const { pointerSize, debuggerStyle } = this.result.target;
    const { kernel } = process;
    const pointer = (value: bigint): string => hexPadded(value, this.digits);
    const session = process.sessionId === null ? 'none' : String(process.sessionId);
    const ids = `SessionId: ${session}  Cid: ${hexPadded(process.processId, 4)}    Peb: ${hexPadded(kernel?.peb ?? 0n, 8)}  ParentCid: ${hexPadded(process.parentProcessId, 4)}`;
    const head = `PROCESS ${pointer(kernel?.object ?? 0n)}${pointerSize === 4 ? '  ' : '\n    '}${ids}\n`;
    const label = debuggerStyle === 'xp' ? 'TableSize' : 'HandleCount';
    const count = String(kernel?.handleCount ?? 0).padStart(3);
    return `${head}    DirBase: ${hexPadded(kernel?.directoryBase ?? 0n, 8)}  ObjectTable: ${pointer(kernel?.objectTable ?? 0n)}  ${label}: ${count}.\n    Image: ${escapeText(process.image)}\n`;
  }

  freeEntry(free: FreeHandleEntry): string {
    return `${this.handleText(free.value)}: free handle, Entry address ${hexPadded(free.entry, this.digits)}, Next Entry ${hexPadded(free.nextEntry, this.digits)}\n`;
  }

  /** The line of an open handle, and with flag 2 what is known of its object. */
  entry(record: HandleRecord): string {
    const object = hexPadded(record.kernel?.object ?? 0n, this.digits);
    const line = `${this.handleText(record.value)}: Object: ${object}  GrantedAccess: ${hexPadded(record.grantedAccess, 8)}${attributesText(record.attributes)}${this.entryAddress(record.kernel)}\n`;
    return (this.flags & FLAG_OBJECT) === 0 ? line : line + this.objectLines(record, object);
  }

  private entryAddress(kernel: KernelHandleFacts | undefined): string {
    const shown = (this.flags & FLAG_ENTRY) !== 0 && this.result.target.debuggerStyle !== 'xp';
    return shown && kernel !== undefined ? ` Entry: ${hexPadded(kernel.entry, this.digits)}` : '';
  }

  private objectLines(record: HandleRecord, object: string): string {
    const { kernel } = record;
    const type = hexPadded(kernel?.typeObject ?? 0n, this.digits);
    const header = hexPadded(kernel?.objectHeader ?? 0n, this.digits);
    let text = `Object: ${object}  Type: (${type}) ${escapeText(record.type ?? '')}\n    ObjectHeader: ${header}${this.headerVersion()}\n        HandleCount: ${record.handleCount}  PointerCount: ${record.pointerCount}\n`;
    if (kernel !== undefined && kernel.displayName !== null) {
      const directory =
        kernel.directory === 0n ? '00000000' : hexPadded(kernel.directory, this.digits);
      text += `        Directory Object: ${directory}  Name: ${escapeText(kernel.displayName)}\n`;
    }
    return `${text}\n`;
  }

  /** Vista changed the object header; debuggers of the XP age did not say which one they found. */
  private headerVersion(): string {
    const { debuggerStyle, windows } = this.result.target;
    if (debuggerStyle === 'xp') {
      return '';
    }
    return windows !== null && windows.major < 6 ? ' (old version)' : ' (new version)';
  }

  private handleText(value: bigint): string {
    return hexPadded(value | this.handleBits, 4);
  }
}

/** The true attributes, also where Microsoft's debugger misreads the entry (output-formats.md 3.3). */
function attributesText(attributes: number): string {
  return (
    ((attributes & ATTRIBUTE_PROTECT_CLOSE) !== 0 ? ' (Protected)' : '') +
    ((attributes & ATTRIBUTE_INHERIT) !== 0 ? ' (Inherit)' : '') +
    ((attributes & ATTRIBUTE_AUDIT) !== 0 ? ' (Audit)' : '')
  );
}
