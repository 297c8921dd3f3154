/** Which conditions decide nothing for sure: the verifier or the compiler may know how they come out. */
import type { Expr, Variable } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
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
      return variable !== undefined && isFixed(variable);
    }
    case 'call': {
      const meaning = test.callee.kind === 'ident' ? walk.facts.readings.meaning(test.callee.name) : null;
      const [first] = test.args;
      return (
        meaning === 'unevaluated' ||
        (meaning === 'transparent' && first !== undefined && isGuard(walk, first))
      );
    }
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

/** Whether a global's value may be known once the program is loaded, or when it is compiled. */
export function isFixed({ isConst, isExtern, isStatic }: Variable): boolean {
  return isConst || isExtern || isStatic;
}

/** Two ways that are the same leave nothing to decide, and the compiler drops the decision. */
export function isSameText(
  walk: Walk,
  a: { readonly span: Span } | null,
  b: { readonly span: Span } | null,
): boolean {
  return a !== null && b !== null && textOf(walk, a) === textOf(walk, b);
}
