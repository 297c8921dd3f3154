/** What is sure of numbers and pointers on a path once a test came out one way. */
import { isComparison } from '../arithmetic-types.js';
import { areComparable, isZero, rangeOf, truthOf } from './numbers.js';
import { mirrored, narrowed, opposite, rangeFrom, type Range } from './ranges.js';
import type { Typed } from './values.js';
import { pathOf, type Walk } from './walk.js';

const deepest = 12;

/** Notes what is sure of numbers and pointers once one of them was found to be 0, or not to be. */
export function learnTruth(walk: Walk, typed: Typed, outcome: boolean, depth = deepest): void {
  const { value } = typed;
  if (value.kind === 'context') return learnOfPointer(walk, value.region, outcome);
  if (value.kind !== 'unknown' || depth === 0) return;
  narrow(walk, typed, outcome ? '!=' : '==', rangeFrom(0n, 0n));
  const { op, left, right } = value.from ?? { op: '', left: typed, right: null };
  const both = op === '&' ? true : op === '|' ? false : null;
  if (op === '!') learnTruth(walk, left, !outcome, depth - 1);
  if (right && both === outcome) for (const each of [left, right]) learnTruth(walk, each, outcome, depth - 1);
  if (right && isComparison(op)) learnComparison(walk, outcome ? op : opposite(op), left, right, depth - 1);
}

function learnOfPointer(walk: Walk, region: string, outcome: boolean): void {
  const path = pathOf(walk);
  (outcome ? path?.nonNull : path?.nulls)?.add(region);
}

function learnComparison(walk: Walk, op: string, left: Typed, right: Typed, depth: number): void {
  const pointer = isZero(right) ? left : isZero(left) ? right : null;
  if (pointer?.value.kind === 'context' && (op === '==' || op === '!='))
    return learnOfPointer(walk, pointer.value.region, op === '!=');
  const [a, b] = [rangeOf(walk, left), rangeOf(walk, right)];
  if (!a || !b || !areComparable(left, right, a, b)) return;
  narrow(walk, left, op, b);
  narrow(walk, right, mirrored(op), a);
  for (const each of [left, right]) {
    const truth = truthOf(walk, each);
    if (truth !== null) learnTruth(walk, each, truth, depth);
  }
}

function narrow(walk: Walk, typed: Typed, op: string, other: Range): void {
  const name = typed.value.kind === 'unknown' ? typed.value.name : undefined;
  const range = name === undefined ? null : rangeOf(walk, typed);
  const left = range && narrowed(range, op, other);
  if (name !== undefined && left) pathOf(walk)?.known.set(name, left);
}
