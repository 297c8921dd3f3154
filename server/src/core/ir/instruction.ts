/**
 * The instructions of the intermediate representation: each does one thing, with widths and conversions explicit.
 * Knows no C and no execution; ir.ts says how they make up a function.
 *
 * The machine that they are written for: 64-bit pointers, little endian, bytes of eight bits, numbers in two's
 * complement.
 */
import type { AtomicOp, BinaryOp, CastKind, Predicate, UnaryOp, Width } from './operator.js';

/**
 * An index into `IrFunction.registers`. A register holds a number or a pointer; it may be written more than once, and
 * keeps its value until then. The first write comes before each read, but for locals that C leaves uninitialised.
 */
export type Register = number;

/** What an instruction reads: a register, or a constant (a bigint, not negative, that fits the width). */
export type Operand = Register | bigint;

/** Why something is not known. */
export type Unknown =
  /** Damaged or not understood text. */
  | 'opaque'
  /** A name that is declared nowhere here. */
  | 'unknown name'
  /** A type, or a layout, that is not certain. */
  | 'unknown type'
  /** A macro that is not seen, or does not expand to C. */
  | 'unknown macro'
  | 'inline assembly'
  | 'floating point'
  /** C that this IR has no word for. */
  | 'unsupported';

/** Who knows a number that the source does not hold. */
export type NamedBy =
  /** A macro or an enumerator of a header that was not read. */
  | 'header'
  /** A condition of the preprocessor that the source does not decide: 1 where it holds. */
  | 'directive'
  /** What the loader makes of a CO-RE question: a field's size, whether it exists, an enumerator's value. */
  | 'relocation'
  /** What the compiler decides: `__builtin_constant_p`, `__builtin_object_size`. */
  | 'compiler';

/** The member that an address is of, as C writes it. */
export interface MemberName {
  /** The struct's or union's tag; `anonymous` where it has none. */
  readonly owner: string;
  readonly name: string;
}

/** What is called. */
export type Callee =
  /** A function of the unit with a body; arguments have its parameters' widths. */
  | { readonly kind: 'function'; readonly name: string }
  /** A BPF helper; arguments are 64 bits wide, numbers extended by their own signedness. */
  | { readonly kind: 'helper'; readonly name: string }
  /** A kernel function (`extern ... __ksym`); arguments as of a helper. */
  | { readonly kind: 'kfunc'; readonly name: string }
  /** A function or macro that is not seen; arguments as of a helper. */
  | { readonly kind: 'unseen'; readonly name: string }
  /** Whatever a pointer points to; arguments as of a helper. */
  | { readonly kind: 'pointer'; readonly value: Operand };

/** `{%0 : constraint}`: an operand of inline assembly. */
export interface AsmOutput {
  readonly constraint: string;
  /** The register that gets the operand's value afterwards; it is then stored where C says. */
  readonly dst: Register;
}

export interface AsmInput {
  readonly constraint: string;
  readonly value: Operand;
}

/**
 * One step. `at` is an index into `IrFunction.places`. Reading the kinds: `dst` is written, `bits` is the width of
 * the operands and, but for `cmp`, of the result.
 */
