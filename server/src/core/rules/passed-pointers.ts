/** What the rules on pointers into a context share: who gets them, and what the verifier says there. */
import type { PassedAddress } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, onSomeKernels, relatedTo } from './wording.js';

/** A finding for a pointer into a context that a helper or a function kept apart gets; none where it is accepted. */
export function* refusedPointer(
  address: PassedAddress,
  advice: string,
  { facts, kernels, textOf }: RuleInput,
): Iterable<RuleFinding> {
  if (address.receiver === 'copy' || address.receiver === 'global' || address.region !== 'ctx') return;
  const use = address.receiver === 'helper' && address.argument > 0 ? 'fieldAddress' : 'constantOffset';
  if (use === 'constantOffset' && address.offset === 0) return;
  const refusal = facts.pointers.refusal(use, address.spec, kernels, address.argument + 1, address.offset);
  if (!refusal) return;
  yield {
    span: address.span,
    what:
      `\`${excerpt(textOf(address.span))}\` cannot be an argument in ` +
      `${nameProgram(address.program, address.spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    advice: address.receiver === 'helper' ? advice : `\`${address.callee}\` is not inlined. ${advice}`,
    doubt: doubtOf({ ...address, use: 'used' }, 'other'),
    related: relatedTo(address),
    fixes: [],
    program: address.program.name,
    verifier: refusal.words,
  };
}
