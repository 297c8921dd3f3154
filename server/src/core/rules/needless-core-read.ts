/** Probe reads through kernel pointers that may simply be dereferenced. */
import type { Fix } from '../finding.js';
import type { NeedlessProbeRead } from '../model/file.js';
import type { Rule, RuleFinding } from './rule.js';
import { excerpt, nameProgram, relatedTo } from './wording.js';

export const needlessCoreRead: Rule = {
  meta: {
    id: 'needless-core-read',
    severity: 'hint',
    fixable: true,
    summary: 'A typed kernel pointer is read with a probe read, where it may simply be dereferenced',
  },
  *check({ model }) {
    for (const each of model.needless) {
      const text = directText(each);
      if (text !== null) yield describe(each, text);
    }
  },
};

/** `task->mm->pgd` for `BPF_CORE_READ(task, mm, pgd)`; only the form that has a value says just that. */
function directText({ row, pointer, path }: NeedlessProbeRead): string | null {
  if (row.form !== 'value' || row.user || !path || path.length === 0) return null;
  return [pointer, ...path].join('->');
}

function describe(each: NeedlessProbeRead, text: string): RuleFinding {
  const fix: Fix = { title: `Read ${text} directly`, safe: false, edits: [{ span: each.span, text }] };
  return {
    span: each.span,
    what: `\`${each.row.name}\` is not needed in ${nameProgram(each.program, each.spec)}, where \`${excerpt(each.pointer)}\` has a type`,
    advice: `\`${text}\` reads the same without a helper call, as far as no pointer in it may be NULL.`,
    doubt: null,
    related: relatedTo(each),
    fixes: [fix],
    program: each.program.name,
    tags: ['unnecessary'],
  };
}
