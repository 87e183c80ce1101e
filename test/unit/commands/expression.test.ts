/** MASM-style expressions. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluateExpression, type ExpressionScope } from '../../../src/core/commands/expression';

const SCOPE: ExpressionScope = {
  radix: 16,
  pointerSize: 8,
  find: (name) =>
    Promise.resolve(name.toLowerCase() === 'ntdll!ntclose' ? 0x7ffa_6f0f_0610n : null),
  readMemory: (where, size) =>
    Promise.resolve(
      where === 0x1000n ? 0x1122_3344_5566_7788n & ((1n << BigInt(size * 8)) - 1n) : null,
    ),
};

async function value(text: string, scope: Partial<ExpressionScope> = {}): Promise<bigint> {
  const result = await evaluateExpression(text, { ...SCOPE, ...scope });
  assert.ok(result.ok, result.ok ? '' : result.problem.message);
  return result.value;
}

async function problem(text: string, scope: Partial<ExpressionScope> = {}): Promise<string> {
  const result = await evaluateExpression(text, { ...SCOPE, ...scope });
  assert.ok(!result.ok, `'${text}' should not have a value`);
  return result.problem.message;
}

describe('Expressions', () => {
  const values: readonly (readonly [string, bigint])[] = [
    ['3c', 0x3cn],
    ['0x3C', 0x3cn],
    ['0n60', 60n],
    ['0t17', 0o17n],
    ['0y101', 5n],
    ['3ch', 0x3cn],
    ['00007ffa`6f0f0610', 0x7ffa_6f0f_0610n],
    ['000001cc', 0x1ccn],
    ['-1', 0xffff_ffff_ffff_ffffn],
    ['~0', 0xffff_ffff_ffff_ffffn],
    ['2 + 3 * 4', 14n],
    ['(2 + 3) * 4', 20n],
    ['10 - 4 - 4', 8n],
    ['f0 | 0f & 3', 0xf3n],
    ['ff ^ f', 0xf0n],
    ['1 << 4', 0x10n],
    ['100 >> 4', 0x10n],
    ['-10 >>> 4', 0xffff_ffff_ffff_ffffn],
    ['17 % 5', 3n],
    ['17 mod 5', 3n],
    ['not 0', 1n],
    ['3 < 4', 1n],
    ['3 >= 4', 0n],
    ['3 != 4', 1n],
    ['hi 12345678', 0x1234n],
    ['low 12345678', 0x5678n],
    ['ntdll!NtClose', 0x7ffa_6f0f_0610n],
    ['ntdll!ntclose + 14', 0x7ffa_6f0f_0624n],
    ['poi(1000)', 0x1122_3344_5566_7788n],
    ['dwo(1000)', 0x5566_7788n],
    ['wo(1000) + by(1000)', 0x7810n],
    ['1<<40', 0n],
  ];
  for (const [text, expected] of values) {
    it(`takes ${text} for 0x${expected.toString(16)}`, async () => {
      assert.equal(await value(text), expected);
    });
  }

  it('reads numbers in the current radix', async () => {
    assert.equal(await value('60', { radix: 10 }), 60n);
    assert.equal(await value('17', { radix: 8 }), 15n);
    assert.equal(await value('0x60', { radix: 10 }), 0x60n);
  });

  it('sign-extends 32-bit numbers on 32-bit targets only', async () => {
    assert.equal(await value('80000000', { pointerSize: 4 }), 0xffff_ffff_8000_0000n);
    assert.equal(await value('80000000'), 0x8000_0000n);
  });

  it('names what it cannot resolve, from the first character on', async () => {
    assert.equal(await problem('zz'), "Couldn't resolve error at 'zz'");
    assert.equal(await problem('3c + zz + 4'), "Couldn't resolve error at 'zz + 4'");
    assert.equal(await problem('1f', { radix: 10 }), "Couldn't resolve error at '1f'");
    assert.equal(await problem('3c #'), "Couldn't resolve error at '#'");
  });

  for (const text of ['3)', '* 3', '0x', '0n1f', '0y2', '3 4', '()']) {
    it(`refuses '${text}'`, async () => {
      assert.match(await problem(text), /^Couldn't resolve error at '/);
    });
  }

  it('refuses numbers of more than 64 bits', async () => {
    assert.match(await problem('10000000000000000'), /^Couldn't resolve error/);
  });

  it('refuses to divide by zero', async () => {
    assert.equal(await problem('4 / 0'), 'The expression divides by zero.');
    assert.equal(await problem('4 % 0'), 'The expression divides by zero.');
  });

  it('says where memory cannot be read', async () => {
    assert.equal(await problem('poi(2000)'), "Memory access error at 'poi(2000)'");
  });

  it('refuses expressions that are nested too deeply instead of overflowing the stack', async () => {
    assert.match(await problem('('.repeat(1000)), /nested deeper/);
    assert.match(await problem('-'.repeat(1000) + '1'), /nested deeper/);
  });

  it('refuses expressions that are too long', async () => {
    assert.match(await problem('1'.repeat(5000)), /longer than 4096/);
  });

  it('evaluates every sum and product of printed numbers, wrapped to 64 bits', async () => {
    const word = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    await fc.assert(
      fc.asyncProperty(word, word, word, async (a, b, c) => {
        const text = `0x${a.toString(16)} + 0n${b.toString()} * ${c.toString(16)}`;
        assert.equal(await value(text), BigInt.asUintN(64, a + b * c));
      }),
    );
  });

  it('answers every text with a value or one line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), async (text) => {
        const result = await evaluateExpression(text, SCOPE);
        assert.ok(result.ok || result.problem.message.length > 0);
      }),
    );
  });

  for (const text of ['', '(', '(3', '4+', '3 +', '1+2*(3', '-', 'poi']) {
    it(`says that '${text}' ends too early`, async () => {
      assert.equal(await problem(text), `The expression '${text}' ends too early.`);
    });
  }
});
