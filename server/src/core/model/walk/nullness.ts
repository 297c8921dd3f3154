/**
 * Which pointers were compared with NULL. Errs on the side of "was": a comparison whose result goes elsewhere may
 * be tested there, and a function that gets the pointer may test it.
 */
import type { Typed } from './values.js';
import type { Walk } from './walk.js';

/** Notes that a region's pointer is not NULL from here on; what used it before may have been moved behind the test. */
export function noteChecked(walk: Walk, region: string): void {
  walk.environment.checked(region);
  for (const each of walk.found.unchecked) if (each.region === region) each.testedLater = true;
}

/** A pointer whose truth is taken as a value. */
export function noteTested(walk: Walk, ...operands: readonly Typed[]): void {
  if (walk.muted > 0) return;
  for (const { value } of operands)
    if (value.kind === 'context' && value.nullable) noteChecked(walk, value.region);
}
