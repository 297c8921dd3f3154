/** Runs statements in the order of control, and follows jumps to labels among them. */
import type { Stmt } from '../../../syntax/ast.js';
import { holdsLabel } from '../assigned.js';
import { runIf } from '../branches.js';
import type { Region } from '../../../syntax/regions.js';
import { regionsAround } from '../regions.js';
import type { Flow, Walk } from '../walk.js';
import { suppose } from './decide.js';
import type { Path } from './path.js';

/** How control leaves the statements; a jump to a label that none of them holds is left to whoever surrounds them. */
export function takeStatements(walk: Walk, path: Path, stmts: readonly Stmt[]): Flow {
  let at = path.seeking === null ? 0 : indexOf(stmts, path.seeking);
  while (at >= 0 && at < stmts.length) {
    const stmt = stmts[at];
    if (!stmt) break;
    const skipped = path.seeking === null ? skip(walk, path, stmts, at) : at;
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const flow = stmt.kind === 'if' ? runIf(walk, stmt, stmts[at + 1] ?? null) : walk.run(stmt);
    at = flow === 'falls' ? at + 1 : jumpTarget(path, stmts);
    if (at < 0) return 'ends';
  }
  return 'falls';
}

/** The first statement from `at` on that is compiled, as far as the path assumes what macros say. */
function skip(walk: Walk, path: Path, stmts: readonly Stmt[], at: number): number {
  const stmt = stmts[at];
  const left = stmt && regionsAround(walk, stmt).find((region) => !isCompiled(walk, path, region));
  if (!left) return at;
  const next = stmts.findIndex((each, i) => i > at && each.span.start >= left.end);
  return next < 0 ? stmts.length : next;
}

function isCompiled(walk: Walk, path: Path, { condition, outcome, start, end }: Region): boolean {
  const what = `#${condition}`;
  const known = path.assumed.get(what);
  if (known !== undefined) return known === outcome;
  const liked = path.isAim({ start, end, content: walk.frame.content });
  const isTaken = (path.choose(2) === 0) === liked;
  suppose(walk, path, what, outcome === isTaken);
  return isTaken;
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
