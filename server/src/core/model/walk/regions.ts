/**
 * Which statements are compiled only if a macro says so that this source does not know: `#ifdef` in a function.
 * Rests on the parser, which keeps the branches of a condition side by side where it does not know which is compiled.
 */
import type { Stmt } from '../../syntax/ast.js';
import type { Region } from '../../syntax/regions.js';
import type { Walk } from './walk.js';

/** The regions that a statement lies in, outer ones first. */
export function regionsAround({ frame }: Walk, { span }: Stmt): readonly Region[] {
  const { open = [] } = frame.content;
  return open.filter((region) => region.start <= span.start && span.end <= region.end);
}
