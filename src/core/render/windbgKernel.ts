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

const UNKNOWN_DIGIT = '?';

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
    const at = debuggerStyle === 'modern' ? facts?.table : facts?.tableCode;
    if (facts === null || at === null || at === undefined) {
      return block;
    }
    const kernel = debuggerStyle === 'xp' ? table === 'kernel' : facts.isKernelTable;
    const where = hexPadded(at, this.digits);
    switch (debuggerStyle) {
      case 'modern':
        return `${block}${kernel ? 'Kernel handle' : 'Handle'} table at ${where} with ${facts.count} entries in use\n\n`;
      case 'win7':
        return `${block}${kernel ? 'Kernel Handle' : 'Handle'} table at ${where} with ${facts.count} Entries in use\n`;
      case 'xp':
        return `${block}${kernel ? 'Kernel New' : 'New'} version of handle table at ${where} with ${facts.count} Entries in use\n${kernel ? '' : '\n'}`;
    }
  }

  /** The block, without the fields that the target does not know. */
  private processBlock(process: ProcessInfo): string {
    const { pointerSize, debuggerStyle } = this.result.target;
    const { kernel, image } = process;
    const isNamed = process.idUnrecorded !== true;
    const session = process.sessionId === null ? 'none' : String(process.sessionId);
    const ids = [
      isNamed ? `SessionId: ${session}  Cid: ${hexPadded(process.processId, 4)}  ` : '',
      field('Peb', kernel?.peb ?? null, 8),
      isNamed ? `ParentCid: ${hexPadded(process.parentProcessId, 4)}` : '',
    ];
    const gap = pointerSize === 4 ? '  ' : '\n    ';
    const head = `PROCESS ${this.pointer(kernel?.object ?? null)}${lineOf(gap, ids)}\n`;
    const label = debuggerStyle === 'xp' ? 'TableSize' : 'HandleCount';
    const count = kernel?.handleCount ?? null;
    const table = [
      field('DirBase', kernel?.directoryBase ?? null, 8),
      field('ObjectTable', kernel?.objectTable ?? null, this.digits),
      count === null ? '' : `${label}: ${String(count).padStart(3)}.`,
    ];
    return `${head}${withEnd(lineOf('    ', table))}${image === '' ? '' : `    Image: ${escapeText(image)}\n`}`;
  }

  freeEntry(free: FreeHandleEntry): string {
    return `${this.handleText(free.value)}: free handle, Entry address ${hexPadded(free.entry, this.digits)}${free.nextEntry === null ? '' : `, Next Entry ${hexPadded(free.nextEntry, this.digits)}`}\n`;
  }

  /** The line of an open handle, and with flag 2 what is known of its object. */
  entry(record: HandleRecord): string {
    const object = this.pointer(record.kernel?.object ?? null);
    const { grantedAccess } = record;
    const access = grantedAccess === null ? UNKNOWN_DIGIT.repeat(8) : hexPadded(grantedAccess, 8);
    const line = `${this.handleText(record.value)}: Object: ${object}  GrantedAccess: ${access}${attributesText(record.attributes ?? 0)}${this.entryAddress(record.kernel)}\n`;
    return (this.flags & FLAG_OBJECT) === 0 ? line : line + this.objectLines(record, object);
  }

  private entryAddress(kernel: KernelHandleFacts | undefined): string {
    const shown = (this.flags & FLAG_ENTRY) !== 0 && this.result.target.debuggerStyle !== 'xp';
    const entry = kernel?.entry ?? null;
    return shown && entry !== null ? ` Entry: ${hexPadded(entry, this.digits)}` : '';
  }

  private objectLines(record: HandleRecord, object: string): string {
    const { kernel, handleCount, pointerCount } = record;
    const typeObject = kernel?.typeObject ?? null;
    const header = kernel?.objectHeader ?? null;
    let text = '';
    if (typeObject !== null || record.type !== null) {
      text += `Object: ${object}  Type: (${this.pointer(typeObject)}) ${escapeText(record.type ?? '')}\n`;
    }
    if (header !== null) {
      text += `    ObjectHeader: ${hexPadded(header, this.digits)}${this.headerVersion()}\n`;
    }
    if (handleCount !== null && pointerCount !== null) {
      text += `        HandleCount: ${handleCount}  PointerCount: ${pointerCount}\n`;
    }
    if (kernel !== undefined && kernel.displayName !== null) {
      const at = kernel.directory ?? 0n;
      const directory = at === 0n ? '00000000' : hexPadded(at, this.digits);
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

  /** An address; question marks, as a debugger shows memory that it cannot read, for one that is not known. */
  private pointer(value: bigint | null): string {
    return value === null ? UNKNOWN_DIGIT.repeat(this.digits) : hexPadded(value, this.digits);
  }

  private handleText(value: bigint): string {
    return hexPadded(value | this.handleBits, 4);
  }
}

/** `Peb: 810b68e000`; empty for an address that the target does not know. */
function field(label: string, value: bigint | null, digits: number): string {
  return value === null ? '' : `${label}: ${hexPadded(value, digits)}`;
}

/** The fields that are there, two blanks between them; empty when there are none. */
function lineOf(indent: string, fields: readonly string[]): string {
  const known = fields.filter((each) => each !== '');
  return known.length === 0 ? '' : `${indent}${known.join('  ')}`;
}

function withEnd(line: string): string {
  return line === '' ? '' : `${line}\n`;
}

/** The true attributes, also where Microsoft's debugger misreads the entry (output-formats.md 3.3). */
function attributesText(attributes: number): string {
  return (
    ((attributes & ATTRIBUTE_PROTECT_CLOSE) !== 0 ? ' (Protected)' : '') +
    ((attributes & ATTRIBUTE_INHERIT) !== 0 ? ' (Inherit)' : '') +
    ((attributes & ATTRIBUTE_AUDIT) !== 0 ? ' (Audit)' : '')
  );
}
