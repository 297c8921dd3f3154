/** Recognises probe reads of a context: BPF_CORE_READ and its family, bpf_probe_read and its kin. */
import { noteStacked } from './stacked.js';
import type { ProbeReadRow } from '../../kernel/reading-rows.js';
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, unknownType } from '../types.js';
import { fill } from './given-away.js';
import { load, store } from './loads.js';
import { fresh, untracked } from './names.js';
import { followMembers } from './places.js';
import { pointee } from './pointees.js';
import { seenThrough, untyped, type Typed, type Value } from './values.js';
import { muted, textOf, type Place, type Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The value of a probe read; recorded where its pointer leads into a context as a struct sees it. */
export function recordProbeRead(walk: Walk, call: Call, row: ProbeReadRow): Typed {
  const source = call.args[row.source];
  if (!source) return untyped;
  const pointer = walk.value(source, 'used');
  const fields = row.path ? call.args.slice(row.source + 1) : [];
  const destination = row.destination === null ? null : (call.args[row.destination] ?? null);
  const size = row.size === null ? null : (call.args[row.size] ?? null);
  const copied = size ? walk.value(size, 'used').value : null;
  const given = destination ? walk.value(destination, 'used').value : null;
  if (given?.kind === 'address') {
    noteStacked(walk, call, row.name, [{ value: given, type: unknownType }]);
    fill(walk, given);
  }
  const target = followPath(walk, pointee(pointer), fields);
  record(walk, call, row, {
    source,
    pointer,
    fields,
    target,
    destination,
    size: copied?.kind === 'constant' ? Number(copied.value) : null,
  });
  if (row.form === 'value') return copiedValue(walk, target);
  const local = destination ? localOf(walk, destination) : null;
  if (local) store(walk, local, call, { value: copiedInto(walk, target), type: local.type }, false);
  // Of a string it is a length, which the verifier knows the bounds of.
  return fresh(walk, unknownType);
}

/**
 * What a macro gives that reads a member: a number, a pointer that is a plain number to the verifier, or a local copy
 * of a struct or an array. Nothing is known of what may be any of them.
 */
function copiedValue(walk: Walk, { type }: Place): Typed {
  if (type.kind === 'integer') return fresh(walk, type);
  if (type.kind === 'pointer') return { value: copiedPointer, type };
  return untracked(walk, type.kind === 'array' ? { kind: 'pointer', to: type.of } : type);
}

const copiedPointer: Value = { kind: 'kernel', trusted: false, isCopied: true };

/** What a pointer variable is filled with is a pointer, unless numbers are read. */
function copiedInto(walk: Walk, { type }: Place): Value {
  return type.kind === 'integer' ? fresh(walk, type).value : copiedPointer;
}

/** The pointer variable `p` of `&p`, through casts. */
function localOf(walk: Walk, destination: Expr): Place | null {
  if (destination.kind === 'cast') return localOf(walk, destination.operand);
  if (destination.kind !== 'unary' || destination.op !== '&' || destination.operand.kind !== 'ident')
    return null;
  const { operand } = destination;
  const place = muted(walk, () => walk.place(operand));
  return place.kind === 'local' && place.type.kind === 'pointer' ? place : null;
}

interface Parts {
  readonly source: Expr;
  readonly pointer: Typed;
  readonly fields: readonly Expr[];
  readonly target: Place;
  readonly destination: Expr | null;
  readonly size: number | null;
}

/** A probe read through a pointer that the verifier knows the type of could as well be a plain one, but for a cast. */
function recordNeedless(walk: Walk, call: Call, row: ProbeReadRow, parts: Parts): void {
  if (walk.operations.get(call)?.kind === 'cast probe') return;
  const at = walk.frame.locate(call.span);
  walk.found.needless.push({
    row,
    pointer: pointerText(walk, parts),
    path: row.path ? parts.fields.map((field) => textOf(walk, field)) : null,
    at,
    calls: walk.frame.calls,
  });
}

function record(walk: Walk, call: Call, row: ProbeReadRow, parts: Parts): void {
  const { value, type } = parts.pointer;
  if (value.kind === 'kernel' && value.trusted && walk.muted === 0) recordNeedless(walk, call, row, parts);
  const struct = value.kind === 'context' ? seenThrough(value, type) : null;
  if (walk.muted > 0 || value.kind !== 'context' || struct === null) return;
  const at = walk.frame.locate(call.span);
  const { target } = parts;
  const isArray = target.type.kind === 'array' || (parts.fields.length === 0 && isWhole(parts, value.path));
  walk.found.probeReads.push({
    region: value.region,
    struct,
    row,
    pointer: pointerText(walk, parts),
    path: pathOf(walk, parts, value.path),
    offset: target.kind === 'context' ? target.offset : null,
    fieldSize: sizeOf(target.type),
    isArray,
    size: parts.size,
    destination: destinationText(walk, parts.destination),
    destinationSize: destinationSize(walk, parts.destination),
    isStatement: walk.statement === call,
    at,
    calls: walk.frame.calls,
  });
}

/** Whether the pointer is the whole context or an array's start rather than one field's address. */
function isWhole({ target }: Parts, path: string): boolean {
  return path === '' || target.type.kind === 'array' || target.type.kind === 'struct';
}

/** The fields as written, after the pointer: of the macro's arguments, or of `&ctx->a.b`. */
function pathOf(walk: Walk, { source, fields }: Parts, path: string): readonly string[] | null {
  if (fields.length > 0) return fields.map((field) => textOf(walk, field));
  return path && baseOfAddress(source) ? [path] : null;
}

/** The `ctx` of `&ctx->f`, through casts, parentheses and wrappers that change nothing. */
function baseOfAddress(source: Expr): Expr | null {
  if (source.kind === 'cast') return baseOfAddress(source.operand);
  if (source.kind === 'call' && source.args[0]) return baseOfAddress(source.args[0]);
  if (source.kind !== 'unary' || source.op !== '&')
    return source.kind === 'member' ? innermost(source) : null;
  return innermost(source.operand);
}

function innermost(expr: Expr): Expr | null {
  if (expr.kind === 'index') return innermost(expr.object);
  if (expr.kind !== 'member') return null;
  return expr.arrow ? expr.object : innermost(expr.object);
}

/** The pointer that `->` goes through: the macro's own, or the one in `&ctx->f`. */
function pointerText(walk: Walk, { source, fields }: Parts): string {
  const base = fields.length > 0 ? source : (baseOfAddress(source) ?? source);
  const isPostfix =
    base.kind === 'ident' || base.kind === 'member' || base.kind === 'index' || base.kind === 'call';
  return isPostfix ? textOf(walk, base) : `(${textOf(walk, base)})`;
}

/** `v` for `&v` and for an array `v`; null for what is no lvalue's address. */
function destinationText(walk: Walk, destination: Expr | null): string | null {
  if (destination?.kind === 'cast') return destinationText(walk, destination.operand);
  return destination?.kind === 'unary' && destination.op === '&' ? textOf(walk, destination.operand) : null;
}

function destinationSize(walk: Walk, destination: Expr | null): number | null {
  if (destination?.kind === 'cast') return destinationSize(walk, destination.operand);
  if (destination?.kind !== 'unary' || destination.op !== '&') return null;
  const { operand } = destination;
  return sizeOf(muted(walk, () => walk.place(operand).type));
}

/** The place that a path of fields leads to; each further one goes through the pointer before it. */
function followPath(walk: Walk, start: Place, fields: readonly Expr[]): Place {
  return fields.reduce((place, field, i) => {
    const base = i === 0 ? place : pointee(muted(walk, () => load(walk, place, field, 'used')));
    return followMembers(walk, base, field);
  }, start);
}
