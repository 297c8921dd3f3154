/** Faults at their places in items, as rules tell them. */
import type { LoweredUnit } from '../ir/unit.js';
import type { Located } from '../model/walk/located.js';
import type { MemoryFault, PlaceInFunction } from './memory-faults.js';

/** A fault whose places are within items. */
export interface LocatedFault extends Omit<MemoryFault, 'at' | 'calls'> {
  readonly span: Located;
  /** The calls that it is in, outermost first. */
  readonly calls: readonly Located[];
}

/** The fault where it is written; null where that is not known. */
export function locate(unit: LoweredUnit, { at, calls, ...fault }: MemoryFault): LocatedFault | null {
  const span = placeIn(unit, at);
  const outer = calls.map((each) => placeIn(unit, each)).filter((each) => each !== null);
  return span && { ...fault, span, calls: outer };
}

function placeIn(unit: LoweredUnit, { fn, at }: PlaceInFunction): Located | null {
  const content = unit.item(fn);
  const span = unit.function(fn)?.places[at];
  return content && span ? { content, start: span.start, end: span.end } : null;
}
