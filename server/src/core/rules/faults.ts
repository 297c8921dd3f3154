/** What findings about memory have in common: the way to the access, and the run that was found. */
import type { Related } from '../finding.js';
import type { LocatedFault } from '../violations/located-fault.js';
import type { RuleFinding, RuleInput } from './rule.js';
import { excerpt, relatedTo } from './wording.js';

/** So many decisions are shown, the last ones. */
const mostDecisions = 8;

/** A finding without its words. */
export function faultFinding(
  { span, calls, size, isWrite, isProved, witness }: LocatedFault,
  { model: { program }, textOf }: RuleInput,
): Omit<RuleFinding, 'what' | 'advice'> {
  const spec = program.match?.spec;
  const onTheWay = witness.decisions.slice(-mostDecisions).map((each) => decision(each, textOf));
  return {
    span,
    doubt: isProved ? null : 'unreached',
    related: [...(spec ? relatedTo({ program, spec, calls }) : []), ...onTheWay],
    fixes: [],
    program: program.name,
    access: isWrite ? 'write' : 'read',
    size,
    witness: {
      packetLength: witness.packetLength,
      inputs: witness.inputs.map(({ name, value }) => ({ name, value: String(value) })),
    },
  };
}

function decision(
  { span, truth, by }: LocatedFault['witness']['decisions'][number],
  textOf: RuleInput['textOf'],
): Related {
  const test = `\`${excerpt(textOf(span))}\``;
  const came =
    by === 'branch' ? `is ${truth ? 'true' : 'false'}` : truth ? 'is of a case' : 'is of another case';
  return { span, message: `${test} ${came} in the run that was found` };
}
