/** What the search for a run says: that there is one, with its numbers; that there is none; or that it does not know. */
import { entriesOf } from './chain.js';
import type { Model } from './model.js';
import { type Point, pointOf } from './points.js';
import type { Decision, Given, State } from './state.js';

/** Numbers with which an execution gets to a point, and the decisions on its way. */
export interface Witness {
  readonly model: Model;
  readonly decisions: readonly Decision[];
  /** What calls of functions outside of the program gave, in their order. */
  readonly given: readonly Given[];
  /** The packets that it looks at, each with the number of calls before. */
  readonly packets: State['packets'];
  /** The calls in which the point stands, outermost first. */
  readonly calls: readonly Point[];
}

/** Why it is not known whether a point is reached. */
export type Doubt =
  /** The steps were used up. */
  | 'steps'
  /** No numbers were found for the paths that lead there, or it is not known how a test comes out. */
  | 'unsolved'
  /** Control went on in a way that is not known. */
  | 'lost';

export type Reachability =
  | { readonly kind: 'reachable'; readonly witness: Witness }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unknown'; readonly why: Doubt };

/** The witness of a state that has numbers. */
export function witnessOf({ model, decisions, given, packets, frames }: State): Witness {
  return {
    model: model ?? new Map<number, bigint>(),
    decisions: entriesOf(decisions),
    given: entriesOf(given),
    packets,
    calls: frames.map(pointOf),
  };
}
