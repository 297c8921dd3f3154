/** What a number was computed from in the end. */
import type { Typed, Value } from '../values.js';

export interface Constituents {
  /** The names of numbers that are no results themselves. */
  readonly names: Set<string>;
  readonly constants: Set<bigint>;
  /** Names of numbers that only decide where others were read. */
  readonly places: Set<string>;
  /** Whether a pointer, or a number without a name, is among them. */
  readonly isOpaque: boolean;
}

/** Each part is looked at once, however often it was used. */
export function constituents(typed: Typed): Constituents {
  const names = new Set<string>();
  const constants = new Set<bigint>();
  const places = new Set<string>();
  const seen = new Set<Value>();
  let isOpaque = false;
  const visit = ({ value }: Typed): void => {
    if (seen.has(value)) return;
    seen.add(value);
    if (value.kind === 'constant') constants.add(value.value);
    else if (value.kind !== 'unknown') isOpaque = true;
    else if (value.from) {
      visit(value.from.left);
      if (value.from.right) visit(value.from.right);
    } else if (value.name === undefined) isOpaque = true;
    else names.add(value.name);
    for (const each of value.kind === 'unknown' ? (value.via ?? []) : [])
      for (const name of constituents(each).names) places.add(name);
  };
  visit(typed);
  return { names, constants, places, isOpaque };
}
