/**
 * Inline assembly: without instructions it gives the compiler's knowledge up and changes nothing, else it does what it
 * likes to what it names. Knows operands and constraints; no instruction.
 */
import { unknownType, type Type } from '../model/types.js';
import type { Expr, Stmt } from '../syntax/ast.js';
import { load, store } from './lower-access.js';
import { blockOf } from './lower-labels.js';
import { emit, havoc, register, type Lower } from './lower.js';
import { bitsOf, isScalar } from './scalars.js';
import type { Place, Value } from './values.js';

type Asm = Extract<Stmt, { kind: 'asm' }>;

/** An output operand, and what it holds before where it is read, too (`+r`). */
interface Output {
  readonly expr: Expr;
  readonly constraint: string;
  readonly place: Place;
  readonly before: Value | null;
}

/** Inline assembly as a statement. */
export function lowerAsm(lower: Lower, stmt: Asm): void {
  const outputs = stmt.outputs.map((expr, i): Output => {
    const constraint = stmt.constraints[i] ?? '';
    const place = lower.place(expr);
    const before = constraint.startsWith('=') ? null : load(lower, expr.span, place);
    return { expr, constraint, place, before };
  });
  const inputs = stmt.inputs.map((expr, i) => ({
    constraint: stmt.constraints[outputs.length + i] ?? '',
    value: lower.value(expr),
  }));
  const isEmpty = stmt.template.replace(/\s|\/\*.*?\*\//gs, '') === '' && stmt.labels.length === 0;
  if (isEmpty) for (const [i, output] of outputs.entries()) hide(lower, output, tied(inputs, i));
  else {
    emitAsm(lower, stmt, outputs, inputs);
    jumpAnywhere(lower, stmt);
  }
}

interface Input {
  readonly constraint: string;
  readonly value: Value;
}

/** The input that has to be where an output is: `"0"(x)`. */
function tied(inputs: readonly Input[], index: number): Value | null {
  return inputs.find(({ constraint }) => constraint === String(index))?.value ?? null;
}

/** No instructions: what goes in comes out, and the compiler knows nothing of it. */
function hide(lower: Lower, { expr, place, before }: Output, other: Value | null): void {
  const value = before ?? other;
  if (!value || !isScalar(place.type))
    return void store(lower, expr.span, place, havoc(lower, expr.span, place.type, 'inline assembly'));
  const dst = register(lower, value.type);
  const bits = bitsOf(value.type);
  emit(lower, expr.span, { op: 'move', dst, bits, value: value.operand, opaque: true });
  store(lower, expr.span, place, { operand: dst, type: value.type });
}

function emitAsm(lower: Lower, stmt: Asm, outputs: readonly Output[], inputs: readonly Input[]): void {
  const results = outputs.map(({ constraint, place }) => {
    const type: Type = isScalar(place.type) ? place.type : unknownType;
    return { constraint, dst: register(lower, type), type };
  });
  const read = outputs.flatMap(({ constraint, before }) =>
    before ? [{ constraint, value: before.operand }] : [],
  );
  emit(lower, stmt.span, {
    op: 'asm',
    template: stmt.template,
    outputs: results.map(({ constraint, dst }) => ({ constraint, dst })),
    inputs: [...read, ...inputs.map(({ constraint, value }) => ({ constraint, value: value.operand }))],
    memory: stmt.clobbers.includes('memory'),
  });
  outputs.forEach(({ expr, place }, i) => {
    const result = results[i];
    if (result) store(lower, expr.span, place, { operand: result.dst, type: result.type });
  });
}

/** `asm goto` goes on behind it, or to any of its labels. */
function jumpAnywhere(lower: Lower, stmt: Asm): void {
  if (stmt.labels.length === 0) return;
  const { builder } = lower;
  const where = stmt.span;
  const way = havoc(lower, stmt.span, { kind: 'integer', size: 4, signed: false }, 'inline assembly');
  const next = builder.block();
  const cases = stmt.labels.map((label, i) => ({
    low: BigInt(i + 1),
    high: BigInt(i + 1),
    target: blockOf(lower, label),
  }));
  builder.end(where, { op: 'switch', value: way.operand, bits: 32, signed: false, cases, otherwise: next });
  builder.enter(next);
}
