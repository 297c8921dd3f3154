/** Calls of helpers that this program type may not call on the target kernels. */
import type { Fix } from '../finding.js';
import type { HelperCall } from '../model/file.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import { mayHaveChanged } from './between.js';
import { doubtOf } from './certainty.js';
import { mayCall, whereToCall } from './nearest.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

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

/** A kernel that lacks the helper altogether is too-new's business; one that wants a sleepable program, sleepable-context's. */
function judge(call: HelperCall, input: RuleInput): RuleFinding | null {
  const { facts, kernels, model, textOf } = input;
  const { helpers } = facts;
  const id = helpers.id(call.name);
  if (id === null || helpers.kernelsThat('sleeps', id, call.spec, kernels).length > 0) return null;
  const refusedOn = helpers.kernelsThat('refused', id, call.spec, kernels);
  const kernel = refusedOn.at(-1);
  if (kernel === undefined) return null;
  const substitute = substituteFor(call, facts, kernels);
  const isRefused = (other: string): boolean => helpers.verdict(id, call.spec, other) === 'refused';
  return {
    span: call.span,
    what: `\`${call.name}\` cannot be called in ${nameProgram(call.program, call.spec)}${onSomeKernels(refusedOn, kernels)}`,
    advice:
      substitute === null
        ? whereToCall(id, call.spec, facts, kernels)
        : `\`${substitute}\` does the same and can be called here.`,
    doubt: mayHaveChanged(refusedOn, input, isRefused) ? 'between' : doubtOf(call, 'other'),
    related: relatedTo(call),
    fixes:
      substitute === null || isOfContext(call, model) ? [] : replaceName(call, substitute, textOf(call.span)),
    program: call.program.name,
    verifier: helpers.message(id, call.spec, kernel),
  };
}

/** A probe read of a context needs no other helper but direct access. */
function isOfContext({ span }: HelperCall, model: RuleInput['model']): boolean {
  return model.probeReads.some((read) => read.span.start === span.start);
}

function substituteFor(call: HelperCall, facts: KernelFacts, kernels: KernelSet): string | null {
  const name = facts.readings.substitute(call.name);
  const id = name === null ? null : facts.helpers.id(name);
  return id !== null && mayCall(id, call.spec, facts, kernels) ? name : null;
}

function replaceName(call: HelperCall, name: string, written: string): readonly Fix[] {
  if (written !== call.name) return [];
  return [{ title: `Call ${name}`, safe: true, edits: [{ span: call.span, text: name }] }];
}
