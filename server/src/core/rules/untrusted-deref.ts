/** Plain dereferences of kernel pointers that the verifier takes for numbers. */
import type { Fix } from '../finding.js';
import type { UntrustedDereference } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, relatedTo } from './wording.js';

export const untrustedDeref: Rule = {
  meta: {
    id: 'untrusted-deref',
    severity: 'error',
    fixable: true,
    summary: 'A pointer is dereferenced that the verifier knows no type of',
  },
  *check({ model, textOf }) {
    for (const each of model.dereferences) yield describe(each, model.hasCoreRead, textOf);
  },
};

/** The verifier's words; kernels before 5.18 say 'inv' for 'scalar' (reg_type_str, kernel/bpf/verifier.c). */
const words = "invalid mem access 'scalar'";

function describe(
  each: UntrustedDereference,
  hasCoreRead: boolean,
  textOf: RuleInput['textOf'],
): RuleFinding {
  const read = fixFor(each, hasCoreRead);
  return {
    span: each.span,
    what: `\`${excerpt(textOf(each.span))}\` cannot be read directly in ${nameProgram(each.program, each.spec)}`,
    advice:
      (isOfUser(each)
        ? 'Copy the memory with `bpf_probe_read_user`'
        : `Read it with ${read ? `\`${read.text}\`` : 'a probe read'}`) +
      `: ${each.isCopied ? 'a probe read gave the pointer' : 'this program type is not BTF-enabled'}, so it is a plain number to the verifier.`,
    doubt: doubtOf(each, 'load'),
    related: relatedTo(each),
    fixes: read ? [read.fix] : [],
    program: each.program.name,
    verifier: words,
  };
}

/** Whether the pointer comes from user space, which a kernel read does not reach. */
function isOfUser({ spec }: UntrustedDereference): boolean {
  return /^(?:u(?:ret)?probe|usdt|k(?:ret)?syscall)\b/.test(spec.section);
}

/** Without the header that defines the macro, the fix is only half of one. */
function fixFor(
  each: UntrustedDereference,
  hasCoreRead: boolean,
): { readonly text: string; readonly fix: Fix } | null {
  if (!each.chain || isOfUser(each)) return null;
  const text = `BPF_CORE_READ(${[each.chain.pointer, ...each.chain.path].join(', ')})`;
  return {
    text,
    fix: { title: `Read it with ${text}`, safe: hasCoreRead, edits: [{ span: each.span, text }] },
  };
}
