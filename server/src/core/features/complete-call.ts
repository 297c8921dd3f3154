/** Helpers where a name is typed in a program: those that it may call first, the others with the reason. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import type { Completion } from './completion-entry.js';
import { prototypeOf } from './describe-helper.js';
import { codeBefore, programAt } from './typed-call.js';

/** Empty where no name that begins like a helper's is typed, and outside of programs. */
export function completeCall(analysis: Analysis, facts: KernelFacts, offset: number): readonly Completion[] {
  const { text, settings } = analysis;
  const typed = /(?<![\w.>])b(?:pf?(?:_\w*)?)?$/.exec(codeBefore(text, offset))?.[0];
  const program = typed === undefined ? null : programAt(analysis, facts, offset);
  if (typed === undefined || !program) return [];
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const span = { start: offset - typed.length, end: offset };
  const items = facts.helpers.names.map((name): Completion => {
    const id = facts.helpers.id(name) ?? 0;
    const refusal = refusalOf(id, program.spec, facts, kernels);
    return {
      kind: 'helper',
      label: name,
      hint: '',
      detail: refusal === null ? prototypeOf(name, facts) : `not in ${program.section}: ${refusal}`,
      documentation: `\`\`\`c\n${prototypeOf(name, facts)}\n\`\`\`\n\n${facts.prose(name)?.does ?? ''}`,
      isRefused: refusal !== null,
      span,
    };
  });
  return [...items.filter(({ isRefused }) => !isRefused), ...items.filter(({ isRefused }) => isRefused)];
}

type Spec = Parameters<KernelFacts['helpers']['verdict']>[1];

/** The verifier's words, or that a kernel has no such helper yet; null where it may be called, as far as is known. */
function refusalOf(
  id: number,
  spec: Spec,
  { helpers }: KernelFacts,
  kernels: readonly string[],
): string | null {
  const kernel = kernels.findLast((each) => {
    const verdict = helpers.verdict(id, spec, each);
    return !helpers.exists(id, each) || verdict === 'refused' || verdict === 'sleeps';
  });
  if (kernel === undefined) return null;
  return helpers.exists(id, kernel) ? helpers.message(id, spec, kernel) : `not yet in ${kernel}`;
}
