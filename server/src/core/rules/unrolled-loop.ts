/** Loops that the compiler is told to unroll though all target kernels take loops. */
import { compareVersions } from '../engine/settings.js';
import type { Fix } from '../finding.js';
import { located, type Located } from '../model/walk/located.js';
import { pragmasIn } from '../model/pragmas.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt } from './wording.js';

export const unrolledLoop: Rule = {
  meta: {
    id: 'unrolled-loop',
    severity: 'hint',
    fixable: true,
    isOptIn: true,
    summary: 'A loop is unrolled though all target kernels take loops',
  },
  *check({ model, facts, settings, textOf }) {
    const { pragmas, neededBefore } = facts.readings.unrolling;
    if (settings.kernel && compareVersions(settings.kernel.min, neededBefore) < 0) return;
    const unrolls = new RegExp(pragmas);
    for (const { node, content } of model.functions) {
      const { body } = node;
      if (!body) continue;
      for (const pragma of pragmasIn(content.text, body.span))
        if (unrolls.test(pragma.words))
          yield describe(located(content, pragma.span), pragma.isLine, neededBefore, { model, textOf });
    }
  },
};

function describe(
  span: Located,
  isLine: boolean,
  since: string,
  { model: { program }, textOf }: Pick<RuleInput, 'model' | 'textOf'>,
): RuleFinding {
  const remove: Fix = { title: 'Remove the pragma', safe: false, edits: [{ span, text: '' }] };
  return {
    span,
    what: `\`${excerpt(textOf(span))}\` is not needed`,
    advice:
      `Kernels follow loops since ${since}: without it the program is smaller. ` +
      'Each round still counts; `bpf_loop` and open-coded iterators are checked once.',
    doubt: null,
    related: [],
    fixes: isLine ? [remove] : [],
    program: program.name,
  };
}
