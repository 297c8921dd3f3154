/** Which registers a block's start still needs. Knows reads and writes; not what they do. */
import { readAtEnd, readBy, successors, writtenBy } from './graph.js';
import type { Operand, Register } from './instruction.js';
import type { Block } from './ir.js';
import { perFunction } from './per-function.js';

/** For each block the registers that are read behind its start before they are written. */
export const liveAtStart = perFunction((fn): readonly ReadonlySet<Register>[] => {
  const live = fn.blocks.map(() => new Set<Register>());
  for (let size = -1; size !== sizeOf(live);) {
    size = sizeOf(live);
    for (let id = fn.blocks.length - 1; id >= 0; id--) {
      const block = fn.blocks[id];
      if (block) live[id] = through(block, live);
    }
  }
  return live;
});

function sizeOf(live: readonly ReadonlySet<Register>[]): number {
  return live.reduce((sum, each) => sum + each.size, 0);
}

function through(block: Block, live: readonly ReadonlySet<Register>[]): Set<Register> {
  const now = new Set<Register>(successors(block).flatMap((next) => [...(live[next] ?? [])]));
  add(now, readAtEnd(block.terminator));
  for (const instruction of block.instructions.toReversed()) {
    for (const register of writtenBy(instruction)) now.delete(register);
    add(now, readBy(instruction));
  }
  return now;
}

function add(registers: Set<Register>, operands: readonly Operand[]): void {
  for (const each of operands) if (typeof each !== 'bigint') registers.add(each);
}
