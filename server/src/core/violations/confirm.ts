/**
 * Whether a run does what the search says: it is replayed by itself, and must break at the same access; and what it
 * breaks for must matter, or the compiler leaves it out. Knows runs; not what is told of them.
 */
import type { Run as Exploration } from '../exec/run.js';
import { instructionAt, reachableFunctions } from '../exec/points.js';
import type { Violation as Found } from '../exec/violations.js';
import { witnessOf } from '../exec/witness.js';
import { readAtEnd, readBy, writtenBy } from '../ir/graph.js';
import type { Instruction, Operand } from '../ir/instruction.js';
import { replay } from '../replay/machine.js';
import type { Memory } from '../replay/memory.js';
import type { Absent, Outcome, Violation } from '../replay/outcome.js';
import { concreteRun, type Replays } from './concrete.js';
import { constantsIn } from './constants.js';

/** `refuted`: the replay does something else, or C leaves undefined what it does. */
export type Confirmation =
  { readonly kind: 'needed' | 'unneeded'; readonly violation: Violation } | { readonly kind: 'refuted' };

/** Replays a violation: once to see it, then with different bytes where there are none. */
export function confirm(replays: Replays, found: Found): Confirmation {
  const violation = replayed(replays, found);
  if (!violation) return { kind: 'refuted' };
  if (found.question.danger === 'stale')
    return { kind: isUsed(replays.run, found) ? 'needed' : 'unneeded', violation };
  return { kind: isNeeded(replays, found, violation) ? 'needed' : 'unneeded', violation };
}

/** The violation that the replay ends with; null where that is another one, or the run is not C's. */
function replayed(replays: Replays, { point, access, question, state }: Found): Violation | null {
  const { unit } = replays.run;
  if (question.danger === 'stale') return hereIn(point, access, replays.run);
  const { start } = concreteRun(replays, witnessOf(state));
  const { outcome, undefined: broken } = replay(start);
  if (outcome.kind !== 'violation' || broken.length > 0 || outcome.fn !== point.fn) return null;
  const isSame = outcome.at === instructionAt(unit, point)?.at;
  const isThere = question.danger === 'null' ? outcome.region === null : outcome.region !== null;
  return isSame && isThere ? outcome : null;
}

/** Whether anything but other numbers is made of what is loaded; a store always counts. */
function isUsed({ unit }: Exploration, { point }: Found): boolean {
  const fn = unit.function(point.fn);
  const first = instructionAt(unit, point);
  if (!fn || first?.op !== 'load') return true;
  const made = new Set<number>([first.dst]);
  for (let size = -1; size !== made.size;) {
    size = made.size;
    for (const { instructions } of fn.blocks)
      for (const each of instructions)
        if (computing.has(each.op) && readBy(each).some((one) => typeof one === 'number' && made.has(one)))
          for (const dst of writtenBy(each)) made.add(dst);
  }
  const isMade = (one: Operand): boolean => typeof one === 'number' && made.has(one);
  return fn.blocks.some(
    ({ instructions, terminator }) =>
      readAtEnd(terminator).some(isMade) ||
      instructions.some((each) => !computing.has(each.op) && readBy(each).some(isMade)),
  );
}

const computing: ReadonlySet<Instruction['op']> = new Set(['move', 'unary', 'binary', 'cmp', 'cast']);

/** A pointer that a call made stale leads to no place that a run could show. */
function hereIn(point: Found['point'], { size, isWrite }: Found['access'], { unit }: Exploration): Violation {
  const at = instructionAt(unit, point)?.at ?? 0;
  return { fn: point.fn, at, address: 0n, size, isWrite, region: 'packet', offset: 0n };
}

/** Values that are tried where there is no memory. */
const mostValues = 24;

/** Whether something that leaves the program is another for other bytes; a store is looked at by others itself. */
function isNeeded(replays: Replays, found: Found, violation: Violation): boolean {
  const functions = reachableFunctions(replays.run.unit, replays.entry.name);
  const values = [0n, (1n << 64n) - 1n, ...constantsIn(functions)].slice(0, mostValues);
  return values.some((rest) => {
    const seen = new Set<string>();
    return [0n, (1n << 64n) - 1n, rest, rest + 1n].some((first) => {
      const effects = effectsOf(replays, found, violation, first, rest);
      if (effects === null) return false;
      seen.add(effects);
      return seen.size > 1 || (found.access.isWrite && effects.includes(wrote));
    });
  });
}

