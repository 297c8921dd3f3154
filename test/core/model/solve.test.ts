/** The solver finds numbers for conditions that can hold together, and none for those that cannot. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWatch } from '../../../server/src/core/syntax/watch.js';
import { createSolver } from '../../../server/src/core/model/walk/paths/solve.js';
import { evaluate } from '../../../server/src/core/model/walk/paths/evaluate.js';
import type { Typed } from '../../../server/src/core/model/walk/values.js';
import { op, s32, u32, u64, u8, unary } from './numbers.js';

type Written = readonly [tested: Typed, outcome: boolean];

/** Asked one after the other, as a path does. */
function holds(...written: readonly Written[]): boolean {
  const solver = createSolver(createWatch(() => 0));
  for (const [tested, outcome] of written) if (!solver.add({ tested, outcome })) return false;
  for (const [tested, outcome] of written)
    assert.equal(
      evaluate(tested, solver.numbers()) !== 0n,
      outcome,
      'the numbers that were found do not hold',
    );
  return true;
}

const [x, y] = [u32('x'), u32('y')];

const possible: Readonly<Record<string, readonly Written[]>> = {
  'a number in a range without some values': [
    [op('>', x, 10), true],
    [op('<', x, 20), true],
    [op('==', x, 11), false],
    [op('==', x, 15), false],
  ],
  bits: [
    [op('&', x, 0x10), true],
    [op('&', x, 0x20), false],
    [op('==', op('&', x, 0xf), 5), true],
  ],
  'through arithmetic': [[op('==', op('+', op('*', x, 3), 7), 22), true]],
  'two numbers': [
    [op('<', x, y), true],
    [op('>', y, 100), true],
    [op('==', op('-', y, x), 5), true],
  ],
  'a truth of a truth': [[unary('!', unary('!', x)), true]],
  'a 64-bit mask': [[op('>>', u64('w'), 32), true]],
};

for (const [name, written] of Object.entries(possible))
  test(`numbers are found for ${name}`, () => {
    assert.ok(holds(...written));
  });

const impossible: Readonly<Record<string, readonly Written[]>> = {
  'an order both ways': [
    [op('<', x, y), true],
    [op('<', y, x), true],
  ],
  'low bits behind a shift': [[op('&', op('<<', x, 4), 0xf), true]],
  'more than the type holds': [[op('>', u8('b'), 255), true]],
  'a bit and a value without it': [
    [op('&', x, 1), true],
    [op('==', x, 2), true],
  ],
  'a sum that wraps to less': [
    [op('<', s32('a'), 0), true],
    [op('>', s32('a'), 0), true],
  ],
};

for (const [name, written] of Object.entries(impossible))
  test(`no numbers are found for ${name}`, () => {
    assert.ok(!holds(...written));
  });

test('a condition that cannot hold is left out', () => {
  const solver = createSolver(createWatch(() => 0));
  assert.ok(solver.add({ tested: op('<', x, 10), outcome: true }));
  assert.ok(!solver.add({ tested: op('>', x, 20), outcome: true }));
  assert.ok(solver.add({ tested: op('==', x, 7), outcome: true }));
});

test('what others may know must do whatever it is', () => {
  assert.ok(holds([op('==', x, s32('?header')), true]));
  assert.ok(!holds([op('==', s32('?header'), 6), true]));
  assert.ok(!holds([op('==', x, s32('?header')), true], [op('==', x, s32('?other')), true]));
});
