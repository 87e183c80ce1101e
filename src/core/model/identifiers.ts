/** Branded 64-bit numbers, so that a handle value is never mistaken for an address. */

declare const handleValueBrand: unique symbol;
declare const addressBrand: unique symbol;

/** The low bits of a kernel handle's value by which no handle is told from another; USER handles have none. */
export const TAG_BITS = 2;

/** The value of a handle as a program holds it, 0 to 2^64-1. Bits 0 and 1 of a kernel handle are tag bits. */
export type HandleValue = bigint & { readonly [handleValueBrand]: never };

/** A virtual address, 0 to 2^64-1. */
export type Address = bigint & { readonly [addressBrand]: never };

/** Brands a number as a handle value, wrapped to 64 bits. */
export function handleValue(value: number | bigint): HandleValue {
  return BigInt.asUintN(64, BigInt(value)) as HandleValue;
}

/** Brands a number as an address, wrapped to 64 bits. */
export function address(value: number | bigint): Address {
  return BigInt.asUintN(64, BigInt(value)) as Address;
}

/** Removes the two tag bits: the value under which the handle table is looked up (domain.md 1.1). */
export function withoutTagBits(value: HandleValue): HandleValue {
  return (value & ~3n) as HandleValue;
}
