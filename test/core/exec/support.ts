/** Builds terms for tests in a line. */
import type { BinaryOp, Predicate, Width } from '../../../server/src/core/ir/operator.js';
import * as build from '../../../server/src/core/exec/build-terms.js';
import { createArena, type Term } from '../../../server/src/core/exec/terms.js';

/** Constructors of terms of one new arena; widths are 64 bits unless told. */
export function terms() {
  const arena = createArena();
  const number = (value: bigint | Term, width: Width): Term =>
    typeof value === 'bigint' ? build.constant(arena, width, value) : value;
  return {
    arena,
    input: (name: string, width: Width = 64): Term => build.symbol(arena, width, 'input', name),
    op: (operator: BinaryOp, a: Term | bigint, b: Term | bigint, width: Width = 64): Term =>
      build.binary(arena, operator, width, number(a, width), number(b, width)),
    cmp: (predicate: Predicate, a: Term | bigint, b: Term | bigint, width: Width = 64): Term =>
      build.compare(arena, predicate, width, number(a, width), number(b, width)),
    zext: (a: Term, from: Width, to: Width = 64): Term => build.cast(arena, 'zext', from, to, a),
    sext: (a: Term, from: Width, to: Width = 64): Term => build.cast(arena, 'sext', from, to, a),
    trunc: (a: Term, to: Width, from: Width = 64): Term => build.cast(arena, 'trunc', from, to, a),
  };
}
