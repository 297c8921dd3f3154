/** Loops: those of C, and those that libbpf's macros make of iterators. */
import { intType, unknownType, voidType, type Type } from '../model/types.js';
import type { Expr, Stmt } from '../syntax/ast.js';
import type { Span } from '../text.js';
import type { BlockId } from './ir.js';
import type { Operand } from './instruction.js';
import { store } from './lower-access.js';
import { convert, isNotZero } from './lower-conversions.js';
import { temporary } from './lower-initializers.js';
import { binary } from './lower-operators.js';
import { emit, register, type Lower } from './lower.js';
import type { Value } from './values.js';

type Loop = Extract<Stmt, { kind: 'loop' }>;

/** A loop; its header has a scope of its own. */
export function lowerLoop(lower: Lower, stmt: Loop): void {
  lower.scope.enter();
  const name = stmt.test?.kind === 'call' && stmt.test.callee.kind === 'ident' ? stmt.test.callee.name : '';
  if (stmt.macro === 'bpf_for') lowerNumbers(lower, stmt);
  else if (name === 'bpf_repeat' && stmt.form === 'while') lowerRepeat(lower, stmt);
  else if (name === 'bpf_for_each' && stmt.form === 'while') lowerForEach(lower, stmt);
  else lowerPlain(lower, stmt);
  lower.scope.leave();
}

function lowerPlain(lower: Lower, { form, init, test, update, body, span }: Loop): void {
  const { builder } = lower;
  const where = span;
  if (init) lower.run(init);
  const [head, inside, step, done] = [builder.block(), builder.block(), builder.block(), builder.block()];
  builder.jump(where, form === 'do' ? inside : head);
  builder.enter(head);
  if (test) lower.condition(test, inside, done);
  else builder.jump(where, inside);
  lowerBody(lower, body, { inside, continues: form === 'for' ? step : head, breaks: done });
  builder.enter(step);
  if (update) lower.effect(update);
  builder.jump(where, head);
  builder.enter(done);
}

interface Ways {
  readonly inside: BlockId;
  readonly continues: BlockId;
  readonly breaks: BlockId;
}

function lowerBody(lower: Lower, body: Stmt, ways: Ways): void {
  const { breaks, continues } = lower;
  lower.breaks = ways.breaks;
  lower.continues = ways.continues;
  lower.builder.enter(ways.inside);
  lower.run(body);
  lower.builder.jump(body.span, ways.continues);
  lower.breaks = breaks;
  lower.continues = continues;
}

/** An `int` that only the loop itself sees. */
function counter(lower: Lower, span: Span, start: Operand): Value {
  const dst = register(lower, intType);
  emit(lower, span, { op: 'move', dst, bits: 32, value: start, opaque: false });
  return { operand: dst, type: intType };
}

function advance(lower: Lower, span: Span, { operand }: Value): void {
  if (typeof operand !== 'number') return;
  const add = { op: 'binary', dst: operand, bits: 32, operator: 'add', wraps: true } as const;
  emit(lower, span, { ...add, left: operand, right: 1n });
}

/**
 * `bpf_for(i, from, to)` of libbpf's bpf_helpers.h: the kernel counts; each of its numbers is put into `i` and held
 * against the bounds again, which is what the verifier goes by.
 */
function lowerNumbers(lower: Lower, { init, test, body, span }: Loop): void {
  const start = init?.kind === 'expression' && init.expression.kind === 'assign' ? init.expression : null;
  if (!start || test?.kind !== 'binary') return lower.builder.end(span, lost);
  const { builder } = lower;
  const where = span;
  const from = convert(lower, start.right.span, lower.value(start.right), intType);
  const at = counter(lower, span, from.operand);
  const end = counter(lower, span, convert(lower, test.right.span, lower.value(test.right), intType).operand);
  const [head, next, inside, done] = [builder.block(), builder.block(), builder.block(), builder.block()];
  builder.jump(where, head);
  builder.enter(head);
  builder.branch(where, binary(lower, span, '<', at, end).operand, next, done);
  builder.enter(next);
  store(lower, start.left.span, lower.place(start.left), at);
  advance(lower, span, at);
  const above: Expr = { kind: 'binary', op: '>=', left: start.left, right: start.right, span: start.span };
  lower.condition({ kind: 'binary', op: '&&', left: above, right: test, span }, inside, done);
  lowerBody(lower, body, { inside, continues: head, breaks: done });
  builder.enter(done);
}

const lost = { op: 'lost', why: 'opaque' } as const;

/** `bpf_repeat(n)`: n rounds. */
function lowerRepeat(lower: Lower, { test, body, span }: Loop): void {
  const { builder } = lower;
  const where = span;
  const count = test?.kind === 'call' ? test.args[0] : undefined;
  if (!count) return builder.end(where, lost);
  const end = counter(lower, span, convert(lower, count.span, lower.value(count), intType).operand);
  const at = counter(lower, span, 0n);
  const [head, inside, step, done] = [builder.block(), builder.block(), builder.block(), builder.block()];
  builder.jump(where, head);
  builder.enter(head);
  builder.branch(where, binary(lower, span, '<', at, end).operand, inside, done);
  lowerBody(lower, body, { inside, continues: step, breaks: done });
  builder.enter(step);
  advance(lower, span, at);
  builder.jump(where, head);
  builder.enter(done);
}

/** `bpf_for_each(task, pos, args...)`: an open-coded iterator's new, next and destroy. */
function lowerForEach(lower: Lower, { test, body, span }: Loop): void {
  const { builder } = lower;
  const where = span;
  const [kind, position, ...rest] = test?.kind === 'call' ? test.args : [];
  if (kind?.kind !== 'ident' || !position) return builder.end(where, lost);
  const state = lower.types.struct(`bpf_iter_${kind.name}`);
  const { address } = temporary(lower, span, state);
  const args = rest.map((arg) => convert(lower, arg.span, lower.value(arg), wide).operand);
  iterate(lower, span, `bpf_iter_${kind.name}_new`, [address, ...args], null);
  const [head, inside, done] = [builder.block(), builder.block(), builder.block()];
  builder.jump(where, head);
  builder.enter(head);
  const next = register(lower, unknownType);
  iterate(lower, span, `bpf_iter_${kind.name}_next`, [address], next);
  const stored = store(lower, position.span, lower.place(position), { operand: next, type: pointer });
  builder.branch(where, isNotZero(lower, span, stored), inside, done);
  lowerBody(lower, body, { inside, continues: head, breaks: done });
  builder.enter(done);
  iterate(lower, span, `bpf_iter_${kind.name}_destroy`, [address], null);
}

const wide: Type = { kind: 'integer', size: 8, signed: true };
const pointer: Type = { kind: 'pointer', to: voidType };

function iterate(lower: Lower, span: Span, name: string, args: readonly Operand[], dst: number | null): void {
  emit(lower, span, { op: 'call', dst, callee: { kind: 'kfunc', name }, args });
}
