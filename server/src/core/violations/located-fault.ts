/** Faults at their places in items, as rules tell them. */
import type { LoweredUnit } from '../ir/unit.js';
import type { Located } from '../model/walk/located.js';
import type { Decision } from '../exec/state.js';
import type { FaultWitness, MemoryFault, PlaceInFunction } from './memory-faults.js';

/** A fault whose places are within items. */
export interface LocatedFault extends Omit<MemoryFault, 'at' | 'calls' | 'witness'> {
  readonly span: Located;
  /** The calls that it is in, outermost first. */
  readonly calls: readonly Located[];
  readonly witness: LocatedWitness;
}

/** The run that was found; its decisions where the tests are written. */
export interface LocatedWitness extends Omit<FaultWitness, 'decisions'> {
  readonly decisions: readonly (Pick<Decision, 'truth' | 'by'> & { readonly span: Located })[];
}

/** The fault where it is written; null where that is not known. */
export function locate(
  unit: LoweredUnit,
  { at, calls, witness, ...fault }: MemoryFault,
): LocatedFault | null {
  const span = placeIn(unit, at);
  const outer = calls.map((each) => placeIn(unit, each)).filter((each) => each !== null);
  const decisions = witness.decisions.flatMap(({ truth, by, ...place }) => {
    const test = placeIn(unit, place);
    return test ? [{ truth, by, span: test }] : [];
  });
  return span && { ...fault, span, calls: outer, witness: { ...witness, decisions } };
}

function placeIn(unit: LoweredUnit, { fn, at }: PlaceInFunction): Located | null {
  const content = unit.item(fn);
  const span = unit.function(fn)?.places[at];
  return content && span ? { content, start: span.start, end: span.end } : null;
}
