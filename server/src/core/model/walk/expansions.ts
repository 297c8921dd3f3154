/** Walks what a file's macros expand to, in place of their uses. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { expandMacro } from './macros.js';
import { inFrame, step, type Walk } from './walk.js';

const maximumNesting = 16;

/** A macro's name as a word, or its call. */
export type MacroUse = Extract<Expr, { kind: 'ident' }> | Extract<Expr, { kind: 'call' }>;

/** Runs `visit` on what a use expands to, if that is one expression; null where it is no macro of this file. */
export function expandedExpression<T>(walk: Walk, use: MacroUse, visit: (expr: Expr) => T): T | null {
  return expandedStatements(walk, use, (stmts) => {
    const only = stmts.length === 1 ? stmts[0] : undefined;
    return only?.kind === 'expression' ? visit(only.expression) : null;
  });
}

/** Runs `visit` on the statements that a use expands to; null where it is no macro of this file. */
export function expandedStatements<T>(
  walk: Walk,
  use: MacroUse,
  visit: (stmts: readonly Stmt[]) => T,
): T | null {
  const name = use.kind === 'ident' ? use.name : use.callee.kind === 'ident' ? use.callee.name : '';
  const define = walk.symbols.define(name);
  const isCall = use.kind === 'call';
  if (!define || (define.params !== null) !== isCall) return null;
  if (walk.expanding.includes(name)) return null;
  if (walk.expanding.length >= maximumNesting || !step(walk)) {
    walk.found.truncated = true;
    return null;
  }
  const { text, frame } = expandMacro(define, use.span, isCall ? use.args : null, walk.frame);
  const stmts = walk.parse(text);
  if (!stmts) return null;
  walk.expanding.push(name);
  try {
    return inFrame(walk, frame, () => visit(stmts));
  } finally {
    walk.expanding.pop();
  }
}
