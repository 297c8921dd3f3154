/**
 * What every step of a run works on: registers, memory, and the notes on what C leaves undefined. Knows how values
 * are read and given; no instruction.
 */
import type { Instruction, Operand } from '../ir/instruction.js';
import type { IrFunction, IrUnit } from '../ir/ir.js';
import { allBits, type Computed } from './arithmetic.js';
import type { Memory, Word } from './memory.js';
import type { Objects } from './objects.js';
import type { Outcome, Site, Undefined, Violation, World } from './outcome.js';

/** What a run starts from. */
export interface Start {
  readonly unit: IrUnit;
  /** The function that is called first, with these arguments. */
  readonly entry: string;
  readonly args: readonly bigint[];
  readonly memory: Memory;
  /** Puts the unit's objects into the same memory. */
  readonly objects: Objects;
  readonly world: World;
  /** Instructions that may be taken. */
  readonly mostSteps: number;
}

/** What a function or an instruction comes to: a value, or the end of the run. */
export interface Result {
  readonly word: Word | null;
  readonly stopped: Outcome | null;
}

/** An instruction that gives nothing. */
export const done: Result = { word: null, stopped: null };

/** A value. */
export function gives(word: Word | null): Result {
  return { word, stopped: null };
}

/** The end of the run. */
export function stop(stopped: Outcome): Result {
  return { word: null, stopped };
}

/** One call that is under way. */
export interface Frame {
  readonly fn: IrFunction;
  readonly registers: (Word | undefined)[];
  readonly slots: readonly bigint[];
  readonly depth: number;
}

/** A run that is under way. */
export class Context {
  readonly undefined: Undefined[] = [];
  steps = 0;

  constructor(readonly start: Start) {}

  /** A register that was not written on the way here holds nothing: control jumped past its declaration. */
  read(frame: Frame, operand: Operand): Word {
    if (typeof operand === 'bigint') return { value: operand, unknown: 0n };
    const bits = frame.fn.registers[operand]?.bits ?? 64;
    return frame.registers[operand] ?? { value: 0n, unknown: allBits(bits) };
  }

  give(frame: Frame, each: Instruction, word: Word): Result {
    if ('dst' in each && each.dst !== null) frame.registers[each.dst] = word;
    return done;
  }

  /** A number that something depends on: nothing may be unknown of it. */
  decided(frame: Frame, each: { readonly at: number }, { value, unknown }: Word): bigint {
    if (unknown !== 0n) this.note(frame, each, 'indeterminate value');
    return value;
  }

  noted(frame: Frame, each: { readonly at: number }, computed: Computed): Word {
    if (computed.undefined) this.note(frame, each, computed.undefined);
    return computed.word;
  }

  note(frame: Frame, { at }: { readonly at: number }, what: Undefined['what']): void {
    this.undefined.push({ what, fn: frame.fn.name, at });
  }

  lost(frame: Frame, { at }: { readonly at: number }, why: string): Result {
    return stop({ kind: 'lost', why, fn: frame.fn.name, at });
  }

  /** What an access of memory that is not there is. */
  violation(
    frame: Frame,
    { at }: Pick<Site, 'at'>,
    address: bigint,
    size: number,
    isWrite: boolean,
  ): Violation {
    const near = this.start.memory.near(address);
    const region = near?.name ?? null;
    const offset = near ? address - near.address : address;
    return { fn: frame.fn.name, at, address, size, isWrite, region, offset };
  }
}
