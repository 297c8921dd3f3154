/** Sockets that the verifier wants compared with NULL before they are used. */
import type { UncheckedPointer } from '../model/file.js';
import type { LocatedFault } from '../violations/located-fault.js';
import { doubtOf } from './certainty.js';
import { faultFinding } from './faults.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, relatedTo } from './wording.js';

export const missingNullCheck: Rule = {
  meta: {
    id: 'missing-null-check',
    severity: 'error',
    fixable: false,
    summary: 'A pointer that may be NULL is used before it was compared with it',
  },
  *check(input) {
    for (const each of input.model.unchecked) {
      const finding = judge(each, input);
      if (finding) yield finding;
    }
  },
  *checkFaults(input, faults) {
    for (const fault of faults) if (fault.danger === 'null') yield describe(fault, input);
  },
};

function describe(fault: LocatedFault, input: RuleInput): RuleFinding {
  const { span, origin, isDecided } = fault;
  const pointer = excerpt(pointerIn(input.textOf(span), false));
  const when = origin?.map
    ? `when \`${origin.map}\` has no entry for the key`
    : `when \`${origin?.call ?? 'the call'}\` gives nothing`;
  return {
    ...faultFinding(fault, input),
    what: `\`${pointer}\` is NULL here ${when}`,
    advice: 'Compare it with NULL first.',
    verifier: wordsFor(isDecided, origin?.map !== null),
  };
}

/**
 * A pointer that was found to be NULL is a number from there on, if the compiler kept the test
 * (mark_ptr_or_null_regs(), kernel/bpf/verifier.c).
 */
function wordsFor(isDecided: boolean, isMapValue: boolean): string {
  return isMapValue && !isDecided ? "invalid mem access 'map_value_or_null'" : 'invalid mem access';
}

function judge(each: UncheckedPointer, { facts, kernels, textOf }: RuleInput): RuleFinding | null {
  const said = kernels
    .map((kernel) => facts.access.nullCheck({ program: each.spec, region: each.region }, kernel))
    .findLast((said) => said !== null);
  if (!said || (each.use !== 'dropped' && each.isRuledOut())) return null;
  const pointer = pointerIn(textOf(each.span), each.isArgument);
  const words = each.isArgument ? asArgument(said) : said;
  return {
    span: each.span,
    what: `\`${excerpt(pointer)}\` may be NULL in ${nameProgram(each.program, each.spec)}`,
    advice: /^\w+$/.test(pointer)
      ? `Compare \`${pointer}\` with NULL first.`
      : 'Keep it in a variable and compare that with NULL first.',
    doubt: doubtOf(each, 'load'),
    related: relatedTo(each),
    fixes: [],
    program: each.program.name,
    verifier: words,
  };
}

/** What is said to such a pointer as an argument (check_reg_type, kernel/bpf/verifier.c). */
function asArgument(words: string): string {
  return `R1 type=${/'(.*)'/.exec(words)?.[1] ?? 'sock_or_null'} expected=sock_common`;
}

/** The pointer as written: what stands before the last `->`, behind the `*` or before the `[` of what is read through it. */
function pointerIn(written: string, isArgument: boolean): string {
  if (isArgument) return written;
  const found =
    /^(.*)->/s.exec(written) ??
    /^\*\s*(.*)$/s.exec(written) ??
    /^(.*)\[[^[\]]*\]$/s.exec(written) ??
    /^\w+\(\s*&?([^,()]+),/.exec(written);
  return found?.[1] ?? written;
}
