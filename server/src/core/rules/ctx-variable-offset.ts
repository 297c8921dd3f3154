/** Elements of a context that are chosen by a value known at run time only. */
import type { ContextAccess } from '../model/file.js';
import { unlessSure } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

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

function* judge(access: ContextAccess, { facts, kernels, model }: RuleInput): Iterable<RuleFinding> {
  const refusal = facts.pointers.refusal('variableOffset', access.spec, kernels, 1, null);
  if (!refusal) return;
  // Relocated offsets are added to the pointer first, which is refused in the words of a moved pointer.
  const moved = model.isRelocated
    ? facts.pointers.refusal('constantOffset', access.spec, kernels, 1, null)
    : null;
  const words = moved?.words ?? refusal.words;
  const what = access.field ? `\`${access.field.replace('[]', '')}\`` : 'The context';
  yield {
    span: access.span,
    ...unlessSure(access),
    message:
      `${what} is indexed by a value known at run time only, and ${nameProgram(access.program, access.spec)} is then refused` +
      `${onSomeKernels(refusal.refusedOn, kernels)}: the verifier says \`${words}\`. ` +
      'Copy the elements into a local array by constant indexes, and choose there.',
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
