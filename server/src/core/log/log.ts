/**
 * What a verifier log says, as plain data: lines, instructions, values of registers. Knows the shapes, not how
 * they are read, and nothing of what a message means. Lines are counted from 0.
 */

/** A line of a log without what its wrapper put around it, and the line of the given text that it comes from. */
export interface LogLine {
  readonly text: string;
  readonly line: number;
}

/** `R0` to `R10`, or a place in the stack of 8 bytes by its offset from the frame pointer: `fp-8`. */
export type Location = string;

/** A register, or a number that stands in the instruction. */
export type Operand = { readonly register: Location } | { readonly number: number };

/** Memory as an instruction names it; offset and size in bytes. */
export interface Memory {
  readonly base: Location;
  readonly offset: number;
  readonly size: number;
}

export type Callee =
  { readonly kind: 'named'; readonly name: string } | { readonly kind: 'subprogram'; readonly pc: number };

/** What an instruction does, as far as a trail needs it. */
export type Operation =
  | { readonly kind: 'move'; readonly target: Location; readonly from: Operand }
  | { readonly kind: 'math'; readonly target: Location; readonly operator: string; readonly from: Operand }
  | { readonly kind: 'load'; readonly target: Location; readonly memory: Memory }
  | { readonly kind: 'store'; readonly memory: Memory; readonly from: Operand }
  | { readonly kind: 'atomic'; readonly memory: Memory; readonly target: Location | null }
  | { readonly kind: 'constant'; readonly target: Location }
  | { readonly kind: 'call'; readonly callee: Callee }
  | { readonly kind: 'jump'; readonly condition: Condition | null; readonly to: number }
  | { readonly kind: 'exit' }
  | { readonly kind: 'other' };

export interface Condition {
  readonly left: Location;
  readonly operator: string;
  readonly right: Operand;
}

export interface Instruction {
  /** Its number in the program, from 0. */
  readonly pc: number;
  /** The first byte of the instruction. */
  readonly opcode: number;
  readonly text: string;
  readonly operation: Operation;
}

/** What the verifier knows of a register or a place in the stack. */
export interface Value {
  /** As the log prints it. */
  readonly text: string;
  /** `scalar`, `pkt`, `map_value_or_null`, `fp`, ...: the words of the newest kernels. */
  readonly kind: string;
  /** Values of one origin share an id; 0 where there is none. */
  readonly id: number;
  /** The part of a pointer's offset that is a constant. */
  readonly offset: number;
  /** Bytes of the packet that were compared with data_end; of pointers to the packet only. */
  readonly range: number | null;
  /** Bytes of the object behind the pointer: a map's value, memory of known size. */
  readonly size: number | null;
  readonly map: string | null;
  /** Of a number, or of the variable part of a pointer's offset; null where a side is not bounded. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Registers and places in the stack of one frame. */
export type Registers = ReadonlyMap<Location, Value>;

/** Where the log itself says that an instruction stands. */
export interface Annotation {
  /** The source line's text, without the space around it. */
  readonly text: string;
  /** As the log names it; null on kernels before 6.7, which do not. */
  readonly file: string | null;
  /** From 0; null where there is no file. */
  readonly line: number | null;
}

/** An instruction on the path to the end of the log, with what was known before and after it. */
export interface Step {
  readonly instruction: Instruction;
  /** 0 in the program itself, 1 in a function that it calls, and so on. */
  readonly frame: number;
  readonly before: Registers;
  readonly after: Registers;
  /** Null where the log does not say it. */
  readonly annotation: Annotation | null;
  /** For a conditional jump that another instruction follows: whether it was taken. */
  readonly jumped: boolean | null;
  /** The line of the given text. */
  readonly line: number;
}

/** The verifier's own figures. */
export interface Statistics {
  readonly instructions?: number;
  readonly limit?: number;
  readonly states?: number;
  readonly peak?: number;
  readonly stack?: string;
  readonly microseconds?: number;
}
