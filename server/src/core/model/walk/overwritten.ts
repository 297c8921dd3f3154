/** Which values are given in vain, because a later statement of the same block replaces them; looks at text only. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { firstFrom } from '../../text.js';
import { eachStatement, expressionsOf, partsOf, someExpression } from '../visit.js';
import { holdsLabel } from './assigned.js';
import { baseOf, keyOf } from './liveness.js';

/** Where the statements of a block do what; indices in ascending order. */
interface Block {
  readonly mentions: ReadonlyMap<string, readonly number[]>;
  readonly labels: readonly number[];
  /** Where control may go elsewhere, and memory is seen as it is; a call may look at it, which is left out here. */
  readonly exits: readonly number[];
}

const blocks = new WeakMap<readonly Stmt[], Block>();

/** What statement `at` gives a value that the next mention of it replaces, as `keyOf` tells it; null where there is nothing. */
export function overwrittenTarget(stmts: readonly Stmt[], at: number): string | null {
  const stmt = stmts[at];
  const target = stmt ? assignedBy(stmt) : null;
  if (target === null) return null;
  const name = baseOf(target);
  const { mentions, labels, exits } = blockOf(stmts);
  const mention = firstAfter(mentions.get(name) ?? [], at);
  const next = stmts[mention];
  const end = Math.min(firstAfter(labels, at), name === target ? Infinity : firstAfter(exits, at));
  if (!next || end <= mention || assignedBy(next) !== target || next.kind !== 'expression') return null;
  const { expression } = next;
  const isRead = (each: Expr): boolean => each.kind === 'ident' && each.name === name;
  return expression.kind === 'assign' && someExpression(expression.right, isRead) ? null : target;
}

/** What is given a value in `x = ...;`, `T x = ...;`, `x[1] = ...;` and `x.a = ...;`. */
function assignedBy(stmt: Stmt): string | null {
  if (stmt.kind === 'declaration')
    return stmt.variables.length === 1 && stmt.variables[0]?.init ? stmt.variables[0].name : null;
  const expr = stmt.kind === 'expression' ? stmt.expression : null;
  return expr?.kind === 'assign' && expr.op === '=' ? keyOf(expr.left) : null;
}

function firstAfter(indices: readonly number[], at: number): number {
  return indices[firstFrom(indices, at + 1)] ?? Infinity;
}

/** Looked at once, however often the block is walked. */
function blockOf(stmts: readonly Stmt[]): Block {
  const known = blocks.get(stmts);
  if (known) return known;
  const mentions = new Map<string, number[]>();
  stmts.forEach((stmt, i) => {
    for (const name of namesIn(stmt)) {
      const known = mentions.get(name);
      if (known) known.push(i);
      else mentions.set(name, [i]);
    }
  });
  const indices = stmts.map((_, i) => i);
  const block: Block = {
    mentions,
    labels: indices.filter((i) => stmts[i] && holdsLabel(stmts[i])),
    exits: indices.filter((i) => stmts[i] && mayLeave(stmts[i])),
  };
  blocks.set(stmts, block);
  return block;
}

function namesIn(stmt: Stmt): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'ident') names.add(expr.name);
    if (expr.kind === 'statements') expr.body.forEach(visitAll);
    partsOf(expr).forEach(visit);
  };
  const visitAll = (outer: Stmt): void => {
    eachStatement(outer, (each) => expressionsOf(each).forEach(visit));
  };
  visitAll(stmt);
  return names;
}

function mayLeave(stmt: Stmt): boolean {
  let found = false;
  eachStatement(stmt, ({ kind }) => {
    if (kind === 'return' || kind === 'jump' || kind === 'asm') found = true;
  });
  return found;
}
