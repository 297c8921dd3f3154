/** Parameters whose struct is the context of another program type than the section names. */
import type { Fix } from '../finding.js';
import type { ContextAccess, ContextParameter, PassedAddress, Program } from '../model/file.js';
import type { ProgramSpec } from '../kernel/sections.js';
import { doubtOf, isSure } from './certainty.js';
import { isOtherContext } from './mismatch.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { refusalOf } from './verdict.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const ctxTypeMismatch: Rule = {
  meta: {
    id: 'ctx-type-mismatch',
    severity: 'error',
    fixable: true,
    summary: 'The parameter is the context of another program type than the section names',
  },
  *check(input) {
    const { program } = input.model;
    const spec = program.match?.spec;
    const { context } = program;
    if (spec && context?.struct && isOtherContext(context.struct, spec, input.facts)) {
      yield describe(program, context, context.struct, spec, input);
    }
    for (const address of input.model.addresses) yield* judgeGlobal(address, input);
  },
};

/** A global function is checked by itself, for the parameters that it declares; the call must fit them. */
function* judgeGlobal(address: PassedAddress, { facts, kernels }: RuleInput): Iterable<RuleFinding> {
  const { takenFor, callee, spec } = address;
  if (address.receiver !== 'global' || takenFor === null) return;
  const said = (kernel: string): string | null =>
    facts.globalArguments.refusal(spec, takenFor, kernel, callee);
  const refusedOn = kernels.filter((kernel) => said(kernel) !== null);
  const newest = refusedOn.at(-1);
  const words = newest === undefined ? null : said(newest);
  if (words === null) return;
  const parameter = takenFor === 'void' ? 'void *' : `struct ${takenFor} *`;
  yield {
    span: address.span,
    what:
      `\`${callee}\` cannot take the context of ${nameProgram(address.program, spec)} as \`${parameter}\`` +
      onSomeKernels(refusedOn, kernels),
    advice: adviceFor(takenFor, spec),
    doubt: doubtOf(address, 'other'),
    related: relatedTo(address),
    fixes: [],
    program: address.program.name,
    struct: takenFor,
    verifier: words,
  };
}

/** A static function is not checked by itself; that helps only where no other struct names the fields in it. */
function adviceFor(takenFor: string, { context }: ProgramSpec): string {
  if (!context) return 'Global functions are checked by themselves; declare it as `static`.';
  const parameter = `Global functions are checked by themselves; declare its parameter as a \`struct ${context} *\``;
  return takenFor === 'void' ? `${parameter}, or the function as \`static\`.` : `${parameter}.`;
}

function describe(
  program: Program,
  context: ContextParameter,
  struct: string,
  spec: ProgramSpec,
  input: RuleInput,
): RuleFinding {
  const refused = firstRefused(struct, input);
  return {
    span: context.typeSpan,
    what: `\`struct ${struct}\` is not the context of ${nameProgram(program, spec)}`,
    advice:
      (refused ? `That is said of \`${input.textOf(refused.access.span)}\`. ` : '') +
      (spec.context ? `The context is \`struct ${spec.context}\`. ` : '') +
      'Fields read through the wrong struct are those of other bytes.',
    doubt: refused ? null : 'harmless',
    related: [
      ...relatedTo({ program, spec, calls: [] }),
      ...(refused ? [{ span: refused.access.span, message: refused.words }] : []),
    ],
    fixes: fixesFor(context, struct, spec, input),
    program: program.name,
    struct,
    ...(refused ? { verifier: refused.words } : {}),
  };
}

function firstRefused(
  struct: string,
  { model, facts, kernels }: RuleInput,
): { access: ContextAccess; words: string } | null {
  for (const access of model.accesses) {
    if (access.struct !== struct) continue;
    const direction = access.access === 'write' ? 'write' : 'read';
    const refusal = refusalOf(access, direction, facts, kernels);
    if (refusal && isSure(access)) return { access, words: refusal.words };
  }
  return null;
}

/** Another struct has other fields, so the fix is offered, not preferred. */
function fixesFor(
  context: ContextParameter,
  struct: string,
  spec: ProgramSpec,
  { textOf }: RuleInput,
): readonly Fix[] {
  const words = textOf(context.typeSpan);
  if (!spec.context || !words.includes(struct)) return [];
  const text = words.replace(struct, spec.context);
  return [{ title: `Take struct ${spec.context}`, safe: false, edits: [{ span: context.typeSpan, text }] }];
}
