/** Names of numbers: what is read twice from memory that nobody wrote in between is one number. */
import type { Expr } from '../../syntax/ast.js';
import type { Cell, Typed, Value } from './values.js';
import { muted, type ContextPlace, type Walk } from './walk.js';

/** What a local holds; a number that has no name yet gets one that no other has. */
export function namedLocal(walk: Walk, cell: Cell): Value {
  const { value } = cell;
  if (value.kind !== 'unknown' || value.name !== undefined || !isScalar(cell)) return value;
  cell.value = { ...value, name: `#${walk.count()}` };
  return cell.value;
}

function isScalar({ type }: Cell): boolean {
  return type.kind === 'integer' || type.kind === 'pointer';
}

/** Tells some bytes of a region. */
export function bytesKey(region: string, offset: number, size: number | null): string {
  return `${region}+${offset}:${size}`;
}

/** A number that was read from a context. */
export function namedField(walk: Walk, { region, offset, type }: ContextPlace, value: Value): Value {
  if (value.kind !== 'unknown' || offset === null || type.kind !== 'integer') return value;
  return { ...value, name: `${bytesKey(region, offset, type.size)}@${walk.environment.memory()}` };
}

/** A number that was read from any other memory. */
export function namedMemory(walk: Walk, expr: Expr, { value, type }: Typed): Typed {
  if (value.kind !== 'unknown' || (type.kind !== 'integer' && type.kind !== 'pointer'))
    return { value, type };
  const way = wayTo(walk, expr);
  return way === null
    ? { value, type }
    : { value: { ...value, name: `${way}@${walk.environment.memory()}` }, type };
}

/** The variable or the pointer that an expression starts from, and the way from there; null where it is no plain one. */
function wayTo(walk: Walk, expr: Expr): string | null {
  switch (expr.kind) {
    case 'ident':
      return wayToName(walk, expr);
    case 'member':
      return join(wayTo(walk, expr.object), `${expr.arrow ? '->' : '.'}${expr.field}`);
    case 'index':
      return join(wayTo(walk, expr.object), indexOf(walk, expr.index));
    case 'unary':
      return expr.op === '*' ? join(wayTo(walk, expr.operand), '->*') : null;
    default:
      return null;
  }
}

function join(way: string | null, step: string | null): string | null {
  return way === null || step === null ? null : way + step;
}

function indexOf(walk: Walk, index: Expr): string | null {
  const { value } =
    index.kind === 'number' || index.kind === 'ident'
      ? muted(walk, () => walk.value(index, 'used'))
      : { value: null };
  if (value?.kind === 'constant') return `[${value.value}]`;
  return value?.kind === 'unknown' && value.name !== undefined ? `[${value.name}]` : null;
}

function wayToName(walk: Walk, { name }: Extract<Expr, { kind: 'ident' }>): string | null {
  const cell = walk.environment.lookup(name);
  if (!cell) return walk.symbols.variable(name)?.node.isVolatile === false ? name : null;
  const value = namedLocal(walk, cell);
  return value.kind === 'unknown' ? (value.name ?? null) : null;
}
