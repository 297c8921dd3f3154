/** Notes calls by name: of helpers, also those in libbpf's macros, and of functions that are defined elsewhere. */
import type { Expr } from '../../syntax/ast.js';
import type { Use } from './recorded.js';
import type { Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** Notes a call of anything that this file does not define; of what it does, nothing. */
export function noteCall(walk: Walk, call: Call, name: string, use: Use): void {
  const fn = walk.symbols.function(name)?.node;
  if (walk.muted > 0 || fn?.body) return;
  const noted = {
    at: walk.frame.locate(call.callee.span),
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
  };
  const helper = helperIn(walk, call, name);
  if (helper !== null) return void walk.found.helperCalls.push({ ...noted, name: helper });
  if (walk.symbols.define(name)) return;
  const isKernels = fn?.attributes.some((each) => each.includes('ksym'));
  const declared = fn ? (isKernels ? 'ksym' : 'plain') : 'nowhere';
  walk.found.outsideCalls.push({ ...noted, name, use, declared, isConstant: call.args.every(isConstant) });
}

/** A helper is called by its own name, or by the macro of libbpf's that does. */
function helperIn(walk: Walk, call: Call, name: string): string | null {
  return walk.facts.helpers.id(name) !== null ? name : walk.facts.readings.helperIn(name, call.args.length);
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'string' || expr.kind === 'number';
}
