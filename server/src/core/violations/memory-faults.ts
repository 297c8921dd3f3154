/**
 * The accesses of one program that a run breaks, as plain records: found by the search (exec), believed once they were
 * replayed. Knows what is certain; not how it is told.
 */
import type { Access } from '../exec/accesses.js';
import { constant, constantOf } from '../exec/build-terms.js';
import { entriesOf } from '../exec/chain.js';
import type { Danger } from '../exec/legality.js';
import { instructionAt, type Point, pointOf, reachableFunctions, startsFrom } from '../exec/points.js';
import { createRun, type Run } from '../exec/run.js';
import type { Decision, State } from '../exec/state.js';
import { evaluate } from '../exec/model.js';
import { pointer, type Region, unknown, type Value } from '../exec/values.js';
import { type Violation, violationsOf, type ViolationLimits } from '../exec/violations.js';
import type { Origin, World } from '../exec/world.js';
import type { Instruction } from '../ir/instruction.js';
import type { IrFunction } from '../ir/ir.js';
import type { LoweredUnit } from '../ir/unit.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { KernelSet } from '../kernel/versions.js';
import type { PacketField, Replays } from './concrete.js';
import { confirm } from './confirm.js';
import { kernelWorld, packetFields } from './kernel-world.js';

/** An access that a run of the program breaks. */
export interface MemoryFault {
  readonly danger: Danger;
  /** Where it is, and the calls that it is in, outermost first: places in functions. */
  readonly at: PlaceInFunction;
  readonly calls: readonly PlaceInFunction[];
  /** What gave the memory; null for the packet. */
  readonly origin: Origin | null;
  /** Bytes from the region's start in the run that was found; negative before it. */
  readonly offset: number;
  /** Whether each run has that offset. */
  readonly isOffsetConstant: boolean;
  /** Bytes. */
  readonly size: number;
  readonly isWrite: boolean;
  readonly witness: FaultWitness;
  /** Whether tests on the way say that it is not legal, so that the verifier knows it, too. */
  readonly isDecided: boolean;
  /** Whether nothing had to be taken for granted: a constant that the loader sets, what `#if` leaves open. */
  readonly isProved: boolean;
}

/** The run that was found. */
export interface FaultWitness {
  /** Bytes of the packet; null where it is about no packet. */
  readonly packetLength: number | null;
  /** What comes from outside, by name, where it is not 0: `ctx[12]`, `packet[13]`. */
  readonly inputs: readonly { readonly name: string; readonly value: bigint }[];
  /** The tests on the way, in order. */
  readonly decisions: readonly (PlaceInFunction & Pick<Decision, 'truth' | 'by'>)[];
}

/** What was found, and the instructions that were executed for it. */
export interface MemoryFaults {
  readonly faults: readonly MemoryFault[];
  readonly steps: number;
}

/** An index into the `places` of a function. */
export interface PlaceInFunction {
  readonly fn: string;
  readonly at: number;
}

/** Steps, not time: the same program is judged alike on each machine. */
const limits: ViolationLimits = { join: 10_000, steps: 8_000, solver: 4_000 };

/** Faults of the program whose function is `entry`, and of its callbacks; none where too much would have to be tried. */
export function memoryFaults(
  unit: LoweredUnit,
  entry: IrFunction,
  facts: KernelFacts,
  program: ProgramSpec,
  kernels: KernelSet,
  spend: Run['spend'],
): MemoryFaults {
  const world = kernelWorld(facts, program, kernels, (name) => typeOfMap(unit, name));
  const fields = packetFields(facts, program, kernels);
  const all = startsFrom(unit, entry.name).map((start): MemoryFaults => {
    if (!mayBreak(reachableFunctions(unit, start.name), world, fields)) return { faults: [], steps: 0 };
    const run = createRun(unit, world, spend);
    return faultsFrom({ run, entry: start, args: argumentsOf(run, start, start === entry), fields });
  });
  return {
    faults: all.flatMap(({ faults }) => faults),
    steps: all.reduce((sum, { steps }) => sum + steps, 0),
  };
}

