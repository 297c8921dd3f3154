/**
 * Pairs of context loads that an optimizing compiler is known to merge into one load from a selected address:
 * the last reads of the arms of a condition, where both arms end alike. Rests on what clang was measured to do.
 */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { firstFrom, type Span } from '../../text.js';
import { eachExpression, eachStatement, expressionsOf, partsOf, statementsOf } from '../visit.js';
import type { RecordedAccess, RecordedMerge } from './recorded.js';

/** One way out of a condition: its statements in order, or a value. */
interface Arm {
  readonly tail: Stmt | Expr;
  readonly whole: readonly (Stmt | Expr)[];
}

interface Pair {
  readonly arms: readonly [Arm, Arm];
  readonly isSwitch: boolean;
}

/** The merges in a function's body; `accesses` are the reads that were recorded in its item. */
export function mergesIn(body: Stmt, accesses: readonly RecordedAccess[]): readonly RecordedMerge[] {
  const reads = accesses.filter(
    (each) => each.access === 'read' && each.region === 'ctx' && each.use !== 'dropped',
  );
  if (reads.length < 2) return [];
  const readsIn = readsByPlace(reads);
  const found: RecordedMerge[] = [];
  for (const { arms, isSwitch } of armsIn(body)) {
    const merge = mergeOf(...arms, readsIn);
    // Only of cases was a field seen to be merged with itself.
    if (merge && (isSwitch || merge.offsets[0] !== merge.offsets[1])) found.push(merge);
  }
  return found;
}

/** Every two arms of one condition: if and else, the two values of `?:`, neighbouring cases, a return and the next. */
function armsIn(body: Stmt): readonly Pair[] {
  const pairs: (readonly [Arm, Arm])[] = [];
  const ofSwitches: (readonly [Arm, Arm])[] = [];
  eachStatement(body, (stmt) => {
    for (const expr of expressionsOf(stmt))
      eachExpression(expr, (each) => pairs.push(...armsOfConditional(each)));
    if (stmt.kind === 'if' && stmt.otherwise) pairs.push(...pairOf([stmt.then], [stmt.otherwise]));
    if (stmt.kind === 'switch') ofSwitches.push(...armsOfSwitch(stmt.body));
    pairs.push(...armsOfEarlyReturn(statementsOf(stmt)), ...armsOfDefault(statementsOf(stmt)));
  });
  return [
    ...pairs.map((arms) => ({ arms, isSwitch: false })),
    ...ofSwitches.map((arms) => ({ arms, isSwitch: true })),
  ];
}

function armsOfConditional(expr: Expr): readonly (readonly [Arm, Arm])[] {
  if (expr.kind !== 'conditional' || !expr.then) return [];
  return [
    [
      { tail: expr.then, whole: [expr.then] },
      { tail: expr.otherwise, whole: [expr.otherwise] },
    ],
  ];
}

function armsOfSwitch(body: Stmt): readonly (readonly [Arm, Arm])[] {
  const cases = statementsOf(body).filter((stmt) => stmt.kind === 'case');
  return cases.slice(1).flatMap((stmt, i) => pairOf(statementsOf(cases[i] ?? stmt), statementsOf(stmt)));
}

/** `if (x) return a; return b;` */
function armsOfEarlyReturn(stmts: readonly Stmt[]): readonly (readonly [Arm, Arm])[] {
  return stmts.flatMap((stmt, i) => {
    const next = stmts[i + 1];
    if (stmt.kind !== 'if' || stmt.otherwise || next?.kind !== 'return') return [];
    return pairOf([stmt.then], [next]).filter(([first]) => first.tail.kind === 'return');
  });
}

/** `x = a; if (c) x = b;` */
function armsOfDefault(stmts: readonly Stmt[]): readonly (readonly [Arm, Arm])[] {
  return stmts.flatMap((stmt, i) => {
    const next = stmts[i + 1];
    const first = assignment(stmt);
    const arm = next?.kind === 'if' && !next.otherwise ? armOf([next.then]) : null;
    const second = arm && isStatement(arm.tail) ? assignment(arm.tail) : null;
    if (!arm || !first || !second || first.name !== second.name) return [];
    return [
      [
        { tail: first.value, whole: [stmt] },
        { tail: second.value, whole: arm.whole },
      ] as const,
    ];
  });
}

