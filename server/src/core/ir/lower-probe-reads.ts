/**
 * libbpf's macros that follow a path of members through probe reads: `BPF_CORE_READ(task, mm, owner)`. The pointer
 * is evaluated, the members are only names. What they read is the kernel's and not known.
 */
import { unknownType, type Type } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import { resize } from './lower-conversions.js';
import { emit, register, type Lower } from './lower.js';
import { typeOf } from './types.js';
import type { Value } from './values.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The value of a read along a path of members; null for any other name. */
export function memberValue(lower: Lower, call: Call, name: string): Value | null {
  const row = lower.facts.readings.probeRead(name);
  if (!row?.path || lower.symbols.function(name)) return null;
  const evaluated = call.args.filter((_, i) => i === row.source || i === row.destination);
  const args = evaluated.map((arg) => resize(lower, arg.span, lower.value(arg), 64));
  const type = row.form === 'value' ? pathType(lower, call, row.source) : unknownType;
  const dst = register(lower, type);
  emit(lower, call.span, { op: 'call', dst, callee: { kind: 'unseen', name }, args });
  return { operand: dst, type };
}

/** The type of the last member; unknown where a struct on the way is. */
function pathType(lower: Lower, call: Call, source: number): Type {
  const first = call.args[source];
  let type = first ? typeOf(lower, first) : unknownType;
  for (const step of call.args.slice(source + 1)) {
    for (const name of lower.text.slice(step.span.start, step.span.end).split('.')) {
      const layout = type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.layout : inner(type);
      type = layout?.field(name.trim())?.type ?? unknownType;
    }
  }
  return type.kind === 'integer' || type.kind === 'pointer' ? type : unknownType;
}

function inner(type: Type): Extract<Type, { kind: 'struct' }>['layout'] | null {
  return type.kind === 'struct' ? type.layout : null;
}
