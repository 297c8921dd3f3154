/**
 * Which pointers were compared with NULL. A walk of all ways errs on the side of "was": a comparison whose result
 * goes elsewhere may be tested there, and a function that gets the pointer may test it. A path knows.
 */
import type { Typed } from './values.js';
import { isPeeking, type Walk } from './walk.js';

/** Whether a region's pointer is known not to be NULL here. */
export function isChecked({ path, environment }: Walk, region: string): boolean {
  return path ? path.nonNull.has(region) : environment.isChecked(region);
}

/** Notes that a region's pointer is not NULL from here on; what used it before may have been moved behind the test. */
export function noteChecked(walk: Walk, region: string): void {
  if (isPeeking(walk)) return;
  walk.environment.checked(region);
  walk.path?.nonNull.add(region);
  for (const each of walk.found.unchecked) if (each.region === region) each.testedLater = true;
}

/** A region's pointer is another one from here on. */
export function renew({ path, environment }: Walk, region: string): void {
  environment.renewed(region);
  path?.nonNull.delete(region);
  path?.nulls.delete(region);
}

/** A pointer whose truth is taken as a value. */
export function noteTested(walk: Walk, ...operands: readonly Typed[]): void {
  if (walk.muted > 0 || walk.path) return;
  for (const { value } of operands)
    if (value.kind === 'context' && value.nullable) noteChecked(walk, value.region);
}
