/** What the locals and parameters of functions are given, as it is written: every value, whatever way control goes. */
import type { Expr, FunctionDef, TypeExpr } from '../../syntax/ast.js';
import type { Declared, Symbols } from '../symbols.js';
import { eachPart } from './parts.js';

/** A local or a parameter. */
export interface Binding {
  readonly type: TypeExpr;
  /** What is assigned to it; of a parameter also what each call hands over. */
  readonly values: readonly Given[];
  /** Its position among the parameters; null for a local. */
  readonly parameter: number | null;
  /** Whether its address is taken, so that others may change it. */
  readonly isShared: boolean;
}

/** An expression with the function that it stands in. */
export interface Given {
  readonly expr: Expr;
  readonly fn: FunctionDef;
}

export interface ProgramText {
  /** The program's own function first. */
  readonly functions: readonly Declared<FunctionDef>[];
  /** Null for a name that is no local of the function. */
  binding(fn: FunctionDef, name: string): Binding | null;
  /** What a function returns. */
  returned(fn: FunctionDef): readonly Given[];
  /** A function of the program by its name. */
  named(name: string): FunctionDef | null;
}

/** More functions than one program calls. */
const mostFunctions = 300;

/** The functions that a program may call, by their names. */
export function programText(entry: Declared<FunctionDef>, symbols: Symbols): ProgramText {
  const functions: Declared<FunctionDef>[] = [entry];
  const found = new Map<string, FunctionDef>([[entry.node.name, entry.node]]);
  const locals = new Map<FunctionDef, Map<string, Draft>>();
  const returned = new Map<FunctionDef, Given[]>();
  const handedOver = new Set<FunctionDef>();
  const calls: (Given & { readonly callee: FunctionDef })[] = [];
  const note = (name: string): FunctionDef | null => {
    const known = found.get(name);
    const declared = known || found.size >= mostFunctions ? null : symbols.function(name);
    if (!declared?.node.body) return known ?? null;
    found.set(name, declared.node);
    functions.push(declared);
    return declared.node;
  };
  for (const { node: fn } of functions) {
    const own = draftOf(fn);
    locals.set(fn, own);
    returned.set(fn, []);
    if (!fn.body) continue;
    eachPart(fn.body, {
      statement(stmt) {
        if (stmt.kind === 'return' && stmt.value) returned.get(fn)?.push({ expr: stmt.value, fn });
        if (stmt.kind === 'declaration')
          for (const { name, type, init } of stmt.variables) declare(own, name, type, init, fn);
      },
      expression(expr) {
        if (expr.kind === 'call' && expr.callee.kind === 'ident') {
          const callee = note(expr.callee.name);
          if (callee) calls.push({ expr, fn, callee });
          // A function that is handed over is called by whoever gets it, with anything.
          for (const each of expr.args) {
            const given = each.kind === 'ident' && !own.has(each.name) ? note(each.name) : null;
            if (given) handedOver.add(given);
          }
        }
        noteChange(own, expr, fn);
      },
    });
  }
  for (const { expr, fn, callee } of calls) {
    if (expr.kind !== 'call') continue;
    callee.params.forEach(({ name }, i) => {
      const given = expr.args[i];
      if (name !== null && given) locals.get(callee)?.get(name)?.values.push({ expr: given, fn });
    });
  }
  for (const fn of handedOver) for (const draft of locals.get(fn)?.values() ?? []) draft.isShared = true;
  return {
    functions,
    binding: (fn, name) => locals.get(fn)?.get(name) ?? null,
    returned: (fn) => returned.get(fn) ?? [],
    named: (name) => found.get(name) ?? null,
  };
}

interface Draft extends Binding {
  readonly values: Given[];
  isShared: boolean;
}

function draftOf(fn: FunctionDef): Map<string, Draft> {
  return new Map(
    fn.params.flatMap(({ name, type }, parameter) =>
      name === null ? [] : [[name, { type, values: [], parameter, isShared: false }] as const],
    ),
  );
}

/** Another declaration of the same name adds its values: what all of them agree on holds for either. */
function declare(
  own: Map<string, Draft>,
  name: string,
  type: TypeExpr,
  init: Expr | null,
  fn: FunctionDef,
): void {
  const draft = own.get(name) ?? { type, values: [], parameter: null, isShared: false };
  own.set(name, draft);
  if (init) draft.values.push({ expr: init, fn });
}

function noteChange(own: Map<string, Draft>, expr: Expr, fn: FunctionDef): void {
  if (expr.kind === 'assign' && expr.op === '=' && expr.left.kind === 'ident')
    own.get(expr.left.name)?.values.push({ expr: expr.right, fn });
  if (expr.kind !== 'unary' || expr.op !== '&' || expr.operand.kind !== 'ident') return;
  const shared = own.get(expr.operand.name);
  if (shared) shared.isShared = true;
}
