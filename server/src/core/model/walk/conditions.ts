/** What a condition tells of the pointers in it: that they are not NULL where it came out one way. */
import type { Expr } from '../../syntax/ast.js';
import type { Use } from './recorded.js';
import type { Typed } from './values.js';
import { noteChecked } from './nullness.js';
import { learnTruth } from './learning.js';
import { isPeeking, muted, type Walk } from './walk.js';

/** The comparisons and negations that `learn` understands; their outcome is no value that goes elsewhere. */
export function conditionParts(test: Expr): readonly Expr[] {
  switch (test.kind) {
    case 'unary':
      return test.op === '!' ? [test, ...conditionParts(test.operand)] : [];
    case 'cast':
      return conditionParts(test.operand);
    case 'comma':
      return conditionParts(test.right);
    case 'call':
      return test.args[0] ? conditionParts(test.args[0]) : [];
    case 'binary':
      return test.op === '&&' || test.op === '||'
        ? [...conditionParts(test.left), ...conditionParts(test.right)]
        : [test];
    default:
      return [];
  }
}

/** The value of a condition. */
export function valueOfTest(walk: Walk, test: Expr, use: Use): Typed {
  if (walk.path) return walk.value(test, use);
  for (const part of conditionParts(test)) walk.conditions.add(part);
  return walk.value(test, use);
}

/** Notes what is sure once `test`, whose value is `tested`, came out as `outcome`. */
export function learn(walk: Walk, test: Expr, tested: Typed, outcome: boolean): void {
  learnTruth(walk, tested, outcome);
  learnOfPointers(walk, test, outcome);
}

function learnOfPointers(walk: Walk, test: Expr, outcome: boolean): void {
  switch (test.kind) {
    case 'unary':
      if (test.op === '!') learnOfPointers(walk, test.operand, !outcome);
      return;
    case 'cast':
      return learnOfPointers(walk, test.operand, outcome);
    case 'comma':
      return learnOfPointers(walk, test.right, outcome);
    case 'call':
      return learnOfCall(walk, test, outcome);
    case 'binary':
      return learnOfBinary(walk, test, outcome);
    case 'assign':
      if (outcome) notNull(walk, test.left);
      return;
    default:
      if (outcome) notNull(walk, test);
  }
}

/** `likely(x)` and its kin are true when `x` is. */
function learnOfCall(walk: Walk, test: Extract<Expr, { kind: 'call' }>, outcome: boolean): void {
  const [first] = test.args;
  const name = test.callee.kind === 'ident' ? test.callee.name : '';
  if (first && walk.facts.readings.meaning(name) === 'transparent') learnOfPointers(walk, first, outcome);
  else if (outcome) notNull(walk, test);
}

function learnOfBinary(
  walk: Walk,
  { op, left, right }: Extract<Expr, { kind: 'binary' }>,
  outcome: boolean,
): void {
  if (/^[<>]/.test(op)) {
    notNull(walk, left);
    notNull(walk, right);
  }
  if ((op === '&&' && outcome) || (op === '||' && !outcome)) {
    learnOfPointers(walk, left, outcome);
    learnOfPointers(walk, right, outcome);
  }
  const isSame = (op === '==' && outcome) || (op === '!=' && !outcome);
  if (isSame) {
    holds(walk, left, right);
    holds(walk, right, left);
  }
  if (isSame && !isNull(left) && !isNull(right)) {
    notNull(walk, left);
    notNull(walk, right);
  }
  const isNotNull = (op === '!=' && outcome) || (op === '==' && !outcome);
  if (isNotNull && isNull(right)) notNull(walk, left);
  if (isNotNull && isNull(left)) notNull(walk, right);
}

function isNull(expr: Expr): boolean {
  if (expr.kind === 'cast') return isNull(expr.operand);
  return (expr.kind === 'number' && expr.value === 0n) || (expr.kind === 'ident' && expr.name === 'NULL');
}

function notNull(walk: Walk, expr: Expr): void {
  const { value } = muted(walk, () => walk.value(expr, 'used'));
  if (value.kind === 'context' && value.nullable) noteChecked(walk, value.region);
}

/** A local that was found equal to a constant holds it, until somebody changes it. */
function holds(walk: Walk, expr: Expr, other: Expr): void {
  if (isPeeking(walk)) return;
  const known = muted(walk, () => walk.value(other, 'used')).value;
  if (known.kind !== 'constant' || expr.kind !== 'ident') return;
  const place = muted(walk, () => walk.place(expr));
  if (place.type.kind === 'integer' && place.kind === 'local' && place.cell.value.kind === 'unknown')
    place.cell.value = known;
}
