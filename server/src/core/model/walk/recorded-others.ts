/** What a walk finds beside accesses: members that a kernel lacks, registers, and calls of global functions. */
import type { GlobalShape } from '../../kernel/global-functions.js';
import type { FunctionDef } from '../../syntax/ast.js';
import type { Declared } from '../symbols.js';
import type { Located } from './located.js';

/** A member of a struct that the kernel's types have, without such a member: CO-RE does not find it there. */
export interface RecordedMissing {
  /** As the kernel calls it: `inode` for a declared `inode___old`. */
  readonly struct: string;
  readonly member: string;
  /** Its name where it is accessed. */
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** An argument of a traced function that is taken out of the context's registers: `PT_REGS_PARM2(ctx)`. */
export interface RecordedRegister {
  /** From 0. */
  readonly argument: number;
  readonly at: Located;
  readonly calls: readonly Located[];
}

/** A call of a function that the verifier checks by itself. */
export interface RecordedGlobalCall {
  readonly fn: Declared<FunctionDef>;
  /** What the verifier tells apart in its result and its parameters; null where it takes it, or that is not known. */
  readonly result: GlobalShape | null;
  readonly parameters: readonly (GlobalShape | null)[];
  /** Whether no compiler leaves the call out. */
  readonly isKept: boolean;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}
