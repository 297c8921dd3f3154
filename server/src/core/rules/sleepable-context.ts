/**
 * Calls of helpers that may sleep from programs that may not, and sleepable programs at hooks where none may be. Whether
 * a helper is allowed at all is helper-unavailable's business.
 */
import type { Fix } from '../finding.js';
import type { HelperCall } from '../model/file.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import { doubtOf } from './certainty.js';
import { mayCall, whereToCall } from './nearest.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const sleepableContext: Rule = {
  meta: {
    id: 'sleepable-context',
    severity: 'error',
    fixable: true,
    summary: 'A helper that may sleep is called in a program that may not',
  },
  *check(input) {
    yield* targetThatSleepsNot(input);
    for (const call of input.model.helperCalls) {
      const finding = call.guarded ? null : judge(call, input);
      if (finding) yield finding;
    }
  },
};

/** A section for a sleepable program at a hook where none may sleep. */
function* targetThatSleepsNot({ model: { program }, facts, kernels }: RuleInput): Iterable<RuleFinding> {
  const spec = program.match?.spec;
  if (!spec) return;
  const refusedOn = kernels.filter((kernel) => facts.loads.wordsAtTarget(spec, kernel) !== null);
  const kernel = refusedOn.at(-1);
  if (kernel === undefined) return;
  yield {
    span: program.section.nameSpan,
    what: `${nameProgram(program, spec)} may not sleep${onSomeKernels(refusedOn, kernels)}`,
    advice: 'A program that does not sleep can be attached there.',
    doubt: null,
    related: [],
    fixes: [],
    program: program.name,
    verifier: facts.loads.wordsAtTarget(spec, kernel) ?? '',
  };
}

function judge(call: HelperCall, input: RuleInput): RuleFinding | null {
  const { facts, kernels } = input;
  const id = facts.helpers.id(call.name);
  const sleepsOn = id === null ? [] : facts.helpers.kernelsThat('sleeps', id, call.spec, kernels);
  const kernel = sleepsOn.at(-1);
  if (id === null || kernel === undefined) return null;
  const sleepable = sleepableSection(call, id, input);
  return {
    span: call.span,
    what: `\`${call.name}\` may sleep and cannot be called in ${nameProgram(call.program, call.spec)}${onSomeKernels(sleepsOn, kernels)}`,
    advice:
      sleepable === null
        ? whereToCall(id, call.spec, facts, kernels)
        : `It can be in \`SEC("${sleepable}")\`.`,
    doubt: mayBeWoken(call, facts, sleepsOn) ? 'woken' : doubtOf(call, 'other'),
    related: relatedTo(call),
    fixes: sleepable === null ? [] : makeSleepable(call, sleepable, input),
    program: call.program.name,
    verifier: facts.helpers.message(id, call.spec, kernel),
  };
}

/** Whether a loader could make it sleepable on one of these kernels, and attach it then. */
function mayBeWoken({ spec }: HelperCall, { helpers }: KernelFacts, kernels: KernelSet): boolean {
  return (
    spec.neverSleeps === undefined && kernels.some((kernel) => helpers.neverSleeps(spec, kernel) === null)
  );
}

/** The same section for a sleepable program, where the helper was measured to be allowed in it; else null. */
function sleepableSection(
  { program }: HelperCall,
  id: number,
  { facts, kernels, settings }: RuleInput,
): string | null {
  const pattern = program.match?.row.pattern ?? '';
  const name = program.section.name ?? '';
  if (!facts.sections.some((row) => row.pattern === `${pattern}.s`)) return null;
  const sleepable = name.replace(pattern, `${pattern}.s`);
  const match = facts.match(sleepable, settings.loader);
  if (!match || !mayCall(id, match.spec, facts, kernels)) return null;
  return kernels.some((kernel) => facts.loads.wordsAtTarget(match.spec, kernel) !== null) ? null : sleepable;
}

/** Never preferred: the target may be one where no program may sleep. */
function makeSleepable({ program }: HelperCall, sleepable: string, { textOf }: RuleInput): readonly Fix[] {
  const span = program.section.nameSpan;
  if (textOf(span) !== `"${program.section.name ?? ''}"`) return [];
  return [
    {
      title: `Make the program sleepable: SEC("${sleepable}")`,
      safe: false,
      edits: [{ span, text: `"${sleepable}"` }],
    },
  ];
}
