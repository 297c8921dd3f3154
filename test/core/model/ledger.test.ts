/** What paths did counts once it is done whatever their assumptions come out as. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLedger } from '../../../server/src/core/model/walk/paths/ledger.js';

function isSure(...paths: readonly Readonly<Record<string, boolean>>[]): boolean {
  const ledger = createLedger();
  for (const assumed of paths) ledger.note('it', new Map(Object.entries(assumed)));
  return ledger.isSure('it');
}

test('a path without assumptions is enough', () => {
  assert.ok(isSure({}));
  assert.ok(isSure({ a: true }, {}));
});

test('one side of an assumption is not', () => {
  assert.ok(!isSure({ a: true }));
  assert.ok(!isSure({ a: true, b: true }, { a: true, b: false }));
  assert.ok(!isSure());
});

test('all sides together are', () => {
  assert.ok(isSure({ a: true }, { a: false }));
  assert.ok(isSure({ a: true, b: true }, { a: true, b: false }, { a: false }));
  assert.ok(!isSure({ a: true, b: true }, { a: false, b: false }));
});

test('what was never done is not known', () => {
  const ledger = createLedger();
  assert.ok(!ledger.isKnown('it'));
  ledger.note('it', new Map([['a', true]]));
  assert.ok(ledger.isKnown('it'));
});
