/** What the rules on pointers into a context share: who gets them, and what the verifier says there. */
import type { PassedAddress } from '../model/file.js';
import { unlessSure } from './certainty.js';
import type { RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

/** A finding for a pointer into a context that a helper or a function kept apart gets; none where it is accepted. */
export function* refusedPointer(
  address: PassedAddress,
  what: string,
  advice: string,
  { facts, kernels }: RuleInput,
): Iterable<RuleFinding> {
  if (address.receiver === 'copy' || address.receiver === 'global' || address.region !== 'ctx') return;
  const use = address.receiver === 'helper' && address.argument > 0 ? 'fieldAddress' : 'constantOffset';
  if (use === 'constantOffset' && address.offset === 0) return;
  const refusal = facts.pointers.refusal(use, address.spec, kernels, address.argument + 1, address.offset);
  if (!refusal) return;
  const to =
    address.receiver === 'helper'
      ? `the helper \`${address.callee}\``
      : `\`${address.callee}\`, which is not inlined,`;
  yield {
    span: address.span,
    ...unlessSure({ ...address, use: 'used' }),
    message:
      `${what} is handed to ${to} in ${nameProgram(address.program, address.spec)}${onSomeKernels(refusal.refusedOn, kernels)}: ` +
      `the verifier says \`${refusal.words}\`. ${advice}`,
    related: relatedTo(address),
    fixes: [],
    program: address.program.name,
    verifier: refusal.words,
  };
}
