/** Facts and the solver: satisfiable with numbers that fit, contradictory, or given up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assume, type Facts, intervalOf, noFacts, truthOf } from '../../../server/src/core/exec/facts.js';
import { contains } from '../../../server/src/core/exec/interval.js';
import { evaluate, evaluateAll } from '../../../server/src/core/exec/model.js';
import { solve } from '../../../server/src/core/exec/solve.js';
import type { Arena, Term } from '../../../server/src/core/exec/terms.js';
import { binary, cast, compare, constant, symbol, unary } from '../../../server/src/core/exec/build-terms.js';
import type { Width } from '../../../server/src/core/ir/operator.js';
import { terms } from './support.js';

function facts(arena: Arena, conditions: readonly (readonly [Term, boolean])[]): Facts | null {
  return conditions.reduce<Facts | null>(
    (now, [term, truth]) => now && assume(now, term, truth),
    noFacts(arena),
  );
}

function numbersFor(
  arena: Arena,
  conditions: readonly (readonly [Term, boolean])[],
): ReadonlyMap<Term, bigint> {
  const known = facts(arena, conditions);
  assert.ok(known, 'contradictory');
  const answer = solve(known, new Map(), 100_000);
  assert.ok(answer.kind === 'satisfiable', 'given up');
  for (const [term, truth] of conditions) assert.equal(evaluate(arena, term, answer.model) !== 0n, truth);
  return answer.model;
}

test('a mask, a sum and a product are undone', () => {
  const { arena, input, op, cmp } = terms();
  const [x, y] = [input('x'), input('y')];
  numbersFor(arena, [[cmp('eq', op('and', x, 0xf0n), 0x50n), true]]);
  numbersFor(arena, [[cmp('eq', op('add', op('mul', x, 12n), 7n), 91n), true]]);
  numbersFor(arena, [
    [cmp('ult', x, y), true],
    [cmp('ugt', op('add', x, y), 1000n), true],
    [cmp('eq', op('xor', x, y), 3n), true],
  ]);
});

test('the fields of a header, each from its own bits', () => {
  const { arena, input, op, cmp, zext } = terms();
  const first = zext(input('byte 14', 8), 8);
  const length = op('mul', op('and', first, 15n), 4n);
  const model = numbersFor(arena, [
    [cmp('eq', op('lshr', first, 4n), 4n), true],
    [cmp('ugt', length, 20n), true],
    [cmp('ult', length, 44n), true],
  ]);
  const value = evaluate(arena, first, model);
  assert.equal(value >> 4n, 4n);
});

test('bounds that exclude each other are a contradiction, however they are written', () => {
  const { arena, input, op, cmp, zext } = terms();
  const x = input('x', 32);
  assert.equal(
    facts(arena, [
      [cmp('ult', x, 5n, 32), true],
      [cmp('ugt', x, 9n, 32), true],
    ]),
    null,
  );
  assert.equal(
    facts(arena, [
      [cmp('ult', x, 5n, 32), true],
      [cmp('ugt', op('add', zext(x, 32), 3n), 9n), true],
    ]),
    null,
  );
  assert.equal(
    facts(arena, [
      [cmp('eq', op('and', x, 3n, 32), 1n, 32), true],
      [cmp('eq', x, 6n, 32), true],
    ]),
    null,
  );
  const y = input('y', 32);
  assert.equal(
    facts(arena, [
      [cmp('ult', x, y, 32), true],
      [cmp('ult', y, 4n, 32), true],
      [cmp('ugt', x, 2n, 32), true],
    ]),
    null,
  );
});

test('a flag that says how a test came out tells about what was tested', () => {
  const { arena, input, cmp, zext } = terms();
  const x = input('x', 32);
  const flag = zext(cmp('ugt', x, 7n, 32), 32, 64);
  const known = facts(arena, [[cmp('ne', flag, 0n), true]]);
  assert.ok(known);
  assert.equal(intervalOf(known, x).umin, 8n);
  assert.equal(truthOf(known, cmp('eq', x, 3n, 32)), false);
});

test('what needs luck is given up within the steps', () => {
  const { arena, input, op, cmp } = terms();
  const x = input('x');
  const square = op('mul', op('add', x, 77n), op('xor', x, 0x1234567n));
  const known = facts(arena, [[cmp('eq', square, 0xdeadbeefcafen), true]]);
  assert.ok(known);
  const answer = solve(known, new Map(), 5_000);
  assert.ok(
    answer.kind === 'gave up'
      ? answer.steps <= 6_000
      : evaluate(arena, square, answer.model) === 0xdeadbeefcafen,
  );
});

/** A term over two symbols, from a list of numbers: which operator, which operand. */
function randomTerm(arena: Arena, choices: readonly number[]): Term {
  const made: Term[] = [symbol(arena, 32, 'input', 'a'), symbol(arena, 32, 'input', 'b')];
  const operators = [
    'add',
    'sub',
    'mul',
    'and',
    'or',
    'xor',
    'shl',
    'lshr',
    'ashr',
    'udiv',
    'umod',
    'sdiv',
    'smod',
  ] as const;
  const predicates = ['eq', 'ne', 'ult', 'ule', 'ugt', 'uge', 'slt', 'sle', 'sgt', 'sge'] as const;
  choices.forEach((choice, i) => {
    const pick = (by: number): Term => made[(choice >> by) % made.length] ?? 0;
    const operator = operators[choice % operators.length] ?? 'add';
    const predicate = predicates[choice % predicates.length] ?? 'eq';
    const small = constant(arena, 32, BigInt((choice >> 9) % 70));
    const other = choice % 3 === 0 ? small : pick(5);
    const narrow: Width = choice % 2 === 0 ? 8 : 16;
    const kinds = [
      () => binary(arena, operator, 32, pick(3), other),
      () => compare(arena, predicate, 32, pick(3), other),
      () =>
        cast(arena, choice % 5 < 3 ? 'sext' : 'zext', narrow, 32, cast(arena, 'trunc', 32, narrow, pick(3))),
      () => unary(arena, choice % 3 === 0 ? 'neg' : choice % 3 === 1 ? 'not' : 'bswap', 32, pick(3)),
    ];
    made.push((kinds[(choice >> 7) % (i % 2 === 0 ? 4 : 2)] ?? kinds[0])?.() ?? 0);
  });
  return made.at(-1) ?? 0;
}

