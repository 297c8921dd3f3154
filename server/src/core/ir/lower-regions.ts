/**
 * Statements that are compiled only if a macro says so that the source does not know: each `#if` that is not decided
 * becomes a branch. Knows conditions; no statement.
 */
import { isCompiled, regionsIn, type Region } from '../syntax/regions.js';
import type { Stmt } from '../syntax/ast.js';
import { contains } from '../text.js';
import { register, type Lower } from './lower.js';
import { intType } from '../model/types.js';

const cache = new Map<string, readonly Region[]>();
const mostRemembered = 50;

/** Runs statements in order; those in a region that is not sure, behind a branch. */
export function withRegions(lower: Lower, stmts: readonly Stmt[], run: (stmt: Stmt) => void): void {
  for (let i = 0; i < stmts.length;) {
    const stmt = stmts[i];
    if (!stmt) return;
    const region = outermost(lower, stmt);
    if (!region) {
      run(stmt);
      i++;
      continue;
    }
    let end = i;
    while (end < stmts.length && contains(region, stmts[end]?.span ?? { start: -1, end: -1 })) end++;
    const inside = stmts.slice(i, Math.max(end, i + 1));
    branch(lower, region, () => withRegions(lower, inside, run));
    i += inside.length;
  }
}

function outermost(lower: Lower, stmt: Stmt): Region | null {
  const { text, regions } = lower;
  if (!text.includes('#')) return null;
  const around = regionsOf(text).filter((region) => contains(region, stmt.span));
  return (
    around.find(
      (region) =>
        !regions.some(({ start, end }) => start === region.start && end === region.end) &&
        isCompiled(region, (name) => lower.symbols.define(name)) !== true,
    ) ?? null
  );
}

/** Remembers the last few texts: a function asks for each of its statements. */
function regionsOf(text: string): readonly Region[] {
  const known = cache.get(text);
  if (known) return known;
  const found = regionsIn(text);
  if (cache.size >= mostRemembered) cache.clear();
  cache.set(text, found);
  return found;
}

function branch(lower: Lower, region: Region, inside: () => void): void {
  const { builder } = lower;
  const where = region;
  const dst = register(lower, intType);
  const name = region.condition;
  builder.emit(where, { op: 'named', dst, bits: 32, name, by: 'directive', local: null });
  const [compiled, done] = [builder.block(), builder.block()];
  const [then, otherwise] = region.outcome ? [compiled, done] : [done, compiled];
  builder.end(where, { op: 'branch', test: dst, then, otherwise, by: 'directive' });
  builder.enter(compiled);
  lower.regions.push(region);
  inside();
  lower.regions.pop();
  builder.jump(where, done);
  builder.enter(done);
}
