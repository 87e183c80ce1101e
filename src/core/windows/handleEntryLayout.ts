/** HANDLE_TABLE_ENTRY in its bit layouts: encoding and decoding of entries in use (domain.md 1.5). */

/** Which bit layout the entries of a version have. */
export type HandleEntryFormat = 'pre8-x86' | 'pre8-x64' | '8.0-x64' | '8.1-x64';

/** What an entry in use says. */
export interface HandleEntryFields {
  /** Address of the OBJECT_HEADER, 16-byte aligned on x64 from Windows 8 on, 8-byte aligned before. */
  readonly header: bigint;
  /** OBJ_PROTECT_CLOSE 1, OBJ_INHERIT 2, OBJ_AUDIT_OBJECT_CLOSE 4. */
  readonly attributes: number;
  readonly grantedAccess: number;
  /** Prepaid references left in the entry; 0 before Windows 8. */
  readonly references: number;
  /** False while the kernel works on the entry. */
  readonly unlocked: boolean;
}

/** The protect bit in GrantedAccess before Windows 8: the MAXIMUM_ALLOWED bit, reused. */
export const PRE8_PROTECT_BIT = 0x0200_0000;
/** Bits of GrantedAccess that are access bits from Windows 8 on. */
export const ACCESS_BITS_MASK = 0x01ff_ffff;

/** Bytes of an entry: 8 on x86, 16 on x64. */
export function handleEntrySize(format: HandleEntryFormat): 8 | 16 {
  return format === 'pre8-x86' ? 8 : 16;
}

/** 32-bit words of an entry. */
export function handleEntryWords(format: HandleEntryFormat): 2 | 4 {
  return format === 'pre8-x86' ? 2 : 4;
}

/**
 * Writes an entry in use. `words[at]` is its first 32-bit word; header addresses come as two halves so that nothing
 * is allocated. Attributes beyond 7 and references beyond the field are cut off.
 */
export function encodeHandleEntry(
  format: HandleEntryFormat,
  words: Uint32Array,
  at: number,
  fields: EncodedEntry,
): void {
  const { headerLow, headerHigh, attributes, grantedAccess, references } = fields;
  switch (format) {
    case 'pre8-x86':
      words[at] = (headerLow & ~7) | 1 | (attributes & 6);
      words[at + 1] = pre8Access(attributes, grantedAccess);
      return;
    case 'pre8-x64':
      words[at] = (headerLow & ~7) | 1 | (attributes & 6);
      words[at + 1] = headerHigh;
      words[at + 2] = pre8Access(attributes, grantedAccess);
      words[at + 3] = 0;
      return;
    case '8.0-x64':
      words[at] = 1 | ((references & 0x7_ffff) << 1) | ((attributes & 7) << 20) | (headerLow << 19);
      words[at + 1] = (headerHigh << 19) | (headerLow >>> 13);
      words[at + 2] = grantedAccess & ACCESS_BITS_MASK;
      words[at + 3] = 0;
      return;
    case '8.1-x64':
      words[at] = 1 | ((references & 0xffff) << 1) | ((attributes & 7) << 17) | (headerLow << 16);
      words[at + 1] = (headerHigh << 16) | (headerLow >>> 16);
      words[at + 2] = grantedAccess & ACCESS_BITS_MASK;
      words[at + 3] = 0;
      return;
  }
}

/** The input of {@link encodeHandleEntry}: plain 32-bit numbers. */
export interface EncodedEntry {
  readonly headerLow: number;
  readonly headerHigh: number;
  readonly attributes: number;
  readonly grantedAccess: number;
  readonly references: number;
}

/** Reads an entry. Null when the first word (pointer) is 0: the entry is free. */
export function decodeHandleEntry(
  format: HandleEntryFormat,
  words: ArrayLike<number>,
  at: number,
): HandleEntryFields | null {
  const word0 = words[at] ?? 0;
  const word1 = words[at + 1] ?? 0;
  if (format === 'pre8-x86') {
    return word0 === 0 ? null : pre8Fields(BigInt((word0 & ~7) >>> 0), word0, word1);
  }
  if (word0 === 0 && word1 === 0) {
    return null;
  }
  const first = (BigInt(word1) << 32n) | BigInt(word0 >>> 0);
  const word2 = words[at + 2] ?? 0;
  switch (format) {
    case 'pre8-x64':
      return pre8Fields(first & ~7n, word0, word2);
    case '8.0-x64':
      return {
        header: signedShift(first, 19n) & ~0xfn & 0xffff_ffff_ffff_ffffn,
        attributes: (word0 >>> 20) & 7,
        grantedAccess: word2 & ACCESS_BITS_MASK,
        references: (word0 >>> 1) & 0x7_ffff,
        unlocked: (word0 & 1) === 1,
      };
    case '8.1-x64':
      return {
        header: signedShift(first, 16n) & ~0xfn & 0xffff_ffff_ffff_ffffn,
        attributes: (word0 >>> 17) & 7,
        grantedAccess: word2 & ACCESS_BITS_MASK,
        references: (word0 >>> 1) & 0xffff,
        unlocked: (word0 & 1) === 1,
      };
  }
}

/** The references field of an entry alone; 0 where the format has none. */
export function entryReferences(format: HandleEntryFormat, word0: number): number {
  switch (format) {
    case 'pre8-x86':
    case 'pre8-x64':
      return 0;
    case '8.0-x64':
      return (word0 >>> 1) & 0x7_ffff;
    case '8.1-x64':
      return (word0 >>> 1) & 0xffff;
  }
}

/** The first word of an entry with its references field replaced; unchanged where the format has none. */
export function withEntryReferences(
  format: HandleEntryFormat,
  word0: number,
  references: number,
): number {
  switch (format) {
    case 'pre8-x86':
    case 'pre8-x64':
      return word0;
    case '8.0-x64':
      return (word0 & ~0xf_fffe) | ((references & 0x7_ffff) << 1);
    case '8.1-x64':
      return (word0 & ~0x1_fffe) | ((references & 0xffff) << 1);
  }
}

function pre8Access(attributes: number, grantedAccess: number): number {
  return (grantedAccess & ~PRE8_PROTECT_BIT) | ((attributes & 1) === 1 ? PRE8_PROTECT_BIT : 0);
}

function pre8Fields(header: bigint, word0: number, access: number): HandleEntryFields {
  return {
    header,
    attributes: (word0 & 6) | ((access & PRE8_PROTECT_BIT) === 0 ? 0 : 1),
    grantedAccess: (access & ~PRE8_PROTECT_BIT) >>> 0,
    references: 0,
    unlocked: (word0 & 1) === 1,
  };
}

function signedShift(value: bigint, count: bigint): bigint {
  return BigInt.asIntN(64, value) >> count;
}
