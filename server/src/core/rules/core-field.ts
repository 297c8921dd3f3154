/** Members that CO-RE does not find in the kernel, where its types are at hand. */
import type { MissingMember } from '../model/file.js';
import { isSure } from './certainty.js';
import { closest } from './closest.js';
import type { Rule, RuleFinding } from './rule.js';
import { nameProgram, relatedTo } from './wording.js';

export const coreField: Rule = {
  meta: {
    id: 'core-field',
    severity: 'error',
    fixable: false,
    needsTypes: true,
    summary: 'The kernel that the program must load on has no such member of its struct',
  },
  *check({ model, settings: { types } }) {
    if (!types) return;
    // What a question decides (`bpf_core_field_exists`), or anything else that is known at load, may never run there.
    for (const each of model.missing)
      if (isSure(each)) yield describe(each, types.name, nearest(each, types.record('struct', each.struct)));
  },
};

function nearest(
  { member }: MissingMember,
  record: { readonly members: readonly { readonly name: string }[] } | null,
): string | null {
  return closest(
    member,
    (record?.members ?? []).flatMap(({ name }) => (name === '' ? [] : name)),
  );
}

const ask = 'Where only some kernels have it, ask `bpf_core_field_exists`';

/** The loader's words; the kernel meets a call of no function: bpf_core_poison_insn(), libbpf src/relo_core.c. */
function describe(each: MissingMember, kernel: string, near: string | null): RuleFinding {
  return {
    span: each.span,
    what: `\`${each.member}\` is no member of \`${each.struct}\` in ${kernel}`,
    verifier: 'failed to resolve CO-RE relocation',
    advice: `${near === null ? '' : `Did you mean \`${near}\`? `}${ask} before ${nameProgram(each.program, each.spec)} reads it.`,
    doubt: null,
    related: relatedTo(each),
    fixes: [],
    program: each.program.name,
    struct: each.struct,
    field: each.member,
  };
}
