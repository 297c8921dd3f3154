/** The operators of the intermediate representation, and the widths that they work on. Knows no instruction. */

/** How many bits a number has. A pointer has 64. */
export type Width = 8 | 16 | 32 | 64;

/** `u` operators take their operands as unsigned, `s` as signed; `lshr` fills with zeros, `ashr` with the sign. */
export type BinaryOp =
  'add' | 'sub' | 'mul' | 'udiv' | 'sdiv' | 'umod' | 'smod' | 'and' | 'or' | 'xor' | 'shl' | 'lshr' | 'ashr';

/** `bswap` reverses the order of the bytes. */
export type UnaryOp = 'neg' | 'not' | 'bswap';

export type Predicate = 'eq' | 'ne' | 'ult' | 'ule' | 'ugt' | 'uge' | 'slt' | 'sle' | 'sgt' | 'sge';

/** Zero extension, sign extension, truncation. */
export type CastKind = 'zext' | 'sext' | 'trunc';

export type AtomicOp = 'add' | 'sub' | 'and' | 'or' | 'xor' | 'nand' | 'exchange';
