/**
 * Points of a program, and how far it is to those that no path has reached yet. Knows the graph of blocks and calls;
 * nothing of what is known on a path.
 */
import { successors } from '../ir/graph.js';
import type { Instruction } from '../ir/instruction.js';
import type { Block, BlockId, IrFunction, IrUnit } from '../ir/ir.js';
import { perFunction } from '../ir/per-function.js';
import type { Frame } from './state.js';

/** An instruction; one behind the last of its block is the terminator. */
export interface Point {
  readonly fn: string;
  readonly block: BlockId;
  readonly index: number;
}

export function keyOfPoint({ fn, block, index }: Point): string {
  return `${fn} ${block} ${index}`;
}

/** Where a frame stands. */
export function pointOf({ fn, block, index }: Pick<Frame, 'fn' | 'block' | 'index'>): Point {
  return { fn: fn.name, block, index };
}

/** The instruction of a point; undefined for a terminator, and where there is no such point. */
export function instructionAt(unit: IrUnit, { fn, block, index }: Point): Instruction | undefined {
  return unit.function(fn)?.blocks[block]?.instructions[index];
}

/** The functions that a start may execute, by calls that the code names, the start first. */
export function reachableFunctions(unit: IrUnit, start: string): readonly IrFunction[] {
  const found = new Map<string, IrFunction>();
  const pending = [start];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const fn = found.has(name) ? null : unit.function(name);
    if (!fn) continue;
    found.set(name, fn);
    pending.push(...namesIn(fn).callees);
  }
  return [...found.values()];
}

function calleesOf(block: Block): readonly string[] {
  return block.instructions.flatMap((each) =>
    each.op === 'call' && each.callee.kind === 'function' ? [each.callee.name] : [],
  );
}

/** The names that a function's code holds, each once. */
interface Names {
  readonly callees: readonly string[];
  /** Functions whose address it takes. */
  readonly addresses: readonly string[];
  /** Objects in sections whose address it takes. */
  readonly objects: readonly string[];
}

const namesIn = perFunction((fn): Names => {
  const all = fn.blocks.flatMap(({ instructions }) => instructions);
  const of = (op: 'function' | 'global'): readonly string[] => [
    ...new Set(all.flatMap((each) => (each.op === op ? [each.name] : []))),
  ];
  const callees = [...new Set(fn.blocks.flatMap(calleesOf))];
  return { callees, addresses: of('function'), objects: of('global') };
});

/** Where executions begin: the function itself, and those whose address it, or what it calls, takes: callbacks. */
export function startsFrom(unit: IrUnit, entry: string): readonly IrFunction[] {
  const starts = new Map<string, IrFunction>();
  const pending = [entry];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const fn = starts.has(name) ? null : unit.function(name);
    if (!fn) continue;
    starts.set(name, fn);
    pending.push(...reachableFunctions(unit, name).flatMap((each) => namesIn(each).addresses));
  }
  return [...starts.values()];
}

/** The names of the objects in sections that a function takes the address of. */
export function objectsNamedBy(fn: IrFunction): readonly string[] {
  return namesIn(fn).objects;
}

/** Says how many blocks lie between a place and the nearest point that is still wanted. */
export interface Distances {
  /** From the start of a block; null where no wanted point can be reached within the function and what it calls. */
  from(fn: string, block: BlockId): number | null;
  /** Whether the point is still wanted. */
  wants(point: Point): boolean;
  /** A point is no longer wanted. */
  reached(point: Point): void;
}

/** Whether a point is wanted; the instruction is undefined for a terminator. */
export type IsWanted = (point: Point, instruction: Instruction | undefined) => boolean;

/** Distances over these functions. `isWanted` is asked once for each point. */
export function distancesTo(functions: readonly IrFunction[], isWanted: IsWanted): Distances {
  const wanted = new Map<string, Map<BlockId, Set<number>>>();
  for (const fn of functions) wanted.set(fn.name, wantedIn(fn, isWanted));
  let known: ReadonlyMap<string, readonly (number | null)[]> | null = null;
  return {
    from: (fn, block) => (known ??= computeAll(functions, wanted)).get(fn)?.[block] ?? null,
    wants: ({ fn, block, index }) => wanted.get(fn)?.get(block)?.has(index) ?? false,
    reached({ fn, block, index }) {
      const left = wanted.get(fn)?.get(block);
      if (left?.delete(index) && left.size === 0) known = null;
    },
  };
}

function wantedIn(fn: IrFunction, isWanted: IsWanted): Map<BlockId, Set<number>> {
  return new Map(
    fn.blocks.map((block, id) => {
      const indices = Array.from({ length: block.instructions.length + 1 }, (_, index) => index);
      return [
        id,
        new Set(
          indices.filter((index) => isWanted({ fn: fn.name, block: id, index }, block.instructions[index])),
        ),
      ];
    }),
  );
}

/** Functions that lead to a wanted point count as one where they are called; so they are looked at until none is new. */
function computeAll(
  functions: readonly IrFunction[],
  wanted: ReadonlyMap<string, ReadonlyMap<BlockId, ReadonlySet<number>>>,
): ReadonlyMap<string, readonly (number | null)[]> {
  const leading = new Set<string>();
  for (let size = -1; size !== leading.size;) {
    size = leading.size;
    for (const { name, blocks } of functions) {
      const own = wanted.get(name);
      const leads = blocks.some((block, id) => isGoal(own?.get(id), block, leading));
      if (leads) leading.add(name);
    }
  }
  return new Map(functions.map((fn) => [fn.name, distancesIn(fn, wanted.get(fn.name), leading)]));
}

function isGoal(own: ReadonlySet<number> | undefined, block: Block, leading: ReadonlySet<string>): boolean {
  return (own?.size ?? 0) > 0 || calleesOf(block).some((name) => leading.has(name));
}

/** Breadth first, backwards from the blocks that hold what is wanted. */
function distancesIn(
  fn: IrFunction,
  own: ReadonlyMap<BlockId, ReadonlySet<number>> | undefined,
  leading: ReadonlySet<string>,
): readonly (number | null)[] {
  const before: BlockId[][] = fn.blocks.map(() => []);
  fn.blocks.forEach((block, id) => successors(block).forEach((next) => before[next]?.push(id)));
  const distances: (number | null)[] = fn.blocks.map((block, id) =>
    isGoal(own?.get(id), block, leading) ? 0 : null,
  );
  const queue = fn.blocks.flatMap((_, id) => (distances[id] === 0 ? [id] : []));
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const earlier of before[id] ?? []) {
      if (distances[earlier] !== null) continue;
      distances[earlier] = (distances[id] ?? 0) + 1;
      queue.push(earlier);
    }
  }
  return distances;
}
