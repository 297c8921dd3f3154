/**
 * What pointers lead to, as far as all that is written agrees: through casts, locals, parameters and results of functions.
 * No control flow is followed; where two ways differ nothing is known.
 */
import type { KernelFacts } from '../../kernel/facts.js';
import type { ProgramSpec } from '../../kernel/sections.js';
import type { Expr, FunctionDef, TypeExpr } from '../../syntax/ast.js';
import { integerType, sizeOf } from '../types.js';
import type { Binding, Given, ProgramText } from './bindings.js';

export type Origin =
  | { readonly kind: 'context' }
  /** The start of the packet or what is behind it, and where it ends. */
  | { readonly kind: 'packet' | 'packet end' }
  /** Memory of the kernel whose struct the verifier knows. */
  | { readonly kind: 'kernel'; readonly struct: string };

export interface Origins {
  /** Null where it is no such pointer, or that is not known. */
  of(expr: Expr, fn: FunctionDef): Origin | null;
}

/** What one question leads to: `open` where it is asked for already, on the way to its own answer. */
type Answer = Origin | 'open' | null;

/** Expressions in each other, through locals and calls. */
const deepest = 60;
/** Expressions that are looked at for one program. */
const mostSteps = 50_000;

export function originsIn(text: ProgramText, spec: ProgramSpec, facts: KernelFacts): Origins {
  const entry = text.functions[0]?.node;
  const known = new Map<Binding, Answer>();
  let steps = 0;

  /** What all of them are; what leads back to the question adds nothing. */
  const all = (given: readonly Given[], depth: number): Answer => {
    let common: Answer = 'open';
    for (const { expr, fn } of given) {
      const one: Answer = isNull(expr) ? 'open' : of(expr, fn, depth);
      if (one === 'open') continue;
      if (one === null || (common !== 'open' && !isSame(common, one))) return null;
      common = one;
    }
    return common;
  };

  const ofName = (name: string, fn: FunctionDef, depth: number): Answer => {
    const binding = text.binding(fn, name);
    if (!binding) return fn === entry && fn.wrapper !== null && name === 'ctx' ? { kind: 'context' } : null;
    const before = known.get(binding);
    if (before !== undefined) return before;
    known.set(binding, 'open');
    const answer = ofBinding(binding, fn, depth);
    if (answer === 'open') known.delete(binding);
    else known.set(binding, answer);
    return answer;
  };

  const ofBinding = (binding: Binding, fn: FunctionDef, depth: number): Answer => {
    if (binding.isShared) return null;
    const isGiven = binding.values.length > 0;
    if (binding.parameter === null || fn !== entry) return isGiven ? all(binding.values, depth) : null;
    if (isGiven) return null;
    if (fn.wrapper === null) return binding.parameter === 0 ? { kind: 'context' } : null;
    return ofArgument(fn.wrapper, binding.type);
  };

  /** What a macro takes out of the context has the type that it is declared with. */
  const ofArgument = (wrapper: string, type: TypeExpr): Answer => {
    const struct = structOf(type);
    const isTyped = spec.btfEnabled && spec.retypesArguments === undefined;
    return isTyped && facts.readings.isWrapper(wrapper) && struct !== null
      ? { kind: 'kernel', struct }
      : null;
  };

  const ofCall = (expr: Extract<Expr, { kind: 'call' }>, fn: FunctionDef, depth: number): Answer => {
    const name = expr.callee.kind === 'ident' ? expr.callee.name : '';
    const [first] = expr.args;
    const callee = text.named(name);
    if (callee) return all(text.returned(callee), depth);
    return first && facts.readings.meaning(name) === 'transparent' ? of(first, fn, depth) : null;
  };

  const of = (expr: Expr, fn: FunctionDef, above: number): Answer => {
    const depth = above + 1;
    if (depth > deepest || ++steps > mostSteps) return null;
    switch (expr.kind) {
      case 'ident':
        return ofName(expr.name, fn, depth);
      case 'cast':
        return isNarrow(expr.type) ? null : of(expr.operand, fn, depth);
      case 'member': {
        const object = expr.arrow ? of(expr.object, fn, depth) : null;
        return object !== 'open' && object?.kind === 'context' ? ofField(expr.field, spec, facts) : null;
      }
      case 'unary':
        return expr.op === '&' ? ofAddress(expr.operand, fn, depth) : null;
      case 'binary':
        return expr.op === '+' || expr.op === '-' ? ofSum(expr, fn, depth) : null;
      case 'conditional':
        return all(
          [expr.then ?? expr.test, expr.otherwise].map((each) => ({ expr: each, fn })),
          depth,
        );
      case 'assign':
        return of(expr.op === '=' ? expr.right : expr.left, fn, depth);
      case 'update':
        return of(expr.operand, fn, depth);
      case 'comma':
        return of(expr.right, fn, depth);
      case 'call':
        return ofCall(expr, fn, depth);
      default:
        return null;
    }
  };

  /** A part of the packet is the packet; what a struct of the kernel holds is another struct. */
  const ofAddress = (operand: Expr, fn: FunctionDef, depth: number): Answer => {
    const pointer = pointerBehind(operand);
    const origin = pointer && of(pointer, fn, depth);
    return origin === 'open' || origin?.kind === 'packet' ? origin : null;
  };

  /** A step from a pointer. What a pointer is taken from gives a distance, or nothing that may be followed. */
  const ofSum = (
    { op, left, right }: Extract<Expr, { kind: 'binary' }>,
    fn: FunctionDef,
    depth: number,
  ): Answer => {
    const [first, second] = [of(left, fn, depth), of(right, fn, depth)];
    const only = second && (first || op === '-') ? null : (first ?? second);
    return only === 'open' || only?.kind === 'packet' || only?.kind === 'packet end' ? only : null;
  };

  return {
    of(expr, fn) {
      const answer = of(expr, fn, 0);
      return answer === 'open' ? null : answer;
    },
  };
}

