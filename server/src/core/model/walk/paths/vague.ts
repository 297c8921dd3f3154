/** Numbers that others than we may know: constants of headers, read-only variables, what loops left behind. */
import { constituents } from './constituents.js';
import type { Typed } from '../values.js';

/** Whether a number's name says so. */
export function isVague(name: string): boolean {
  return name.startsWith('?');
}

/** Whether there is nothing in a number that running the program decides. */
export function isVagueOnly(typed: Typed): boolean {
  const { names, isOpaque } = constituents(typed);
  return !isOpaque && [...names].every(isVague);
}
