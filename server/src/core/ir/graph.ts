/**
 * What a function's blocks tell by their edges, successors and an order to visit them in, and what each instruction
 * reads and writes. Knows nothing else of their meaning.
 */
import type { Instruction, Operand, Register } from './instruction.js';
import type { Block, BlockId, IrFunction, Terminator } from './ir.js';
import { perFunction } from './per-function.js';

/** The blocks that a block may go on to, without repetition. */
export function successors({ terminator }: Block): readonly BlockId[] {
  switch (terminator.op) {
    case 'jump':
      return [terminator.target];
    case 'branch':
      return [...new Set([terminator.then, terminator.otherwise])];
    case 'switch':
      return [...new Set([...terminator.cases.map(({ target }) => target), terminator.otherwise])];
    default:
      return [];
  }
}

/** The registers that an instruction writes: of inline assembly all its outputs, else at most one. */
export function writtenBy(instruction: Instruction): readonly Register[] {
  if (instruction.op === 'asm') return instruction.outputs.map(({ dst }) => dst);
  if (instruction.op === 'indeterminate')
    return instruction.target.kind === 'register' ? [instruction.target.register] : [];
  return 'dst' in instruction && instruction.dst !== null ? [instruction.dst] : [];
}

/** The operands that an instruction reads, in order. */
export function readBy(instruction: Instruction): readonly Operand[] {
  switch (instruction.op) {
    case 'move':
    case 'unary':
    case 'cast':
      return [instruction.value];
    case 'binary':
    case 'cmp':
      return [instruction.left, instruction.right];
    case 'ptr':
      return [instruction.base, instruction.index];
    case 'field':
      return [instruction.base];
    case 'load':
      return [instruction.address];
    case 'store':
    case 'atomic':
      return [instruction.address, instruction.value];
    case 'copy':
      return [instruction.target, instruction.source, instruction.size];
    case 'fill':
      return [instruction.target, instruction.value, instruction.size];
    case 'compare-exchange':
      return [instruction.address, instruction.expected, instruction.value];
    case 'call':
      return instruction.callee.kind === 'pointer'
        ? [instruction.callee.value, ...instruction.args]
        : instruction.args;
    case 'asm':
      return instruction.inputs.map(({ value }) => value);
    case 'havoc':
      return instruction.from === null ? [] : [instruction.from];
    case 'clobber':
      return instruction.base === null ? [] : [instruction.base];
    case 'assume':
      return [instruction.test];
    default:
      return [];
  }
}

/** The operands that a terminator reads. */
export function readAtEnd(terminator: Terminator): readonly Operand[] {
  switch (terminator.op) {
    case 'branch':
      return [terminator.test];
    case 'switch':
      return [terminator.value];
    case 'return':
      return terminator.value === null ? [] : [terminator.value];
    default:
      return [];
  }
}

/** The blocks that the entry reaches, each before its successors but for the ways back of loops. */
export function reversePostorder(fn: IrFunction): readonly BlockId[] {
  const order: BlockId[] = [];
  const seen = new Set<BlockId>([0]);
  const pending: { id: BlockId; rest: BlockId[] }[] = [{ id: 0, rest: [...successorsOf(fn, 0)] }];
  while (pending.length > 0) {
    const top = pending[pending.length - 1];
    const next = top?.rest.pop();
    if (next === undefined) order.push(pending.pop()?.id ?? 0);
    else if (!seen.has(next)) {
      seen.add(next);
      pending.push({ id: next, rest: [...successorsOf(fn, next)] });
    }
  }
  return order.reverse();
}

/** The blocks that a block of this number may go on to; none where there is no such block. */
export function successorsOf(fn: IrFunction, id: BlockId): readonly BlockId[] {
  const block = fn.blocks[id];
  return block ? successors(block) : [];
}

/** The place of each block that the entry reaches in that order. */
export const placesInOrder = perFunction(
  (fn): ReadonlyMap<BlockId, number> => new Map(reversePostorder(fn).map((id, i) => [id, i])),
);

/** For each block by how many edges control comes to it; the entry counts one more. */
export const edgesInto = perFunction(({ blocks }): readonly number[] => {
  const counts: number[] = blocks.map((_, id) => (id === 0 ? 1 : 0));
  for (const block of blocks) for (const next of successors(block)) counts[next] = (counts[next] ?? 0) + 1;
  return counts;
});
