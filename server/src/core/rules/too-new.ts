/** Fields, sections and helpers that some of the target kernels do not have yet. */
import { compareVersions, type Settings } from '../engine/settings.js';
import type { Direction } from '../kernel/access.js';
import { listKernels, type KernelSet } from '../kernel/versions.js';
import type { ContextAccess, HelperCall, Program } from '../model/file.js';
import { mayHaveChanged } from './between.js';
import { doubtOf } from './certainty.js';
import { isThroughOtherParameter } from './mismatch.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import type { Doubt } from './doubts.js';
import { refusalOf } from './verdict.js';
import { nameProgram, participle, relatedTo } from './wording.js';

export const tooNew: Rule = {
  meta: {
    id: 'too-new',
    severity: 'error',
    fixable: false,
    summary: 'A field, section or helper is newer than the oldest target kernel',
  },
  *check(input) {
    yield* newSection(input.model.program, input);
    for (const access of input.model.accesses) yield* newField(access, input);
    for (const call of input.model.helperCalls) yield* newHelper(call, input);
  },
};

function* newSection(program: Program, input: RuleInput): Iterable<RuleFinding> {
  const { facts, kernels, settings } = input;
  const spec = program.match?.spec;
  if (!spec) return;
  if (spec.since !== undefined && settings.kernel && compareVersions(spec.since, settings.kernel.min) <= 0)
    return;
  const refusedOn = facts.loads.refusedOn(spec, kernels);
  const name = nameProgram(program, spec);
  if (refusedOn.length > 0) {
    const since = facts.loads.since(spec) ?? 'unknown';
    const first = `The first measured kernel that loads it is ${since}.`;
    const words = facts.loads.words(spec, refusedOn.at(-1) ?? '') ?? undefined;
    const isRefused = (kernel: string): boolean => facts.loads.words(spec, kernel) !== null;
    const doubt = mayHaveChanged(refusedOn, input, isRefused) ? 'between' : null;
    const finding = atSection(program, `${name} does not load on ${listKernels(refusedOn)}`, first, doubt);
    yield words === undefined ? finding : { ...finding, verifier: words };
    return;
  }
  // Kernels do not look at every attach type when they load a program, but they do when it is attached.
  const { since } = spec;
  const lacking = since === undefined ? [] : kernels.filter((kernel) => compareVersions(kernel, since) < 0);
  if (since === undefined || lacking.length === 0 || program.match.row.alsoAttaches) return;
  yield atSection(
    program,
    `${name} cannot be attached on ${listKernels(lacking)}`,
    `It is new in ${since}.`,
    'attached',
  );
}

function atSection(program: Program, what: string, advice: string, doubt: Doubt | null): RuleFinding {
  const span = program.section.nameSpan;
  return { span, what, advice, doubt, related: [], fixes: [], program: program.name };
}

function* newField(access: ContextAccess, { facts, kernels, settings }: RuleInput): Iterable<RuleFinding> {
  const direction: Direction = access.access === 'write' ? 'write' : 'read';
  const refusal = isThroughOtherParameter(access, facts)
    ? null
    : refusalOf(access, direction, facts, kernels);
  if (refusal?.trouble !== 'new' || facts.loads.refusedOn(access.spec, refusal.refusedOn).length > 0) return;
  const field = access.field ?? refusal.field?.name ?? `byte ${access.offset}`;
  yield {
    span: access.span,
    what:
      `\`${field}\` cannot be ${participle(direction)} in ` +
      `${nameProgram(access.program, access.spec)} on ${listKernels(refusal.refusedOn)}`,
    advice: 'Newer kernels accept it.',
    doubt: isMeasured(refusal.refusedOn, settings)
      ? doubtOf(access, direction === 'read' ? 'load' : 'other')
      : 'between',
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    field,
    access: direction,
    size: access.size,
    verifier: refusal.words,
  };
}

function* newHelper(call: HelperCall, { facts, kernels, settings }: RuleInput): Iterable<RuleFinding> {
  const { helpers } = facts;
  const id = helpers.id(call.name);
  const lacking = id === null || call.guarded ? [] : kernels.filter((kernel) => !helpers.exists(id, kernel));
  const kernel = lacking.at(-1);
  if (id === null || kernel === undefined) return;
  const since = facts.kernels.find((each) => helpers.exists(id, each));
  const words = `invalid func unknown#${id}`;
  yield {
    span: call.span,
    what: `\`${call.name}\` does not exist on ${listKernels(lacking)}`,
    advice: `The first measured kernel that has it is ${since ?? 'unknown'}.`,
    doubt: isMeasured(lacking, settings) ? doubtOf(call, 'other') : 'between',
    related: relatedTo(call),
    fixes: [],
    program: call.program.name,
    verifier: words,
  };
}

/** Whether one of the kernels is a target itself rather than standing for a later release that was not measured. */
function isMeasured(kernels: KernelSet, { kernel }: Settings): boolean {
  return kernel === null || kernels.some((each) => compareVersions(each, kernel.min) >= 0);
}
