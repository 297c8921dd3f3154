/** Parameters whose struct is the context of another program type than the section names. */
import type { Fix } from '../finding.js';
import type { ContextAccess, ContextParameter, PassedAddress, Program } from '../model/file.js';
import type { ProgramSpec } from '../kernel/sections.js';
import { isSure } from './certainty.js';
import { isOtherContext } from './mismatch.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { refusalOf } from './verdict.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const ctxTypeMismatch: Rule = {
  meta: {
    id: 'ctx-type-mismatch',
    severity: 'warning',
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
  const parameter = takenFor === 'void' ? '`void *`' : `pointer to \`struct ${takenFor}\``;
  yield {
    span: address.span,
    severity: isSure(address) ? 'error' : 'warning',
    message:
      `The global function \`${callee}\` takes a ${parameter}, but ${nameProgram(address.program, spec)} hands it ${contextOf(spec)}, which is refused` +
      `${onSomeKernels(refusedOn, kernels)}: the verifier says \`${words}\`. ` +
      adviceFor(takenFor, spec),
    related: relatedTo(address),
    fixes: [],
    program: address.program.name,
    struct: takenFor,
    verifier: words,
  };
}

function contextOf({ context }: ProgramSpec): string {
  return context ? `a \`struct ${context}\`` : 'its context';
}

/** A static function is not checked by itself; that helps only where no other struct names the fields in it. */
function adviceFor(takenFor: string, { context }: ProgramSpec): string {
  if (!context) return 'Declare the function as `static`.';
  const parameter = `Declare the parameter as a \`struct ${context} *\``;
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
  const what = spec.context
    ? `The context of ${nameProgram(program, spec)} is \`struct ${spec.context}\`, not \`struct ${struct}\`.`
    : `${nameProgram(program, spec)} does not get a \`struct ${struct}\`.`;
  const consequence = refused
    ? `The access \`${input.textOf(refused.access.span)}\` is then refused: \`${refused.words}\`.`
    : 'Fields read through the wrong struct are those of other bytes.';
  return {
    span: context.typeSpan,
    severity: refused ? 'error' : 'warning',
    message: `${what} ${consequence}`,
    related: [
      {
        span: program.section.span,
        message: `This section makes \`${program.name}\` a ${spec.programType} program`,
      },
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
