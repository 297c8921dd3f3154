/**
 * Which statements are compiled only if a macro says so that this source does not know: `#ifdef` in a function.
 * Rests on the parser, which keeps the branches of a condition side by side where it does not know which is compiled.
 */
import type { Stmt } from '../../syntax/ast.js';
import { regionsIn, type Region } from '../../syntax/regions.js';
import { constantValue } from '../constants.js';
import type { Walk } from './walk.js';

const cache = new WeakMap<object, readonly Region[]>();

/** The regions that a statement lies in, outer ones first. */
export function regionsAround(walk: Walk, stmt: Stmt): readonly Region[] {
  const { content } = walk.frame;
  const known = cache.get(content) ?? regionsIn(content.text);
  cache.set(content, known);
  return known.filter(
    (region) => region.start <= stmt.span.start && stmt.span.end <= region.end && !isSure(walk, region),
  );
}

/** Whether it is surely compiled: of a condition that is decided, only that branch is there. */
function isSure(walk: Walk, { condition, outcome }: Region): boolean {
  const tested = /^if (.*)$/s.exec(condition)?.[1];
  if (tested === undefined) return outcome && walk.symbols.define(condition) !== null;
  const first = walk.parse(tested)?.[0];
  const value = first?.kind === 'expression' ? constantValue(first.expression, walk.types) : null;
  return value !== null && (value !== 0n) === outcome;
}
