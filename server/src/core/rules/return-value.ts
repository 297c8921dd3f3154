/** Constants that the verifier does not let this program return. */
import type { ProgramReturn } from '../model/file.js';
import { doubtOf } from './certainty.js';
import { returnsText } from './ranges.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const returnValue: Rule = {
  meta: {
    id: 'return-value',
    severity: 'error',
    fixable: false,
    summary: 'A program returns a constant that its type does not accept',
  },
  *check(input) {
    for (const each of input.model.returns) {
      const findings = each.values.map((value) => judge(each, Number(BigInt.asIntN(32, value)), input));
      yield* findings.filter((finding) => finding !== null).slice(0, 1);
    }
  },
};

function judge(each: ProgramReturn, value: number, { facts, kernels }: RuleInput): RuleFinding | null {
  const refusedOn = facts.returns.refusedOn(each.spec, value, kernels);
  const kernel = refusedOn.at(-1);
  if (kernel === undefined || each.isRuledOut(BigInt(value))) return null;
  const words = facts.returns.message(each.spec, value, kernel);
  return {
    span: each.span,
    what: `\`${value}\` cannot be returned in ${nameProgram(each.program, each.spec)}${onSomeKernels(refusedOn, kernels)}`,
    advice: `It may return ${returnsText(facts.returns.accepted(each.spec, kernels))}.`,
    doubt: doubtOf({ ...each, isExecuted: () => each.isExecuted(BigInt(value)) }, 'other'),
    related: relatedTo(each),
    fixes: [],
    program: each.program.name,
    verifier: words,
  };
}
