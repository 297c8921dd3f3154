/** Integer constant expressions, as far as the source alone decides them. */
import type { Expr } from '../syntax/ast.js';

/** What a constant expression may ask for. */
export interface ConstantScope {
  /** The value of a name: an enum constant, an object-like macro, a variable known to be constant. */
  constant(name: string): bigint | null;
  /** The value of sizeof and its like; null where the type is not known. */
  sizeOf(expr: Extract<Expr, { kind: 'unevaluated' }>): number | null;
}

/** The value, or null where the source does not decide it. Never throws, also not on division by zero. */
export function constantValue(expr: Expr, scope: ConstantScope): bigint | null {
  switch (expr.kind) {
    case 'number':
      return expr.value;
    case 'ident':
      return scope.constant(expr.name);
    case 'cast':
      return constantValue(expr.operand, scope);
    case 'unary':
      return unary(expr.op, constantValue(expr.operand, scope));
    case 'binary':
      return binary(expr.op, constantValue(expr.left, scope), constantValue(expr.right, scope));
    case 'conditional': {
      const test = constantValue(expr.test, scope);
      if (test === null) return null;
      return test !== 0n
        ? expr.then
          ? constantValue(expr.then, scope)
          : test
        : constantValue(expr.otherwise, scope);
    }
    case 'unevaluated': {
      const size = scope.sizeOf(expr);
      return size === null ? null : BigInt(size);
    }
    default:
      return null;
  }
}

/** `op value`; null where the operand is unknown or the operator gives no number. */
export function unary(op: string, value: bigint | null): bigint | null {
  if (value === null) return null;
  switch (op) {
    case '-':
      return -value;
    case '+':
      return value;
    case '~':
      return ~value;
    case '!':
      return value === 0n ? 1n : 0n;
    default:
      return null;
  }
}

/** `left op right`; a deciding operand of `&&` and `||` is enough. */
export function binary(op: string, left: bigint | null, right: bigint | null): bigint | null {
  if (op === '&&') return left === 0n || right === 0n ? 0n : left === null || right === null ? null : 1n;
  if (op === '||') return isTrue(left) || isTrue(right) ? 1n : left === null || right === null ? null : 0n;
  if (left === null || right === null) return null;
  return arithmetic(op, left, right) ?? comparison(op, left, right);
}

function isTrue(value: bigint | null): boolean {
  return value !== null && value !== 0n;
}

function arithmetic(op: string, left: bigint, right: bigint): bigint | null {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? null : left / right;
    case '%':
      return right === 0n ? null : left % right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return right >= 0n && right < 64n ? left << right : null;
    case '>>':
      return right >= 0n && right < 64n ? left >> right : null;
    default:
      return null;
  }
}

function comparison(op: string, left: bigint, right: bigint): bigint | null {
  switch (op) {
    case '==':
      return left === right ? 1n : 0n;
    case '!=':
      return left !== right ? 1n : 0n;
    case '<':
      return left < right ? 1n : 0n;
    case '<=':
      return left <= right ? 1n : 0n;
    case '>':
      return left > right ? 1n : 0n;
    case '>=':
      return left >= right ? 1n : 0n;
    default:
      return null;
  }
}
