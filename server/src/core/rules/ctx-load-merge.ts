/** Loads of a context that the compiler turns into one load through a computed pointer, which the verifier refuses. */
import type { Fix } from '../finding.js';
import type { ContextAccess, MergedLoads, PassedAddress } from '../model/file.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, onSomeKernels, relatedTo } from './wording.js';

export const ctxLoadMerge: Rule = {
  meta: {
    id: 'ctx-load-merge',
    severity: 'warning',
    fixable: true,
    summary: 'The compiler may merge context loads into one through a computed pointer',
  },
  *check(input) {
    for (const merge of input.model.merges) yield* judgeArms(merge, input);
    if (!input.model.isRelocated) return;
    for (const access of input.model.accesses) yield* judgeLoop(access, input);
    for (const address of input.model.addresses) yield* judgeCopy(address, input);
  },
};

function* judgeArms(merge: MergedLoads, { facts, kernels, textOf, model }: RuleInput): Iterable<RuleFinding> {
  // The same field twice is one load unless its offset is relocated and kept in a register.
  if (merge.offsets[0] === merge.offsets[1] && (!model.isRelocated || merge.isFixed)) return;
  // Where a constant of the loaded program decides, the verifier sees one of the two.
  if (merge.guarded) return;
  const refusal = facts.pointers.refusal('constantOffset', merge.spec, kernels, 1, merge.offsets[0]);
  if (!refusal) return;
  const [first, second] = [merge.paths[0] || textOf(merge.first), merge.paths[1] || textOf(merge.span)];
  yield {
    span: merge.span,
    what:
      `\`${first}\` and \`${second}\` may become one load in ` +
      `${nameProgram(merge.program, merge.spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    advice:
      'Such a load goes through a moved pointer. A barrier after one of the two keeps them apart; `volatile` does not.',
    doubt: 'merged',
    related: [{ span: merge.first, message: 'The other load' }, ...relatedTo(merge)],
    fixes: keepApart(merge, textOf(merge.first)),
    program: merge.program.name,
    verifier: refusal.words,
  };
}

/** The value goes through an empty assembly, which the compiler cannot look into. */
function keepApart({ first }: MergedLoads, load: string): readonly Fix[] {
  const edit = {
    span: first,
    text: `({ typeof(${load}) __v = ${load}; asm volatile("" : "+r"(__v)); __v; })`,
  };
  return [{ title: 'Keep the compiler from merging the two loads', safe: false, edits: [edit] }];
}

const relocated =
  'The offsets of vmlinux.h are relocated, so the compiler adds them to the context pointer first.';

/** With relocated offsets an array's address is kept in a register as soon as a loop uses it. */
function* judgeLoop(access: ContextAccess, { facts, kernels }: RuleInput): Iterable<RuleFinding> {
  if (access.region !== 'ctx' || access.isFixed || !access.elements?.inLoop || access.access !== 'read')
    return;
  const refusal = facts.pointers.refusal('constantOffset', access.spec, kernels, 1, access.offset);
  if (!refusal) return;
  yield {
    span: access.span,
    what:
      `\`${access.field ?? `byte ${access.offset}`}\` may be read through a moved pointer in ` +
      `${nameProgram(access.program, access.spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    advice: `${relocated} Name each element by a constant index.`,
    doubt: 'addressed',
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    ...(access.field ? { field: access.field } : {}),
    access: 'read',
    size: access.size,
    verifier: refusal.words,
  };
}

function* judgeCopy(address: PassedAddress, { facts, kernels }: RuleInput): Iterable<RuleFinding> {
  if (address.receiver !== 'copy' || address.region !== 'ctx' || address.isFixed) return;
  const refusal = facts.pointers.refusal('constantOffset', address.spec, kernels, 1, address.offset);
  if (!refusal) return;
  yield {
    span: address.span,
    what:
      `\`${address.path}\` may be read through a moved pointer in ` +
      `${nameProgram(address.program, address.spec)}${onSomeKernels(refusal.refusedOn, kernels)}`,
    advice: `${relocated} Copy each element by a constant index, not with \`${address.callee}\`.`,
    doubt: 'addressed',
    related: relatedTo(address),
    fixes: [],
    program: address.program.name,
    verifier: refusal.words,
  };
}
