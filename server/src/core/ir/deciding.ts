/**
 * Which registers decide, at the start of a block, how the block ends: what is tested or returned there, as far as the
 * block itself only compares or converts it. Knows reads and writes; no values.
 */
import { placesInOrder, readAtEnd, readBy, successorsOf, writtenBy } from './graph.js';
import type { Instruction, Register } from './instruction.js';
import type { Block, IrFunction } from './ir.js';
import { perFunction } from './per-function.js';

/** For each block its deciding registers; none for the heads of loops. */
export const decidingRegisters = perFunction((fn): readonly (readonly Register[])[] => {
  const heads = loopHeads(fn);
  return fn.blocks.map((block, id) => (heads.has(id) ? [] : decidingIn(block)));
});

function loopHeads(fn: IrFunction): ReadonlySet<number> {
  const order = placesInOrder(fn);
  const heads = new Set<number>();
  for (const [id, at] of order)
    for (const next of successorsOf(fn, id)) if ((order.get(next) ?? 0) <= at) heads.add(next);
  return heads;
}

const transparent: ReadonlySet<Instruction['op']> = new Set(['move', 'cast', 'cmp', 'unary']);

function decidingIn({ instructions, terminator }: Block): readonly Register[] {
  const wanted = new Set<Register>(readAtEnd(terminator).filter((each) => typeof each === 'number'));
  for (const instruction of instructions.toReversed()) {
    const written = writtenBy(instruction).filter((each) => wanted.delete(each));
    if (written.length === 0 || !transparent.has(instruction.op)) continue;
    for (const each of readBy(instruction)) if (typeof each === 'number') wanted.add(each);
  }
  return [...wanted];
}
