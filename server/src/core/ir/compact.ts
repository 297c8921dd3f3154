/**
 * Blocks as they are read best: only those that the entry reaches, straight lines joined, jumps to jumps shortened,
 * numbered in the order of control. Changes no run.
 */
import { readAtEnd, readBy, reversePostorder } from './graph.js';
import type { Instruction, Operand, Register } from './instruction.js';
import type { Block, BlockId, IrFunction, Terminator } from './ir.js';

/** The same function with compact blocks. */
export function compact(fn: IrFunction): IrFunction {
  const threaded = fn.blocks.map((block) => ({
    ...block,
    terminator: retargeted(block.terminator, (id) => destination(fn.blocks, id)),
  }));
  const joined = joinLines(threaded);
  const order = reversePostorder({ ...fn, blocks: joined });
  const number = new Map(order.map((id, i) => [id, i]));
  const blocks = order.flatMap((id) => {
    const block = joined[id];
    return block
      ? [{ ...block, terminator: retargeted(block.terminator, (target) => number.get(target) ?? 0) }]
      : [];
  });
  return { ...fn, blocks: withoutUnread(fn, blocks) };
}

/** Leaves out what only computes a value in between that nothing reads, and that no run can tell. */
function withoutUnread({ registers }: IrFunction, blocks: readonly Block[]): readonly Block[] {
  const read = new Set<Operand>(blocks.flatMap(({ terminator }) => readAtEnd(terminator)));
  const isNeeded = (each: Instruction): boolean =>
    !isPure(each) || read.has(each.dst) || registers[each.dst]?.name !== null;
  // What a needed one reads is needed; from behind, one round finds all but what goes around loops.
  for (let before = -1; before < read.size;) {
    before = read.size;
    for (const { instructions } of blocks.toReversed())
      for (const each of instructions.toReversed())
        if (isNeeded(each)) for (const operand of readBy(each)) read.add(operand);
  }
  return blocks.map((block) => ({ ...block, instructions: block.instructions.filter(isNeeded) }));
}

/** Whether all that an instruction does is to give a value, defined whatever its operands are. */
function isPure(
  each: Instruction,
): each is Extract<Instruction, { readonly dst: Register; readonly op: PureOp }> {
  if (each.op === 'binary') return each.wraps && /^(?:add|sub|mul|and|or|xor)$/.test(each.operator);
  if (each.op === 'unary') return each.wraps;
  if (each.op === 'havoc') return each.from === null;
  return pureOps.has(each.op);
}

type PureOp =
  | 'move'
  | 'unary'
  | 'binary'
  | 'havoc'
  | 'cmp'
  | 'cast'
  | 'ptr'
  | 'field'
  | 'slot'
  | 'global'
  | 'function'
  | 'string';

const pureOps: ReadonlySet<string> = new Set<PureOp>([
  'move',
  'cmp',
  'cast',
  'ptr',
  'field',
  'slot',
  'global',
  'function',
  'string',
]);

/** Where a jump to `id` ends up once blocks that only jump on are left out. */
function destination(blocks: readonly Block[], id: BlockId): BlockId {
  const seen = new Set<BlockId>();
  let at = id;
  for (;;) {
    const block = blocks[at];
    if (block?.instructions.length !== 0 || block.terminator.op !== 'jump' || seen.has(at)) return at;
    seen.add(at);
    at = block.terminator.target;
  }
}

function retargeted(terminator: Terminator, to: (id: BlockId) => BlockId): Terminator {
  switch (terminator.op) {
    case 'jump':
      return { ...terminator, target: to(terminator.target) };
    case 'branch':
      return { ...terminator, then: to(terminator.then), otherwise: to(terminator.otherwise) };
    case 'switch':
      return {
        ...terminator,
        cases: terminator.cases.map((each) => ({ ...each, target: to(each.target) })),
        otherwise: to(terminator.otherwise),
      };
    default:
      return terminator;
  }
}

/** Appends a block to the one that alone leads to it. */
function joinLines(blocks: readonly Block[]): readonly Block[] {
  const ways = waysIn(blocks);
  const joined = [...blocks];
  for (let id = 0; id < joined.length; id++) {
    if (id > 0 && (ways[id] ?? 0) === 0) continue;
    for (let block = joined[id]; block?.terminator.op === 'jump'; block = joined[id]) {
      const { target } = block.terminator;
      const next = joined[target];
      if (!next || target === id || target === 0 || ways[target] !== 1) break;
      joined[id] = {
        instructions: [...block.instructions, ...next.instructions],
        terminator: next.terminator,
      };
      joined[target] = { instructions: [], terminator: { at: next.terminator.at, op: 'unreachable' } };
      ways[target] = 0;
    }
  }
  return joined;
}

/** How many edges lead to each block from blocks that the entry reaches. */
function waysIn(blocks: readonly Block[]): number[] {
  const ways = blocks.map(() => 0);
  const seen = new Set<BlockId>([0]);
  const pending: BlockId[] = [0];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const target of edges(blocks[id]?.terminator)) {
      ways[target] = (ways[target] ?? 0) + 1;
      if (!seen.has(target)) {
        seen.add(target);
        pending.push(target);
      }
    }
  }
  return ways;
}

function edges(terminator: Terminator | undefined): readonly BlockId[] {
  switch (terminator?.op) {
    case 'jump':
      return [terminator.target];
    case 'branch':
      return [terminator.then, terminator.otherwise];
    case 'switch':
      return [...terminator.cases.map(({ target }) => target), terminator.otherwise];
    default:
      return [];
  }
}