export type Instruction = { readonly at: number } &
  /** `opaque`: the same value to a run, and one that the compiler knows nothing of: `asm("" : "+r"(x))`. */
  (
    | {
        readonly op: 'move';
        readonly dst: Register;
        readonly bits: Width;
        readonly value: Operand;
        readonly opaque: boolean;
      }
    /** `wraps`: false where overflow is undefined in C (signed arithmetic). */
    | {
        readonly op: 'unary';
        readonly dst: Register;
        readonly bits: Width;
        readonly operator: UnaryOp;
        readonly value: Operand;
        readonly wraps: boolean;
      }
    | {
        readonly op: 'binary';
        readonly dst: Register;
        readonly bits: Width;
        readonly operator: BinaryOp;
        readonly left: Operand;
        readonly right: Operand;
        readonly wraps: boolean;
      }
    /** 1 or 0, as C's `int`: the result has 32 bits. */
    | {
        readonly op: 'cmp';
        readonly dst: Register;
        readonly bits: Width;
        readonly predicate: Predicate;
        readonly left: Operand;
        readonly right: Operand;
      }
    | {
        readonly op: 'cast';
        readonly dst: Register;
        readonly kind: CastKind;
        readonly from: Width;
        readonly to: Width;
        readonly value: Operand;
      }
    /** `base + index * scale + offset`, bytes. `index` has 64 bits and is signed; `member` is the one that C names. */
    | {
        readonly op: 'ptr';
        readonly dst: Register;
        readonly base: Operand;
        readonly index: Operand;
        readonly scale: number;
        readonly offset: bigint;
        readonly member: MemberName | null;
      }
    /** The address of a member that CO-RE puts where the running kernel has it; `offset` is that of the source. */
    | {
        readonly op: 'field';
        readonly dst: Register;
        readonly base: Operand;
        readonly member: MemberName;
        /** Bytes; null where the source's layout is not known. */
        readonly offset: bigint | null;
      }
    /** The address of a local that has one. */
    | { readonly op: 'slot'; readonly dst: Register; readonly slot: number }
    /** The address of an object in a section, a map among them: `IrUnit.globals` knows it, if anybody does. */
    | { readonly op: 'global'; readonly dst: Register; readonly name: string }
    /** The address of a function. */
    | { readonly op: 'function'; readonly dst: Register; readonly name: string }
    /** The address of a string's bytes; `text` is without the terminating 0. Null where a macro is part of it. */
    | { readonly op: 'string'; readonly dst: Register; readonly text: string | null }
    /** A number that others know; each use of a name gives the same. `local` is the source's own answer. */
    | {
        readonly op: 'named';
        readonly dst: Register;
        readonly bits: Width;
        readonly name: string;
        readonly by: NamedBy;
        readonly local: bigint | null;
      }
    | {
        readonly op: 'load';
        readonly dst: Register;
        readonly bits: Width;
        readonly address: Operand;
        readonly volatile: boolean;
      }
    | {
        readonly op: 'store';
        readonly bits: Width;
        readonly address: Operand;
        readonly value: Operand;
        readonly volatile: boolean;
      }
    /** `size` bytes, a 64-bit number, as `memcpy` and the assignment of structs move them. */
    | {
        readonly op: 'copy';
        readonly target: Operand;
        readonly source: Operand;
        readonly size: Operand;
      }
    /** `size` bytes of `value`, which has 8 bits. */
    | {
        readonly op: 'fill';
        readonly target: Operand;
        readonly value: Operand;
        readonly size: Operand;
      }
    /** Reads, computes and writes in one; `dst` gets what was there before. */
    | {
        readonly op: 'atomic';
        readonly dst: Register | null;
        readonly bits: Width;
        readonly operator: AtomicOp;
        readonly address: Operand;
        readonly value: Operand;
      }
    /** Writes `value` where `expected` stood; `dst` gets what was there before. */
    | {
        readonly op: 'compare-exchange';
        readonly dst: Register;
        readonly bits: Width;
        readonly address: Operand;
        readonly expected: Operand;
        readonly value: Operand;
      }
    | {
        readonly op: 'call';
        readonly dst: Register | null;
        readonly callee: Callee;
        readonly args: readonly Operand[];
      }
    /** Inline assembly that is no mere identity. It may do to `memory` and its outputs what it likes. */
    | {
        readonly op: 'asm';
        readonly template: string;
        readonly outputs: readonly AsmOutput[];
        readonly inputs: readonly AsmInput[];
        readonly memory: boolean;
      }
    /** A number or pointer of which nothing is known. `from` is the pointer that was dereferenced for it, if one was. */
    | {
        readonly op: 'havoc';
        readonly dst: Register;
        readonly from: Operand | null;
        readonly why: Unknown;
      }
    /**
     * Writes nobody knows what: somewhere at or behind `base`, or, where that is null, to all memory whose address
     * others have.
     */
    | { readonly op: 'clobber'; readonly base: Operand | null; readonly why: Unknown }
    /** A local comes to life without a value: reading it before a write is undefined in C. */
    | { readonly op: 'indeterminate'; readonly target: Local }
    /** What the compiler may take for true; a run in which the 32-bit `test` is 0 is undefined. */
    | { readonly op: 'assume'; readonly test: Operand }
  );

/** A local variable: in a register, or in memory. */
export type Local =
  | { readonly kind: 'register'; readonly register: Register }
  | { readonly kind: 'slot'; readonly slot: number };
