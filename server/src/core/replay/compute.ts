/** The instructions that give a value of others: arithmetic, conversions, addresses. */
import type { Instruction, Operand } from '../ir/instruction.js';
import { allBits, binary, cast, compare, known, unary } from './arithmetic.js';
import type { Context, Frame, Result } from './context.js';
import type { Word } from './memory.js';

/** Takes an instruction that computes; null for any other. */
export function compute(context: Context, frame: Frame, each: Instruction): Result | null {
  const read = (operand: Operand): Word => context.read(frame, operand);
  const give = (word: Word): Result => context.give(frame, each, word);
  switch (each.op) {
    case 'move':
      return give(read(each.value));
    case 'unary':
      return give(context.noted(frame, each, unary(each.operator, each.bits, read(each.value), each.wraps)));
    case 'binary': {
      const { operator, bits, wraps } = each;
      return give(
        context.noted(frame, each, binary(operator, bits, read(each.left), read(each.right), wraps)),
      );
    }
    case 'cmp':
      return give(compare(each.predicate, each.bits, read(each.left), read(each.right)));
    case 'cast':
      return give(cast(each.kind, each.from, each.to, read(each.value)));
    case 'ptr': {
      const [base, index] = [read(each.base), read(each.index)];
      const unknown = base.unknown === 0n && index.unknown === 0n ? 0n : allBits(64);
      const address = base.value + BigInt.asIntN(64, index.value) * BigInt(each.scale) + each.offset;
      return give({ value: BigInt.asUintN(64, address), unknown });
    }
    case 'field':
      return each.offset === null
        ? context.lost(frame, each, 'the layout is not known')
        : give(known(64, read(each.base).value + each.offset));
    case 'slot':
      return give(known(64, frame.slots[each.slot] ?? 0n));
    case 'global':
    case 'function':
    case 'string':
      return address(context, frame, each);
    case 'named': {
      const value = each.local ?? context.start.world.named(each.name);
      return value === null ? context.lost(frame, each, each.name) : give(known(each.bits, value));
    }
    default:
      return null;
  }
}

function address(
  context: Context,
  frame: Frame,
  each: Extract<Instruction, { readonly op: 'global' | 'function' | 'string' }>,
): Result {
  const { objects } = context.start;
  const found =
    each.op === 'global'
      ? objects.global(each.name)
      : each.op === 'function'
        ? objects.function(each.name)
        : each.text === null
          ? null
          : objects.string(each.text);
  return found === null
    ? context.lost(frame, each, each.op === 'string' ? 'a string' : each.name)
    : context.give(frame, each, known(64, found));
}
