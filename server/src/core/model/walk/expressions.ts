/** Walks expressions: what they read and write of contexts, and what their values are known to be. */
import type { Expr, Variable } from '../../syntax/ast.js';
import { unary } from '../constants.js';
import { intType, sizeOf, sizeType, unknownType, type Type } from '../types.js';
import { callValue } from './calls.js';
import { castTo, combine, constant, convert } from './conversions.js';
import { valueOfInitializer } from './initializers.js';
import { consume } from './kernel-pointers.js';
import { keyOf } from './liveness.js';
import { addressOf, load, numberIn, record, store } from './loads.js';
import { noteTested } from './nullness.js';
import { untracked, vague } from './names.js';
import { promoted } from '../arithmetic-types.js';
import { computed } from './numbers.js';
import { sizeOfUnseen } from './pointer-arithmetic.js';
import { truncate } from './paths/evaluate.js';
import { requireDefined } from './paths/defined.js';
import { PathEnd } from './paths/path.js';
import { valueOfBinary, valueOfConditional } from './operators.js';
import { followMembers } from './places.js';
import type { Use } from './recorded.js';
import { untyped, type Typed } from './values.js';
import { muted, pathOf, step, textOf, type ContextPlace, type Place, type Walk } from './walk.js';

/** The value of an expression; records the reads and writes of contexts that computing it takes. */
export function valueOf(walk: Walk, expr: Expr, use: Use): Typed {
  if (!step(walk)) return untyped;
  noteOperation(walk, expr, use);
  switch (expr.kind) {
    case 'number':
      return expr.value === null ? untyped : constant(expr.value, typeOfLiteral(expr));
    case 'ident':
      return valueOfName(walk, expr, use);
    case 'member':
    case 'index':
      return load(walk, walk.place(expr), expr, use);
    case 'unary':
      return valueOfUnary(walk, expr, use);
    case 'update':
      return valueOfUpdate(walk, expr);
    case 'binary':
      return valueOfBinary(walk, expr, use);
    case 'assign':
      return valueOfAssignment(walk, expr);
    case 'conditional':
      return valueOfConditional(walk, expr, use);
    case 'cast':
      return valueOfCast(walk, expr, use);
    case 'comma':
      walk.value(expr.left, 'dropped');
      return walk.value(expr.right, use);
    case 'call':
      return callValue(walk, expr, use);
    case 'unevaluated':
      return valueOfUnevaluated(walk, expr);
    case 'statements':
      return valueOfStatements(walk, expr, use);
    case 'initializer':
      return valueOfInitializer(walk, expr, use);
    case 'string':
      return valueOfString(walk, expr);
    default:
      return untyped;
  }
}

function noteOperation(walk: Walk, expr: Expr, use: Use): void {
  const operation = walk.muted === 0 ? walk.operations.get(expr) : undefined;
  if (!operation) return;
  const at = walk.frame.locate(expr.span);
  const guarded = walk.environment.isDoubtful();
  // A store is made whatever becomes of its value.
  const kept = operation.kind === 'packet write' ? 'used' : use;
  walk.found.operations.push({ operation, use: kept, at, calls: walk.frame.calls, guarded });
}

/** An array's address fits into 8 bytes only. */
function valueOfCast(walk: Walk, expr: Extract<Expr, { kind: 'cast' }>, use: Use): Typed {
  const type = typeOfWritten(walk, expr.type);
  const operand = walk.value(expr.operand, use);
  if (operand.value.kind !== 'dereferenced' || type.kind !== 'integer') return castTo(walk, type, operand);
  if (type.size < 8 || operand.value.isLoad) consume(walk, { ...operand, type });
  return untracked(walk, type);
}

/** A pointer to characters that are known, though not here. */
function valueOfString(walk: Walk, { span }: Expr): Typed {
  const place = { base: `?${textOf(walk, { span })}`, offset: 0 };
  return addressOf(
    walk,
    { kind: 'other', type: unknownType, where: place },
    { kind: 'integer', size: 1, signed: true },
  );
}

/** A written type; `typeof(expr)` is asked of the expression without counting it as evaluated. */
export function typeOfWritten(walk: Walk, type: Parameters<Walk['types']['resolve']>[0]): Type {
  if (type.kind === 'pointer') return { kind: 'pointer', to: typeOfWritten(walk, type.to) };
  if (type.kind !== 'typeof' || !type.operand) return walk.types.resolve(type);
  const { operand } = type;
  return muted(walk, () => walk.value(operand, 'used').type);
}

function valueOfName(walk: Walk, expr: Extract<Expr, { kind: 'ident' }>, use: Use): Typed {
  if (walk.environment.lookup(expr.name)) return load(walk, walk.place(expr), expr, use);
  const variable = walk.symbols.variable(expr.name)?.node;
  if (variable) return valueOfGlobal(walk, variable, expr, use);
  const known = walk.types.constant(expr.name);
  if (known !== null) return constant(known);
  return expr.name === 'NULL' ? nullPointer : vague(walk, expr.name, unknownType);
}

const nullPointer: Typed = {
  value: { kind: 'constant', value: 0n },
  type: { kind: 'pointer', to: { kind: 'void' } },
};

