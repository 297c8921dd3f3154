/** The numbers that functions compare with: what is worth trying where any value may stand. */
import type { Operand } from '../ir/instruction.js';
import type { Block, IrFunction } from '../ir/ir.js';

/** Each once, in the order of the code. */
export function constantsIn(functions: readonly IrFunction[]): readonly bigint[] {
  return [...new Set(functions.flatMap(({ blocks }) => blocks.flatMap(constantsOf)))];
}

function constantsOf({ instructions, terminator }: Block): readonly bigint[] {
  const compared = instructions.flatMap((each) =>
    each.op === 'cmp' ? numbers([each.left, each.right]) : [],
  );
  const cases = terminator.op === 'switch' ? terminator.cases.map(({ low }) => low) : [];
  return [...compared, ...cases];
}

function numbers(operands: readonly Operand[]): readonly bigint[] {
  return operands.filter((each) => typeof each === 'bigint');
}
