/** Replays a witness as the product does, and tells how far it came. */
import type { Witness } from '../../../server/src/core/exec/witness.js';
import { replay } from '../../../server/src/core/replay/machine.js';
import { concreteRun, type Replays } from '../../../server/src/core/violations/concrete.js';

/** The names of the functions that the run calls, in order, up to its end. */
export function callsOf(replays: Replays, witness: Witness): readonly string[] {
  const { start, calls } = concreteRun(replays, witness);
  replay(start);
  return calls.map(({ name }) => name);
}
