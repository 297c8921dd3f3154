/** Which conditions decide nothing for sure: the verifier or the compiler may know how they come out. */
import type { Expr } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
import { expandedExpression, type MacroUse } from './expansions.js';
import { isKeptApart } from './subprograms.js';
import { textOf, type Walk } from './walk.js';

/**
 * Whether a test rests on something that may be constant in the loaded program: read-only data, a kernel
 * configuration value, a CO-RE query, a static variable that nobody writes. The verifier knows it and may never look at one of the branches.
 */
export function isGuard(walk: Walk, test: Expr): boolean {
  switch (test.kind) {
    case 'ident': {
      if (walk.environment.lookup(test.name)) return false;
      const variable = walk.symbols.variable(test.name)?.node;
      return (
        variable !== undefined &&
        ((variable.isConst && variable.isVolatile) || variable.isExtern || variable.isStatic)
      );
    }
    case 'call':
      return test.callee.kind === 'ident' && walk.facts.readings.meaning(test.callee.name) === 'unevaluated';
    case 'unary':
    case 'cast':
      return isGuard(walk, test.operand);
    case 'binary':
      return isGuard(walk, test.left) || isGuard(walk, test.right);
    case 'member':
    case 'index':
      return isGuard(walk, test.object);
    default:
      return false;
  }
}

/** Two ways that are the same leave nothing to decide, and the compiler drops the decision. */
export function isSameText(
  walk: Walk,
  a: { readonly span: Span } | null,
  b: { readonly span: Span } | null,
): boolean {
  return a !== null && b !== null && textOf(walk, a) === textOf(walk, b);
}

/** Functions and macros that are looked through for the sum that they give. */
const deepest = 4;

/**
 * Whether a value is a sum, looking through macros and functions of the file. The range of one may leave 0 out:
 * the compiler then knows that `!(x + 1)` is false, and never loads `x`.
 */
export function isSum(walk: Walk, expr: Expr, depth = deepest): boolean {
  switch (expr.kind) {
    case 'binary':
      return expr.op === '+' && (isPlain(expr.left) || isPlain(expr.right));
    case 'cast':
      return isSum(walk, expr.operand, depth);
    case 'statements': {
      const last = expr.body.at(-1);
      return last?.kind === 'expression' && isSum(walk, last.expression, depth);
    }
    case 'ident':
    case 'call':
      return depth > 0 && (givesSum(walk, expr, depth - 1) ?? false);
    default:
      return false;
  }
}

function givesSum(walk: Walk, use: MacroUse, depth: number): boolean | null {
  const expanded = expandedExpression(walk, use, (expr) => isSum(walk, expr, depth));
  if (expanded !== null || use.kind === 'ident' || use.callee.kind !== 'ident') return expanded;
  const fn = walk.symbols.function(use.callee.name)?.node;
  const last = fn?.body?.kind === 'block' && !isKeptApart(fn) ? fn.body.body.at(-1) : null;
  return last?.kind === 'return' && last.value !== null && isSum(walk, last.value, depth);
}

/** A number, or what may be one when its function has been inlined. */
function isPlain({ kind }: Expr): boolean {
  return kind === 'number' || kind === 'member';
}
