/** What expressions come to while they are lowered: C's values and lvalues. Plain data. */
import type { Type } from '../model/types.js';
import type { Operand, Register, Unknown } from './instruction.js';
import type { Width } from './operator.js';

/** What an expression gives: a number or pointer of its type's width; of a struct the address of its bytes. */
export interface Value {
  readonly operand: Operand;
  readonly type: Type;
}

/** A bit-field in the aligned unit that compilers read and write for it. */
export interface BitField {
  /** Bits of the unit. */
  readonly unit: Width;
  /** From the unit's lowest bit. */
  readonly shift: number;
  readonly width: number;
}

/** What an expression stands for on the left of an assignment. */
export type Place =
  | { readonly kind: 'register'; readonly register: Register; readonly local: number; readonly type: Type }
  | {
      readonly kind: 'memory';
      readonly address: Operand;
      readonly type: Type;
      readonly volatile: boolean;
      /** Set where some of the bits at the address are meant. */
      readonly bits: BitField | null;
    }
  /** Somewhere at or behind a pointer; null where not even that is known. */
  | { readonly kind: 'unknown'; readonly base: Operand | null; readonly type: Type; readonly why: Unknown };
