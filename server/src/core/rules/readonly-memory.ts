/** Writes to values of maps that programs may only read, and to constants. */
import type { ReadOnlyWrite } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, relatedTo } from './wording.js';

export const readonlyMemory: Rule = {
  meta: {
    id: 'readonly-memory',
    severity: 'error',
    fixable: false,
    summary: 'Memory is written that programs may only read: a constant, or a map with BPF_F_RDONLY_PROG',
  },
  *check(input) {
    for (const write of input.model.readOnly) {
      const finding = write.guarded || !isWrite(write, input) ? null : tellWrite(write);
      if (finding) yield finding;
    }
  },
};

/** A helper may only read what it is handed; where that was not measured, nothing is said. */
function isWrite({ helper, argument, spec, kind }: ReadOnlyWrite, input: RuleInput): boolean {
  const { facts, kernels } = input;
  const id = helper === null ? null : facts.helpers.id(helper);
  if (helper === null || id === null) return helper === null;
  const parameters = kernels.map(
    (kernel) => facts.contracts.contract(id, spec, kernel)?.parameters[argument],
  );
  const writes = parameters.every((each) => each?.kind === 'memory' && each.access === 'write');
  const isMap = parameters.every((each) => each?.kind === 'map');
  return writes || (isMap && kind === 'map');
}

function tellWrite(write: ReadOnlyWrite): RuleFinding {
  const { kind, name, helper, program, spec } = write;
  const how = helper === null ? `in ${nameProgram(program, spec)}` : `by \`${helper}\``;
  return {
    span: write.span,
    what: `\`${name}\` cannot be written ${how}`,
    verifier: 'write into map forbidden',
    advice:
      kind === 'constant'
        ? 'It is a constant, which lies in a map that programs only read: hand over a local.'
        : 'Its flags have `BPF_F_RDONLY_PROG`: only user space writes it.',
    doubt: doubtOf(write, 'other'),
    related: relatedTo(write),
    fixes: [],
    program: program.name,
    access: 'write',
  };
}