function valueOfGlobal(walk: Walk, variable: Variable, expr: Expr, use: Use): Typed {
  const place = walk.place(expr);
  const { init } = variable;
  if (!variable.isConst || variable.isVolatile || !init) return load(walk, place, expr, use);
  if (init.kind === 'number' && init.value !== null)
    return convert(walk, place.type, constant(init.value, typeOfLiteral(init)));
  return place.type.kind === 'array' ? load(walk, place, expr, use) : vague(walk, variable.name, place.type);
}

function typeOfLiteral({ type }: Extract<Expr, { kind: 'number' }>): Type | undefined {
  return type && { kind: 'integer', ...type };
}

function valueOfUnary(walk: Walk, expr: Extract<Expr, { kind: 'unary' }>, use: Use): Typed {
  if (expr.op === '&') {
    const place = walk.place(expr.operand);
    return addressOf(walk, place, place.type);
  }
  if (expr.op === '*') return load(walk, walk.place(expr), expr, use);
  const operand = walk.value(expr.operand, use);
  consume(walk, operand);
  if (expr.op === '!' && !walk.conditions.has(expr)) noteTested(walk, operand);
  const { value } = operand;
  const type = expr.op === '!' ? intType : (promoted(operand) ?? operand.type);
  const known = value.kind === 'constant' ? unary(expr.op, truncate(type, value.value)) : null;
  if (value.kind === 'constant' && expr.op === '!') return constant(unary('!', value.value));
  if (known !== null) return { value: { kind: 'constant', value: truncate(type, known) }, type };
  return expr.op === '+' ? { value, type } : computed(walk, expr.op, operand, null, type);
}

function valueOfUpdate(walk: Walk, expr: Extract<Expr, { kind: 'update' }>): Typed {
  const place = walk.place(expr.operand);
  const before = readForUpdate(walk, place, expr.operand);
  const after = combine(walk, expr.op === '++' ? '+' : '-', before, constant(1n));
  if (walk.muted === 0) store(walk, place, expr.operand, after, true);
  return expr.isPrefix ? convert(walk, place.type, after) : before;
}

function readForUpdate(walk: Walk, place: Place, expr: Expr): Typed {
  if (place.kind !== 'context') return load(walk, place, expr, 'used');
  const recorded = record(walk, place, expr, 'read', 'used', true);
  return { value: numberIn(walk, place, expr, recorded), type: place.type };
}

function valueOfAssignment(walk: Walk, expr: Extract<Expr, { kind: 'assign' }>): Typed {
  const place = walk.place(expr.left);
  const key = keyOf(expr.left);
  const isUnused =
    key !== null &&
    (walk.activation.unused.has(key) ||
      (place.kind === 'local' && walk.overwritten === key && walk.statement === expr));
  const right = walk.value(expr.right, isUnused ? 'dropped' : 'used');
  if (expr.op === '=') {
    if (walk.muted === 0) store(walk, place, expr.left, right, false);
    return convert(walk, place.type, right);
  }
  const before = readForUpdate(walk, place, expr.left);
  consume(walk, right);
  requireDefined(walk, expr.op, right);
  const result = combine(walk, expr.op.slice(0, -1), before, right);
  if (walk.muted === 0) store(walk, place, expr.left, result, true);
  return convert(walk, place.type, result);
}

function valueOfUnevaluated(walk: Walk, expr: Extract<Expr, { kind: 'unevaluated' }>): Typed {
  if (/offsetof$/.test(expr.operator)) return constant(offsetOf(walk, expr), sizeType);
  // A string's bytes are not counted here.
  if (expr.operator !== 'sizeof' || expr.operand?.kind === 'string')
    return vague(walk, textOf(walk, expr), sizeType);
  const { operand, type } = expr;
  const of = type
    ? typeOfWritten(walk, type)
    : operand
      ? muted(walk, () => walk.place(operand).type)
      : unknownType;
  const size = sizeOf(of);
  if (size !== null) return constant(BigInt(size), sizeType);
  return walk.path ? sizeOfUnseen(walk, of) : constant(null, sizeType);
}

function valueOfStatements(walk: Walk, expr: Extract<Expr, { kind: 'statements' }>, use: Use): Typed {
  walk.environment.enter();
  const last = expr.body.at(-1);
  // Control that leaves from within an expression is not followed.
  if (walk.runAll(expr.body.slice(0, -1)) === 'ends' && pathOf(walk)) throw new PathEnd();
  let result = untyped;
  if (last?.kind === 'expression') result = walk.value(last.expression, use);
  else if (last) walk.run(last);
  walk.environment.leave();
  return result;
}

/** `offsetof(T, a.b)` in bytes; null where the struct or the member is not known here. */
function offsetOf(walk: Walk, { type, operand }: Extract<Expr, { kind: 'unevaluated' }>): bigint | null {
  if (!type || !operand) return null;
  const start: ContextPlace = {
    ...{
      kind: 'context',
      region: '',
      offset: 0,
      owner: null,
      path: '',
      nullable: false,
      fieldAt: null,
      varying: null,
    },
    type: walk.types.resolve(type),
  };
  const member = followMembers(walk, start, operand);
  return member.kind === 'context' && member.offset !== null ? BigInt(member.offset) : null;
}
