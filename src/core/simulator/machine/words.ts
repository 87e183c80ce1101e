/** 64-bit numbers as two 32-bit words, the form in which the simulator keeps them. */

import { address, type Address } from '../../model/identifiers';

/** Lower 32 bits, unsigned. */
export function lowWord(value: bigint): number {
  return Number(value & 0xffff_ffffn);
}

/** Upper 32 bits, unsigned. */
export function highWord(value: bigint): number {
  return Number((value >> 32n) & 0xffff_ffffn);
}

/** Puts two words together. */
export function fromWords(low: number, high: number): Address {
  return address((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

/** Upper word of a signed number below 2^53: all ones for negative 32-bit numbers. */
export function highWordOfNumber(value: number): number {
  return Math.floor(value / 0x1_0000_0000) >>> 0;
}

/** The low word of `low + distance`; the carry is {@link addHigh}. */
export function addLow(low: number, distance: number): number {
  return (low + distance) >>> 0;
}

/** The high word of `low:high + distance`, distance non-negative and below 2^52. */
export function addHigh(low: number, high: number, distance: number): number {
  return (high + Math.floor((low + distance) / 0x1_0000_0000)) >>> 0;
}
