/** The instructions that read and write memory. What is accessed where there is none ends the run. */
import type { Instruction, Operand } from '../ir/instruction.js';
import type { Width } from '../ir/operator.js';
import { allBits, atomic } from './arithmetic.js';
import { done, type Context, type Frame, type Result } from './context.js';
import type { Word } from './memory.js';

/** Takes an instruction that reads or writes memory; null for any other. */
export function access(context: Context, frame: Frame, each: Instruction): Result | null {
  const read = (operand: Operand): Word => context.read(frame, operand);
  switch (each.op) {
    case 'load':
      return load(context, frame, each, each.bits, each.address, (word) => context.give(frame, each, word));
    case 'store': {
      const address = context.decided(frame, each, read(each.address));
      const isThere = context.start.memory.store(address, each.bits, read(each.value));
      return isThere ? done : context.outside(frame, each, address, each.bits / 8, true);
    }
    case 'copy':
      return copy(context, frame, each);
    case 'fill':
      return fill(context, frame, each);
    case 'atomic':
      return load(context, frame, each, each.bits, each.address, (before) => {
        const after = atomic(each.operator, each.bits, before, read(each.value));
        context.start.memory.store(read(each.address).value, each.bits, after);
        return each.dst === null ? done : context.give(frame, each, before);
      });
    case 'compare-exchange':
      return load(context, frame, each, each.bits, each.address, (before) => {
        const isSame = before.value === read(each.expected).value;
        if (isSame) context.start.memory.store(read(each.address).value, each.bits, read(each.value));
        return context.give(frame, each, before);
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
  return word ? then(word) : context.outside(frame, each, address, bits / 8, false);
}

function copy(context: Context, frame: Frame, each: Extract<Instruction, { readonly op: 'copy' }>): Result {
  const { memory } = context.start;
  const [target, source, count] = [each.target, each.source, each.size].map((operand) =>
    context.decided(frame, each, context.read(frame, operand)),
  ) as [bigint, bigint, bigint];
  const size = Number(count);
  if (size === 0 || memory.copy(target, source, size)) return done;
  const isWrite = memory.holds(source, size);
  return context.outside(frame, each, isWrite ? target : source, size, isWrite);
}

function fill(context: Context, frame: Frame, each: Extract<Instruction, { readonly op: 'fill' }>): Result {
  const { memory } = context.start;
  const target = context.decided(frame, each, context.read(frame, each.target));
  const size = Number(context.decided(frame, each, context.read(frame, each.size)));
  const byte = context.read(frame, each.value);
  if (size > 0 && !memory.holds(target, size)) return context.outside(frame, each, target, size, true);
  for (let i = 0; i < size; i++) memory.store(target + BigInt(i), 8, byte);
  return done;
}

function forget(
  context: Context,
  frame: Frame,
  { target }: Extract<Instruction, { readonly op: 'indeterminate' }>,
): Result {
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
