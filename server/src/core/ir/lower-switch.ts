/** `switch`: its cases are found while its body is lowered, wherever in it they stand. */
import { promoted } from '../model/arithmetic-types.js';
import { longType } from '../model/types.js';
import type { Expr, Stmt } from '../syntax/ast.js';
import { Builder } from './builder.js';
import type { BlockId } from './ir.js';
import { convert } from './lower-conversions.js';
import { binary } from './lower-operators.js';
import { snapshot } from './lower-order.js';
import { unevaluated, type Lower, type Switch } from './lower.js';
import { bitsOf, isSigned, numberOf } from './scalars.js';
import type { Value } from './values.js';

/** The dispatch is a block of its own, written once all cases are known. */
export function lowerSwitch(lower: Lower, stmt: Extract<Stmt, { kind: 'switch' }>): void {
  const { builder, breaks, switching } = lower;
  const where = stmt.value.span;
  const value = lower.value(stmt.value);
  const type = promoted(value) ?? longType;
  const tested = convert(lower, stmt.value.span, value, type);
  const dispatch = builder.current;
  const [body, rest, done] = [builder.block(), builder.block(), builder.block()];
  builder.enter(body);
  const own: Switch = { cases: [], named: [], otherwise: null, type };
  lower.breaks = done;
  lower.switching = own;
  lower.run(stmt.body);
  builder.jump(where, done);
  lower.breaks = breaks;
  lower.switching = switching;
  builder.enter(dispatch);
  // The body may write the local that is switched on before the named cases are asked for.
  const kept = own.named.length > 0 ? snapshot(lower, stmt.value.span, tested) : tested;
  const { operand } = kept;
  builder.end(where, {
    op: 'switch',
    value: operand,
    bits: bitsOf(type),
    signed: isSigned(type),
    cases: own.cases,
    otherwise: rest,
  });
  builder.enter(rest);
  testNamed(lower, own, kept);
  builder.jump(where, own.otherwise ?? done);
  builder.enter(done);
}

/** Cases whose numbers others know are tested one by one. */
function testNamed(lower: Lower, { named, type }: Switch, value: Value): void {
  const { builder } = lower;
  for (const { values, block } of named) {
    const [low, high = low] = values;
    if (!low || !high) continue;
    const [second, next] = [builder.block(), builder.block()];
    const from = convert(lower, low.span, lower.value(low), type);
    builder.branch(low.span, binary(lower, low.span, '>=', value, from).operand, second, next);
    builder.enter(second);
    const to = convert(lower, high.span, lower.value(high), type);
    builder.branch(high.span, binary(lower, high.span, '<=', value, to).operand, block, next);
    builder.enter(next);
  }
}

/** A case: control comes from the switch, or falls through from above. */
export function lowerCase(lower: Lower, stmt: Extract<Stmt, { kind: 'case' }>): void {
  const { builder, switching } = lower;
  const where = stmt.span;
  const block = builder.block();
  builder.jump(where, block);
  builder.enter(block);
  if (!switching) return builder.end(where, { op: 'lost', why: 'opaque' });
  if (stmt.isDefault) switching.otherwise = block;
  else addCase(lower, switching, stmt.values, block);
  lower.runAll(stmt.body);
}

function addCase(lower: Lower, switching: Switch, values: readonly Expr[], block: BlockId): void {
  const { type } = switching;
  const bounds = unevaluated(lower, new Builder(), () =>
    values.map((expr) => convert(lower, expr.span, lower.value(expr), type).operand),
  );
  const [low, high = low] = bounds;
  if (typeof low !== 'bigint' || typeof high !== 'bigint') switching.named.push({ values, block });
  else if (numberOf(type, low) <= numberOf(type, high)) switching.cases.push({ low, high, target: block });
}
