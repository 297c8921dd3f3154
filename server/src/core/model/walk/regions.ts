/**
 * Which statements are compiled only if a macro says so that this source does not know: `#ifdef` in a function.
 * Rests on the parser, which keeps the branches of a condition side by side where it does not know which is compiled.
 */
import type { Stmt } from '../../syntax/ast.js';
import { isCompiled, regionsIn, type Region } from '../../syntax/regions.js';
import type { Walk } from './walk.js';

const cache = new WeakMap<object, readonly Region[]>();

/** The regions that a statement lies in, outer ones first. */
export function regionsAround(walk: Walk, stmt: Stmt): readonly Region[] {
  const { content } = walk.frame;
  const known = cache.get(content) ?? regionsIn(content.text);
  cache.set(content, known);
  return known.filter(
    (region) =>
      region.start <= stmt.span.start &&
      stmt.span.end <= region.end &&
      isCompiled(region, (name) => walk.symbols.define(name)) !== true,
  );
}
