/** What the rules on reading and on writing a context field have in common: they differ in the direction only. */
import type { Direction } from '../kernel/access.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import type { ContextAccess } from '../model/file.js';
import { doubtOf } from './certainty.js';
import { isThroughOtherContext, isThroughOtherParameter } from './mismatch.js';
import type { RuleFinding, RuleInput } from './rule.js';
import { refusalOf, type Refusal } from './verdict.js';
import {
  listSections,
  nameProgram,
  naturalQuery,
  onSomeKernels,
  participle,
  relatedTo,
  sectionsThatAllow,
} from './wording.js';

/** A finding for each access in this direction to a field that is refused here at any width. */
export function* refusedFields(input: RuleInput, direction: Direction): Iterable<RuleFinding> {
  for (const access of input.model.accesses) {
    if (access.atomic) {
      if (direction === 'write') yield* refusedAtomic(access, input);
      continue;
    }
    if (!goesIn(access, direction) || isThroughOtherParameter(access, input.facts)) continue;
    const refusal = refusalOf(access, direction, input.facts, input.kernels);
    if (refusal?.trouble !== 'field') continue;
    if (access.compound && direction === 'write' && isRefusedAlready(access, input)) continue;
    yield describe(access, direction, refusal, input);
  }
}

/** Atomic operations on a context are refused whatever the field. */
function* refusedAtomic(access: ContextAccess, { facts, kernels }: RuleInput): Iterable<RuleFinding> {
  const where = { program: access.spec, region: access.region };
  const words = kernels.map((kernel) => facts.access.atomic(where, kernel)).findLast((said) => said !== null);
  if (!words) return;
  yield {
    span: access.span,
    what: `\`${access.field ?? `byte ${access.offset}`}\` cannot be changed atomically in ${nameProgram(access.program, access.spec)}`,
    advice: 'Read, compute and write it in steps of their own.',
    doubt: doubtOf(access, 'other'),
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    ...(access.field ? { field: access.field } : {}),
    access: 'write',
    size: access.size,
    verifier: words,
  };
}

/** An access that a macro hides is told once, as a read. */
function goesIn(access: ContextAccess, direction: Direction): boolean {
  return access.access === direction || (access.access === 'unknown' && direction === 'read');
}

/** `ctx->mark |= 1` reads first, and the verifier stops there. */
function isRefusedAlready(access: ContextAccess, { facts, kernels }: RuleInput): boolean {
  return refusalOf({ ...access, access: 'read' }, 'read', facts, kernels) !== null;
}

function describe(
  access: ContextAccess,
  direction: Direction,
  refusal: Refusal,
  input: RuleInput,
): RuleFinding {
  const field = access.field ?? refusal.field?.name ?? `byte ${access.offset}`;
  return {
    span: access.span,
    what:
      `\`${field}\` cannot be ${access.access === 'unknown' ? 'read or written' : participle(direction)} in ` +
      `${nameProgram(access.program, access.spec)}${onSomeKernels(refusal.refusedOn, input.kernels)}`,
    advice: isThroughOtherContext(access, input.facts)
      ? contextOf(access)
      : advice(field, direction, refusal, input),
    doubt: doubtOf(access, direction === 'read' ? 'load' : 'other'),
    related: relatedTo(access),
    fixes: [],
    program: access.program.name,
    struct: access.struct,
    field,
    access: direction,
    size: access.size,
    verifier: refusal.words,
  };
}

function contextOf({ spec }: ContextAccess): string {
  return spec.context ? `The context here is a \`struct ${spec.context}\`.` : '';
}

/** The field that is meant here, or the sections where this one is allowed. */
function advice(name: string, direction: Direction, refusal: Refusal, { facts, kernels }: RuleInput): string {
  const { query, field } = refusal;
  const verb = participle(direction);
  if (query.region !== 'ctx') return throughOtherPointer(refusal, facts, kernels);
  if (!field) return `Nothing of this context can be ${verb}.`;
  const sister = facts.context(refusal.struct)?.fields.find((each) => each.name === field.sister);
  const sisterQuery = sister && naturalQuery({ ...query, offset: sister.offset }, sister);
  const hasSister = sisterQuery && facts.access.refusedOn(sisterQuery, kernels)?.length === 0;
  const elsewhere = sectionsThatAllow(naturalQuery(query, field), facts, kernels);
  const here = hasSister ? `Here \`${sister.name}\` can be ${verb}. ` : '';
  if (elsewhere.length === 0) return `${here}No section allows \`${name}\` to be ${verb}.`;
  return `${here}${hasSister ? `\`${name}\`` : 'It'} can be in ${listSections(elsewhere)}.`;
}

/** `bpf_sk_fullsock()` opens what the common part of a socket does not. */
function throughOtherPointer({ query, field }: Refusal, facts: KernelFacts, kernels: KernelSet): string {
  if (!field) return '';
  const regions = facts.access
    .regions(query.program)
    .filter((region) => region !== 'ctx' && region.endsWith(`(${query.region})`));
  const open = regions.find(
    (region) => facts.access.refusedOn({ ...naturalQuery(query, field), region }, kernels)?.length === 0,
  );
  if (query.access === 'write') return 'Sockets are never written through a pointer.';
  return open ? `It can be read through \`${open}\`.` : '';
}
