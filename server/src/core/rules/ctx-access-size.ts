/** Accesses whose width, alignment or place the verifier refuses, though the field itself is allowed here. */
import type { Direction } from '../kernel/access.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import type { ContextAccess } from '../model/file.js';
import { doubtOf } from './certainty.js';
import { isThroughOtherParameter } from './mismatch.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import type { Doubt } from './doubts.js';
import { refusalOf, type Refusal } from './verdict.js';
import { nameProgram, onSomeKernels, participle, relatedTo } from './wording.js';

export const ctxAccessSize: Rule = {
  meta: {
    id: 'ctx-access-size',
    severity: 'error',
    fixable: false,
    summary: 'A context is accessed with a width or at an offset that the verifier refuses',
  },
  *check(input) {
    for (const access of input.model.accesses) {
      if (isThroughOtherParameter(access, input.facts)) continue;
      const direction: Direction = access.access === 'write' ? 'write' : 'read';
      const refusal = refusalOf(access, direction, input.facts, input.kernels);
      if (refusal?.trouble === 'size') yield describe(access, direction, refusal, input);
    }
  },
};

function describe(
  access: ContextAccess,
  direction: Direction,
  refusal: Refusal,
  input: RuleInput,
): RuleFinding {
  const { field } = refusal;
  return {
    span: access.span,
    what:
      `${bytes(access.size)}${field ? ` of \`${field.name}\`` : ''} at offset ${access.offset} cannot be ${participle(direction)} in ` +
      `${nameProgram(access.program, access.spec)}${onSomeKernels(refusal.refusedOn, input.kernels)}`,
    advice: field ? widths(field.name, refusal, input) : outside(refusal, input),
    doubt: doubtIn(access, direction),
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    ...(field ? { field: field.name } : {}),
    access: direction,
    size: access.size,
    verifier: refusal.words,
  };
}

/** A load that is not aligned may be split by the compiler into smaller ones that are, or taken from a wider one. */
function doubtIn(access: ContextAccess, direction: Direction): Doubt | null {
  if (access.offset % access.size !== 0) return 'unaligned';
  return doubtOf(access, direction === 'read' ? 'load' : 'other');
}

function bytes(size: number): string {
  return size === 1 ? '1 byte' : `${size} bytes`;
}

/** The widths that are accepted at the field's start and at the offset that was asked for. */
function widths(name: string, { query, field }: Refusal, { facts, kernels }: RuleInput): string {
  const here = acceptedAt(query.offset, query, facts, kernels);
  const verb = participle(query.access);
  if (here.length > 0) return `There ${listBytes(here)} can be ${verb}.`;
  const start = field?.offset ?? query.offset;
  return `\`${name}\` can be ${verb} at its start, offset ${start}, with ${listBytes(acceptedAt(start, query, facts, kernels))}.`;
}

/** What lies where no field does: in a tracepoint's record the first bytes are closed, whatever it holds there. */
function outside({ query }: Refusal, { facts, kernels }: RuleInput): string {
  const starts = [1, 2, 4, 8].flatMap(
    (size) => facts.access.accepted({ ...query, size }, kernels).find((offset) => offset >= 0) ?? [],
  );
  const first = Math.min(...starts);
  return query.offset >= 0 && query.offset < first && starts.length > 0
    ? `The first ${first} bytes are closed in every \`${query.program.section}\` program.`
    : 'No field lies there.';
}

function acceptedAt(
  offset: number,
  query: Refusal['query'],
  facts: KernelFacts,
  kernels: KernelSet,
): readonly number[] {
  return [1, 2, 4, 8].filter(
    (size) => facts.access.refusedOn({ ...query, offset, size }, kernels)?.length === 0,
  );
}

function listBytes(sizes: readonly number[]): string {
  const last = bytes(sizes.at(-1) ?? 0);
  return sizes.length < 2 ? last : `${sizes.slice(0, -1).join(', ')} or ${last}`;
}
