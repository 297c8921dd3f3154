/**
 * What all paths of one exploration have in common: the arena, the code, the world, and where each symbol comes from.
 * Makes symbols; decides nothing.
 */
import type { IrUnit } from '../ir/ir.js';
import type { Width } from '../ir/operator.js';
import { constant, symbol } from './build-terms.js';
import { confine, type Facts } from './facts.js';
import { wrapped } from './interval.js';
import type { State } from './state.js';
import { type Arena, createArena, type SymbolKind, type Term } from './terms.js';
import type { Region } from './values.js';
import type { World } from './world.js';

/** Where the number of a symbol comes from: what a replay must be given for it. */
export type Source =
  | { readonly kind: 'bytes'; readonly region: Region; readonly offset: Term; readonly size: number }
  /** What the `call`-th call on the path gave; `address` tells NULL from a place. */
  | { readonly kind: 'result' | 'address'; readonly call: number; readonly name: string }
  | { readonly kind: 'packet length' }
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'lost' };

export interface Run {
  readonly arena: Arena;
  readonly unit: IrUnit;
  readonly world: World;
  readonly sources: Map<Term, Source>;
  /** Is told of each step; may throw where the time is over. */
  readonly spend: (steps: number) => void;
  /** The one region of each global, string and named piece of memory. */
  readonly regions: Map<string, Region>;
}

/** An exploration of a unit that has not begun. */
export function createRun(unit: IrUnit, world: World, spend: Run['spend'] = () => undefined): Run {
  return { arena: createArena(), unit, world, sources: new Map(), spend, regions: new Map() };
}

/** A symbol of the path; paths that came the same way name it alike, so that they share terms. */
export function freshSymbol(
  run: Run,
  state: State,
  width: Width,
  kind: SymbolKind,
  name: string,
  source: Source,
): Term {
  const term = symbol(run.arena, width, kind, `${name} #${state.symbols++}`);
  run.sources.set(term, source);
  return term;
}

/** A symbol that is the same on all paths. */
export function sharedSymbol(run: Run, width: Width, kind: SymbolKind, name: string, source: Source): Term {
  const term = symbol(run.arena, width, kind, name);
  run.sources.set(term, source);
  return term;
}

/** The region of this name, which is made where there is none. */
export function sharedRegion(run: Run, key: string, make: () => Region): Region {
  const known = run.regions.get(key);
  if (known) return known;
  const made = make();
  run.regions.set(key, made);
  return made;
}

/** Bytes as a region's size. */
export function sizeTerm(run: Run, size: number | null): Term | null {
  return size === null ? null : constant(run.arena, 64, BigInt(size));
}

/** The facts with a symbol between two signed numbers; as they are where that contradicts them. */
export function between(facts: Facts, term: Term, width: Width, min: bigint, max: bigint): Facts {
  return confine(facts, term, wrapped(width, min, max)) ?? facts;
}
