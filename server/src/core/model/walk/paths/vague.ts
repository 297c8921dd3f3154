/** Numbers that others may know, by their names. */
import type { Typed } from '../values.js';
import { constituents } from './constituents.js';

/** Whether it is one for the whole program, such as a constant of a header or of read-only data. */
export function isVague(name: string): boolean {
  return name.startsWith('?');
}

/** Whether it may be any function of others, because the walk lost it: bytes of a union, an element by an unknown index. */
export function isUntracked(name: string): boolean {
  return name.startsWith('!');
}

/** Whether no numbers that are put in place of its unknowns would prove anything of a test. */
export function mustBeAssumed(typed: Typed): boolean {
  return [...constituents(typed).names].some(isUntracked) || isOfProgram(typed);
}

/** Whether it is the same whatever the path. */
export function isOfProgram(typed: Typed): boolean {
  const { names, isOpaque } = constituents(typed);
  return !isOpaque && [...names].every(isVague);
}
