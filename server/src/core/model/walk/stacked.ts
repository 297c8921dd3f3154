/** Locals that helpers are handed: what clang cannot keep in registers, or take apart. */
import type { Expr } from '../../syntax/ast.js';
import { sizeOf } from '../types.js';
import type { Typed } from './values.js';
import type { Walk } from './walk.js';

/** Notes them with their sizes; those whose size is not known have none. */
export function noteStacked(
  walk: Walk,
  { callee }: Extract<Expr, { kind: 'call' }>,
  helper: string,
  args: readonly Typed[],
): void {
  if (walk.muted > 0 || walk.facts.helpers.id(helper) === null) return;
  for (const { value } of args) {
    if (value.kind !== 'address' || !value.of.declared) continue;
    const { declared: at, type } = value.of;
    const size = sizeOf(type);
    if (size === null) continue;
    walk.found.stacked.push({
      name: at.content.text.slice(at.start, at.end),
      size,
      at,
      handed: walk.frame.locate(callee.span),
      calls: walk.frame.calls,
      guarded: walk.environment.isDoubtful(),
    });
  }
}
