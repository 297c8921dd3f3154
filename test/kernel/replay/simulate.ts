/**
 * The same run without a kernel: the program's representation on the same bytes, with a world that holds the packet,
 * the context and the map, and answers the few helpers that generated programs call.
 */
import type { IrUnit } from '../../../server/src/core/ir/ir.js';
import { replay } from '../../../server/src/core/replay/machine.js';
import { Memory, type Region } from '../../../server/src/core/replay/memory.js';
import { Objects } from '../../../server/src/core/replay/objects.js';
import type { Run, World } from '../../../server/src/core/replay/outcome.js';
import type { Input, Kind } from './kinds.js';

/** What is there after a run. */
export interface After {
  readonly run: Run;
  /** The packet as the kernel gives it back; null where it does not. */
  readonly packet: Uint8Array | null;
  /** The context, where that is the input. */
  readonly context: Uint8Array | null;
  /** Both entries of the map. */
  readonly state: Uint8Array;
}

const entries = 2;
const valueSize = 32;
const mostSteps = 2_000_000;

/** Runs a program of a unit. */
export function simulate(unit: IrUnit, name: string, kind: Kind, input: Input): After {
  const memory = new Memory();
  const objects = new Objects(unit, memory);
  const packet = memory.add('packet', input.data?.slice(kind.packetAt ?? 0) ?? new Uint8Array());
  const context = memory.add('context', contextOf(kind, input, packet));
  const values = Array.from({ length: entries }, (_, i) =>
    memory.add(`state[${i}]`, new Uint8Array(valueSize)),
  );
  const call = helpers(memory, objects, packet, values);
  const world = { call, named: () => null };
  const run = replay({ unit, entry: name, args: [context.address], memory, objects, world, mostSteps });
  return {
    run,
    packet: kind.givesPacket ? packetBehind(kind, packet.bytes) : null,
    context: kind.context ? null : context.bytes,
    state: Uint8Array.from(values.flatMap(({ bytes }) => [...bytes])),
  };
}

/** The Ethernet header of a packet that the program did not see is gone (bpf_prog_test_run_skb). */
function packetBehind({ packetAt }: Kind, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...new Uint8Array(packetAt ?? 0), ...bytes]);
}

function contextOf(kind: Kind, input: Input, packet: Region): Uint8Array {
  if (!kind.context) return input.context?.slice() ?? new Uint8Array();
  const bytes = new Uint8Array(kind.context.size);
  const view = new DataView(bytes.buffer);
  view.setUint32(kind.context.data, Number(packet.address), true);
  view.setUint32(kind.context.end, Number(packet.address) + packet.bytes.length, true);
  return bytes;
}

function helpers(memory: Memory, objects: Objects, packet: Region, values: readonly Region[]): World['call'] {
  return (callee, args, enter) => {
    const [first = 0n, second = 0n, third = 0n, fourth = 0n] = args;
    switch ('name' in callee ? callee.name : '') {
      case 'bpf_map_lookup_elem': {
        const key = memory.load(second, 32)?.value ?? null;
        if (key === null || first !== objects.global('state')) return null;
        return { value: values[Number(key)]?.address ?? 0n };
      }
      case 'bpf_skb_load_bytes': {
        const isThere = memory.copy(third, packet.address + second, Number(fourth));
        return { value: isThere ? 0n : BigInt.asUintN(64, -14n) };
      }
      case 'bpf_loop':
        return loop(first, (round) => enter(second, [round, third]));
      default:
        return null;
    }
  };
}

/** The callback until it returns 1, at most `count` times; gives how often (bpf_loop in kernel/bpf/bpf_iter.c). */
function loop(count: bigint, once: (round: bigint) => bigint | null): { readonly value: bigint } | null {
  for (let i = 0n; i < count; i++) {
    const result = once(i);
    if (result === null) return null;
    if (result !== 0n) return { value: i + 1n };
  }
  return { value: count };
}
