/** Programs with more than one parameter: only the first register is set when a program starts. */
import type { Fix } from '../finding.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { FurtherParameter, Program } from '../model/file.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram } from './wording.js';

export const programParameters: Rule = {
  meta: {
    id: 'program-parameters',
    severity: 'error',
    fixable: true,
    summary: 'A program has more than one parameter, but only the first one is set',
  },
  *check({ model: { program }, textOf }) {
    const spec = program.match?.spec;
    const [second] = program.furtherParameters;
    if (spec && second && !spec.takesOver) yield describe(program, spec, second, textOf);
  },
};

function describe(
  program: Program,
  spec: ProgramSpec,
  second: FurtherParameter,
  textOf: RuleInput['textOf'],
): RuleFinding {
  const used = program.furtherParameters.findIndex((param) => param.isUsed);
  const register = `R${(used < 0 ? 0 : used) + 2}`;
  const words = `${register} !read_ok`;
  const macro = spec.wrapper
    ? ` \`${spec.wrapper}\` takes them out of the context.`
    : ' Everything else comes out of the context.';
  return {
    span: second.span,
    ...(used < 0 ? { severity: 'warning' } : {}),
    message:
      `A program gets its context in R1 and nothing else, so the further parameters of ${nameProgram(program, spec)} are not set: ` +
      (used < 0 ? 'reading one is refused' : 'the verifier says') +
      ` \`${words}\`.${macro}`,
    related: [
      {
        span: program.section.span,
        message: `This section makes \`${program.name}\` a ${spec.programType} program`,
      },
    ],
    fixes: wrap(program, spec, textOf),
    program: program.name,
    ...(used < 0 ? {} : { verifier: words }),
  };
}

/** `int f(struct pt_regs *ctx, int a)` becomes `int BPF_KPROBE(f, int a)`: the macro brings `ctx` itself. */
function wrap(program: Program, spec: ProgramSpec, textOf: RuleInput['textOf']): readonly Fix[] {
  if (!spec.wrapper) return [];
  const parameters = [program.context, ...program.furtherParameters].flatMap((each) => each ?? []);
  const own =
    program.context && takesContext(textOf(program.context.span)) ? parameters.slice(1) : parameters;
  const list = [program.name, ...own.map(({ span }) => textOf(span))].join(', ');
  return [
    {
      title: `Declare it with ${spec.wrapper}`,
      safe: false,
      edits: [
        {
          span: { ...program.nameSpan, end: program.parametersSpan.end },
          text: `${spec.wrapper}(${list})`,
        },
      ],
    },
  ];
}

/** Whether the first parameter is the context itself rather than the first argument of what is traced. */
function takesContext(parameter: string): boolean {
  return /\bctx$|\bpt_regs\b|\bvoid\s*\*/.test(parameter);
}
