/** What one block of a log says about a handle, and how several blocks about one handle become a record. */

import {
  ATTRIBUTE_AUDIT,
  ATTRIBUTE_INHERIT,
  ATTRIBUTE_PROTECT_CLOSE,
  type HandleRecord,
  type KernelHandleFacts,
} from '../../model/handle';
import type { Address, HandleValue } from '../../model/identifiers';
import type { ObjectInfo } from '../../model/objectInfo';
import type { LogHandle, LogKernelHandle } from '../logEvents';
import { readObjectLines } from './objectLines';

/** The facts that columns hold. What was not printed is absent. */
export interface RowFacts {
  readonly value: HandleValue;
  readonly type?: string;
  readonly attributes?: number;
  readonly grantedAccess?: number;
  readonly handleCount?: number;
  readonly pointerCount?: number;
  /** Null for an object without a name. */
  readonly name?: string | null;
}

/** All facts about a handle. */
export interface HandleFacts extends RowFacts {
  readonly objectInfo?: readonly ObjectInfo[];
  /** The heading of the object-specific part stands there without lines. */
  readonly objectInfoRefused?: boolean;
  readonly kernel?: KernelHandleFacts;
}

/** The facts of a user-mode block that has its first line. */
export function factsOfBlock(block: LogHandle, value: HandleValue): HandleFacts {
  const info = block.objectInfo;
  return {
    value,
    ...rowFactsOf(block),
    ...(info === undefined && !block.hasNoObjectInfo
      ? {}
      : {
          objectInfo: readObjectLines((info ?? []).map(({ text }) => text)),
          objectInfoRefused: info?.length === 0,
        }),
  };
}

function rowFactsOf(block: LogHandle): Omit<RowFacts, 'value'> {
  const { type, attributes, grantedAccess, handleCount, pointerCount, name } = block;
  return {
    ...(type === undefined ? {} : { type }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(grantedAccess === undefined ? {} : { grantedAccess }),
    ...(handleCount === undefined ? {} : { handleCount }),
    ...(pointerCount === undefined ? {} : { pointerCount }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The facts of an entry as columns hold them. Only an entry with its object lines tells whether there is a name. */
export function rowFactsOfEntry(entry: LogKernelHandle, value: HandleValue): RowFacts {
  const { type, grantedAccess, handleCount, pointerCount } = entry;
  return {
    value,
    attributes: attributesOf(entry.annotations),
    grantedAccess,
    ...(type === undefined ? {} : { type, name: entry.name ?? null }),
    ...(handleCount === undefined ? {} : { handleCount }),
    ...(pointerCount === undefined ? {} : { pointerCount }),
  };
}

/** All facts of an entry; `hasAttributes` is false where its words are those of the debugger's mistake. */
export function factsOfEntry(
  entry: LogKernelHandle,
  value: HandleValue,
  hasAttributes: boolean,
): HandleFacts {
  const { attributes, ...facts } = rowFactsOfEntry(entry, value);
  return {
    ...facts,
    ...(hasAttributes && attributes !== undefined ? { attributes } : {}),
    kernel: {
      object: entry.object,
      objectHeader: entry.objectHeader ?? null,
      typeObject: entry.typeObject ?? null,
      entry: entry.entry ?? null,
      directory: entry.directory ?? null,
      displayName: entry.name ?? null,
    },
  };
}

const ANNOTATIONS: ReadonlyMap<string, number> = new Map([
  ['Protected', ATTRIBUTE_PROTECT_CLOSE],
  ['Inherit', ATTRIBUTE_INHERIT],
  ['Audit', ATTRIBUTE_AUDIT],
]);

/** `(Protected) (Inherit)` as bits. */
export function attributesOf(annotations: readonly string[]): number {
  return annotations.reduce((bits, word) => bits | (ANNOTATIONS.get(word) ?? 0), 0);
}

/** Bytes from the OBJECT_HEADER to the object on 64-bit Windows. */
const HEADER_SIZE_64 = 0x30;

/**
 * The words that debuggers print on Windows 8.1 and later for 64-bit targets whatever the attributes are: bits 4 to 6 of the
 * address of the object's header, taken for the entry's old layout (output-formats 3.3).
 */
export function mistakenAttributes(object: Address): number {
  return mistakenBits(Number(object & 0xffff_ffffn));
}

/** The same from the lower half of the address. */
export function mistakenBits(objectLow: number): number {
  return ((objectLow - HEADER_SIZE_64) >> 4) & 7;
}

/** Facts that were printed later win; what they leave out is kept from before, if both are of one object. */
export function mergeFacts(older: HandleFacts, newer: HandleFacts): HandleFacts {
  const isOther = older.type !== undefined && newer.type !== undefined && older.type !== newer.type;
  if (isOther) {
    return newer;
  }
  const kernel =
    older.kernel === undefined || newer.kernel === undefined
      ? (newer.kernel ?? older.kernel)
      : mergeKernel(older.kernel, newer.kernel);
  return { ...older, ...newer, ...(kernel === undefined ? {} : { kernel }) };
}

function mergeKernel(older: KernelHandleFacts, newer: KernelHandleFacts): KernelHandleFacts {
  return older.object !== newer.object
    ? newer
    : {
        object: newer.object,
        objectHeader: newer.objectHeader ?? older.objectHeader,
        typeObject: newer.typeObject ?? older.typeObject,
        entry: newer.entry ?? older.entry,
        directory: newer.directory ?? older.directory,
        displayName: newer.displayName ?? older.displayName,
      };
}

/** The record: every fact that was not printed is null or marked as not recorded. */
export function recordOfFacts(facts: HandleFacts): HandleRecord {
  return {
    value: facts.value,
    type: facts.type ?? null,
    name: facts.name ?? null,
    ...(facts.name === undefined ? { nameUnrecorded: true } : {}),
    attributes: facts.attributes ?? null,
    grantedAccess: facts.grantedAccess ?? null,
    handleCount: facts.handleCount ?? null,
    pointerCount: facts.pointerCount ?? null,
    objectInfo: facts.objectInfo ?? [],
    objectInfoRefused: facts.objectInfoRefused ?? false,
    ...(facts.objectInfo === undefined ? { objectInfoUnrecorded: true } : {}),
    ...(facts.kernel === undefined ? {} : { kernel: facts.kernel }),
  };
}
