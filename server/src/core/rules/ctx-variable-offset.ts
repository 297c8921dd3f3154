/** Elements of a context that are chosen by a value known at run time only. */
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import type { ContextAccess } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const ctxVariableOffset: Rule = {
  meta: {
    id: 'ctx-variable-offset',
    severity: 'error',
    fixable: false,
    summary: 'A context is accessed at an offset that is known at run time only',
  },
  *check(input) {
    for (const access of input.model.accesses) {
      if (access.elements && !access.elements.inLoop && isOpen(access)) yield* judge(access, input);
    }
  },
};

/** Whether the compiler does not know the index, either. */
function isOpen(access: ContextAccess): boolean {
  return access.guarded || access.use === 'dropped' || !access.isRuledOut();
}

function* judge(access: ContextAccess, { facts, kernels, model, textOf }: RuleInput): Iterable<RuleFinding> {
  const refusal = facts.pointers.refusal('variableOffset', access.spec, kernels, 1, null);
  if (!refusal) return;
  // Relocated offsets are added to the pointer first, which is refused in the words of a moved pointer.
  const moved = model.isRelocated
    ? facts.pointers.refusal('constantOffset', access.spec, kernels, 1, null)
    : null;
  const words = arithmeticOn(access, facts, kernels) ?? moved?.words ?? refusal.words;
  const what = access.field?.replace('[]', '') ?? excerpt(textOf(access.span));
  yield {
    span: access.span,
    what:
      `\`${what}\` cannot be indexed at run time in ` +
      `${nameProgram(access.program, access.spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    advice: 'Copy the elements into a local array by constant indexes, and choose there.',
    doubt: doubtOf(access, access.access === 'read' ? 'load' : 'other'),
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    ...(access.field ? { field: access.field } : {}),
    ...(access.access === 'unknown' ? {} : { access: access.access }),
    size: access.size,
    verifier: words,
  };
}

/**
 * What is said to a number that is added to a pointer to a socket (adjust_ptr_min_max_vals, kernel/bpf/verifier.c),
 * which the verifier calls by the type that it names where a comparison with NULL is missing; null for the context.
 */
function arithmeticOn(
  { region, spec }: ContextAccess,
  facts: KernelFacts,
  kernels: KernelSet,
): string | null {
  if (region === 'ctx') return null;
  const said = kernels.map((kernel) => facts.access.nullCheck({ program: spec, region }, kernel));
  const type = /'(\w+?)(?:_or_null)?'/.exec(said.findLast((words) => words !== null) ?? '')?.[1];
  return type ? `pointer arithmetic on ${type} prohibited` : 'pointer arithmetic on';
}