/** What `x = ...;` or `T x = ...;` gives to which name. */
function assignment(stmt: Stmt): { readonly name: string; readonly value: Expr } | null {
  if (stmt.kind === 'declaration') {
    const [only] = stmt.variables;
    return only?.init && stmt.variables.length === 1 ? { name: only.name, value: only.init } : null;
  }
  const expr = stmt.kind === 'expression' ? stmt.expression : null;
  return expr?.kind === 'assign' && expr.op === '=' && expr.left.kind === 'ident'
    ? { name: expr.left.name, value: expr.right }
    : null;
}

function pairOf(first: readonly Stmt[], second: readonly Stmt[]): readonly (readonly [Arm, Arm])[] {
  const [a, b] = [armOf(first), armOf(second)];
  return a && b ? [[a, b]] : [];
}

/** The last statement that is more than a jump. */
function armOf(stmts: readonly Stmt[]): Arm | null {
  const flat = stmts.flatMap((stmt) => (stmt.kind === 'block' ? stmt.body : [stmt]));
  const tail = flat.findLast((stmt) => stmt.kind !== 'jump' && stmt.kind !== 'empty');
  return tail ? { tail, whole: flat } : null;
}

function mergeOf(first: Arm, second: Arm, readsIn: ReadsIn): RecordedMerge | null {
  // What goes on in two ways is not merged.
  if (isStatement(first.tail) && first.tail.kind === 'if') return null;
  if (shapeOf(first.tail) !== shapeOf(second.tail) || holdsAsm(first) || holdsAsm(second)) return null;
  const [a, b] = [readsIn(first.tail), readsIn(second.tail)];
  if (a.length !== b.length) return null;
  const sized = a.map((read, i) => (read.size === b[i]?.size ? i : -1)).filter((i) => i >= 0);
  const at = sized.find((i) => a[i]?.offset !== b[i]?.offset) ?? sized[0] ?? -1;
  const [one, other] = [a[at], b[at]];
  if (!one || !other) return null;
  return {
    at: other.at,
    first: one.at,
    offsets: [one.offset, other.offset],
    paths: [one.path, other.path],
    isFixed: one.isFixed,
    calls: other.calls,
    guarded: other.guarded,
  };
}

/** The reads in a part of the source, in the order in which they were recorded. */
type ReadsIn = (part: { readonly span: Span }) => readonly RecordedAccess[];

/** Looks from where the part begins, for a function may read thousands of times. */
function readsByPlace(reads: readonly RecordedAccess[]): ReadsIn {
  const sorted = reads
    .map((read, order) => ({ read, order }))
    .sort((a, b) => a.read.at.start - b.read.at.start);
  const starts = sorted.map(({ read }) => read.at.start);
  return ({ span }) => {
    const inside: { readonly read: RecordedAccess; readonly order: number }[] = [];
    for (let i = firstFrom(starts, span.start); (starts[i] ?? Infinity) <= span.end; i++) {
      const each = sorted[i];
      if (each && each.read.at.end <= span.end) inside.push(each);
    }
    return inside.sort((a, b) => a.order - b.order).map(({ read }) => read);
  };
}

/** Any assembly in an arm keeps the compiler from merging what comes before and after it. */
function holdsAsm({ whole }: Arm): boolean {
  let found = false;
  const look = (stmt: Stmt): void =>
    eachStatement(stmt, (each) => {
      if (each.kind === 'asm') found = true;
      for (const expr of expressionsOf(each)) lookInside(expr);
    });
  const lookInside = (expr: Expr): void =>
    eachExpression(expr, (each) => {
      if (each.kind === 'statements') each.body.forEach(look);
    });
  for (const part of whole) {
    if (isStatement(part)) look(part);
    else lookInside(part);
  }
  return found;
}

const statementKinds = new Set<string>([
  'block',
  'declaration',
  'expression',
  'if',
  'loop',
  'switch',
  'case',
  'return',
  'jump',
  'label',
  'asm',
  'empty',
]);

function isStatement(part: Stmt | Expr): part is Stmt {
  return statementKinds.has(part.kind);
}

/** What two statements must share to be merged: their operations, not their names and numbers. */
function shapeOf(part: Stmt | Expr): string {
  if (!isStatement(part)) return shapeOfExpression(part);
  const inner = [...expressionsOf(part).map(shapeOfExpression), ...statementsOf(part).map(shapeOf)];
  return `${part.kind}(${inner.join()})`;
}

function shapeOfExpression(expr: Expr): string {
  if (expr.kind === 'ident' || expr.kind === 'number' || expr.kind === 'index') return '$';
  if (expr.kind === 'member') return '$';
  const op = expr.kind === 'binary' || expr.kind === 'assign' || expr.kind === 'unary' ? expr.op : '';
  return `${expr.kind}${op}(${partsOf(expr).map(shapeOfExpression).join()})`;
}
