/** Which bytes an instruction reads and writes on a path. Knows instructions; not whether an access is legal. */
import type { Instruction, Operand } from '../ir/instruction.js';
import type { Run } from './run.js';
import type { Frame } from './state.js';
import { valueOf } from './transfer.js';
import { constantIn, type Value } from './values.js';

/** Bytes that an instruction reads or writes. */
export interface Access {
  readonly address: Value;
  /** Bytes. */
  readonly size: number;
  readonly isWrite: boolean;
}

/** Whether an instruction accesses memory by itself. */
export function accessesMemory({ op }: Instruction): boolean {
  return memoryOps.has(op);
}

const memoryOps: ReadonlySet<Instruction['op']> = new Set([
  'load',
  'store',
  'copy',
  'fill',
  'atomic',
  'compare-exchange',
]);

/** In the order in which the machine does them; those of unknown size are left out. */
export function accessesOf(run: Run, frame: Frame, instruction: Instruction): readonly Access[] {
  const at = (operand: Operand): Value => valueOf(run, frame, operand, 64);
  switch (instruction.op) {
    case 'load':
      return [{ address: at(instruction.address), size: instruction.bits / 8, isWrite: false }];
    case 'store':
    case 'atomic':
    case 'compare-exchange':
      return [{ address: at(instruction.address), size: instruction.bits / 8, isWrite: true }];
    case 'copy': {
      const size = sizeOf(run, at(instruction.size));
      if (size === null) return [];
      return [
        { address: at(instruction.source), size, isWrite: false },
        { address: at(instruction.target), size, isWrite: true },
      ];
    }
    case 'fill': {
      const size = sizeOf(run, at(instruction.size));
      return size === null ? [] : [{ address: at(instruction.target), size, isWrite: true }];
    }
    default:
      return [];
  }
}

/** More bytes than the verifier takes in one access are none that was meant. */
const mostBytes = 1n << 29n;

function sizeOf(run: Run, value: Value): number | null {
  const size = constantIn(run.arena, value);
  return size === null || size > mostBytes ? null : Number(size);
}
