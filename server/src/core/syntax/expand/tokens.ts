/** What an expansion works on: tokens that remember where they were written. Knows no rules of the preprocessor. */
import type { Definition } from '../directive.js';
import type { Span } from '../../text.js';

/** One use of a macro. */
export interface Use {
  readonly definition: Definition;
  /** Where the macro's name stands, with its arguments. */
  readonly spot: Spot;
}

/** A place where a token was written or put in; offsets in the item's group, or from the `#` of a definition. */
export interface Spot extends Span {
  /** The use whose definition it stands in; null for the text itself. */
  readonly use: Use | null;
}

/** A preprocessing token. */
export interface Tok {
  /** A number of `Kind`. */
  readonly kind: number;
  readonly word: string;
  /** Where it was written, and then each parameter that it took the place of, outermost use first. */
  readonly spots: readonly Spot[];
  /** Whether white space stands before it. */
  readonly spaced: boolean;
  /** Whether it may never be expanded again (C11 6.10.3.4). */
  readonly painted?: true;
}

/** The place of a token that is looked at from outside of a use. */
export function firstSpot(tokens: readonly Tok[], otherwise: Spot): Spot {
  const first = tokens[0]?.spots[0];
  const last = tokens.at(-1)?.spots[0];
  if (!first || !last) return otherwise;
  return first.use === last.use && first.start <= last.start ? { ...first, end: last.end } : first;
}
