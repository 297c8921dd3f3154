/** Replays a witness: the numbers that the exploration found, put into memory and calls of a concrete run. */
import { constantOf } from '../../../server/src/core/exec/build-terms.js';
import type { Witness } from '../../../server/src/core/exec/witness.js';
import { evaluate } from '../../../server/src/core/exec/model.js';
import type { Run } from '../../../server/src/core/exec/run.js';
import type { Region } from '../../../server/src/core/exec/values.js';
import { Memory } from '../../../server/src/core/replay/memory.js';
import { Objects } from '../../../server/src/core/replay/objects.js';
import { replay } from '../../../server/src/core/replay/machine.js';

const contextSize = 64;
const packetRoom = 0x10000;

/** The names of the functions that the run calls, in order, up to its end. */
export function callsOf(run: Run, entry: string, witness: Witness): readonly string[] {
  const memory = new Memory();
  const context = memory.add('ctx', bytesOf(run, witness, 'context', contextSize));
  const packet = memory.add('packet', bytesOf(run, witness, 'packet', lengthOf(run, witness)));
  memory.store(context.address, 32, { value: packet.address, unknown: 0n });
  const end = packet.address + BigInt(packet.bytes.length);
  memory.store(context.address + 4n, 32, { value: end, unknown: 0n });
  const called: string[] = [];
  let next = 0;
  const world = {
    named: () => null,
    call: (callee: { readonly kind: string; readonly name?: string }) => {
      called.push(callee.name ?? callee.kind);
      return { value: valueOf(run, memory, witness, next++) };
    },
  };
  const objects = new Objects(run.unit, memory);
  const unit = run.unit;
  replay({ unit, entry, args: [context.address], memory, objects, world, mostSteps: 20_000 });
  return called;
}

/** What the `index`-th call of the run gives: a number of the witness, or memory with its bytes. */
function valueOf(run: Run, memory: Memory, { given, model }: Witness, index: number): bigint {
  const value = given[index]?.value;
  if (value?.kind === 'number') return evaluate(run.arena, value.term, model);
  if (value?.kind !== 'pointer') return 0n;
  const { address, size } = value.region;
  if (address !== null && (model.get(address) ?? 0n) === 0n) return 0n;
  const bytes = new Uint8Array(Number(size === null ? 0n : (constantOf(run.arena, size) ?? 0n)));
  fill(run, model, bytes, (region) => region === value.region);
  return memory.add('value', bytes).address;
}

function lengthOf({ sources }: Run, { model }: Witness): number {
  const length = [...sources].find(([, source]) => source.kind === 'packet length');
  return Math.min(packetRoom, Number(length ? (model.get(length[0]) ?? 0n) : 0n));
}

function bytesOf(run: Run, { model }: Witness, kind: Region['kind'], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  fill(run, model, bytes, (region) => region.kind === kind);
  return bytes;
}

function fill(
  run: Run,
  model: Witness['model'],
  bytes: Uint8Array,
  isWanted: (region: Region) => boolean,
): void {
  for (const [symbol, source] of run.sources) {
    if (source.kind !== 'bytes' || !isWanted(source.region) || !model.has(symbol)) continue;
    const offset = Number(evaluate(run.arena, source.offset, model));
    const value = model.get(symbol) ?? 0n;
    for (let i = 0; i < source.size; i++) {
      if (offset + i < bytes.length) bytes[offset + i] = Number((value >> BigInt(8 * i)) & 0xffn);
    }
  }
}
