/**
 * Functions that the verifier checks by themselves and whose parameters or results it does not take. What a context is
 * handed over as is ctx-type-mismatch's business, and parameters of programs are program-parameters'.
 */
import type { Fix } from '../finding.js';
import type { GlobalShape } from '../kernel/global-functions.js';
import type { GlobalCall } from '../model/file.js';
import { located } from '../model/walk/located.js';
import type { Span } from '../text.js';
import { mayHaveChanged } from './between.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const globalFunction: Rule = {
  meta: {
    id: 'global-function',
    severity: 'error',
    fixable: true,
    summary: 'A function that is not static has a parameter or a result that the verifier does not take',
  },
  *check(input) {
    for (const call of input.model.globalCalls) {
      const finding = call.guarded ? null : judge(call, input);
      if (finding) yield finding;
    }
  },
};

/** The verifier ends at the first thing that it does not take: the result, then the parameters in order. */
function judge(call: GlobalCall, input: RuleInput): RuleFinding | null {
  const { node } = call.fn;
  if (call.result) {
    const finding = describe(call, call.result, node.nameSpan, 0, input);
    if (finding) return finding;
  }
  for (const [argument, shape] of call.parameters.entries()) {
    const span = node.params[argument]?.span;
    if (!shape || !span || getsContext(call, argument, input)) continue;
    const finding = describe(call, shape, span, argument, input);
    if (finding) return finding;
  }
  return null;
}

function getsContext({ fn }: GlobalCall, argument: number, { model }: RuleInput): boolean {
  return model.addresses.some((each) => each.callee === fn.node.name && each.argument === argument);
}

function describe(
  call: GlobalCall,
  shape: GlobalShape,
  { start, end }: Span,
  argument: number,
  input: RuleInput,
): RuleFinding | null {
  const { facts, kernels, textOf } = input;
  const { node, content } = call.fn;
  const refusedOn = facts.globalFunctions.refusedOn(shape, kernels);
  const kernel = refusedOn.at(-1);
  if (kernel === undefined) return null;
  const span = located(content, { start, end });
  const isRefused = (other: string): boolean => facts.globalFunctions.isRefused(shape, other);
  return {
    span,
    what: `\`${excerpt(textOf(span))}\` is refused in ${nameProgram(call.program, call.spec)}${onSomeKernels(refusedOn, kernels)}`,
    verifier: facts.globalFunctions.words(shape, kernel, node.name, argument) ?? '',
    advice: advices[shape],
    doubt: mayHaveChanged(refusedOn, input, isRefused)
      ? 'between'
      : call.isKept
        ? doubtOf(call, 'other')
        : 'uncalled',
    related: relatedTo(call),
    fixes: makeStatic(call),
    program: call.program.name,
  };
}

const asStatic = 'a `static` function is checked where it is called';

const advices: Readonly<Record<GlobalShape, string>> = {
  'void result': `Have it return a number: ${asStatic}, and may return nothing.`,
  'pointer result': `It may return numbers only; ${asStatic}.`,
  memory: `Such kernels take numbers and the context only; ${asStatic}.`,
  'void pointer': `The verifier must know how much it points to: name the struct; or ${asStatic}.`,
  'function pointer': `It cannot be handed on; ${asStatic}.`,
  'struct by value': `Hand over its address; or ${asStatic}.`,
  'union by value': `Hand over its address; or ${asStatic}.`,
};

/** Another file may call it, so it is not safe; what is weak cannot be static. */
function makeStatic({ fn: { node, content } }: GlobalCall): readonly Fix[] {
  if (node.attributes.some((each) => /weak/.test(each))) return [];
  const span = located(content, { start: 0, end: 0 });
  return [{ title: `Make ${node.name} static`, safe: false, edits: [{ span, text: 'static ' }] }];
}
