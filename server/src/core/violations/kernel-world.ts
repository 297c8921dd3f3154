/**
 * What a program of this type meets outside of itself on these kernels, as the tables say: what its context yields,
 * what helpers take and give. Where kernels differ, what the strictest does: the program must suit them all.
 */
import type { Argument, Effect, Extent, Origin, Result, World, Yield } from '../exec/world.js';
import type { Contract, HelperResult, Parameter } from '../kernel/contract.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { KernelSet } from '../kernel/versions.js';
import type { PacketField } from './concrete.js';

/** What a helper does of which nothing is known. */
const anything: Effect = {
  result: { kind: 'unknown' },
  writes: [],
  movesPacket: false,
  writesAnything: true,
};

/** The world of one program type; both parts rest on the measured tables alone. */
export function kernelWorld(
  facts: KernelFacts,
  program: ProgramSpec,
  kernels: KernelSet,
  mapType: (name: string) => number | null,
): World {
  const contractsOn = (set: KernelSet, id: number): readonly Contract[] =>
    set.flatMap((kernel) => facts.contracts.contract(id, program, kernel) ?? []);
  const known = new Map<number, readonly Contract[]>();
  const contractsOf = (id: number): readonly Contract[] => {
    const contracts = known.get(id) ?? contractsOn(kernels, id);
    known.set(id, contracts);
    return contracts;
  };
  return {
    context: (offset, size) => yieldAt(facts, program, kernels, offset, size),
    call(name, args) {
      const id = facts.helpers.id(name);
      const contracts = id === null ? [] : contractsOf(id);
      if (id === null || contracts.length === 0) return anything;
      const movesPacket = kernels.some((kernel) => facts.contracts.movesPacket(id, kernel));
      const map = args[0]?.global ?? null;
      const key = args[1]?.pointed ?? null;
      const call = { name, args, map, key, mapType: map === null ? null : mapType(map) };
      const effect = effectOf(call, contracts);
      const result = facts.readings.result(name)?.bounded ? unknownResult : effect.result;
      const isSpared = call.key !== null && result.kind === 'memory' && result.extent.nullable !== false;
      const given = isSpared ? sparing(call, result, contractsOn(facts.kernels, id)) : result;
      return { ...effect, result: given, movesPacket };
    },
  };
}

/** Where the context of such programs holds pointers into the packet. */
export function packetFields(
  facts: KernelFacts,
  program: ProgramSpec,
  kernels: KernelSet,
): readonly PacketField[] {
  const fields: PacketField[] = [];
  for (let offset = 0; offset < mostContext; offset += 4)
    for (const size of [4, 8]) {
      const yielded = yieldAt(facts, program, kernels, offset, size);
      if (yielded.kind === 'packet') fields.push({ offset, size, which: yielded.which });
    }
  return fields;
}

/** No context with a packet in it is larger. */
const mostContext = 256;

function yieldAt(
  facts: KernelFacts,
  program: ProgramSpec,
  kernels: KernelSet,
  offset: number,
  size: number,
): Yield {
  if (program.btfEnabled) return { kind: 'unknown' };
  const query = { program, region: 'ctx', access: 'read', offset, size } as const;
  const types = new Set(kernels.map((kernel) => facts.access.yields(query, kernel)));
  const [type] = types;
  if (types.size > 1) return { kind: 'unknown' };
  switch (type) {
    case null:
    case undefined:
      return { kind: 'number' };
    case 'pkt':
      return { kind: 'packet', which: 'start' };
    case 'pkt_end':
      return { kind: 'packet', which: 'end' };
    default:
      return { kind: 'unknown' };
  }
}

const unknownResult: Result = { kind: 'unknown' };

/** A call, and the map that it is about, where it names one. */
interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly map: string | null;
  /** The key that is the same on each run; null for any other. */
  readonly key: bigint | null;
  /** Its number in enum bpf_map_type; null where that is not known. */
  readonly mapType: number | null;
}

