/**
 * A witness as a concrete run: its numbers put into the context, the packet, globals, and what calls give. Knows the
 * memory of a replay; not what is looked for in it.
 */
import { evaluate, type Model } from '../exec/model.js';
import type { Run as Exploration } from '../exec/run.js';
import type { Region, Value } from '../exec/values.js';
import type { Witness } from '../exec/witness.js';
import type { IrFunction } from '../ir/ir.js';
import type { Start } from '../replay/context.js';
import { Memory } from '../replay/memory.js';
import { Objects } from '../replay/objects.js';
import type { Absent } from '../replay/outcome.js';

/** Bytes of a context: more than any has. */
const contextSize = 1024;
/** Bytes of memory that a call gives, where its size is not known. */
const resultSize = 4096;
const mostSteps = 20_000;

/** Where contexts hold a pointer into the packet. */
export interface PacketField {
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  readonly which: 'start' | 'end';
}

/** A call of a function outside of the program, as others can see it. */
export interface OutsideCall {
  readonly name: string;
  readonly args: readonly bigint[];
  /** What stands where pointers among the arguments lead. */
  readonly seen: string;
}

/** A run that can be replayed once. */
export interface Concrete {
  readonly start: Start;
  /** Filled while the run goes on. */
  readonly calls: readonly OutsideCall[];
}

/** What all replays of one function have in common. */
export interface Replays {
  readonly run: Exploration;
  readonly entry: IrFunction;
  readonly args: readonly Value[];
  readonly fields: readonly PacketField[];
}

/** Puts the numbers of a witness into a run; memory that is not there is what `makeAbsent` says, or ends the run. */
export function concreteRun(
  { run, entry, args, fields }: Replays,
  { model, given, packets }: Witness,
  makeAbsent: ((memory: Memory) => Absent) | null = null,
): Concrete {
  const memory = new Memory();
  const bytes = new Bytes(run, model);
  const context = memory.add(
    'ctx',
    bytes.of((region) => region.kind === 'context', contextSize),
  );
  const setPacket = (calls: number): void => {
    for (const { region } of packets.filter((each) => each.calls === calls)) {
      const packet = memory.add(
        'packet',
        bytes.of((each) => each === region, bytes.sizeOf(region)),
      );
      for (const { offset, size, which } of fields) {
        const value = packet.address + BigInt(which === 'end' ? packet.bytes.length : 0);
        memory.store(context.address + BigInt(offset), size * 8, { value, unknown: 0n });
      }
    }
  };
  setPacket(0);
  const objects = new Objects(run.unit, memory);
  bytes.intoGlobals(memory, objects);
  const calls: OutsideCall[] = [];
  const results = given.map(({ value }) => value);
  const world: Start['world'] = {
    named: (name) => bytes.named(name),
    call: (callee, values) => {
      const name = 'name' in callee ? callee.name : 'pointer';
      calls.push({ name, args: values, seen: seenThrough(memory, values) });
      setPacket(calls.length);
      return { value: bytes.result(memory, results[calls.length - 1] ?? null) };
    },
    ...(makeAbsent && { absent: makeAbsent(memory) }),
  };
  const passed = args.map((value) => (value.kind === 'pointer' ? context.address : bytes.number(value)));
  return {
    start: { unit: run.unit, entry: entry.name, args: passed, memory, objects, world, mostSteps },
    calls,
  };
}

/** So many bytes are looked at behind a pointer that is handed to a call. */
const seenBytes = 64;

function seenThrough(memory: Memory, values: readonly bigint[]): string {
  const parts = values.flatMap((value) => {
    const region = memory.near(value);
    const offset = region ? Number(value - region.address) : -1;
    if (!region || offset < 0 || offset >= region.bytes.length) return [];
    return [region.bytes.slice(offset, offset + seenBytes).join()];
  });
  return parts.join(';');
}

/** What the numbers of a model say of the memory that a program finds. */
class Bytes {
  constructor(
    private readonly run: Exploration,
    private readonly model: Model,
  ) {}

  number(value: Value): bigint {
    return value.kind === 'number' ? evaluate(this.run.arena, value.term, this.model) : 0n;
  }

  /** Bytes of a region; as many as are enough where that is not known. */
  sizeOf({ size }: Region): number {
    return size === null ? resultSize : Number(evaluate(this.run.arena, size, this.model));
  }

  of(isWanted: (region: Region) => boolean, size: number): Uint8Array {
    const bytes = new Uint8Array(size);
    this.into(bytes, isWanted);
    return bytes;
  }

  intoGlobals(memory: Memory, objects: Objects): void {
    const names = new Set(
      [...this.run.sources.values()].flatMap((source) =>
        source.kind === 'bytes' && source.region.kind === 'global' ? [source.region.name] : [],
      ),
    );
    for (const name of names) {
      const address = objects.global(name);
      const region = address === null ? null : memory.near(address);
      if (region) this.into(region.bytes, (each) => each.kind === 'global' && each.name === name);
    }
  }

  named(name: string): bigint {
    for (const [symbol, source] of this.run.sources)
      if (source.kind === 'named' && source.name === name) return this.model.get(symbol) ?? 0n;
    return 0n;
  }

  /** What a call gives: a number of the witness, or memory with its bytes. */
  result(memory: Memory, value: Value | null): bigint {
    if (value?.kind !== 'pointer') return value ? this.number(value) : 0n;
    const { address } = value.region;
    if (address !== null && (this.model.get(address) ?? 0n) === 0n) return 0n;
    const bytes = new Uint8Array(this.sizeOf(value.region));
    this.into(bytes, (region) => region === value.region);
    return memory.add(value.region.name, bytes).address;
  }

  private into(bytes: Uint8Array, isWanted: (region: Region) => boolean): void {
    for (const [symbol, source] of this.run.sources) {
      if (source.kind !== 'bytes' || !isWanted(source.region) || !this.model.has(symbol)) continue;
      const offset = Number(BigInt.asIntN(64, evaluate(this.run.arena, source.offset, this.model)));
      const value = this.model.get(symbol) ?? 0n;
      for (let i = 0; i < source.size; i++)
        if (offset + i >= 0 && offset + i < bytes.length)
          bytes[offset + i] = Number((value >> BigInt(8 * i)) & 0xffn);
    }
  }
}
