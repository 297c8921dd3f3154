/** Whether a program looks at its context through the struct of another program type. */
import type { KernelFacts } from '../kernel/facts.js';
import type { ContextAccess } from '../model/file.js';
import type { ProgramSpec } from '../kernel/sections.js';

/**
 * Whether `struct` is some program type's context and not this one's. Structs that are nobody's context may
 * be an author's own view of it, and what a freplace program gets is its target's business; `struct x___flavor` is CO-RE's way to say `struct x`.
 */
export function isOtherContext(struct: string, spec: ProgramSpec, facts: KernelFacts): boolean {
  if (spec.takesOver) return false;
  const plain = struct.replace(/___\w+$/, '');
  if (plain === spec.context || plain === firstMember(spec, facts)) return false;
  return /^bpf_iter__\w+$/.test(plain) || facts.programs.some((program) => program.context === plain);
}

/** A pointer to a struct may also be used as one to its first member. */
function firstMember(spec: ProgramSpec, facts: KernelFacts): string | null {
  const first = spec.context === null ? null : facts.context(spec.context)?.fields[0];
  return first?.offset === 0 ? (first.struct ?? null) : null;
}

/** Whether an access sees the context as that of another program type. */
export function isThroughOtherContext(access: ContextAccess, facts: KernelFacts): boolean {
  return access.region === 'ctx' && isOtherContext(access.struct, access.spec, facts);
}

/** Whether ctx-type-mismatch speaks about this access: the program's own parameter is of that other struct. */
export function isThroughOtherParameter(access: ContextAccess, facts: KernelFacts): boolean {
  return access.program.context?.struct === access.struct && isThroughOtherContext(access, facts);
}
