/** The replay's operators, on numbers at the edges: results, what C has against them, and which bits are known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BinaryOp, Predicate, Width } from '../../../server/src/core/ir/operator.js';
import { atomic, binary, cast, compare, known, unary } from '../../../server/src/core/replay/arithmetic.js';

type Case = readonly [BinaryOp, Width, bigint, bigint, bigint, string | null];

/** Operator, width, operands, result, complaint about signed arithmetic. */
const cases: readonly Case[] = [
  ['add', 8, 127n, 1n, 128n, 'signed overflow'],
  ['add', 8, 126n, 1n, 127n, null],
  ['sub', 8, 128n, 1n, 127n, 'signed overflow'],
  ['sub', 32, 0n, 1n, 0xffffffffn, null],
  ['mul', 16, 256n, 128n, 32768n, 'signed overflow'],
  ['mul', 16, 0xffffn, 5n, 0xfffbn, null],
  ['udiv', 8, 250n, 5n, 50n, null],
  ['udiv', 8, 250n, 0n, 0n, 'division by zero'],
  ['sdiv', 8, 250n, 5n, 255n, null],
  ['sdiv', 8, 128n, 255n, 128n, 'signed overflow'],
  ['sdiv', 8, 7n, 0n, 0n, 'division by zero'],
  ['umod', 8, 250n, 7n, 5n, null],
  ['umod', 8, 250n, 0n, 250n, 'division by zero'],
  ['smod', 8, 250n, 4n, 254n, null],
  ['smod', 8, 128n, 255n, 0n, 'signed overflow'],
  ['smod', 8, 7n, 255n, 0n, null],
  ['smod', 8, 128n, 3n, 254n, null],
  ['sub', 8, 128n, 255n, 129n, null],
  ['smod', 8, 250n, 0n, 250n, 'division by zero'],
  ['and', 8, 12n, 10n, 8n, null],
  ['or', 8, 12n, 10n, 14n, null],
  ['xor', 8, 12n, 10n, 6n, null],
  ['shl', 8, 129n, 1n, 2n, null],
  ['shl', 8, 1n, 8n, 1n, 'shift count'],
  ['lshr', 8, 128n, 7n, 1n, null],
  ['ashr', 8, 128n, 7n, 255n, null],
  ['ashr', 8, 128n, 9n, 192n, 'shift count'],
];
for (const [operator, bits, left, right, value, complaint] of cases) {
  test(`${operator}${bits} ${left}, ${right}`, () => {
    const computed = binary(operator, bits, known(bits, left), known(bits, right), false);
    assert.deepEqual(computed, { word: { value, unknown: 0n }, undefined: complaint });
  });
}

test('what wraps is no overflow, and division by zero is nevertheless undefined', () => {
  const wrapped = (operator: BinaryOp, left: bigint, right: bigint): string | null =>
    binary(operator, 8, known(8, left), known(8, right), true).undefined;
  assert.equal(wrapped('add', 127n, 1n), null);
  assert.equal(wrapped('smod', 128n, 255n), null);
  assert.equal(wrapped('udiv', 128n, 0n), 'division by zero');
});

test('masks and shifts keep apart what is known and what is not', () => {
  const half = { value: 0x00n, unknown: 0xf0n };
  const other = (value: bigint, unknown = 0n): { value: bigint; unknown: bigint } => ({ value, unknown });
  const unknownOf = (operator: BinaryOp, left: typeof half, right: typeof half): bigint =>
    binary(operator, 8, left, right, true).word.unknown;
  assert.equal(unknownOf('and', half, other(0x3fn)), 0x30n);
  assert.equal(unknownOf('and', other(0x3fn), half), 0x30n);
  assert.equal(unknownOf('or', half, other(0x3fn)), 0xc0n);
  assert.equal(unknownOf('or', other(0x3fn), half), 0xc0n);
  assert.equal(unknownOf('xor', half, other(0x01n, 0x02n)), 0xf2n);
  assert.equal(unknownOf('shl', half, other(2n)), 0xc0n);
  assert.equal(unknownOf('lshr', half, other(2n)), 0x3cn);
  assert.equal(unknownOf('ashr', half, other(2n)), 0xfcn);
  assert.equal(unknownOf('lshr', other(1n), half), 0xffn);
  assert.equal(unknownOf('shl', other(1n), half), 0xffn);
  assert.equal(unknownOf('ashr', other(1n), half), 0xffn);
  assert.equal(unknownOf('add', half, other(1n)), 0xffn);
  assert.equal(unknownOf('add', other(1n), half), 0xffn);
  assert.equal(binary('udiv', 8, other(1n), half, true).undefined, 'indeterminate value');
  assert.equal(binary('udiv', 8, half, other(1n), true).undefined, null);
});

test('signs, complements and byte order', () => {
  assert.deepEqual(unary('neg', 8, known(8, 1n), false), { word: known(8, 255n), undefined: null });
  assert.equal(unary('neg', 8, known(8, 128n), false).undefined, 'signed overflow');
  assert.equal(unary('neg', 8, known(8, 128n), true).undefined, null);
  assert.equal(unary('neg', 8, { value: 0n, unknown: 1n }, true).word.unknown, 255n);
  assert.deepEqual(unary('not', 8, { value: 15n, unknown: 128n }, true).word, { value: 240n, unknown: 128n });
  assert.deepEqual(unary('bswap', 32, { value: 0x01020304n, unknown: 0xffn }, true).word, {
    value: 0x04030201n,
    unknown: 0xff000000n,
  });
});

test('comparisons', () => {
  const holds = (predicate: Predicate, left: bigint, right: bigint): bigint =>
    compare(predicate, 8, known(8, left), known(8, right)).value;
  const all: readonly Predicate[] = ['eq', 'ne', 'ult', 'ule', 'ugt', 'uge', 'slt', 'sle', 'sgt', 'sge'];
  const table = (left: bigint, right: bigint): string => all.map((each) => holds(each, left, right)).join('');
  assert.equal(table(1n, 255n), '0111000011');
  assert.equal(table(255n, 1n), '0100111100');
  assert.equal(table(7n, 7n), '1001010101');
  assert.equal(compare('eq', 8, { value: 1n, unknown: 2n }, known(8, 1n)).unknown, 1n);
  assert.equal(compare('eq', 8, known(8, 1n), { value: 1n, unknown: 2n }).unknown, 1n);
  assert.equal(compare('eq', 8, known(8, 1n), known(8, 1n)).unknown, 0n);
});

test('widths', () => {
  const word = { value: 0x81n, unknown: 0x80n };
  assert.deepEqual(cast('zext', 8, 16, word), { value: 0x81n, unknown: 0x80n });
  assert.deepEqual(cast('sext', 8, 16, word), { value: 0xff81n, unknown: 0xff80n });
  assert.deepEqual(cast('trunc', 16, 8, { value: 0x1281n, unknown: 0x3380n }), word);
});

test('atomic operations', () => {
  assert.equal(atomic('nand', 8, known(8, 12n), known(8, 10n)).value, 247n);
  assert.equal(atomic('exchange', 8, known(8, 12n), known(8, 10n)).value, 10n);
  assert.equal(atomic('add', 8, known(8, 255n), known(8, 2n)).value, 1n);
});
