/** The type of an integer constant follows from its spelling and its value (C11 6.4.4.1). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalType } from '../../../server/src/core/syntax/literals.js';

const long = { size: 8, signed: true };
const unsigned = { size: 4, signed: false };
const unsignedLong = { size: 8, signed: false };

test('what fits into an int is one, unless a suffix says otherwise', () => {
  for (const text of ['0', '1', '2147483647', '0x7fffffff', '017'])
    assert.equal(literalType(text), null, text);
  assert.deepEqual(literalType('1L'), long);
  assert.deepEqual(literalType('1u'), unsigned);
  assert.deepEqual(literalType('1ULL'), unsignedLong);
});

test('only other bases than ten become unsigned by themselves', () => {
  assert.deepEqual(literalType('4294967295'), long);
  assert.deepEqual(literalType('0xffffffff'), unsigned);
  assert.deepEqual(literalType('0x100000000'), long);
  assert.deepEqual(literalType('0xffffffffffffffff'), unsignedLong);
});

test('what is no integer has none', () => {
  for (const text of ['1.5', '', 'x']) assert.equal(literalType(text), null, text);
});
