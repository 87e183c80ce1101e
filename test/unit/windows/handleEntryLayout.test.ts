/** HANDLE_TABLE_ENTRY bits: known entries and round trips. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeHandleEntry,
  encodeHandleEntry,
  entryReferences,
  handleEntrySize,
  handleEntryWords,
  withEntryReferences,
  type HandleEntryFormat,
} from '../../../src/core/windows/handleEntryLayout';

const FORMATS: readonly HandleEntryFormat[] = ['pre8-x86', 'pre8-x64', '8.0-x64', '8.1-x64'];

/** Header address ranges that each format can hold. */
const HEADERS: Readonly<Record<HandleEntryFormat, fc.Arbitrary<bigint>>> = {
  'pre8-x86': fc.bigInt(0x1000_0000n, 0x1fff_ffffn).map((n) => n << 3n),
  'pre8-x64': fc.bigInt(0n, 0x7fff_ffffn).map((n) => 0xffff_fa80_0000_0000n | (n << 4n)),
  '8.0-x64': fc.bigInt(0n, 0x7fff_ffffn).map((n) => 0xffff_fa80_0000_0000n | (n << 4n)),
  '8.1-x64': fc.bigInt(0n, 0x7ff_ffff_ffffn).map((n) => 0xffff_8000_0000_0000n | (n << 4n)),
};
const REFERENCES: Readonly<Record<HandleEntryFormat, number>> = {
  'pre8-x86': 0,
  'pre8-x64': 0,
  '8.0-x64': 0x7_ffff,
  '8.1-x64': 0xffff,
};

function encoded(
  format: HandleEntryFormat,
  header: bigint,
  rest: { attributes: number; grantedAccess: number; references: number },
): Uint32Array {
  const words = new Uint32Array(handleEntryWords(format));
  encodeHandleEntry(format, words, 0, {
    headerLow: Number(header & 0xffff_ffffn),
    headerHigh: Number(header >> 32n),
    ...rest,
  });
  return words;
}

describe('Handle table entries', () => {
  it('are 1 | attributes << 17 | header << 16 on Windows 8.1 and later, access in the second word', () => {
    const header = 0xffff_a604_f682_5030n;
    const words = encoded('8.1-x64', header, {
      attributes: 2,
      grantedAccess: 0x1f0003,
      references: 0,
    });
    const expected = BigInt.asUintN(64, 1n | (2n << 17n) | (header << 16n));
    assert.equal((BigInt(words[1]!) << 32n) | BigInt(words[0]!), expected);
    assert.deepEqual([words[2], words[3]], [0x1f0003, 0]);
  });

  it('keep the header address in the upper 41 bits of the first word on Windows 8.0', () => {
    const header = 0xffff_f8a0_0063_3ed0n;
    const words = encoded('8.0-x64', header, {
      attributes: 2,
      grantedAccess: 6,
      references: 0x3_ffff,
    });
    const expected = BigInt.asUintN(64, 1n | (0x3_ffffn << 1n) | (2n << 20n) | (header << 19n));
    assert.equal((BigInt(words[1]!) << 32n) | BigInt(words[0]!), expected);
  });

  it('store protect-from-close in bit 25 of the access before Windows 8', () => {
    const words = encoded('pre8-x86', 0xffb6_c730n, {
      attributes: 1,
      grantedAccess: 3,
      references: 0,
    });
    assert.deepEqual([...words], [0xffb6_c731, 0x0200_0003]);
  });

  it('store inherit and audit beside the pointer before Windows 8', () => {
    const words = encoded('pre8-x64', 0xffff_f8a0_0522_2b40n, {
      attributes: 6,
      grantedAccess: 3,
      references: 0,
    });
    assert.deepEqual([...words], [0x0522_2b47, 0xffff_f8a0, 3, 0]);
  });

  it('are 8 bytes on x86 and 16 on x64', () => {
    assert.deepEqual(FORMATS.map(handleEntrySize), [8, 16, 16, 16]);
  });

  for (const format of FORMATS) {
    it(`decode to what was encoded (${format})`, () => {
      const rest = fc.record({
        attributes: fc.nat(7),
        grantedAccess: fc.nat(0x1ff_ffff),
        references: fc.nat(REFERENCES[format]),
      });
      fc.assert(
        fc.property(HEADERS[format], rest, (header, fields) => {
          const words = encoded(format, header, fields);
          assert.deepEqual(decodeHandleEntry(format, words, 0), {
            header,
            ...fields,
            unlocked: true,
          });
        }),
      );
    });

    it(`are free when their first word is zero (${format})`, () => {
      const words = new Uint32Array(handleEntryWords(format));
      words[words.length / 2] = 0x458;
      assert.equal(decodeHandleEntry(format, words, 0), null);
    });

    it(`keep everything else when the references change (${format})`, () => {
      const words = encoded(format, 0xffff_fa80_1234_5670n & mask(format), {
        attributes: 5,
        grantedAccess: 0x12_0089,
        references: 0,
      });
      const before = decodeHandleEntry(format, words, 0);
      const references = Math.min(0x7ffe, REFERENCES[format]);
      words[0] = withEntryReferences(format, words[0]!, references);
      assert.equal(entryReferences(format, words[0]), references);
      assert.deepEqual(decodeHandleEntry(format, words, 0), { ...before, references });
    });
  }
});

function mask(format: HandleEntryFormat): bigint {
  return format === 'pre8-x86' ? 0xffff_ffffn : 0xffff_ffff_ffff_ffffn;
}
