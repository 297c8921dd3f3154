/**
 * The intermediate representation: what a function does, in blocks of instructions. Control flow is jumps, and
 * whatever was not understood says so. Plain data that can be printed (print.ts). Knows no C, no verifier and no
 * execution.
 */
import type { Span } from '../text.js';
import type { Instruction, Operand, Register, Unknown } from './instruction.js';
import type { Width } from './operator.js';

/** An index into `IrFunction.blocks`; block 0 is the entry. */
export type BlockId = number;

/** Values from `low` to `high`, both included, of the switch's width; not negative. */
export interface SwitchCase {
  readonly low: bigint;
  readonly high: bigint;
  readonly target: BlockId;
}

/** How a block ends. */
export type Terminator = { readonly at: number } & (
  | { readonly op: 'jump'; readonly target: BlockId }
  /** To `then` where `test`, which has 32 bits, is not 0. `directive`: decided by `#if`, before there is a run. */
  | {
      readonly op: 'branch';
      readonly test: Operand;
      readonly then: BlockId;
      readonly otherwise: BlockId;
      readonly by: 'test' | 'directive';
    }
  /** `signed`: whether ranges count from the negative numbers up. Cases exclude each other. */
  | {
      readonly op: 'switch';
      readonly value: Operand;
      readonly bits: Width;
      readonly signed: boolean;
      readonly cases: readonly SwitchCase[];
      readonly otherwise: BlockId;
    }
  | { readonly op: 'return'; readonly value: Operand | null }
  /** The compiler may take it that control never comes here. */
  | { readonly op: 'unreachable' }
  /** Control goes on in a way that is not known. */
  | { readonly op: 'lost'; readonly why: Unknown }
);

export interface Block {
  readonly instructions: readonly Instruction[];
  readonly terminator: Terminator;
}

/** What a register holds. */
export interface RegisterInfo {
  readonly bits: Width;
  /** The local or parameter that lives in it; null for a value in between. */
  readonly name: string | null;
  /** The tag of the struct that its C type points to; null for any other type. */
  readonly pointee: string | null;
}

/** A local that has an address. */
export interface Slot {
  readonly name: string;
  /** Bytes; null where its type is not certain: then every access of it is unknown. */
  readonly size: number | null;
  /** Bytes. */
  readonly align: number;
}

/** How a parameter gets its value: numbers and pointers as they are, structs by the address of the caller's copy. */
export interface Param {
  readonly register: Register;
  readonly bits: Width;
  readonly name: string | null;
  /** `result`: the address where a function that gives a struct puts it. `context`: what a macro brings along. */
  readonly role: 'value' | 'struct' | 'result' | 'context';
}

/** One function, lowered. */
export interface IrFunction {
  readonly name: string;
  readonly linkage: 'static' | 'global';
  /** Words of its head: `__noinline`, `__always_inline`, `__weak`, ... */
  readonly attributes: readonly string[];
  readonly params: readonly Param[];
  /** The width of what it returns; null where it gives nothing, or a struct. */
  readonly returns: Width | null;
  readonly registers: readonly RegisterInfo[];
  readonly slots: readonly Slot[];
  readonly blocks: readonly Block[];
  /**
   * Offsets in the text of the item that holds the function (`ItemContent.text`). Where macros made some of it, the
   * item's `origins` tell where it was written, and in which uses.
   */
  readonly places: readonly Span[];
  /** Its static locals; their names begin with the function's. */
  readonly statics: readonly GlobalObject[];
}

/** What lies in an object of a section before the program runs. */
export interface GlobalObject {
  readonly name: string;
  /** Bytes; null where its type is not certain. */
  readonly size: number | null;
  readonly align: number;
  /** `map`: a map's definition. `extern`: defined elsewhere (kconfig, kernel symbols). */
  readonly kind: 'data' | 'bss' | 'rodata' | 'map' | 'extern';
  /** Whether the loader may set other values before loading (`const volatile`). */
  readonly isSetAtLoad: boolean;
  /** Whether only this file sees it, so that the compiler knows all that is done with it. */
  readonly isStatic: boolean;
  /** All bytes; null where they are not known. Zero where `addresses` says what goes there. */
  readonly bytes: Uint8Array | null;
  /** Eight bytes at `offset` that hold the address of another object or function, moved by `addend` bytes. */
  readonly addresses: readonly { readonly offset: number; readonly name: string; readonly addend: number }[];
}

/** All that was lowered of a text and its headers. Both give null for a name that means no such thing. */
export interface IrUnit {
  /** The functions with a body that the text itself defines, in order. */
  readonly functions: readonly string[];
  function(name: string): IrFunction | null;
  global(name: string): GlobalObject | null;
}
