/** Turns the cells of a row into the facts of a handle. */

import { ATTRIBUTE_AUDIT, ATTRIBUTE_INHERIT, ATTRIBUTE_PROTECT_CLOSE } from '../../model/handle';
import { address, handleValue, type Address } from '../../model/identifiers';
import type { RowFacts } from '../target/handleFacts';
import type { ColumnPlan, ColumnRole } from './columnNames';
import type { ListedProcess } from './logBook';

/** A cell: text, or a number where the format has numbers; null for an empty one. */
export type Cell = string | number | bigint | null;

/** A handle and whose it is. */
export interface ListedHandle {
  readonly process: ListedProcess;
  readonly facts: RowFacts & { readonly object: Address | null };
  /** The handle value was written without 0x and could be decimal. */
  readonly isAmbiguous: boolean;
}

const LARGEST_64 = 2n ** 64n - 1n;
const LARGEST_ID = 0xffff_ffff;
/** Volatility shows OBJ_PROTECT_CLOSE of old tables as this bit of the access (output-formats 6). */
export const PROTECT_IN_ACCESS = 0x200_0000;

/** Reads a row; a text is the reason why it cannot be. */
export function readRow(plan: ColumnPlan, cells: readonly Cell[]): ListedHandle | string {
  const cell = (role: ColumnRole): Cell | undefined => {
    const index = plan.at.get(role);
    return index === undefined ? undefined : cellAt(cells, index);
  };
  const value = hexOf(cell('value') ?? null);
  if (value === null || value > LARGEST_64) {
    return `'${shown(cell('value'))}' is no handle value.`;
  }
  const id = cell('pid');
  const processId = id === undefined ? null : idOf(id);
  if (id !== undefined && processId === null) {
    return `'${shown(id)}' is no process id.`;
  }
  const type = textOf(cell('type'));
  const name = textOf(cell('name'));
  const written = textOf(cell('value')) ?? '';
  return {
    process: { id: processId, image: textOf(cell('process')) ?? '' },
    facts: {
      value: handleValue(value),
      ...(type === undefined || type === '' ? {} : { type }),
      ...(name === undefined ? {} : { name: name === '' ? null : name }),
      ...accessFacts(cell('access')),
      ...attributeFacts(cell('attributes')),
      ...countFacts('handleCount', cell('handleCount')),
      ...countFacts('pointerCount', cell('pointerCount')),
      object: objectOf(cell('object')),
    },
    isAmbiguous: typeof cell('value') === 'string' && /^\d+$/.test(written),
  };
}

function cellAt(cells: readonly Cell[], index: number): Cell {
  return cells[index] ?? null;
}

function textOf(cell: Cell | undefined): string | undefined {
  return cell === undefined ? undefined : String(cell ?? '').trim();
}

function shown(cell: Cell | undefined): string {
  return String(cell ?? '').slice(0, 40);
}

/** Text is hexadecimal, with or without 0x; a number is itself. Null for anything else. */
function hexOf(cell: Cell): bigint | null {
  if (typeof cell === 'bigint') {
    return cell >= 0n ? cell : null;
  }
  if (typeof cell === 'number') {
    return Number.isSafeInteger(cell) && cell >= 0 ? BigInt(cell) : null;
  }
  const digits = /^(?:0x)?([0-9a-f`]{1,17})$/i.exec((cell ?? '').trim())?.[1];
  const clean = digits?.replace('`', '') ?? '';
  return /^[0-9a-f]{1,16}$/i.test(clean) ? BigInt(`0x${clean}`) : null;
}

/** Decimal, unless it says 0x. */
function idOf(cell: Cell): number | null {
  const text = String(cell ?? '').trim();
  const id = /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isInteger(id) && id <= LARGEST_ID ? id : null;
}

function accessFacts(cell: Cell | undefined): Pick<RowFacts, 'grantedAccess' | 'attributes'> {
  const mask = cell === undefined ? null : hexOf(cell);
  if (mask === null || mask > 0xffff_ffffn) {
    return {};
  }
  const bits = Number(mask);
  return (bits & PROTECT_IN_ACCESS) === 0
    ? { grantedAccess: bits }
    : {
        grantedAccess: (bits & ~PROTECT_IN_ACCESS) >>> 0,
        attributes: ATTRIBUTE_PROTECT_CLOSE,
      };
}

const WORDS: readonly (readonly [string, number])[] = [
  ['protect', ATTRIBUTE_PROTECT_CLOSE],
  ['inherit', ATTRIBUTE_INHERIT],
  ['audit', ATTRIBUTE_AUDIT],
];

function attributeFacts(cell: Cell | undefined): Pick<RowFacts, 'attributes'> {
  const attributes = cell === undefined ? undefined : attributesIn(cell);
  return attributes === undefined ? {} : { attributes };
}

/** A mask, or words such as `Protected, Inherit`; an empty cell means none. Undefined for what is no mask of attributes. */
export function attributesIn(cell: Cell): number | undefined {
  const mask = hexOf(cell);
  if (mask !== null) {
    return mask > 0xffff_ffffn ? undefined : Number(mask);
  }
  const text = String(cell ?? '').toLowerCase();
  return WORDS.reduce((bits, [word, bit]) => bits | (text.includes(word) ? bit : 0), 0);
}

/** A decimal count. */
function countFacts(
  key: 'handleCount' | 'pointerCount',
  cell: Cell | undefined,
): { readonly handleCount?: number; readonly pointerCount?: number } {
  const count = cell === undefined ? null : idOf(String(cell ?? '').replace(/[\s,.'\u00a0]/g, ''));
  return count === null ? {} : { [key]: count };
}

/** Null for an empty cell, for 0, and for what is no address. */
function objectOf(cell: Cell | undefined): Address | null {
  const at = cell === undefined ? null : hexOf(cell);
  return at === null || at === 0n || at > LARGEST_64 ? null : address(at);
}
