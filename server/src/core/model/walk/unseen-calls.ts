/** Calls of what this file does not define: helpers, builtins, macros of other headers. */
import type { Expr, FunctionDef } from '../../syntax/ast.js';
import type { Declared } from '../symbols.js';
import { mapNamed } from '../maps.js';
import { unknownType, type Type } from '../types.js';
import { eachExpression, eachStatement, expressionsOf } from '../visit.js';
import { noteAddresses } from './addresses.js';
import { clobber, fill } from './given-away.js';
import { taken, touched } from './kernel-pointers.js';
import { record } from './loads.js';
import { found, isSurelyFound, mapHanded } from './lookups.js';
import { fresh, untracked } from './names.js';
import { noteArguments } from './noted-arguments.js';
import { requireTrue } from './paths/defined.js';
import { noteEffect, noteOverwritten } from './paths/effects.js';
import type { Bytes } from './paths/memory.js';
import { PathEnd, type Path } from './paths/path.js';
import { pointee } from './pointees.js';
import { noteStacked } from './stacked.js';
import { lookedUp, noteReadOnlyArguments } from './read-only.js';
import { runSubprogram } from './subprograms.js';
import { untyped, type Typed } from './values.js';
import { pathOf, type Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** A function takes the values of its arguments; a macro that is not visible may do anything with them. */
export function callUnseen(walk: Walk, call: Call, name: string): Typed {
  const fn = walk.symbols.function(name);
  const isMacro = /^[A-Z][A-Z0-9_]*$/.test(name) && !fn;
  const args = call.args.map((argument) => walk.value(argument, isMacro ? 'unknown' : 'used'));
  noteStacked(walk, call, name, args);
  noteMaps(walk, call, name, args);
  noteReadOnlyArguments(walk, call, name, args);
  args.forEach((each, i) => taken(walk, each, typeOfParameter(walk, fn, i)));
  noteArguments(walk, call, name, args);
  const path = pathOf(walk);
  const isThere = path !== null && isSurelyFound(walk, name, args);
  if (path) leavePath(walk, path, name, args);
  runCallback(walk, call, name, args);
  const filled = walk.facts.readings.filled(name);
  for (const [i, { value }] of args.entries()) {
    if (value.kind !== 'address') continue;
    if (filled === i) fill(walk, value);
    else clobber(walk, value);
  }
  if (walk.facts.helpers.id(name) !== null) noteAddresses(walk, call, args, name, 'helper');
  if (walk.facts.readings.meaning(name) === 'copies') noteCopies(walk, call, args, name);
  const result = fn ? walk.types.resolve(fn.node.returns) : unknownType;
  if (isMacro || isBuiltin(name)) return untracked(walk, result, args);
  const given = lookedUp(walk, name, args, resultOf(walk, name, result));
  return isThere ? found(given) : given;
}

/** The maps that a helper is handed. */
function noteMaps(walk: Walk, call: Call, helper: string, args: readonly Typed[]): void {
  if (walk.muted > 0 || walk.facts.helpers.id(helper) === null) return;
  for (const [i, argument] of args.entries()) {
    const map = mapHanded(walk, argument);
    const written = call.args[i];
    if (map === null || !written) continue;
    const { calls } = walk.frame;
    const guarded = walk.environment.isDoubtful();
    const mapType = mapNamed(walk.symbols, walk.types, map)?.type?.value ?? null;
    walk.found.mapUses.push({ helper, map, mapType, at: walk.frame.locate(written.span), calls, guarded });
  }
}

function typeOfParameter(walk: Walk, fn: Declared<FunctionDef> | null, index: number): Type {
  const param = fn?.node.params[index];
  return param ? walk.types.resolve(param.type) : unknownType;
}

/** What a call does to a path: what is computed when the program is compiled is seen by the compiler, any other call by nobody. */
function leavePath(walk: Walk, path: Path, name: string, args: readonly Typed[]): void {
  if (walk.facts.readings.meaning(name) === 'unreachable') throw new PathEnd(true);
  if (walk.facts.readings.meaning(name) === 'assumes' && args[0]) return void requireTrue(walk, args[0]);
  if (isBuiltin(name)) {
    const filled = /mem(?:cpy|move|set)$/.test(name) ? filledBy(args) : null;
    if (filled) noteOverwritten(path, filled);
    for (const each of args.slice(1)) noteEffect(walk, each, name, null);
    return path.memory.write(filled, null);
  }
  for (const each of [untyped, ...args]) noteEffect(walk, each, name);
  if (walk.facts.readings.meaning(name) === 'ends') throw new PathEnd();
  path.memory.clobber();
}

/** The bytes that a copy fills; null where nobody can say. */
function filledBy([target, , size]: readonly Typed[]): Bytes | null {
  const place = target && pointee(target);
  if (place?.kind !== 'other' || !place.where || size?.value.kind !== 'constant') return null;
  return { ...place.where, size: Number(size.value.value) };
}

function isBuiltin(name: string): boolean {
  return /^__(?:builtin|sync|atomic)_/.test(name) || /^mem(?:cpy|set|move|cmp)$/.test(name);
}

/** A helper's result, within the bounds that are known of it. */
function resultOf(walk: Walk, name: string, type: Type): Typed {
  const row = walk.facts.readings.result(name);
  if (!row) return fresh(walk, type);
  const known: Type = { kind: 'integer', size: row.size, signed: false };
  return row.bounded ? untracked(walk, known) : fresh(walk, known);
}

/** A copy from a context reads it, one into it writes it; the first bytes tell whether it may. */
function noteCopies(walk: Walk, call: Call, args: readonly Typed[], name: string): void {
  noteAddresses(walk, call, args, name, 'copy');
  args.slice(0, 2).forEach((argument, i) => {
    const place = pointee(argument);
    const written = call.args[i];
    const isTarget = i === 0 && !name.endsWith('cmp');
    if (!written) return;
    if (place.kind === 'context') record(walk, place, written, isTarget ? 'write' : 'read', 'used', false);
    if (isNonZero(args[2])) touched(walk, argument, written, isLeft(walk, call.args[0]) ? 'dropped' : 'used');
  });
}

/** Whether it is a local that nothing else in the function names: what is copied there is copied in vain. */
function isLeft(walk: Walk, target: Expr | undefined): boolean {
  const name = target && baseName(target);
  const { body } = walk.activation.fn;
  if (!name || !body || !walk.environment.lookup(name)) return false;
  let mentions = 0;
  eachStatement(body, (stmt) => {
    for (const expr of expressionsOf(stmt))
      eachExpression(expr, (each) => void (mentions += each.kind === 'ident' && each.name === name ? 1 : 0));
  });
  return mentions < 2;
}

function baseName(target: Expr): string | null {
  if (target.kind === 'cast' || target.kind === 'unary') return baseName(target.operand);
  if (target.kind === 'member' || target.kind === 'index') return baseName(target.object);
  return target.kind === 'ident' ? target.name : null;
}

function isNonZero(size: Typed | undefined): boolean {
  return size?.value.kind === 'constant' && size.value.value > 0n;
}

function isNever(count: Typed | undefined): boolean {
  return count?.value.kind === 'constant' && count.value.value === 0n;
}

/** A helper that calls a function of the file back, with one of its own arguments. */
function runCallback(walk: Walk, call: Call, name: string, args: readonly Typed[]): void {
  const row = walk.facts.readings.callback(name);
  const callback = row && call.args[row.callback];
  const target = callback?.kind === 'unary' && callback.op === '&' ? callback.operand : callback;
  const fn = target?.kind === 'ident' ? walk.symbols.function(target.name) : null;
  if (!row || !fn?.node.body || isNever(args[row.count ?? -1])) return;
  const passed = fn.node.params.map((param, i) =>
    i === row.to ? (args[row.from ?? -1] ?? untyped) : fresh(walk, walk.types.resolve(param.type)),
  );
  runSubprogram(walk, call, fn, passed);
}
