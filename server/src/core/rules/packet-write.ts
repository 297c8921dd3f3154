/** Stores through packet pointers in programs whose packet is read-only. */
import { located, isLocated } from '../model/walk/located.js';
import { doubtOf } from './certainty.js';
import type { PointerOperation } from '../model/file.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const packetWrite: Rule = {
  meta: {
    id: 'packet-write',
    severity: 'error',
    fixable: false,
    summary: 'A packet is written in a program that may only read it',
  },
  *check(input) {
    for (const each of input.model.operations) {
      const finding = each.guarded ? null : judge(each, input);
      if (finding) yield finding;
    }
  },
};

function judge(each: PointerOperation, { facts, kernels, textOf }: RuleInput): RuleFinding | null {
  const { operation, program, spec, span } = each;
  if (operation.kind !== 'packet write' || !isLocated(span)) return null;
  const refusal = facts.pointers.refusal('packetWrite', spec, kernels, 1, null);
  if (!refusal) return null;
  const target = located(span.content, operation.target);
  return {
    span: target,
    what: `\`${excerpt(textOf(target))}\` cannot be written in ${nameProgram(program, spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    verifier: refusal.words,
    advice: 'The packet is read-only there: copy what you change, or change it in a `tc` or `xdp` program.',
    doubt: doubtOf(each, 'other'),
    related: relatedTo(each),
    fixes: [],
    program: program.name,
  };
}
