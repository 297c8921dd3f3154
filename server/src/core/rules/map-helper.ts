/** Helpers that are handed a map of a type that they do not take. */
import type { MapUse } from '../model/file.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { onSomeKernels, relatedTo } from './wording.js';

export const mapHelper: Rule = {
  meta: {
    id: 'map-helper',
    severity: 'error',
    fixable: false,
    summary: 'A helper is handed a map of a type that it does not take',
  },
  *check(input) {
    for (const use of input.model.mapUses) {
      const finding = use.guarded ? null : judge(use, input);
      if (finding) yield finding;
    }
  },
};

/** Who may not call the helper at all is told by helper-unavailable. */
function judge(use: MapUse, { facts, kernels }: RuleInput): RuleFinding | null {
  const id = facts.helpers.id(use.helper);
  if (id === null || use.mapType === null) return null;
  const type = Number(use.mapType);
  const refusals = kernels.map(
    (kernel) => facts.contracts.contract(id, use.spec, kernel)?.refusedMaps.get(type) ?? null,
  );
  const refusing = kernels.filter((_, i) => refusals[i] !== null);
  const words = refusals.findLast((each) => each !== null);
  if (typeof words !== 'string') return null;
  const name = facts.maps.name(use.mapType);
  return {
    span: use.span,
    what: `\`${use.map}\` is no map for \`${use.helper}\`${onSomeKernels(refusing, kernels)}`,
    verifier: filledIn(words, type, `${use.helper}#${id}`),
    advice: name === null ? '' : `It is a \`${name}\`.`,
    doubt: doubtOf(use, 'other'),
    related: relatedTo(use),
    fixes: [],
    program: use.program.name,
  };
}

/** The words have a `#` for the number of the map's type, and one for the function. */
function filledIn(words: string, type: number, helper: string): string {
  return words.replace(/map_type #/, `map_type ${type}`).replace(/func #/, `func ${helper}`);
}
