/**
 * Puts a function together, instruction by instruction: registers, slots, places and blocks, one of which is being
 * written. Knows the form of the representation; no C.
 */
import type { Span } from '../text.js';
import type { Instruction, Operand, Register } from './instruction.js';
import type { Block, BlockId, RegisterInfo, Slot, Terminator } from './ir.js';
import type { Width } from './operator.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An instruction that is yet to be placed. */
export type Step = Without<Instruction, 'at'>;
/** A terminator that is yet to be placed. */
export type End = Without<Terminator, 'at'>;

interface Draft {
  readonly instructions: Instruction[];
  terminator: Terminator | null;
}

/** A function in the making. What is written behind a terminator goes to a block that nothing leads to. */
export class Builder {
  readonly registers: RegisterInfo[] = [];
  readonly slots: Slot[] = [];
  readonly places: Span[] = [];
  private readonly drafts: Draft[] = [{ instructions: [], terminator: null }];
  private readonly placeOf = new Map<string, number>();
  private currentBlock: BlockId = 0;

  /** How many instructions there are, in blocks without use, too. */
  count = 0;

  /** The block that is being written. */
  get current(): BlockId {
    return this.currentBlock;
  }

  register(bits: Width, name: string | null = null, pointee: string | null = null): Register {
    return this.registers.push({ bits, name, pointee }) - 1;
  }

  slot(slot: Slot): number {
    return this.slots.push(slot) - 1;
  }

  /** A new block, without contents. */
  block(): BlockId {
    return this.drafts.push({ instructions: [], terminator: null }) - 1;
  }

  /** Goes on writing at the end of a block. */
  enter(block: BlockId): void {
    this.currentBlock = block;
  }

  emit(where: Span, step: Step): void {
    this.count++;
    this.writable().instructions.push({ at: this.at(where), ...step });
  }

  end(where: Span, end: End): void {
    this.count++;
    this.writable().terminator = { at: this.at(where), ...end };
  }

  jump(where: Span, target: BlockId): void {
    this.end(where, { op: 'jump', target });
  }

  branch(where: Span, test: Operand, then: BlockId, otherwise: BlockId): void {
    this.end(where, { op: 'branch', test, then, otherwise, by: 'test' });
  }

  /** Lets the last instruction write `into` where it writes `value`, which nothing else reads; false where it does not. */
  redirect(value: Register, into: Register): boolean {
    const { instructions, terminator } = this.drafts[this.currentBlock] ?? {
      instructions: [],
      terminator: null,
    };
    const last = instructions.at(-1);
    const isOwn = this.registers[value]?.name === null && last && 'dst' in last && last.dst === value;
    if (!isOwn || terminator) return false;
    instructions[instructions.length - 1] = { ...last, dst: into };
    return true;
  }

  /** The last instruction that writes a register, in any block; null where none does. */
  definition(register: Register): Instruction | null {
    const all = this.drafts.flatMap(({ instructions }) => instructions);
    return all.findLast((each) => 'dst' in each && each.dst === register) ?? null;
  }

  /** The blocks; one that nothing ended is lost. */
  finish(where: Span): readonly Block[] {
    const lost: Terminator = { at: this.at(where), op: 'lost', why: 'opaque' };
    return this.drafts.map(({ instructions, terminator }) => ({
      instructions,
      terminator: terminator ?? lost,
    }));
  }

  private writable(): Draft {
    const draft = this.drafts[this.currentBlock];
    if (draft && !draft.terminator) return draft;
    this.currentBlock = this.block();
    return this.writable();
  }

  private at(where: Span): number {
    const key = `${where.start} ${where.end}`;
    const known = this.placeOf.get(key);
    if (known !== undefined) return known;
    const index = this.places.push(where) - 1;
    this.placeOf.set(key, index);
    return index;
  }
}