/** The pointer that an lvalue goes through, if it goes through one: `p` of `*p`, `p->a.b[1]` and `p[1]`. */
export function pointerBehind(expr: Expr): Expr | null {
  switch (expr.kind) {
    case 'unary':
      return expr.op === '*' ? expr.operand : null;
    case 'member':
      return expr.arrow ? expr.object : pointerBehind(expr.object);
    case 'index':
      return pointerBehind(expr.object) ?? expr.object;
    default:
      return null;
  }
}

/** What a field of the context holds, as loads of it were measured. */
function ofField(name: string, spec: ProgramSpec, facts: KernelFacts): Origin | null {
  const context = spec.context === null ? null : facts.context(spec.context);
  const field = context?.fields.find((each) => each.name === name || each.aliases?.includes(name));
  if (!field) return null;
  const { offset, size, type } = field;
  const query = { program: spec, region: 'ctx', access: 'read', offset, size } as const;
  const yields = facts.access.yields(query, facts.kernels.at(-1) ?? '');
  if (yields === 'pkt' || yields === 'pkt_meta') return { kind: 'packet' };
  if (yields === 'pkt_end') return { kind: 'packet end' };
  const struct = /^struct (\w+) \*$/.exec(type)?.[1];
  const isTyped = yields !== null && /^(?:trusted_|rcu_)?ptr_/.test(yields);
  return isTyped && struct !== undefined ? { kind: 'kernel', struct } : null;
}

/** The struct that a written type points to; null for any other type. */
export function structOf(type: TypeExpr): string | null {
  return type.kind === 'pointer' && type.to.kind === 'tagged' && type.to.keyword === 'struct'
    ? type.to.tag
    : null;
}

function isSame(a: Origin, b: Origin): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'kernel' || b.kind !== 'kernel' || a.struct === b.struct;
}

function isNull(expr: Expr): boolean {
  if (expr.kind === 'cast') return isNull(expr.operand);
  return (expr.kind === 'number' && expr.value === 0n) || (expr.kind === 'ident' && expr.name === 'NULL');
}

/** Bytes; the context's fields for packets are numbers of that size. */
const smallest = 4;

function isNarrow(type: TypeExpr): boolean {
  const known = type.kind === 'name' ? integerType(type.name) : null;
  const size = known && sizeOf(known);
  return size !== null && size < smallest;
}