const wrote = 'wrote beyond';

/**
 * All that others see of a run in which the access gives `first`, and other memory that is not there `rest`; null
 * where it does not come to its end, or not by the same access.
 */
function effectsOf(
  replays: Replays,
  { state }: Found,
  violation: Violation,
  first: bigint,
  rest: bigint,
): string | null {
  const made: MadeUp[] = [];
  const concrete = concreteRun(replays, witnessOf(state), (memory) => {
    const absent = new MadeUp(memory, violation, first, rest);
    made.push(absent);
    patch(memory, violation, rest);
    return absent;
  });
  const { outcome } = replay(concrete.start);
  if (outcome.kind === 'lost' || !made[0]?.isSameAccess) return null;
  const calls = concrete.calls.map((each) => `${each.name}(${each.args.join()})${each.seen}`);
  const memory = concrete.start.memory.all().filter(({ isLocal }) => !isLocal);
  const bytes = memory.map((region) => `${region.name}:${digest(region.bytes)}`);
  return [endOf(outcome), ...calls, ...bytes, ...made[0].writes()].join('\n');
}

/** The part of the access that is in the packet is for whoever sends it, too. */
function patch(memory: Memory, { address, size, isWrite }: Violation, value: bigint): void {
  if (isWrite) return;
  for (let i = 0; i < size; i++) memory.put(address + BigInt(i), Uint8Array.of(byteOf(value, i)));
}

function endOf(outcome: Outcome): string {
  return outcome.kind === 'returned' ? `returned ${outcome.value}` : outcome.kind;
}

function digest(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, bytes.length);
}

/** Bytes where there is no memory: the first that are read are `first`, all others `rest`; they stay what they are. */
class MadeUp implements Absent {
  isSameAccess = false;
  private readonly bytes = new Map<bigint, number>();
  private readonly stored: (readonly [bigint, Uint8Array])[] = [];
  private isFirst = true;

  constructor(
    private readonly memory: Memory,
    private readonly violation: Violation,
    private readonly first: bigint,
    private readonly rest: bigint,
  ) {}

  read(violation: Violation): Uint8Array {
    const { address, size } = violation;
    const value = this.meets(violation) ? this.first : this.rest;
    return Uint8Array.from({ length: size }, (_, i) => {
      const at = address + BigInt(i);
      const known = this.bytes.get(at) ?? this.memory.bytesAt(at, 1)?.[0];
      const byte = known ?? byteOf(value, i);
      this.bytes.set(at, byte);
      return byte;
    });
  }

  write(violation: Violation, bytes: Uint8Array): void {
    this.meets(violation);
    const isSame = bytes.every((byte, i) => this.bytes.get(violation.address + BigInt(i)) === byte);
    if (isSame) return;
    bytes.forEach((byte, i) => this.bytes.set(violation.address + BigInt(i), byte));
    this.stored.push([violation.address, bytes]);
  }

  /** Whether this is the first access, and notes whether it is the one in question. */
  private meets({ fn, at, address }: Violation): boolean {
    const { isFirst, violation } = this;
    this.isFirst = false;
    if (isFirst)
      this.isSameAccess = fn === violation.fn && at === violation.at && address === violation.address;
    return isFirst;
  }

  /** What was stored, and whether the first store is not covered by later ones. */
  writes(): readonly string[] {
    const [first, ...later] = this.stored;
    if (!first) return [];
    const [at, { length }] = first;
    const end = at + BigInt(length);
    const isCovered = later.some(([other, bytes]) => other <= at && other + BigInt(bytes.length) >= end);
    return [...(isCovered ? [] : [wrote]), ...this.stored.map(([to, bytes]) => `${to}:${bytes.join()}`)];
  }
}

function byteOf(value: bigint, index: number): number {
  return Number((value >> BigInt(8 * (index % 8))) & 0xffn);
}
