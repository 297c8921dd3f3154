/** Programs with more than one parameter: only the first register is set when a program starts. */
import type { Fix } from '../finding.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { FurtherParameter, Program } from '../model/file.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, relatedTo } from './wording.js';

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
  const at = Math.max(used, 0);
  const name = program.furtherParameters[at]?.name;
  return {
    span: second.span,
    what: `\`${name ?? textOf(second.span)}\` is not set in ${nameProgram(program, spec)}`,
    advice:
      'A program gets its context and nothing else; ' +
      (spec.wrapper
        ? `\`${spec.wrapper}\` takes arguments out of it.`
        : 'everything else comes out of that.'),
    doubt: used < 0 ? 'unread' : null,
    related: relatedTo({ program, spec, calls: [] }),
    fixes: wrap(program, spec, textOf),
    program: program.name,
    verifier: `R${at + 2} !read_ok`,
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
