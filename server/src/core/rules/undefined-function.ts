/** Calls of functions of the C library and the kernel that are in no object, so that no loader finds them. */
import type { Fix } from '../finding.js';
import type { UndefinedRow } from '../kernel/reading-rows.js';
import type { OutsideCall } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { Doubt } from './doubts.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { relatedTo } from './wording.js';

export const undefinedFunction: Rule = {
  meta: {
    id: 'undefined-function',
    severity: 'error',
    fixable: true,
    summary: 'A function of the C library or the kernel is called, which no BPF program can call',
  },
  *check(input) {
    for (const call of input.model.outsideCalls) {
      const finding = call.guarded ? null : judge(call, input);
      if (finding) yield finding;
    }
  },
};

/** What is declared nowhere may be a macro of a header that was not read; a function of the kernel is another rule's. */
function judge(call: OutsideCall, input: RuleInput): RuleFinding | null {
  const { facts, settings } = input;
  const row = facts.readings.undefined(call.name);
  if (!row || call.declared === 'ksym' || (call.declared === 'nowhere' && mayBeSeen(call, input)))
    return null;
  if (row.folds && call.isConstant) return null;
  const { substitute } = row;
  return {
    span: call.span,
    what: `\`${call.name}\` is in no object that a BPF program is made of`,
    advice: substitute === undefined ? (row.instead ?? '') : `\`${substitute}\` does the same.`,
    doubt: doubtFor(row, call),
    related: relatedTo(call),
    fixes: substitute === undefined ? [] : replaceName(call, substitute, input),
    program: call.program.name,
    ...(settings.loader === 'libbpf' && { verifier: `failed to find BTF for extern '${call.name}'` }),
  };
}

/** Projects that do without libbpf's headers declare helpers as pointers, without `bpf_`, by macros of their own. */
function mayBeSeen({ name }: OutsideCall, { facts, model }: RuleInput): boolean {
  return !model.isAllRead || facts.helpers.id(`bpf_${name}`) !== null;
}

function doubtFor(row: UndefinedRow, call: OutsideCall): Doubt | null {
  if (row.expands) return 'expanded';
  return row.folds ? 'folded' : doubtOf({ ...call, use: 'used' }, 'other');
}

/** Names for byte orders need their header. */
function replaceName(call: OutsideCall, name: string, { model, textOf, facts }: RuleInput): readonly Fix[] {
  if (textOf(call.span) !== call.name) return [];
  const isThere = model.hasEndian || facts.helpers.id(name) !== null;
  const title = isThere ? `Call ${name}` : `Call ${name}, of <bpf/bpf_endian.h>`;
  return [{ title, safe: isThere, edits: [{ span: call.span, text: name }] }];
}
