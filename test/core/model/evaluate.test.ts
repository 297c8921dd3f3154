/** Numbers are computed as C does it: in the types of its operands, and not at all where C leaves it undefined. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, swap, truncate } from '../../../server/src/core/model/walk/paths/evaluate.js';
import type { Typed } from '../../../server/src/core/model/walk/values.js';
import { intType } from '../../../server/src/core/model/types.js';
import { op, s32, s64, s8, u32, u64, u8, unary } from './numbers.js';

function valueFor(typed: Typed, numbers: Readonly<Record<string, bigint>>): bigint | null {
  return evaluate(typed, ({ value }) =>
    value.kind === 'unknown' ? (numbers[value.name ?? ''] ?? null) : null,
  );
}

test('a comparison of int and unsigned is unsigned, one with long is not', () => {
  assert.equal(valueFor(op('<', s32('a'), u32('b')), { a: -1n, b: 1n }), 0n);
  assert.equal(valueFor(op('<', s32('a'), s64('b')), { a: -1n, b: 1n }), 1n);
  assert.equal(valueFor(op('<', s64('a'), u32('b')), { a: -1n, b: 1n }), 1n);
  assert.equal(valueFor(op('<', s64('a'), u64('b')), { a: -1n, b: 1n }), 0n);
});

test('narrow numbers are computed with as int', () => {
  assert.equal(valueFor(op('+', u8('a'), u8('b')), { a: 255n, b: 1n }), 256n);
  assert.equal(valueFor(op('-', u8('a'), u8('b')), { a: 0n, b: 1n }), -1n);
  assert.equal(valueFor(op('<<', s8('a'), 4), { a: 3n }), 48n);
});

test('unsigned numbers wrap, and signed ones may not', () => {
  assert.equal(valueFor(op('+', u32('a'), 1), { a: 0xffffffffn }), 0n);
  assert.equal(valueFor(op('*', u64('a'), 2), { a: 1n << 63n }), 0n);
  assert.equal(valueFor(op('+', s32('a'), 1), { a: 0x7fffffffn }), null);
  assert.equal(valueFor(op('<<', u32('a'), 32), { a: 1n }), null);
  assert.equal(valueFor(op('/', u32('a'), 0), { a: 1n }), null);
});

test('an operand without a number leaves the whole without one', () => {
  assert.equal(valueFor(op('&', u32('a'), op('+', u32('b'), 1)), { a: 1n }), null);
});

test('operators with one operand', () => {
  assert.equal(valueFor(unary('!', u8('a')), { a: 0n }), 1n);
  assert.equal(valueFor(unary('~', u8('a')), { a: 0n }), -1n);
  assert.equal(valueFor(unary('-', s8('a')), { a: -128n }), 128n);
});

test('bytes are swapped and bits are cut', () => {
  assert.equal(swap(0x0800n, 2), 0x0008n);
  assert.equal(swap(0x01020304n, 4), 0x04030201n);
  assert.equal(truncate(intType, 0xffffffffn), -1n);
  assert.equal(truncate({ kind: 'integer', size: 1, signed: false, isBool: true }, 256n), 1n);
});
