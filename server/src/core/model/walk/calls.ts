/** Walks calls: probe reads, subprograms of this file, and functions that only take values. */
import type { Expr } from '../../syntax/ast.js';
import { callUnseen } from './unseen-calls.js';
import { computedByName } from './byte-order.js';
import { record, store } from './loads.js';
import { pointee } from './pointees.js';
import { recordProbeRead } from './probe-reads.js';
import { noteReadOnlyStore } from './read-only.js';
import type { Use } from './recorded.js';
import { callSubprogram } from './subprograms.js';
import { intType, unknownType } from '../types.js';
import { socketAt, taken } from './kernel-pointers.js';
import { fresh, vague } from './names.js';
import { noteArguments } from './noted-arguments.js';
import { noteCall } from './noted-calls.js';
import { isChecked, renew } from './nullness.js';
import { noteEffect } from './paths/effects.js';
import { ofType, untyped, type Typed } from './values.js';
import { pathOf, textOf, type Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The value of a call; what it reads and writes of contexts is recorded. */
export function callValue(walk: Walk, call: Call, use: Use): Typed {
  const name = calledName(walk, call);
  if (name === null) {
    walk.value(call.callee, 'used');
    evaluateArguments(walk, call, 'used');
    pathOf(walk)?.memory.clobber();
    return fresh(walk, unknownType);
  }
  noteCall(walk, call, name, use);
  const probe = walk.facts.readings.probeRead(name);
  if (probe) {
    pathOf(walk)?.memory.clobber();
    return recordProbeRead(walk, call, probe);
  }
  return (
    callForPointer(walk, call, name) ??
    callByMeaning(walk, call, name, use) ??
    callOfFile(walk, call, name, use) ??
    callUnseen(walk, call, name)
  );
}

/** The name that is called; null for a pointer or a local. */
function calledName(walk: Walk, call: Call): string | null {
  const name = call.callee.kind === 'ident' ? call.callee.name : null;
  return name === null || walk.environment.lookup(name) ? null : name;
}

/** A helper or macro that gives a socket or a kernel pointer; null for any other name. */
function callForPointer(walk: Walk, call: Call, name: string): Typed | null {
  const socket = walk.facts.readings.socket(name);
  const trusted = walk.facts.readings.givesTrusted(name);
  if (!socket && trusted === null) return null;
  const args = call.args.map((argument) => walk.value(argument, 'used'));
  noteRegister(walk, call, name, args[0] ?? untyped);
  noteArguments(walk, call, name, args);
  if (!socket) return { value: { kind: 'kernel', trusted: trusted === true }, type: unknownType };
  noteUncheckedArgument(walk, call, args[0] ?? untyped);
  const newest = walk.facts.kernels.at(-1) ?? '';
  const nullable =
    walk.facts.access.nullCheck({ program: walk.spec, region: socket.region }, newest) !== null;
  if (walk.muted === 0) renew(walk, socket.region);
  const type = { kind: 'pointer', to: walk.types.struct(socket.struct) } as const;
  return { value: socketAt(walk, socket.region, nullable), type };
}

/** An argument of what is traced, as the registers of the context have it. */
function noteRegister(walk: Walk, call: Call, name: string, { value }: Typed): void {
  const argument = walk.facts.readings.registerArgument(name);
  if (walk.muted > 0 || argument === null) return;
  if (value.kind !== 'context' || value.region !== 'ctx' || value.offset !== 0) return;
  walk.found.registers.push({ argument, at: walk.frame.locate(call.span), calls: walk.frame.calls });
}

/** A helper that takes a socket takes none that may be NULL. */
function noteUncheckedArgument(walk: Walk, call: Call, { value }: Typed): void {
  const [first] = call.args;
  if (
    walk.muted > 0 ||
    !first ||
    value.kind !== 'context' ||
    !value.nullable ||
    isChecked(walk, value.region)
  )
    return;
  walk.found.unchecked.push({
    region: value.region,
    at: walk.frame.locate(first.span),
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
    use: 'used',
    testedLater: false,
    isArgument: true,
  });
}

/** Null where rules/reads.json does not know the name. */
function callByMeaning(walk: Walk, call: Call, name: string, use: Use): Typed | null {
  const [first, ...rest] = call.args;
  switch (walk.facts.readings.meaning(name)) {
    case 'unevaluated':
      return vague(walk, textOf(walk, call), untyped.type);
    case 'transparent':
      return first ? walk.value(first, use) : untyped;
    case 'kernel-cast':
      evaluateArguments(walk, call, 'used');
      return untyped;
    case 'uses':
      pathOf(walk)?.memory.clobber();
      for (const each of call.args) noteUsed(walk, walk.value(each, 'used'));
      return fresh(walk, intType);
    case 'computes':
      return walk.symbols.define(name) || walk.symbols.function(name)
        ? null
        : computedByName(walk, call, name, use);
    case 'reads':
      return computedByName(walk, call, name, use);
    case 'chooses':
      return choose(walk, call, use);
    case 'atomic':
      return updateAtomically(walk, call);
    case 'writes':
      if (first) store(walk, walk.place(first), first, untyped, false);
      for (const each of rest) walk.value(each, 'used');
      return untyped;
    default:
      return null;
  }
}

function noteUsed(walk: Walk, value: Typed): void {
  taken(walk, value, unknownType);
  noteEffect(walk, value);
}

/** `__builtin_choose_expr(constant, a, b)`: the other one is never compiled. */
function choose(walk: Walk, call: Call, use: Use): Typed {
  const [test, then, otherwise] = call.args;
  const chosen = test ? walk.value(test, 'used').value : untyped.value;
  const kept = chosen.kind === 'constant' ? (chosen.value !== 0n ? then : otherwise) : null;
  return kept ? walk.value(kept, use) : untyped;
}

/** An atomic builtin reads and writes what its first argument points to. */
function updateAtomically(walk: Walk, call: Call): Typed {
  const [target, ...rest] = call.args.map((argument) => ({ argument, value: walk.value(argument, 'used') }));
  for (const { value } of rest) noteEffect(walk, value);
  pathOf(walk)?.memory.clobber();
  if (!target) return untyped;
  const place = pointee(target.value);
  if (place.kind === 'context') record(walk, place, target.argument, 'write', 'used', false, true);
  if (place.kind === 'local') store(walk, place, target.argument, untyped, false);
  noteReadOnlyStore(walk, place, target.argument);
  return rest[0] ? fresh(walk, place.type) : untyped;
}

/** Null for what this file does not define as a function with a body. */
function callOfFile(walk: Walk, call: Call, name: string, use: Use): Typed | null {
  const fn = walk.symbols.function(name);
  return fn?.node.body ? callSubprogram(walk, call, fn, use) : null;
}

/** Evaluates all arguments; gives the first one's type, which is what the usual wrappers keep. */
function evaluateArguments(walk: Walk, call: Call, use: Use): Typed {
  const [first] = call.args.map((argument) => walk.value(argument, use));
  return first ? ofType(first.type) : untyped;
}