const recipe = fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 6 });
const word = fc.oneof(fc.bigInt(0n, 0xffffffffn), fc.bigInt(0n, 40n));

test('facts never exclude the numbers that a path has, and intervals hold what terms come to', () => {
  fc.assert(
    fc.property(fc.array(recipe, { minLength: 1, maxLength: 4 }), word, word, (recipes, a, b) => {
      const { arena, input } = terms();
      const model = new Map([
        [input('a', 32), a],
        [input('b', 32), b],
      ]);
      const tests = recipes.map((each) => randomTerm(arena, each));
      let known: Facts | null = noFacts(arena);
      for (const term of tests) {
        known = assume(known, term, evaluate(arena, term, model) !== 0n);
        assert.ok(known, 'a path that has numbers is no contradiction');
      }
      for (const [term, value] of evaluateAll(arena, tests, model))
        assert.ok(contains(intervalOf(known, term), value));
    }),
    { numRuns: 2_000 },
  );
});

test('simplified terms come to the same as the operators say', () => {
  fc.assert(
    fc.property(recipe, word, word, (choices, a, b) => {
      const { arena, input } = terms();
      const symbolic = randomTerm(arena, choices);
      const value = evaluate(
        arena,
        symbolic,
        new Map([
          [input('a', 32), a],
          [input('b', 32), b],
        ]),
      );
      const substituted = substitute(arena, symbolic, a, b);
      assert.equal(substituted, value);
    }),
    { numRuns: 2_000 },
  );
});

/** The same term made of numbers from the start. */
function substitute(arena: Arena, term: Term, a: bigint, b: bigint): bigint {
  const fresh = terms().arena;
  const copy = (part: Term): Term => {
    const node = arena.node(part);
    switch (node.kind) {
      case 'constant':
        return constant(fresh, node.width, node.value);
      case 'symbol':
        return constant(fresh, node.width, node.name === 'a' ? a : b);
      case 'unary':
        return unary(fresh, node.operator, node.width, copy(node.value));
      case 'binary':
        return binary(fresh, node.operator, node.width, copy(node.left), copy(node.right));
      case 'cmp':
        return compare(fresh, node.predicate, node.bits, copy(node.left), copy(node.right));
      case 'cast':
        return cast(fresh, node.cast, node.from, node.width, copy(node.value));
    }
  };
  const node = fresh.node(copy(term));
  assert.ok(node.kind === 'constant', 'what is made of numbers is a number');
  return node.value;
}

test('most conditions that numbers fulfil are solved', () => {
  let solved = 0;
  let tried = 0;
  fc.assert(
    fc.property(fc.array(recipe, { minLength: 1, maxLength: 3 }), word, word, (recipes, a, b) => {
      const { arena, input } = terms();
      const model = new Map([
        [input('a', 32), a],
        [input('b', 32), b],
      ]);
      const conditions = recipes.map((each) => {
        const term = randomTerm(arena, each);
        return [term, evaluate(arena, term, model) !== 0n] as const;
      });
      const known = facts(arena, conditions);
      assert.ok(known);
      tried++;
      const answer = solve(known, new Map(), 20_000);
      if (answer.kind === 'gave up') return;
      solved++;
      for (const [term, truth] of conditions) assert.equal(evaluate(arena, term, answer.model) !== 0n, truth);
    }),
    { numRuns: 1_000, seed: 7 },
  );
  assert.ok(solved >= tried * 0.97, `${solved} of ${tried}`);
});