function faultsFrom(replays: Replays): MemoryFaults {
  const { run, entry, args } = replays;
  const believes = (violation: Violation): boolean => confirm(replays, violation).kind === 'needed';
  const { broken, steps } = violationsOf(run, entry, args, believes, limits);
  const faults = broken.flatMap(({ violation, hasLegalRun }) =>
    hasLegalRun || violation.question.danger !== 'null' ? [faultOf(run, violation)] : [],
  );
  return { faults, steps };
}

function typeOfMap(unit: LoweredUnit, name: string): number | null {
  const type = unit.map(name)?.type?.value ?? null;
  return type === null ? null : Number(type);
}

/** Whether there is anything to ask: code that looks at the packet, or calls what may give NULL. */
function mayBreak(functions: readonly IrFunction[], world: World, fields: readonly PacketField[]): boolean {
  const starts = new Set(fields.flatMap(({ offset, which }) => (which === 'start' ? [BigInt(offset)] : [])));
  return functions.some(({ blocks }) =>
    blocks.some(({ instructions }) =>
      instructions.some((each) => looksAtPacket(each, starts) || mayGiveNull(each, world)),
    ),
  );
}

function looksAtPacket(each: Instruction, starts: ReadonlySet<bigint>): boolean {
  return (each.op === 'ptr' || each.op === 'field') && each.offset !== null && starts.has(each.offset);
}

function mayGiveNull(each: Instruction, world: World): boolean {
  if (each.op !== 'call' || each.callee.kind !== 'helper') return false;
  const { result } = world.call(each.callee.name, []);
  return result.kind === 'memory' && result.extent.nullable !== false;
}

/** The context for the first parameter of a program; of all others nothing is known. */
function argumentsOf(run: Run, { params }: IrFunction, isProgram: boolean): readonly Value[] {
  if (!isProgram) return params.map(() => unknown);
  const context: Region = { kind: 'context', name: 'ctx', size: null, address: null, content: 'input' };
  return params.slice(0, 1).map(() => pointer(context, constant(run.arena, 64, 0n)));
}

function faultOf(run: Run, { point, access, question, state, isDecided, isProved }: Violation): MemoryFault {
  const { danger, region } = question;
  return {
    danger,
    at: placeOf(run, point),
    calls: state.frames
      .slice(0, -1)
      .map((frame) => placeOf(run, pointOf({ ...frame, index: frame.index - 1 }))),
    origin: region.origin ?? null,
    ...offsetIn(run, access, state),
    size: access.size,
    isWrite: access.isWrite,
    witness: {
      packetLength: danger === 'bounds' ? lengthIn(run, region, state) : null,
      inputs: inputsIn(run, state),
      decisions: entriesOf(state.decisions),
    },
    isDecided,
    isProved,
  };
}

function offsetIn(
  { arena }: Run,
  { address }: Access,
  { model }: State,
): Pick<MemoryFault, 'offset' | 'isOffsetConstant'> {
  if (address.kind !== 'pointer') return { offset: 0, isOffsetConstant: false };
  const offset = evaluate(arena, address.offset, model ?? new Map<number, bigint>());
  const isOffsetConstant = constantOf(arena, address.offset) !== null;
  return { offset: Number(BigInt.asIntN(64, offset)), isOffsetConstant };
}

function placeOf({ unit }: Run, point: Point): PlaceInFunction {
  return { fn: point.fn, at: instructionAt(unit, point)?.at ?? 0 };
}

function inputsIn({ arena, sources }: Run, { model }: State): FaultWitness['inputs'] {
  return [...(model ?? [])].flatMap(([symbol, value]) => {
    const node = arena.node(symbol);
    const isInput = node.kind === 'symbol' && sources.get(symbol)?.kind !== 'packet length';
    return isInput && value !== 0n ? [{ name: node.name.replace(/ #\d+$/, ''), value }] : [];
  });
}

function lengthIn({ arena }: Run, { size }: Region, { model }: State): number | null {
  return size === null || !model ? null : Number(evaluate(arena, size, model));
}
