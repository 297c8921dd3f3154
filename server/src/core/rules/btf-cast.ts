/** Typed kernel pointers that were cast to another struct, and are read where the verifier's struct ends. */
import type { KernelTypes } from '../btf/kernel-types.js';
import type { Fix } from '../finding.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { PointerOperation } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, relatedTo } from './wording.js';

export const btfCast: Rule = {
  meta: {
    id: 'btf-cast',
    severity: 'error',
    fixable: true,
    summary: 'A typed kernel pointer is cast to another struct and read beyond its own',
  },
  *check(input) {
    for (const each of input.model.operations) {
      const finding = each.guarded ? null : judge(each, input);
      if (finding) yield finding;
    }
  },
};

function judge(each: PointerOperation, input: RuleInput): RuleFinding | null {
  const { operation, program, spec, span } = each;
  if (operation.kind !== 'cast read') return null;
  const { from, to, member, pointer } = operation;
  const { facts, settings, textOf } = input;
  if (!liesBeyond(from, to, member, facts, settings.types ?? null)) return null;
  const text = textOf(span);
  return {
    span,
    what: `\`${excerpt(text)}\` is out of reach in ${nameProgram(program, spec)}`,
    verifier: `access beyond struct ${from}`,
    advice: `The pointer stays a \`${from}\` to the verifier, whatever it is cast to: read it with \`BPF_CORE_READ\`, or have a helper cast it.`,
    doubt: doubtOf(each, 'load'),
    related: relatedTo(each),
    fixes: readInstead(each, pointer === null ? null : textOf({ ...span, ...pointer }), member, input),
    program: program.name,
  };
}

/** Whether a member of `to` lies behind the end of `from`: by the kernel's types, else where `to` begins with `from`. */
function liesBeyond(
  from: string,
  to: string,
  name: string,
  facts: KernelFacts,
  types: KernelTypes | null,
): boolean {
  const [own, seen] = [types?.record('struct', from), types?.record('struct', to)];
  const member = seen?.member(name);
  if (own && member) return member.offset >= own.size * 8;
  const first = facts.readings.embedded(to);
  return first !== null && first.member !== name && beginsWith(to, from, facts);
}

function beginsWith(struct: string, start: string, facts: KernelFacts): boolean {
  const first = facts.readings.embedded(struct);
  return first !== null && (first.struct === start || beginsWith(first.struct, start, facts));
}

/** Without the header that defines the macro, the fix is only half of one. */
function readInstead(
  { span }: PointerOperation,
  pointer: string | null,
  member: string,
  { model }: RuleInput,
): readonly Fix[] {
  if (pointer === null) return [];
  const text = `BPF_CORE_READ(${pointer}, ${member})`;
  return [{ title: `Read it with ${text}`, safe: model.hasCoreRead, edits: [{ span, text }] }];
}