function effectOf(call: Call, contracts: readonly Contract[]): Effect {
  const { args } = call;
  const results = contracts.map((each) => resultOf(call, each));
  const writes = contracts.flatMap(({ parameters }) =>
    parameters.flatMap((each, i) => written(each, i, args)),
  );
  const isWhole = contracts.every((each) => each.isWhole);
  const hasCallback = contracts.some(({ parameters }) => parameters.some(({ kind }) => kind === 'callback'));
  return { result: strictest(results), writes, movesPacket: false, writesAnything: !isWhole || hasCallback };
}

/** Memory that a helper fills: its size where that is the same on each run. */
function written(parameter: Parameter, argument: number, args: readonly Argument[]): Effect['writes'] {
  if (parameter.kind === 'dynptr' || (parameter.kind === 'record' && parameter.expected.length > 0))
    return [{ argument, size: null }];
  if (parameter.kind !== 'memory' || parameter.access !== 'write') return [];
  const { size } = parameter;
  if (size?.kind === 'bytes') return [{ argument, size: size.bytes }];
  const known = size?.kind === 'argument' ? (args[size.argument]?.number ?? null) : null;
  return [{ argument, size: known === null ? null : Number(known) }];
}

function resultOf(call: Call, contract: Contract): Result {
  const { name, args, map, mapType } = call;
  const result = (mapType === null ? null : contract.givenByMap.get(mapType)?.result) ?? contract.result;
  switch (result?.kind) {
    case 'number':
      return numberResult(result, args);
    case 'map value':
      return memory(
        { call: name, map },
        null,
        contract.result?.kind === 'map value' && contract.result.nullable,
      );
    case 'memory': {
      const size = result.sizeIn === null ? null : (args[result.sizeIn]?.number ?? null);
      return memory({ call: name, map: null }, size === null ? null : Number(size), result.nullable);
    }
    default:
      return { kind: 'unknown' };
  }
}

/** A number within what the verifier knows of it; unknown where an argument bounds it that differs from run to run. */
function numberResult({ min, max, maxIn }: NumberResult, args: readonly Argument[]): Result {
  const bound = maxIn === null ? null : (args[maxIn]?.number ?? null);
  if (maxIn !== null && bound === null) return unknownResult;
  return { kind: 'number', min: BigInt(min ?? least), max: bound ?? BigInt(max ?? most) };
}

type NumberResult = Extract<HelperResult, { readonly kind: 'number' }>;
type MemoryResult = Extract<Result, { readonly kind: 'memory' }>;

/**
 * The result of a look-up with a key that is the same on each run. What was measured of single types of maps was with
 * the key 0: kernels know of arrays that such a key is there (get_constant_map_key(), kernel/bpf/verifier.c), some of
 * them before the first measured one that does; with another constant it hangs on where the compiler keeps it.
 */
function sparing({ key, mapType }: Call, result: MemoryResult, contracts: readonly Contract[]): Result {
  const own = contracts.flatMap(({ givenByMap }) =>
    mapType === null ? [...givenByMap.values()] : [givenByMap.get(mapType)],
  );
  if (!own.some((each) => each?.result?.kind === 'map value' && !each.result.nullable)) return result;
  const nullable = mapType !== null && key === 0n ? false : 'load-time';
  return { kind: 'memory', extent: { ...result.extent, nullable } };
}

const least = -(1n << 63n);
const most = (1n << 63n) - 1n;

function memory(origin: Origin, size: number | null, nullable: Extent['nullable']): Result {
  const name = origin.map === null ? `result of ${origin.call}` : `value of ${origin.map}`;
  return { kind: 'memory', extent: { name, origin, size, nullable } };
}

/** What suits all kernels: NULL where one may give it, and all numbers that any of them gives. */
function strictest(results: readonly Result[]): Result {
  const [first, ...rest] = results;
  if (!first) return { kind: 'unknown' };
  return rest.reduce((known, next) => either(known, next), first);
}

function either(a: Result, b: Result): Result {
  if (a.kind === 'number' && b.kind === 'number')
    return { kind: 'number', min: a.min < b.min ? a.min : b.min, max: a.max > b.max ? a.max : b.max };
  if (a.kind === 'memory' && b.kind === 'memory') {
    const extent: Extent = { ...a.extent, nullable: a.extent.nullable || b.extent.nullable };
    return { kind: 'memory', extent };
  }
  return { kind: 'unknown' };
}
