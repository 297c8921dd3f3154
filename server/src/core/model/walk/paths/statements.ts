/** Runs statements in the order of control, and follows jumps to labels among them. */
import type { Stmt } from '../../../syntax/ast.js';
import { holdsLabel } from '../assigned.js';
import { runIf } from '../branches.js';
import type { Flow, Walk } from '../walk.js';
import type { Path } from './path.js';

/** How control leaves the statements; a jump to a label that none of them holds is left to whoever surrounds them. */
export function takeStatements(walk: Walk, path: Path, stmts: readonly Stmt[]): Flow {
  let at = path.seeking === null ? 0 : indexOf(stmts, path.seeking);
  while (at >= 0 && at < stmts.length) {
    const stmt = stmts[at];
    if (!stmt) break;
    const flow = stmt.kind === 'if' ? runIf(walk, stmt, stmts[at + 1] ?? null) : walk.run(stmt);
    at = flow === 'falls' ? at + 1 : jumpTarget(path, stmts);
    if (at < 0) return 'ends';
  }
  return 'falls';
}

function jumpTarget(path: Path, stmts: readonly Stmt[]): number {
  const { leaving } = path;
  if (leaving?.kind !== 'goto' || leaving.label === null) return -1;
  const target = indexOf(stmts, leaving.label);
  if (target < 0) return -1;
  path.seeking = leaving.label;
  path.leaving = null;
  return target;
}

function indexOf(stmts: readonly Stmt[], label: string): number {
  return stmts.findIndex((stmt) => holdsLabel(stmt, label));
}
