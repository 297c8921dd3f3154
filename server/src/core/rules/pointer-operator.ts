/**
 * Operators on packet pointers that the verifier does not take, and sizes that are scaled twice. Moved pointers to the
 * context are ctx-pointer-arithmetic's business.
 */
import type { Fix } from '../finding.js';
import type { PointerOperation } from '../model/file.js';
import { isLocated, located } from '../model/walk/located.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, relatedTo } from './wording.js';

export const pointerOperator: Rule = {
  meta: {
    id: 'pointer-operator',
    severity: 'error',
    fixable: true,
    summary: 'An operator that the verifier does not take on a pointer, or a step that is scaled twice',
  },
  *check(input) {
    for (const each of input.model.operations) {
      const finding = each.guarded ? null : (judgeOperator(each, input) ?? judgeSize(each, input));
      if (finding) yield finding;
    }
  },
};

function judgeOperator(each: PointerOperation, { facts, textOf }: RuleInput): RuleFinding | null {
  const { operation, program, spec, span } = each;
  if (operation.kind !== 'operator') return null;
  const { pointer, operator, operand, becomes } = operation;
  const refusal = facts.pointerOperators.refusal(pointer, operator, operand, becomes);
  if (!refusal) return null;
  return {
    span,
    what: `\`${excerpt(textOf(span))}\` is refused in ${nameProgram(program, spec)}`,
    // Which register holds the pointer is up to the compiler.
    verifier: refusal.words.replace(/^R# /, ''),
    advice:
      pointer === 'packet end'
        ? 'It may be compared only: add to the other side, as in `data + n > data_end`.'
        : 'Compute with the distance from the start instead, `p - data`, which is a number.',
    doubt: refusal.isSure ? doubtOf(each, 'other') : 'rewritten',
    related: relatedTo(each),
    fixes: [],
    program: program.name,
  };
}

function judgeSize(each: PointerOperation, { textOf }: RuleInput): RuleFinding | null {
  const { operation, program, spec, span } = each;
  if (operation.kind !== 'scaled size' || !isLocated(span)) return null;
  const size = located(span.content, operation.size);
  const one: Fix = { title: 'Step over one element', safe: false, edits: [{ span: size, text: '1' }] };
  return {
    span,
    what: `\`${excerpt(textOf(span))}\` in ${nameProgram(program, spec)} is that many elements, not bytes`,
    advice: operation.isOwn
      ? 'Write `1` for the next element, or step from a `void *`.'
      : 'Step from a `void *` to count in bytes.',
    doubt: 'accepted',
    related: relatedTo(each),
    fixes: operation.isOwn ? [one] : [],
    program: program.name,
  };
}
