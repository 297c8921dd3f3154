/** What a condition tells of the pointers in it: that they are not NULL where it came out one way. */
import type { Expr } from '../../syntax/ast.js';
import { muted, type Walk } from './walk.js';

/** Notes what is sure once `test` came out as `outcome`. */
export function learn(walk: Walk, test: Expr, outcome: boolean): void {
  switch (test.kind) {
    case 'unary':
      if (test.op === '!') learn(walk, test.operand, !outcome);
      return;
    case 'cast':
      return learn(walk, test.operand, outcome);
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
  if (first && walk.facts.readings.meaning(name) === 'reads') learn(walk, first, outcome);
  else if (outcome) notNull(walk, test);
}

function learnOfBinary(
  walk: Walk,
  { op, left, right }: Extract<Expr, { kind: 'binary' }>,
  outcome: boolean,
): void {
  if ((op === '&&' && outcome) || (op === '||' && !outcome)) {
    learn(walk, left, outcome);
    learn(walk, right, outcome);
  }
  const isSame = (op === '==' && outcome) || (op === '!=' && !outcome);
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
  if (value.kind === 'context' && value.nullable) walk.environment.checked(value.region);
}
