/** Programs, and calls of helpers, that the kernel only takes under a licence that is compatible with the GPL. */
import type { Fix } from '../finding.js';
import type { HelperCall } from '../model/file.js';
import type { Licence } from '../model/licence.js';
import { doubtOf, isSure } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const missingLicense: Rule = {
  meta: {
    id: 'missing-license',
    severity: 'error',
    fixable: true,
    summary: 'Something only works under a licence that is compatible with the GPL',
  },
  *check(input) {
    const { licence } = input.model;
    if (licence.kind === 'unknown') return;
    if (licence.kind === 'declared' && input.facts.contracts.isGplCompatible(licence.text)) return;
    const finding = ofProgram(licence, input) ?? ofCalls(licence, input);
    if (finding) yield finding;
  },
};

type Bad = Exclude<Licence, { kind: 'unknown' }>;

/** Some types of programs need it whatever they call. */
function ofProgram(licence: Bad, { model: { program }, facts, kernels }: RuleInput): RuleFinding | null {
  const spec = program.match?.spec;
  if (!spec) return null;
  const refusedOn = kernels.filter((kernel) => facts.contracts.licenceRefusal(spec, kernel) !== null);
  const words = facts.contracts.licenceRefusal(spec, refusedOn.at(-1) ?? '');
  if (words === null) return null;
  return {
    span: program.section.nameSpan,
    what: `${nameProgram(program, spec)} needs a GPL-compatible licence${onSomeKernels(refusedOn, kernels)}`,
    verifier: words,
    advice: adviceFor(licence),
    doubt: null,
    related: relatedTo({ program, spec, calls: [] }),
    fixes: fixesFor(licence, program.span),
    program: program.name,
  };
}

/** One finding a program: the licence is declared once. */
function ofCalls(licence: Bad, input: RuleInput): RuleFinding | null {
  const { facts, kernels, model } = input;
  const calls = model.helperCalls.filter(
    (call) => !call.guarded && !isOfContext(call, model) && wordsFor(call, input) !== null,
  );
  const call = calls.find(isSure) ?? calls[0];
  if (!call) return null;
  const refusedOn = kernels.filter((kernel) => wordsOn(call, kernel, facts) !== null);
  return {
    span: call.span,
    what: `\`${call.name}\` needs a GPL-compatible licence${onSomeKernels(refusedOn, kernels)}`,
    verifier: wordsFor(call, input) ?? '',
    advice: adviceFor(licence),
    doubt: doubtOf(call, 'other'),
    related: relatedTo(call),
    fixes: fixesFor(licence, model.program.span),
    program: call.program.name,
  };
}

/** A probe read of a context is to go, whatever the licence: probe-read-on-ctx says so. */
function isOfContext({ span }: HelperCall, { probeReads }: RuleInput['model']): boolean {
  return probeReads.some((read) => read.span.start === span.start);
}

function wordsFor(call: HelperCall, { facts, kernels }: RuleInput): string | null {
  const words = kernels.map((kernel) => wordsOn(call, kernel, facts));
  return words.findLast((each) => each !== null) ?? null;
}

/** A helper that may not be called at all is another rule's business. */
function wordsOn(
  { name, spec }: HelperCall,
  kernel: string,
  { helpers, contracts }: RuleInput['facts'],
): string | null {
  const id = helpers.id(name);
  if (id === null || helpers.verdict(id, spec, kernel) !== 'allowed') return null;
  return contracts.gplRefusal(id, spec, kernel);
}

function adviceFor(licence: Bad): string {
  return licence.kind === 'missing'
    ? 'This file declares no licence, as `char LICENSE[] SEC("license") = "GPL";` does.'
    : `The kernel does not take \`"${licence.text}"\` for one: it knows \`"GPL"\`, \`"GPL v2"\`, \`"Dual BSD/GPL"\`, \`"Dual MIT/GPL"\` and two more.`;
}

/** How people write what the kernel knows by other names. */
const sameLicence: readonly (readonly [RegExp, string])[] = [
  [/^gpl[-_ ]?v?2(\.0)?([-_ ]?only)?$/i, 'GPL v2'],
  [/^gpl([-_ ]?v?2(\.0)?([-_ ]?or[-_ ]later|\+))?$/i, 'GPL'],
  [/^(dual )?bsd\/gpl$/i, 'Dual BSD/GPL'],
  [/^(dual )?mit\/gpl$/i, 'Dual MIT/GPL'],
];

/** Whether a program is put under another licence is not for a tool to say; the same one's other name is. */
function fixesFor(licence: Bad, program: RuleFinding['span']): readonly Fix[] {
  if (licence.kind === 'missing') {
    const span = { ...program, end: program.start };
    const text = 'char LICENSE[] SEC("license") = "GPL";\n\n';
    return [{ title: 'Declare the GPL as the licence', safe: false, edits: [{ span, text }] }];
  }
  const same = sameLicence.find(([pattern]) => pattern.test(licence.text))?.[1];
  const text = `"${same ?? 'GPL'}"`;
  return [
    {
      title: `Declare the licence as ${text}`,
      safe: same !== undefined,
      edits: [{ span: licence.at, text }],
    },
  ];
}
