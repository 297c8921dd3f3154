/** The instructions that read and write memory. What is accessed where there is none ends the run, or is made up. */
import type { Instruction, Operand } from '../ir/instruction.js';
import type { Width } from '../ir/operator.js';
import { allBits, atomic, known } from './arithmetic.js';
import { done, stop, type Context, type Frame, type Result } from './context.js';
import type { Word } from './memory.js';

type Of<Op extends Instruction['op']> = Extract<Instruction, { readonly op: Op }>;

/** Takes an instruction that reads or writes memory; null for any other. */
export function access(context: Context, frame: Frame, each: Instruction): Result | null {
  const read = (operand: Operand): Word => context.read(frame, operand);
  switch (each.op) {
    case 'load':
      return load(context, frame, each, each.bits, each.address, (word) => context.give(frame, each, word));
    case 'store': {
      const address = context.decided(frame, each, read(each.address));
      return store(context, frame, each, address, each.bits, read(each.value));
    }
    case 'copy':
      return copy(context, frame, each);
    case 'fill':
      return fill(context, frame, each);
    case 'atomic':
      return load(context, frame, each, each.bits, each.address, (before) => {
        const after = atomic(each.operator, each.bits, before, read(each.value));
        const { stopped } = store(context, frame, each, read(each.address).value, each.bits, after);
        if (stopped) return stop(stopped);
        return each.dst === null ? done : context.give(frame, each, before);
      });
    case 'compare-exchange':
      return load(context, frame, each, each.bits, each.address, (before) => {
        const isSame = before.value === read(each.expected).value;
        const stored = isSame
          ? store(context, frame, each, read(each.address).value, each.bits, read(each.value))
          : done;
        return stored.stopped ? stored : context.give(frame, each, before);
      });
    case 'indeterminate':
      return forget(context, frame, each);
    default:
      return null;
  }
}

function load(
  context: Context,
  frame: Frame,
  each: Instruction,
  bits: Width,
  from: Operand,
  then: (word: Word) => Result,
): Result {
  const address = context.decided(frame, each, context.read(frame, from));
  const word = context.start.memory.load(address, bits);
  if (word) return then(word);
  const violation = context.violation(frame, each, address, bits / 8, false);
  const bytes = context.start.world.absent?.read(violation);
  return bytes ? then(known(bits, numberOf(bytes))) : stop({ kind: 'violation', ...violation });
}

function store(
  context: Context,
  frame: Frame,
  each: Instruction,
  address: bigint,
  bits: Width,
  word: Word,
): Result {
  if (context.start.memory.store(address, bits, word)) return done;
  if (word.unknown !== 0n) context.note(frame, each, 'indeterminate value');
  const bytes = Uint8Array.from({ length: bits / 8 }, (_, i) => Number((word.value >> BigInt(8 * i)) & 255n));
  return outside(context, frame, each, address, bytes);
}

/** Bytes are stored where there is no memory. */
function outside(
  context: Context,
  frame: Frame,
  each: Instruction,
  address: bigint,
  bytes: Uint8Array,
): Result {
  const violation = context.violation(frame, each, address, bytes.length, true);
  const { absent } = context.start.world;
  absent?.write(violation, bytes);
  return absent ? done : stop({ kind: 'violation', ...violation });
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** More bytes than that are not moved in memory that is not there. */
const mostAbsent = 4096;

function copy(context: Context, frame: Frame, each: Of<'copy'>): Result {
  const { memory, world } = context.start;
  const [target, source, count] = [each.target, each.source, each.size].map((operand) =>
    context.decided(frame, each, context.read(frame, operand)),
  ) as [bigint, bigint, bigint];
  const size = Number(count);
  if (size === 0 || memory.copy(target, source, size)) return done;
  const isThere = memory.bytesAt(source, size);
  const from = context.violation(frame, each, source, size, false);
  const bytes = isThere ?? (size <= mostAbsent ? world.absent?.read(from) : undefined);
  if (!bytes) return stop({ kind: 'violation', ...from });
  return memory.put(target, bytes) ? done : outside(context, frame, each, target, bytes);
}

function fill(context: Context, frame: Frame, each: Of<'fill'>): Result {
  const { memory } = context.start;
  const target = context.decided(frame, each, context.read(frame, each.target));
  const size = Number(context.decided(frame, each, context.read(frame, each.size)));
  const byte = context.read(frame, each.value);
  if (size > 0 && !memory.holds(target, size)) {
    if (size > mostAbsent || !context.start.world.absent)
      return stop({ kind: 'violation', ...context.violation(frame, each, target, size, true) });
    return outside(context, frame, each, target, new Uint8Array(size).fill(Number(byte.value)));
  }
  for (let i = 0; i < size; i++) memory.store(target + BigInt(i), 8, byte);
  return done;
}

function forget(context: Context, frame: Frame, { target }: Of<'indeterminate'>): Result {
  if (target.kind === 'register') {
    const bits = frame.fn.registers[target.register]?.bits ?? 64;
    frame.registers[target.register] = { value: 0n, unknown: allBits(bits) };
    return done;
  }
  const region = context.start.memory.near(frame.slots[target.slot] ?? 0n);
  region?.unknown.fill(0xff);
  region?.bytes.fill(0);
  return done;
}
