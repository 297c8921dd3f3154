/** The current task as a number where all target kernels give it as a pointer that can be read through. */
import type { HelperCall } from '../model/file.js';
import { mayCall } from './nearest.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, relatedTo } from './wording.js';

const typed = 'bpf_get_current_task_btf';

export const currentTask: Rule = {
  meta: {
    id: 'current-task',
    severity: 'hint',
    fixable: true,
    summary: 'The current task is taken as a number though all target kernels give a typed pointer',
  },
  *check(input) {
    // What is read through the number is refused, and told of there.
    if (input.model.dereferences.length > 0) return;
    const id = input.facts.helpers.id(typed);
    for (const call of input.model.helperCalls) {
      if (call.name !== 'bpf_get_current_task' || !isCast(call, input) || id === null) continue;
      if (mayCall(id, call.spec, input.facts, input.kernels)) yield describe(call, input);
    }
  },
};

/** Characters in front of a call that are looked at. */
const castLength = 60;

/** Whether the number becomes a pointer at once, so that nothing else changes with the helper. */
function isCast({ span }: HelperCall, { textOf }: RuleInput): boolean {
  const before = textOf({ ...span, start: Math.max(0, span.start - castLength), end: span.start });
  return /\(\s*(?:const\s+)?struct\s+task_struct\s*\*\s*\)\s*$/.test(before);
}

function describe(call: HelperCall, { textOf }: RuleInput): RuleFinding {
  const isWritten = textOf(call.span) === call.name;
  return {
    span: call.span,
    what: `\`${call.name}\` in ${nameProgram(call.program, call.spec)} gives a number`,
    advice: `\`${typed}\` gives a pointer that can be read through without copying, and that helpers take.`,
    doubt: null,
    related: relatedTo(call),
    fixes: isWritten
      ? [{ title: `Call ${typed}`, safe: true, edits: [{ span: call.span, text: typed }] }]
      : [],
    program: call.program.name,
  };
}
