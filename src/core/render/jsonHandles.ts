/** The JSON of `!handle`. */

import type { HandleSection, HandlesResult } from '../commands/results';
import type { FreeHandleEntry, HandleRecord } from '../model/handle';
import type { CancellationToken } from '../util/cancellation';
import { hex0x, hex0xOrNull } from '../util/hex';
import { accessNames } from '../windows/accessLabels';
import { recordPages } from './handlePages';
import { objectInfoValue, problemValue, summaryValue, type JsonValue } from './jsonText';

/** Everything after the target: the handles page by page, then in kernel mode free entries and processes, the summary. */
export async function* handlesJson(
  result: HandlesResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  const kernel = result.target.mode === 'kernel';
  yield '"handles":[';
  let separator = '';
  if (kernel || result.flags !== 0) {
    for (const section of result.sections) {
      const printer = new HandleJsonPrinter(kernel ? section.process.processId : null);
      for await (const records of recordPages(section, token)) {
        if (records.length > 0) {
          yield separator + records.map((record) => printer.handle(record)).join(',');
          separator = ',';
        }
      }
    }
  }
  yield `],${kernel ? kernelParts(result) : ''}"summary":${JSON.stringify(summaryValue(result.sections.map((section) => section.summary)))}`;
}

/** Free entries and processes. */
function kernelParts(result: HandlesResult): string {
  const free = result.sections.flatMap((section) =>
    section.free.map((entry) => freeEntryValue(section, entry)),
  );
  const processes = result.sections.map(processValue);
  return `"freeEntries":${JSON.stringify(free)},"processes":${JSON.stringify(processes)},`;
}

function freeEntryValue(section: HandleSection, entry: FreeHandleEntry): JsonValue {
  return {
    handle: hex0x(entry.value),
    processId: section.process.processId,
    entry: hex0x(entry.entry),
    nextEntry: hex0xOrNull(entry.nextEntry),
  };
}

function processValue(section: HandleSection): JsonValue {
  const { process, store, problem } = section;
  const { kernel } = process;
  const table = store.kernelTable;
  return {
    processId: process.processId,
    parentProcessId: process.parentProcessId,
    image: process.image,
    sessionId: process.sessionId,
    object: hex0xOrNull(kernel?.object ?? null),
    peb: hex0xOrNull(kernel?.peb ?? null),
    directoryBase: hex0xOrNull(kernel?.directoryBase ?? null),
    objectTable: hex0xOrNull(kernel?.objectTable ?? null),
    table:
      table === null
        ? null
        : {
            address: hex0xOrNull(table.table),
            isKernelTable: table.isKernelTable,
            count: table.count,
          },
    error: problem === null ? null : problemValue(problem),
  };
}

/** What a null or an empty list stands for, where it is not simply that there is nothing. */
function doubts(record: HandleRecord): string {
  return (
    (record.nameUnrecorded === true ? ',"nameUnrecorded":true' : '') +
    (record.objectInfoRefused ? ',"objectInfoRefused":true' : '') +
    (record.objectInfoUnrecorded === true ? ',"objectInfoUnrecorded":true' : '')
  );
}

/** Hostile files could bring a new mask per handle; real ones have a few dozen. */
const MOST_CACHED_MASKS = 4096;

/** A hexadecimal JSON string; null for what was not recorded. */
function quotedHex(value: number | bigint | null): string {
  return value === null ? 'null' : `"${hex0x(value)}"`;
}

/** Writes handles of one table, keeping the parts that repeat. */
class HandleJsonPrinter {
  private readonly types = new Map<string, string>();
  private readonly access = new Map<string | null, Map<number, string>>();

  /** `processId` is named in kernel mode, null in user mode. */
  constructor(private readonly processId: number | null) {}

  handle(record: HandleRecord): string {
    const info =
      record.objectInfo.length === 0
        ? '[]'
        : JSON.stringify(record.objectInfo.map(objectInfoValue));
    const name = record.name === null ? 'null' : JSON.stringify(record.name);
    return `{"handle":"${hex0x(record.value)}","type":${this.typeText(record.type)},"name":${name},"attributes":${quotedHex(record.attributes)},${this.accessText(record.type, record.grantedAccess)},"handleCount":${record.handleCount},"pointerCount":${record.pointerCount},"objectInfo":${info}${doubts(record)}${this.kernelText(record)}}`;
  }

  private kernelText({ kernel }: HandleRecord): string {
    if (this.processId === null) {
      return '';
    }
    const process = `,"processId":${this.processId}`;
    if (kernel === undefined) {
      return process;
    }
    const name = kernel.displayName === null ? 'null' : JSON.stringify(kernel.displayName);
    return `${process},"object":${quotedHex(kernel.object)},"objectHeader":${quotedHex(kernel.objectHeader)},"typeObject":${quotedHex(kernel.typeObject)},"entry":${quotedHex(kernel.entry)},"directory":${quotedHex(kernel.directory)},"displayName":${name}`;
  }

  private typeText(type: string | null): string {
    if (type === null) {
      return 'null';
    }
    let text = this.types.get(type);
    if (text === undefined) {
      text = JSON.stringify(type);
      this.types.set(type, text);
    }
    return text;
  }

  private accessText(type: string | null, mask: number | null): string {
    if (mask === null) {
      return '"grantedAccess":null,"access":null';
    }
    let texts = this.access.get(type);
    if (texts === undefined) {
      texts = new Map();
      this.access.set(type, texts);
    }
    let text = texts.get(mask);
    if (text === undefined) {
      text = `"grantedAccess":"${hex0x(mask)}","access":${JSON.stringify(accessNames(type, mask))}`;
      if (texts.size < MOST_CACHED_MASKS) {
        texts.set(mask, text);
      }
    }
    return text;
  }
}
