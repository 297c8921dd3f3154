/** Notes pointers into a context that are handed to functions which do not take them for the context itself. */
import type { Expr, FunctionDef, TypeExpr } from '../../syntax/ast.js';
import type { Type } from '../types.js';
import type { RecordedAddress, Use } from './recorded.js';
import type { ContextPointer, Typed } from './values.js';
import { isFixedHere } from './record.js';
import type { Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** Records the arguments of a call that point into a context behind its start. */
export function noteAddresses(
  walk: Walk,
  call: Call,
  args: readonly Typed[],
  callee: string,
  receiver: RecordedAddress['receiver'],
): void {
  if (walk.muted > 0) return;
  args.forEach(({ value }, argument) => {
    const written = call.args[argument];
    if (value.kind !== 'context' || !written || (value.path === '' && value.offset === 0)) return;
    record(walk, written, value, { callee, receiver, argument, takenFor: null, use: 'used' });
  });
}

/**
 * Records where a global function gets the whole context. The verifier checks such a function by itself and the call
 * against its declared parameters; one that the compiler may inline or leave out is no such function for sure.
 */
export function noteGlobalArguments(
  walk: Walk,
  call: Call,
  args: readonly Typed[],
  fn: FunctionDef,
  use: Use,
): void {
  if (walk.muted > 0 || !isGlobal(fn)) return;
  fn.params.forEach((param, argument) => {
    const [value, written] = [args[argument]?.value, call.args[argument]];
    const takenFor = contextNamed(walk, param.type) ?? structOf(walk.types.resolve(param.type));
    const isTagged = param.attributes?.some((each) => /^__arg_/.test(each)) ?? false;
    if (value?.kind !== 'context' || value.region !== 'ctx' || value.offset !== 0 || !written) return;
    if (takenFor === null || isTagged) return;
    record(walk, written, value, { callee: fn.name, receiver: 'global', argument, takenFor, use });
  });
}

/** Whether the verifier checks a function by itself; what is hidden becomes static (libbpf's mark_btf_static). */
export function isGlobal({ attributes, isStatic }: FunctionDef): boolean {
  const isHidden = attributes.some((each) => /hidden/.test(each));
  return !isStatic && !isHidden && attributes.some((each) => /^(?:__)?(?:no_?inline|weak)/.test(each));
}

/** The context that a pointer to a name of the kernel's own for it is one to; null for any other type. */
function contextNamed({ facts }: Walk, type: TypeExpr): string | null {
  if (type.kind !== 'pointer') return null;
  const name = type.to.kind === 'name' ? type.to.name : type.to.kind === 'tagged' ? type.to.tag : null;
  return name === null ? null : facts.readings.contextNamed(name);
}

/** Null for a pointer to anything else; a flavor (`struct x___mine`) is no name that was measured. */
function structOf(type: Type): string | null {
  if (type.kind !== 'pointer') return null;
  if (type.to.kind === 'void') return 'void';
  return type.to.kind === 'struct' && !type.to.layout.name.includes('___') ? type.to.layout.name : null;
}

function record(
  walk: Walk,
  written: Expr,
  { region, path, offset, owner }: ContextPointer,
  rest: Pick<RecordedAddress, 'callee' | 'receiver' | 'argument' | 'takenFor' | 'use'>,
): void {
  walk.found.addresses.push({
    region,
    path,
    offset,
    isFixed: owner === null || isFixedHere(walk, owner),
    ...rest,
    at: walk.frame.locate(written.span),
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
  });
}
