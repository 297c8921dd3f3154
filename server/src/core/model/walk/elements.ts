/** Elements of arrays, and what is so many elements from where a pointer points. */
import { sizeOf } from '../types.js';
import { withinArray } from './pointees.js';
import { anyElement, type Typed } from './values.js';
import { elsewhere, type LocalPlace, type OtherPlace, type Place } from './walk.js';

/** The element that a number chooses: the same one wherever the same number does. */
export function anyOf({ type, where, via = [] }: OtherPlace, by: Typed): OtherPlace {
  const { value } = by;
  const name = value.kind === 'unknown' ? value.name : undefined;
  return elsewhere(
    type,
    where && name ? { base: `${where.base}+${where.offset}[${name}]`, offset: 0 } : undefined,
    [...via, by],
  );
}

/** `a[1]` names an element of an array; no address of `a` is computed on the way, as its decay suggests. */
export function withoutDecay(first: Place, whole: Place | null): Place {
  if (first.kind !== 'context' || whole?.type.kind !== 'array') return first;
  return { ...first, memberAt: whole.kind === 'context' ? whole.memberAt : undefined };
}

/** The element `index` counted from a place; null where it is known at run time only. */
export function elementOf(first: Place, index: bigint | null, length: number | null, inLoop = false): Place {
  const size = sizeOf(first.type);
  if (first.kind === 'kernel') return { ...first, chain: null };
  if (first.kind === 'local') return elementOfLocal(first, index);
  if (first.kind === 'other' && index !== null && size !== null && first.where)
    return elsewhere(
      first.type,
      { ...first.where, offset: first.where.offset + Number(index) * size },
      first.via,
    );
  if (first.kind !== 'context' || size === null)
    return first.kind === 'context' ? elsewhere(first.type) : first;
  if (index !== null && first.offset !== null) {
    return {
      ...first,
      offset: first.offset + Number(index) * size,
      path: first.path && `${first.path}[${index}]`,
    };
  }
  const varying = first.offset === null ? null : { first: first.offset, stride: size, count: length, inLoop };
  return { ...first, offset: null, varying, path: first.path && `${first.path}[]` };
}

/** An array that is a local has its elements as members; a pointer to any other local leads to that one alone. */
function elementOfLocal(first: LocalPlace, index: bigint | null): Place {
  const last = first.path.at(-1) ?? '';
  const isElement = /^\[.*\]$/.test(last);
  if (!isElement) return index === 0n ? first : elsewhere(first.type);
  const at = index === null || last === anyElement ? null : Number(last.slice(1, -1)) + Number(index);
  const path = [...first.path.slice(0, -1), at === null ? anyElement : `[${at}]`];
  return { ...first, path: withinArray(first.cell, path) };
}
