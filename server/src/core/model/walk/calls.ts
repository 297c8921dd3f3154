/** Walks calls: macros, probe reads, subprograms of this file, and functions that only take values. */
import type { Expr } from '../../syntax/ast.js';
import { noteAddresses } from './addresses.js';
import { expandedStatements } from './expansions.js';
import { store } from './loads.js';
import { recordProbeRead } from './probe-reads.js';
import type { Use } from './recorded.js';
import { callSubprogram, runSubprogram } from './subprograms.js';
import { unknownType } from '../types.js';
import { socketAt } from './kernel-pointers.js';
import { clobbered, ofType, untyped, type Typed } from './values.js';
import type { Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The value of a call; what it reads and writes of contexts is recorded. */
export function callValue(walk: Walk, call: Call, use: Use): Typed {
  const name = calledName(walk, call);
  if (name === null) {
    walk.value(call.callee, 'used');
    return evaluateArguments(walk, call, 'used');
  }
  noteHelperCall(walk, call, name);
  const probe = walk.facts.readings.probeRead(name);
  if (probe) return recordProbeRead(walk, call, probe);
  return (
    callForPointer(walk, call, name) ??
    callByMeaning(walk, call, name, use) ??
    callOfFile(walk, call, name, use) ??
    callUnseen(walk, call, name)
  );
}

/** The name that is called, through a macro that only renames it; null for a pointer or a local. */
function calledName(walk: Walk, call: Call): string | null {
  const name = call.callee.kind === 'ident' ? call.callee.name : null;
  if (name === null || walk.environment.lookup(name)) return null;
  const define = walk.symbols.define(name);
  return define?.params === null && /^[A-Za-z_]\w*$/.test(define.body) ? define.body : name;
}

/** A helper is called by its own name; a file that defines the name itself means something else. */
function noteHelperCall(walk: Walk, call: Call, name: string): void {
  if (walk.muted > 0 || walk.facts.helpers.id(name) === null || walk.symbols.function(name)?.node.body)
    return;
  walk.found.helperCalls.push({
    name,
    at: walk.frame.locate(call.callee.span),
    calls: walk.frame.calls,
    guarded: walk.guards > 0,
  });
}

/** A helper or macro that gives a socket or a kernel pointer; null for any other name. */
function callForPointer(walk: Walk, call: Call, name: string): Typed | null {
  const socket = walk.facts.readings.socket(name);
  const trusted = walk.facts.readings.givesTrusted(name);
  if (!socket && trusted === null) return null;
  evaluateArguments(walk, call, 'used');
  if (!socket) return { value: { kind: 'kernel', trusted: trusted === true }, type: unknownType };
  const newest = walk.facts.kernels.at(-1) ?? '';
  const nullable =
    walk.facts.access.nullCheck({ program: walk.spec, region: socket.region }, newest) !== null;
  if (walk.muted === 0) walk.environment.renewed(socket.region);
  const type = { kind: 'pointer', to: walk.types.struct(socket.struct) } as const;
  return { value: socketAt(walk, socket.region, nullable), type };
}

/** Null where rules/reads.json does not know the name. */
function callByMeaning(walk: Walk, call: Call, name: string, use: Use): Typed | null {
  const [first, ...rest] = call.args;
  switch (walk.facts.readings.meaning(name)) {
    case 'unevaluated':
      return untyped;
    case 'transparent':
      return first ? walk.value(first, use) : untyped;
    case 'kernel-cast':
      evaluateArguments(walk, call, 'used');
      return untyped;
    case 'uses':
      return evaluateArguments(walk, call, 'used');
    case 'reads':
      return evaluateArguments(walk, call, use);
    case 'writes':
      if (first) store(walk, walk.place(first), first, untyped, false);
      for (const each of rest) walk.value(each, 'used');
      return untyped;
    default:
      return null;
  }
}

/** Null for what this file neither defines as a macro nor as a function with a body. */
function callOfFile(walk: Walk, call: Call, name: string, use: Use): Typed | null {
  const expanded = expandedStatements(walk, call, (stmts) => {
    const only = stmts.length === 1 ? stmts[0] : undefined;
    if (only?.kind === 'expression') return walk.value(only.expression, use);
    walk.runAll(stmts);
    return untyped;
  });
  if (expanded) return expanded;
  const fn = walk.symbols.function(name);
  return fn?.node.body ? callSubprogram(walk, call, fn) : null;
}

/** A function takes the values of its arguments; a macro that is not visible may do anything with them. */
function callUnseen(walk: Walk, call: Call, name: string): Typed {
  const fn = walk.symbols.function(name);
  const isMacro = /^[A-Z][A-Z0-9_]*$/.test(name) && !fn;
  const args = call.args.map((argument) => walk.value(argument, isMacro ? 'unknown' : 'used'));
  runCallback(walk, call, name, args);
  for (const { value } of args) if (value.kind === 'address') value.of.value = clobbered(value.of.value);
  if (walk.facts.helpers.id(name) !== null) noteAddresses(walk, call, args, name, 'helper');
  if (walk.facts.readings.meaning(name) === 'copies') noteAddresses(walk, call, args, name, 'copy');
  return fn ? ofType(walk.types.resolve(fn.node.returns)) : untyped;
}

/** A helper that calls a function of the file back, with one of its own arguments. */
function runCallback(walk: Walk, call: Call, name: string, args: readonly Typed[]): void {
  const row = walk.facts.readings.callback(name);
  const callback = row && call.args[row.callback];
  const target = callback?.kind === 'unary' && callback.op === '&' ? callback.operand : callback;
  const fn = target?.kind === 'ident' ? walk.symbols.function(target.name) : null;
  if (!row || !fn?.node.body) return;
  const passed = fn.node.params.map((_, i) => (i === row.to ? (args[row.from ?? -1] ?? untyped) : untyped));
  runSubprogram(walk, call, fn, passed);
}

/** Evaluates all arguments; gives the first one's type, which is what the usual wrappers keep. */
function evaluateArguments(walk: Walk, call: Call, use: Use): Typed {
  const [first] = call.args.map((argument) => walk.value(argument, use));
  return first ? ofType(first.type) : untyped;
}
