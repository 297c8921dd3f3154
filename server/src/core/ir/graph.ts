/**
 * What a function's blocks tell by their edges: successors, an order to visit them in, loops, and which registers
 * still matter where. Knows no meaning of an instruction but what it reads and writes.
 */
import type { Instruction, Operand, Register } from './instruction.js';
import type { Block, BlockId, IrFunction, Terminator } from './ir.js';

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

/** The register that an instruction writes; null for none. Inline assembly writes its outputs: `writtenBy`. */
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

function successorsOf(fn: IrFunction, id: BlockId): readonly BlockId[] {
  const block = fn.blocks[id];
  return block ? successors(block) : [];
}

/** The blocks that an edge leads back to: those of loops that control enters. */
export function loopHeads(fn: IrFunction): ReadonlySet<BlockId> {
  const position = new Map(reversePostorder(fn).map((id, i) => [id, i]));
  const heads = new Set<BlockId>();
  for (const [id, at] of position) {
    for (const next of successorsOf(fn, id)) if ((position.get(next) ?? Infinity) <= at) heads.add(next);
  }
  return heads;
}

/** For each block the registers whose value at its start is read later on. */
export function liveAtEntry(fn: IrFunction): readonly ReadonlySet<Register>[] {
  const live = fn.blocks.map(() => new Set<Register>());
  const backwards = [...reversePostorder(fn)].reverse();
  let changed = true;
  while (changed) {
    changed = false;
    for (const id of backwards) {
      const block = fn.blocks[id];
      const own = live[id];
      if (!block || !own) continue;
      const now = liveBefore(block, live);
      changed ||= now.size > own.size;
      for (const register of now) own.add(register);
    }
  }
  return live;
}

function liveBefore(block: Block, live: readonly ReadonlySet<Register>[]): Set<Register> {
  const now = new Set(successors(block).flatMap((id) => [...(live[id] ?? [])]));
  addRegisters(now, readAtEnd(block.terminator));
  for (const instruction of block.instructions.toReversed()) {
    for (const register of writtenBy(instruction)) now.delete(register);
    addRegisters(now, readBy(instruction));
  }
  return now;
}

function addRegisters(to: Set<Register>, operands: readonly Operand[]): void {
  for (const operand of operands) if (typeof operand === 'number') to.add(operand);
}
