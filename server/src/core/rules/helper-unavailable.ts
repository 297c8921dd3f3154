/** Calls of helpers that this program type may not call on the target kernels. */
import type { Fix } from '../finding.js';
import type { HelperCall } from '../model/file.js';
import type { KernelFacts } from '../kernel/facts.js';
import { measuredKey } from '../kernel/sections.js';
import type { KernelSet } from '../kernel/versions.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { listSections, nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const helperUnavailable: Rule = {
  meta: {
    id: 'helper-unavailable',
    severity: 'error',
    fixable: true,
    summary: 'A helper is called that programs of this type may not call',
  },
  *check(input) {
    for (const call of input.model.helperCalls) {
      const finding = call.guarded ? null : judge(call, input);
      if (finding) yield finding;
    }
  },
};

/** A kernel that lacks the helper altogether is too-new's business. */
function judge(call: HelperCall, { facts, kernels, model, textOf }: RuleInput): RuleFinding | null {
  const { helpers } = facts;
  const id = helpers.id(call.name);
  if (id === null) return null;
  const having = kernels.filter((kernel) => helpers.exists(id, kernel));
  const refusedOn = helpers.refusedOn(id, call.spec, having);
  const kernel = refusedOn.at(-1);
  if (kernel === undefined) return null;
  const words = helpers.message(id, kernel);
  const substitute = substituteFor(call, facts, kernels);
  return {
    span: call.span,
    what: `\`${call.name}\` cannot be called in ${nameProgram(call.program, call.spec)}${onSomeKernels(refusedOn, kernels)}`,
    advice: adviceFor(id, substitute, facts, kernels),
    doubt: doubtOf(call, 'other'),
    related: relatedTo(call),
    fixes:
      substitute === null || isOfContext(call, model) ? [] : replaceName(call, substitute, textOf(call.span)),
    program: call.program.name,
    verifier: words,
  };
}

/** A probe read of a context needs no other helper but direct access. */
function isOfContext({ span }: HelperCall, model: RuleInput['model']): boolean {
  return model.probeReads.some((read) => read.span.start === span.start);
}

function substituteFor(call: HelperCall, facts: KernelFacts, kernels: KernelSet): string | null {
  const name = facts.readings.substitute(call.name);
  const id = name === null ? null : facts.helpers.id(name);
  return id !== null && facts.helpers.refusedOn(id, call.spec, kernels).length === 0 ? name : null;
}

function adviceFor(id: number, substitute: string | null, facts: KernelFacts, kernels: KernelSet): string {
  if (substitute !== null) return `\`${substitute}\` does the same and can be called here.`;
  const allowing = new Map<string, string>();
  for (const program of facts.programs) {
    if (program.variantOf || facts.helpers.refusedOn(id, program, kernels).length > 0) continue;
    if (!allowing.has(measuredKey(program))) allowing.set(measuredKey(program), program.section);
  }
  return allowing.size === 0
    ? `No program type can call it${kernels.length > 1 ? ' on all of them' : ''}.`
    : `It can be in ${listSections([...allowing.values()])}.`;
}

function replaceName(call: HelperCall, name: string, written: string): readonly Fix[] {
  if (written !== call.name) return [];
  return [{ title: `Call ${name}`, safe: true, edits: [{ span: call.span, text: name }] }];
}
