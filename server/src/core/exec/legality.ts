/**
 * Whether an access of memory is legal on a path: what has to be true for it not to be. Knows regions and facts; not
 * what becomes of the answer.
 */
import type { Access } from './accesses.js';
import { binary, compare, constant, constantOf } from './build-terms.js';
import { intervalOf, truthOf, type Facts } from './facts.js';
import { opposite } from './predicates.js';
import type { Run } from './run.js';
import type { State } from './state.js';
import type { Term } from './terms.js';
import type { Region } from './values.js';

/** What may be wrong with an access: the pointer is NULL, leads out of its region, or is stale since a call. */
export type Danger = 'null' | 'bounds' | 'stale';

export interface Question {
  readonly danger: Danger;
  readonly region: Region;
  /** Not 0 where the access is not legal; null where it never is. */
  readonly illegal: Term | null;
}

/**
 * What has to be asked before the access, in the order in which the verifier does; empty where it is surely legal, and
 * where the pointer is not known. Bounds are asked of packets (check_packet_access(), kernel/bpf/verifier.c).
 */
export function questionsOf(run: Run, state: State, { address, size }: Access): readonly Question[] {
  if (address.kind !== 'pointer' || size === 0) return [];
  const { region, offset } = address;
  if (region.kind === 'packet') {
    if (region !== state.packet) return [{ danger: 'stale', region, illegal: null }];
    const illegal = outOf(run, state.facts, region, offset, size);
    return illegal === null ? [] : [{ danger: 'bounds', region, illegal }];
  }
  if (region.address === null) return [];
  const illegal = compare(run.arena, 'eq', 64, region.address, constant(run.arena, 64, 0n));
  return truthOf(state.facts, illegal) === false ? [] : [{ danger: 'null', region, illegal }];
}

/** Not 0 where `size` bytes at `offset` are not all in the region; null where they surely are. */
function outOf(run: Run, facts: Facts, region: Region, offset: Term, size: number): Term | null {
  const { arena } = run;
  if (region.size === null) return null;
  const end = binary(arena, 'add', 64, offset, constant(arena, 64, BigInt(size)));
  const isBehind = compare(arena, 'sgt', 64, end, region.size);
  const isBefore = compare(arena, 'slt', 64, offset, constant(arena, 64, 0n));
  const open = [isBehind, isBefore].filter(
    (each) => truthOf(facts, each) !== false && !isRefuted(facts, each),
  );
  const [first, second] = open;
  if (first === undefined) return null;
  return second === undefined ? first : binary(arena, 'or', 32, first, second);
}

/** `left - right <= most`, all of them small enough not to wrap around. */
interface Difference {
  readonly left: Term | null;
  readonly right: Term | null;
  readonly most: bigint;
}

/** Whether a comparison contradicts one that the path took: both bound the difference of the same two terms. */
function isRefuted(facts: Facts, question: Term): boolean {
  const wanted = differenceOf(facts, question, false);
  if (!wanted) return false;
  return facts.conditions.some(({ term, truth }) => {
    const known = differenceOf(facts, term, truth);
    return known?.left === wanted.left && known.right === wanted.right && known.most <= wanted.most;
  });
}

/** What a comparison that came out so says of a difference; null where it says nothing of the kind. */
function differenceOf(facts: Facts, term: Term, truth: boolean): Difference | null {
  const node = facts.arena.node(term);
  if (node.kind !== 'cmp' || node.bits !== 64) return null;
  const predicate = (truth ? node.predicate : opposite(node.predicate)).slice(1);
  const isLess = predicate === 'lt' || predicate === 'le';
  if (!isLess && predicate !== 'gt' && predicate !== 'ge') return null;
  const [less, more] = isLess ? [node.left, node.right] : [node.right, node.left];
  const [a, b] = [sumOf(facts, less), sumOf(facts, more)];
  if (!a || !b) return null;
  const strict = predicate === 'lt' || predicate === 'gt' ? 1n : 0n;
  return { left: a.base, right: b.base, most: b.plus - a.plus - strict };
}

/** Beyond it a sum may wrap around. */
const small = 1n << 40n;

/** A term as another one and a constant; null where the numbers may be too large to be told apart by differences. */
function sumOf(facts: Facts, term: Term): { readonly base: Term | null; readonly plus: bigint } | null {
  const { smin, smax } = intervalOf(facts, term);
  if (smin < -small || smax > small) return null;
  const only = constantOf(facts.arena, term);
  if (only !== null) return { base: null, plus: BigInt.asIntN(64, only) };
  const node = facts.arena.node(term);
  if (node.kind !== 'binary' || node.operator !== 'add') return { base: term, plus: 0n };
  const plus = constantOf(facts.arena, node.right);
  if (plus === null) return { base: term, plus: 0n };
  const inner = intervalOf(facts, node.left);
  const isSmall = inner.smin >= -small && inner.smax <= small;
  return isSmall ? { base: node.left, plus: BigInt.asIntN(64, plus) } : { base: term, plus: 0n };
}
