/**
 * Kernel pointers: where they come from, and which of them the verifier takes for plain numbers. Rests on the
 * register types that loads were measured to yield.
 */
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, unknownType, type Type } from '../types.js';
import { copiedAs } from './pointees.js';
import type { Use } from './recorded.js';
import { unknownValue, type Dereferenced, type Typed, type Value } from './values.js';
import { type ContextPlace, type KernelPlace, type Walk } from './walk.js';

/** The value that a load from a context gives: a socket, a kernel pointer, or nothing in particular. */
export function yieldedBy(walk: Walk, place: ContextPlace): Value {
  const size = sizeOf(place.type);
  if (place.offset === null || size === null) return unknownValue;
  const { spec, facts } = walk;
  const query = { program: spec, region: place.region, access: 'read', offset: place.offset, size } as const;
  const newest = facts.kernels.at(-1);
  if (spec.btfEnabled && place.region === 'ctx') return typedArgument(walk, place.offset, size);
  if (newest === undefined || facts.access.refusedOn(query, [newest])?.length !== 0) return unknownValue;
  const yields = facts.access.yields(query, newest);
  if (yields === null) return size === 8 ? { kind: 'kernel', trusted: false } : unknownValue;
  if (/^(?:trusted_|rcu_)?ptr_/.test(yields)) return { kind: 'kernel', trusted: true };
  return socketAt(walk, `${place.region}->${place.path}`, yields.endsWith('_or_null'));
}

/** An argument of a BTF-enabled program; where the target was measured and it may be NULL, nothing is sure. */
export function typedArgument(walk: Walk, offset: number, size: number): Value {
  const newest = walk.facts.kernels.at(-1) ?? '';
  const yields = walk.facts.access.yields(
    { program: walk.spec, region: 'ctx', access: 'read', offset, size },
    newest,
  );
  if (size !== 8 || yields?.includes('_or_null')) return unknownValue;
  return { kind: 'kernel', trusted: true };
}

/** An argument of any other program: a number to the verifier, unless the load of it was measured to yield more. */
export function untypedArgument(walk: Walk, offset: number): Value {
  const query = { program: walk.spec, region: 'ctx', access: 'read', offset, size: 8 } as const;
  const isNumber = walk.facts.access.yields(query, walk.facts.kernels.at(-1) ?? '') === null;
  return isNumber ? { kind: 'kernel', trusted: false } : unknownValue;
}

/** A pointer to a socket that the tables describe; unknown where they do not for this program. */
export function socketAt(walk: Walk, region: string, nullable: boolean): Value {
  if (!walk.facts.access.knows({ program: walk.spec, region })) return unknownValue;
  return { kind: 'context', region, offset: 0, owner: null, path: '', nullable };
}

/**
 * What a load through a kernel pointer gives. A member of a struct that is not declared here may be an array,
 * whose mention is no load: whether it was one is left to the consumer.
 */
export function dereferenced(walk: Walk, place: KernelPlace, expr: Expr, use: Use): Value {
  if (place.trusted) return place.type.kind === 'integer' ? unknownValue : { kind: 'kernel', trusted: true };
  const at = walk.frame.locate(expr.span);
  const isLoad = /^(?:integer|pointer|struct)$/.test(place.type.kind);
  const value: Value = { kind: 'dereferenced', at, chain: place.chain, use, isLoad, ...copiedAs(place) };
  if (place.type.kind !== 'integer') return value;
  report(walk, value);
  return unknownValue;
}

/** Notes that a value is used as a number: if it was loaded through an untrusted pointer, that was refused. */
export function consume(walk: Walk, { value, type }: Typed): void {
  if (value.kind === 'dereferenced' && (value.isLoad || type.kind !== 'pointer')) report(walk, value);
}

/** Notes that a value goes somewhere: an array's address may only go where an address fits. */
export function taken(walk: Walk, { value }: Typed, to: Type): void {
  if (value.kind === 'dereferenced' && (value.isLoad || /^(?:integer|struct)$/.test(to.kind)))
    report(walk, value);
  if (value.kind !== 'record' || (to.kind !== 'struct' && to.kind !== 'array')) return;
  for (const [name, member] of value.members) {
    const type = to.kind === 'array' ? to.of : (to.layout.field(name)?.type ?? unknownType);
    taken(walk, { value: member, type }, type);
  }
}

/** Notes that the memory that a pointer leads to is read or written, as written in `expr`. */
export function touched(walk: Walk, { value }: Typed, expr: Expr, use: Use): void {
  if (value.kind === 'dereferenced') report(walk, { ...value, use });
  if (value.kind !== 'kernel' || value.trusted) return;
  const at = walk.frame.locate(expr.span);
  report(walk, { kind: 'dereferenced', at, chain: null, use, isLoad: true, ...copiedAs(value) });
}

function report(walk: Walk, dereference: Dereferenced): void {
  const { at, chain, use } = dereference;
  if (walk.muted > 0) return;
  walk.found.dereferences.push({
    at,
    chain,
    isCopied: dereference.isCopied ?? false,
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
    use,
  });
}
