/**
 * What a program does with pointers that its text shows: stores through packet pointers, operators on them, reads of
 * kernel structs through casts. Knows nothing of what is allowed, and not whether a run gets there.
 */
import type { KernelFacts } from '../../kernel/facts.js';
import type { ProgramSpec } from '../../kernel/sections.js';
import type { Expr, FunctionDef } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
import type { TypeResolver } from '../resolve.js';
import type { Declared, Symbols } from '../symbols.js';
import { programText } from './bindings.js';
import { castRead, isCastProbe, type CastRead } from './cast-reads.js';
import { operationOn, type PointerOperation } from './operators.js';
import type { Place } from './place.js';
import { originsIn, pointerBehind } from './origins.js';
import { eachPart } from './parts.js';
import { scaledSize, type ScaledSize } from './scaled-sizes.js';

export type Operation =
  /** A store through a pointer into the packet. */
  | { readonly kind: 'packet write'; readonly target: Span }
  | PointerOperation
  /** `p + sizeof(*p)`. */
  | ScaledSize
  | CastRead
  /** A probe read through such a pointer. */
  | { readonly kind: 'cast probe' };

/** The expressions that are such operations. */
export function operationsIn(
  entry: Declared<FunctionDef>,
  spec: ProgramSpec,
  symbols: Symbols,
  facts: KernelFacts,
  types: TypeResolver,
): ReadonlyMap<Expr, Operation> {
  const text = programText(entry, symbols);
  const origins = originsIn(text, spec, facts);
  const found = new Map<Expr, Operation>();
  for (const { node: fn } of text.functions) {
    if (!fn.body) continue;
    const parents = new Map<Expr, Expr | null>();
    const exprs: Expr[] = [];
    eachPart(fn.body, {
      expression(expr, parent) {
        parents.set(expr, parent);
        exprs.push(expr);
      },
    });
    const place: Place = { fn, text, origins, facts, types, parentOf: (expr) => parents.get(expr) ?? null };
    for (const expr of exprs) {
      const operation = operationAt(expr, place);
      if (operation) found.set(expr, operation);
    }
  }
  return found;
}

function operationAt(expr: Expr, place: Place): Operation | null {
  switch (expr.kind) {
    case 'assign':
      return writesPacket(expr.left, place) ?? scaledSize(expr, place) ?? operationOn(expr, place);
    case 'update':
      return writesPacket(expr.operand, place);
    case 'call':
      return isCastProbe(expr, place) ? { kind: 'cast probe' } : copiesToPacket(expr, place);
    case 'binary':
      return scaledSize(expr, place) ?? operationOn(expr, place);
    case 'unary':
      return operationOn(expr, place);
    case 'member':
      return castRead(expr, place);
    default:
      return null;
  }
}

function writesPacket(target: Expr, { fn, origins }: Place): Operation | null {
  const pointer = pointerBehind(target);
  return pointer && origins.of(pointer, fn)?.kind === 'packet'
    ? { kind: 'packet write', target: target.span }
    : null;
}

/** `memcpy(p, ...)`, `memset(p, ...)` and atomic builtins. */
function copiesToPacket(
  expr: Extract<Expr, { kind: 'call' }>,
  { fn, origins, facts, text }: Place,
): Operation | null {
  const name = expr.callee.kind === 'ident' ? expr.callee.name : '';
  const [target] = expr.args;
  if (!target || text.named(name) || !facts.readings.storesBehind(name)) return null;
  return origins.of(target, fn)?.kind === 'packet' ? { kind: 'packet write', target: target.span } : null;
}
