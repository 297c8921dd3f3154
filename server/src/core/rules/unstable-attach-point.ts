/** Programs that attach to functions of the kernel by name, where something else runs at the same place. */
import type { Rule, RuleInput } from './rule.js';
import { misreadEntry } from './syscall-entries.js';
import { listSections, nameProgram } from './wording.js';

export const unstableAttachPoint: Rule = {
  meta: {
    id: 'unstable-attach-point',
    severity: 'hint',
    fixable: false,
    isOptIn: true,
    summary: 'A program attaches to a function of the kernel, which other kernels may lack',
  },
  *check(input) {
    const { program } = input.model;
    const { match } = program;
    if (!match?.row.internal || match.target === null) return;
    // What syscall-wrapper says of it is the same advice.
    if (misreadEntry(input.model, input.facts)) return;
    const steadier = instead(match.target, input);
    yield {
      span: program.section.nameSpan,
      what: `\`${match.target}\` in ${nameProgram(program, match.spec)} is a function that other kernels may lack`,
      advice:
        (steadier.length > 0
          ? `${listSections(steadier)} runs at the same place.`
          : 'A tracepoint, an LSM hook or a system call is there on all of them.') +
        ' A function may be renamed, inlined, or called with other arguments.',
      doubt: null,
      related: [],
      fixes: [],
      program: program.name,
    };
  },
};

/** Sections that the loader in force takes and all target kernels load, whose target is there as far as that is known. */
function instead(target: string, { facts, kernels, settings }: RuleInput): readonly string[] {
  const rows = facts.functions.steadier.filter(({ prefix }) => target.startsWith(prefix));
  return rows
    .flatMap(({ prefix, sections }) => sections.map((section) => section + target.slice(prefix.length)))
    .filter((section) => {
      const match = facts.match(section, settings.loader);
      if (!match?.understood || facts.loads.refusedOn(match.spec, kernels).length > 0) return false;
      const { attachesTo } = match.spec;
      return (
        !attachesTo ||
        (settings.types?.has(attachesTo.kind, attachesTo.prefix + (match.target ?? '')) ?? true)
      );
    });
}
