/** Which single numbers to change so that a condition holds: what it computes is undone, step by step. */
import { isComparison } from '../../arithmetic-types.js';
import { bothOf, isWithin, mirrored, opposite, rangeFrom, rangeOfType } from '../ranges.js';
import type { Computed, Typed } from '../values.js';
import { evaluator, swap, type Assignment } from './evaluate.js';
import { domainOf, type NameOf } from './guesses.js';
import type { Condition } from './path.js';
import { isUntracked, isVague } from './vague.js';

/** A number for an unknown. */
export interface Change {
  readonly name: string;
  readonly value: bigint;
}

const mostChanges = 40;
/** A part that is used twice is gone through twice. */
const mostTried = 300;

/** Numbers of single unknowns that may make a condition hold. */
export function changesFor(
  { tested, outcome }: Condition,
  numbers: Assignment,
  nameOf: NameOf,
): readonly Change[] {
  const changes: Change[] = [];
  let tried = 0;
  let isExact = false;
  const valueOf = evaluator(numbers);
  const reach = (typed: Typed, target: bigint): void => {
    const { value } = typed;
    if (changes.length >= mostChanges || ++tried > mostTried) return;
    if (value.kind === 'unknown' && value.from) return reachComputed(value.from, target);
    const name = nameOf(typed);
    const isFixed =
      name === null || isVague(name) || isUntracked(name) || (value.kind === 'context' && !value.nullable);
    // Of a type that is not seen here, a large number may not fit.
    if (typed.type.kind === 'unknown' && !isExact && target > 255n) return;
    if (isFixed || !bothOf(domainOf(typed), rangeFrom(target, target))) return;
    changes.push({ name, value: target });
  };
  const reachComputed = (from: Computed, target: bigint): void => {
    const { op, left, right } = from;
    if (op === '!' || isComparison(op))
      return void (/^[01]$/.test(String(target)) && come(from, target === 1n));
    if (right === null) return reachThrough(op, left, target);
    const [a, b] = [valueOf(left), valueOf(right)];
    for (const each of b === null ? [] : inverted(op, target, b, a, false)) reach(left, each);
    for (const each of a === null ? [] : inverted(op, target, a, b, true)) reach(right, each);
  };
  const reachThrough = (op: string, operand: Typed, target: bigint): void => {
    const size = /^swap(\d)$/.exec(op)?.[1];
    if (size) return reach(operand, swap(target, Number(size)));
    if (op === '~') return reach(operand, ~target);
    if (op === '-') return reach(operand, -target);
    reach(operand, target);
    const domain = rangeOfType(operand.type);
    if (domain && !isWithin(rangeFrom(target, target), domain))
      reach(operand, BigInt.asUintN(64, target) & domain.max);
  };
  const come = (from: Computed, wanted: boolean): void => {
    const { op, left, right } = from;
    if (op === '!') return truth(left, !wanted);
    if (!right || !isComparison(op)) {
      for (const target of wanted ? truths : [0n]) reachComputed(from, target);
      return;
    }
    const [a, b] = [valueOf(left), valueOf(right)];
    isExact = (wanted ? op : opposite(op)) === '==';
    for (const target of b === null ? [] : targets(op, wanted, b)) reach(left, target);
    for (const target of a === null ? [] : targets(mirrored(op), wanted, a)) reach(right, target);
  };
  const truth = (typed: Typed, wanted: boolean): void => {
    const { value } = typed;
    if (value.kind === 'unknown' && value.from) return come(value.from, wanted);
    for (const target of wanted ? truths : [0n]) reach(typed, target);
  };
  truth(tested, outcome);
  return changes;
}

/** Numbers that are not 0, in one bit or in several. */
const truths = [1n, 2n, 4n, 8n, 16n, 0x80n, 0x100n, 0xffn, 0xffffn, 0x10000n, 0xffffffffn, -1n];

/**
 * What `x` must be so that `x op b` is `target` (`b op x` where it is the right operand), as far as that can be said.
 * Where only some bits of it matter, the others stay as they are in `now`.
 */
function inverted(
  op: string,
  target: bigint,
  b: bigint,
  now: bigint | null,
  isRight: boolean,
): readonly bigint[] {
  const kept = now ?? 0n;
  switch (op) {
    case '+':
      return [target - b];
    case '-':
      return [isRight ? b - target : target + b];
    case '^':
      return [target ^ b];
    case '|':
      return [target, target & ~b];
    case '&':
      return [target, (kept & ~b) | (target & b), target | ~b, b];
    case '*':
      return b !== 0n && target % b === 0n ? [target / b] : [];
    case '<<':
      return isRight || b < 0n || b > 63n ? [] : [target >> b];
    case '>>':
      return isRight || b < 0n || b > 63n ? [] : [(target << b) | (kept & ((1n << b) - 1n)), target << b];
    case '/':
      return isRight ? [] : [target * b];
    case '%':
      return isRight || b === 0n ? [] : [kept - (kept % b) + target, target, target + b];
    default:
      return [];
  }
}

/** Numbers for which `x op b` comes out as wanted, and some that are likely to in other conditions, too. */
function targets(op: string, wanted: boolean, b: bigint): readonly bigint[] {
  switch (wanted ? op : opposite(op)) {
    case '==':
      return [b];
    case '!=':
      // Far away first: numbers that are compared with many others are compared with neighbours.
      return [b + 0x1235n, b ^ 0x5an, b + 1n, b - 1n, 0n, 1n, b ^ 0x80n, 0xffffn];
    case '<':
      return [b - 1n, 0n, 1n, b - 2n, b / 2n, -1n];
    case '<=':
      return [b, b - 1n, 0n, 1n, b / 2n, -1n];
    case '>':
      return [b + 1n, b + 2n, b + 64n, b * 2n, 0xffffn];
    default:
      return [b, b + 1n, b + 64n, b * 2n, 0xffffn];
  }
}
