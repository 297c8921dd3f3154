/** What the verifier says to one access, and of which kind the trouble is. Rests on the measured tables only. */
import type { AccessQuery, Direction } from '../kernel/access.js';
import { fieldAt, type FieldRow } from '../kernel/contexts.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { KernelSet } from '../kernel/versions.js';
import type { ContextAccess } from '../model/file.js';
import { naturalQuery } from './wording.js';

/**
 * `field`: not at any width here, or nothing at all in this direction. `size`: the field may be accessed, but not so. `new`: newer kernels accept it.
 */
export type Trouble = 'field' | 'size' | 'new';

export interface Refusal {
  readonly trouble: Trouble;
  readonly query: AccessQuery;
  /** The struct that the access goes through. */
  readonly struct: string;
  /** The field at that byte; null in padding and beyond the end. */
  readonly field: FieldRow | null;
  /** The target kernels that refuse. */
  readonly refusedOn: KernelSet;
  /** The verifier's words. */
  readonly words: string;
}

/**
 * The refusal of an access in one direction; null where all target kernels accept it, where nothing was
 * measured, and where the access's direction is not sure and the other one is accepted.
 */
export function refusalOf(
  access: ContextAccess,
  direction: Direction,
  facts: KernelFacts,
  kernels: KernelSet,
): Refusal | null {
  if (access.atomic) return null;
  if (access.access === 'unknown' && !isRefused(access, 'write', facts, kernels)) return null;
  const query: AccessQuery = {
    ...regionOf(access),
    access: direction,
    offset: access.offset,
    size: access.size,
  };
  const refusedOn = refusedForAll(access, query, facts, kernels);
  const [first] = refusedOn;
  if (first === undefined) return null;
  const context = facts.context(access.struct);
  const field = context && fieldAt(context, access.offset);
  const words = facts.access.message(query, refusedOn.at(-1) ?? first);
  return {
    trouble: troubleWith(query, field, facts, kernels),
    query,
    struct: access.struct,
    field,
    refusedOn,
    words,
  };
}

function regionOf(access: ContextAccess): Pick<AccessQuery, 'program' | 'region'> {
  return { program: access.spec, region: access.region };
}

function isRefused(
  access: ContextAccess,
  direction: Direction,
  facts: KernelFacts,
  kernels: KernelSet,
): boolean {
  const query: AccessQuery = {
    ...regionOf(access),
    access: direction,
    offset: access.offset,
    size: access.size,
  };
  return refusedForAll(access, query, facts, kernels).length > 0;
}

/** An element that is chosen at run time is refused for sure only if every element is. */
function refusedForAll(
  access: ContextAccess,
  query: AccessQuery,
  facts: KernelFacts,
  kernels: KernelSet,
): KernelSet {
  const { stride, count } = access.elements ?? { stride: 0, count: 1 };
  if (count === null) return [];
  let refused = kernels;
  for (let i = 0; i < count && refused.length > 0; i++) {
    refused = facts.access.refusedOn({ ...query, offset: query.offset + i * stride }, refused) ?? [];
  }
  return refused;
}

function troubleWith(
  query: AccessQuery,
  field: FieldRow | null,
  facts: KernelFacts,
  kernels: KernelSet,
): Trouble {
  const newest = facts.kernels.slice(-1);
  if (facts.access.refusedOn(query, newest)?.length === 0) return 'new';
  if (!field) return isClosed(query, facts, kernels) ? 'field' : 'size';
  const natural = naturalQuery(query, field);
  return facts.access.refusedOn(natural, kernels)?.length === 0 ? 'size' : 'field';
}

/** Whether no access in this direction is accepted anywhere, as in a tracepoint's record, which is never written. */
function isClosed(query: AccessQuery, facts: KernelFacts, kernels: KernelSet): boolean {
  return [1, 2, 4, 8].every((size) => facts.access.accepted({ ...query, size }, kernels).length === 0);
}
