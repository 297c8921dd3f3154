/** Context pointers that were moved: handed on, or moved from a member whose offset is relocated. */
import type { ContextAccess } from '../model/file.js';
import { doubtOf } from './certainty.js';
import { refusedPointer } from './passed-pointers.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const ctxPointerArithmetic: Rule = {
  meta: {
    id: 'ctx-pointer-arithmetic',
    severity: 'error',
    fixable: false,
    summary: 'A context pointer is used after it was moved',
  },
  *check(input) {
    for (const address of input.model.addresses) {
      if (address.path !== '') continue;
      const advice = 'The pointer was moved: pass the context itself, or what was read from it.';
      yield* refusedPointer(address, advice, input);
    }
    if (!input.model.isRelocated) return;
    for (const access of input.model.accesses) yield* judgeBeside(access, input);
  },
};

/**
 * The offset of a member is known when the program is loaded: the compiler adds it to the pointer in an instruction
 * of its own, and only an access at that very place can take it in.
 */
function* judgeBeside(access: ContextAccess, { facts, kernels, textOf }: RuleInput): Iterable<RuleFinding> {
  const { memberAt } = access;
  if (memberAt === null || memberAt === 0 || access.region !== 'ctx' || access.elements) return;
  const refusal = facts.pointers.refusal('constantOffset', access.spec, kernels, 1, memberAt);
  if (!refusal) return;
  const direction = access.access === 'write' ? 'write' : 'read';
  yield {
    span: access.span,
    what:
      `\`${excerpt(textOf(access.span))}\` lies beside its member in ` +
      `${nameProgram(access.program, access.spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    advice:
      'The offsets of vmlinux.h are relocated, so the compiler moves the context pointer to the member first. ' +
      'Name the member or the element that is meant, and take a part of its value by a shift.',
    doubt: doubtOf(access, direction === 'read' ? 'load' : 'other'),
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    access: direction,
    size: access.size,
    verifier: refusal.words,
  };
}
