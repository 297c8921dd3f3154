/** Numbers that unknowns are taken for at first, and which ones they may be. */
import { bothOf, isWithin, rangeFrom, rangeOfType, type Range } from '../ranges.js';
import type { Typed } from '../values.js';
import type { Assignment } from './evaluate.js';
import { isVague } from './vague.js';

/** The name of an unknown; null for what is none. */
export type NameOf = (unknown: Typed) => string | null;

export function assignmentOf(numbers: Map<string, bigint>, assumption: number, nameOf: NameOf): Assignment {
  return (unknown) => {
    const name = nameOf(unknown);
    if (name === null) return null;
    const known = numbers.get(name);
    if (known !== undefined) return isWithin(rangeFrom(known, known), domainOf(unknown)) ? known : null;
    const value = firstGuess(unknown, isVague(name) ? assumption : 0, name);
    numbers.set(name, value);
    return value;
  };
}

/** All numbers that an unknown may be. */
export function domainOf({ value, type }: Typed): Range {
  if (value.kind === 'context' || value.kind === 'address') return rangeFrom(0n, (1n << 48n) - 1n);
  const own = value.kind === 'unknown' ? value.range : undefined;
  const isCalled = value.kind === 'unknown' && value.name?.startsWith('#call');
  if (isCalled) return own ? (bothOf(own, likelyResults) ?? own) : likelyResults;
  return own ?? rangeOfType(type) ?? rangeFrom(-(1n << 63n), (1n << 63n) - 1n);
}

function firstGuess(unknown: Typed, assumption: number, name: string): bigint {
  const { value } = unknown;
  if (value.kind === 'context' || value.kind === 'address') return BigInt(0x10000 + 0x1000 * hashOf(name));
  // Constants of headers, whose types are not seen here, are small more often than not.
  const { min, max } = unknown.type.kind === 'unknown' ? rangeFrom(-1n, 127n) : domainOf(unknown);
  const wanted = [0n, 1n, BigInt(2 + hashOf(name)), max][assumption] ?? 0n;
  return wanted < min ? min : wanted > max ? max : wanted;
}

/** What a function whose declaration is not seen may well return: an error, a small number, something behind a pointer. */
const likelyResults = rangeFrom(-1n, 4n);

function hashOf(name: string): number {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 97;
  return hash;
}
