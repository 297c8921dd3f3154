/** The unknowns that a number was computed from, as the solver names them. */
import type { Typed, Value } from '../values.js';
import type { NameOf } from './guesses.js';

/** Their names; each part is looked at once, however often it was used. */
export function leavesOf(typed: Typed, nameOf: NameOf): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Value>();
  const visit = (part: Typed): void => {
    const { value } = part;
    if (seen.has(value)) return;
    seen.add(value);
    if (value.kind === 'unknown' && value.from) {
      visit(value.from.left);
      if (value.from.right) visit(value.from.right);
      return;
    }
    const name = nameOf(part);
    if (name !== null) names.add(name);
  };
  visit(typed);
  return names;
}
