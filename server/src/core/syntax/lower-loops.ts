/** Loops, those of macros among them. Knows what bpf_for counts; every other macro stays a call. */
import type { Expr, Stmt } from './ast.js';
import { childIn, type Cst, namedChildren } from './cst.js';
import { lowerExpr } from './lower-expressions.js';
import { bodyOf, condition, lowerStatement } from './lower-statements.js';
import { type Lowering, spanOf, wordAt } from './lowering.js';

/** `while` or `do`; a `while` that the masking wrote is the loop of a macro. */
export function loop(ctx: Lowering, node: Cst, form: 'while' | 'do'): Stmt {
  const word = wordAt(ctx, node);
  if (form === 'while' && word !== 'while') return macroLoop(ctx, node, word);
  return {
    kind: 'loop',
    form,
    init: null,
    test: condition(ctx, node),
    update: null,
    body: bodyOf(ctx, node),
    span: spanOf(ctx, node),
  };
}

/** `for`, any part of its header wanting. */
export function lowerFor(ctx: Lowering, node: Cst): Stmt {
  const init = childIn(node, 'initializer');
  const test = childIn(node, 'condition');
  const update = childIn(node, 'update');
  return {
    kind: 'loop',
    form: 'for',
    init: init ? forInit(ctx, init) : null,
    test: test ? lowerExpr(ctx, test) : null,
    update: update ? lowerExpr(ctx, update) : null,
    body: bodyOf(ctx, node),
    span: spanOf(ctx, node),
  };
}

function forInit(ctx: Lowering, node: Cst): Stmt | null {
  if (node.type === 'declaration') return lowerStatement(ctx, node);
  return { kind: 'expression', expression: lowerExpr(ctx, node), span: spanOf(ctx, node) };
}

/** `bpf_for(i, a, b)` counts as C's loop from a to b; any other as `while` with the macro's call for a test. */
export function macroLoop(ctx: Lowering, node: Cst, word: string): Stmt {
  const group = childIn(node, 'condition');
  const span = spanOf(ctx, node);
  const body = bodyOf(ctx, node);
  const args = group && !group.damaged ? flatten(namedChildren(group)).map((arg) => lowerExpr(ctx, arg)) : [];
  const [counter, from, to] = args;
  if (word === 'bpf_for' && counter && from && to) return countingLoop(span, counter, from, to, body);
  const at = { start: span.start, end: span.start + word.length };
  const callee: Expr = { kind: 'ident', name: word, span: at };
  const test: Expr = {
    kind: 'call',
    callee,
    args,
    span: { start: span.start, end: group ? spanOf(ctx, group).end : at.end },
  };
  return { kind: 'loop', form: 'while', init: null, test, update: null, body, span };
}

function countingLoop(span: Stmt['span'], counter: Expr, from: Expr, to: Expr, body: Stmt): Stmt {
  const start: Expr = {
    kind: 'assign',
    op: '=',
    left: counter,
    right: from,
    span: { start: counter.span.start, end: from.span.end },
  };
  const test: Expr = { kind: 'binary', op: '<', left: counter, right: to, span: to.span };
  const update: Expr = { kind: 'update', op: '++', isPrefix: false, operand: counter, span: counter.span };
  return {
    kind: 'loop',
    form: 'for',
    init: { kind: 'expression', expression: start, span: start.span },
    test,
    update,
    body,
    macro: 'bpf_for',
    span,
  };
}

function flatten(nodes: readonly Cst[]): readonly Cst[] {
  return nodes.flatMap((node) => (node.type === 'comma_expression' ? flatten(namedChildren(node)) : [node]));
}
