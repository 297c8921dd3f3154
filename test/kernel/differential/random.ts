/** Numbers that look random and are the same everywhere for the same seed: mulberry32, public domain. */

export interface Random {
  /** From 0 up to but not `limit`. */
  below(limit: number): number;
  /** True this often, from 0 to 1. */
  chance(probability: number): boolean;
  /** One of them; null when there are none. */
  pick<T>(from: readonly T[]): T | null;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (from) => from[below(from.length)] ?? null,
  };
}

/** A seed for the item `number` of a run, so that each item can be made again by itself. */
export function seedOf(run: number, number: number): number {
  return (Math.imul(run, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
}
