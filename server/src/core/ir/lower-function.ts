/** One function: its parameters, its body, and a second try where a local turned out to need an address. */
import { typeResolver } from '../model/resolve.js';
import type { Symbols } from '../model/symbols.js';
import { unknownType, voidType, type Type } from '../model/types.js';
import type { FunctionDef, Parameter, TypeExpr } from '../syntax/ast.js';
import type { ItemContent } from '../syntax/file.js';
import { Builder } from './builder.js';
import { compact } from './compact.js';
import type { IrFunction, Param } from './ir.js';
import { lowerCondition } from './lower-conditions.js';
import { convert } from './lower-conversions.js';
import { declareParameter } from './lower-declarations.js';
import { lowerEffect, valueOf } from './lower-expressions.js';
import { placeOf } from './lower-lvalues.js';
import { endOfBody, lowerStatement, lowerStatements } from './lower-statements.js';
import { emit, havoc, register, type Lower, type World } from './lower.js';
import { bitsOf } from './scalars.js';
import { Scope } from './scope.js';

/** What a text and its headers mean, without what a function defines. */
export type Outer = Omit<World, 'types'>;

/** Lowers a function that has a body. Never throws on odd code. */
export function lowerFunction(outer: Outer, fn: FunctionDef, content: ItemContent): IrFunction {
  const addressed = new Set<number>();
  for (;;) {
    const before = addressed.size;
    const lower = createLower(outer, fn.name, fn.returns, content, addressed);
    const lowered = lowerBody(lower, fn);
    // The locals are counted alike each time, so that what was found holds in the next round.
    if (addressed.size === before) return lowered;
  }
}

/** What lowering starts from: nothing in scope, an empty block. */
export function createLower(
  { symbols: global, facts, parse }: Outer,
  name: string,
  returns: TypeExpr,
  content: ItemContent,
  addressed: Set<number>,
): Lower {
  const scope = new Scope();
  const symbols = withTags(global, scope, content);
  const types = typeResolver(symbols, facts, parse);
  const lower: Lower = {
    ...{ symbols, facts, parse, types },
    name,
    returns: types.resolve(returns),
    builder: new Builder(),
    scope,
    text: content.text,
    breaks: null,
    continues: null,
    switching: null,
    labels: new Map(),
    result: null,
    locals: 0,
    addressed,
    statics: [],
    regions: [],
    value: (expr) => valueOf(lower, expr),
    effect: (expr) => lowerEffect(lower, expr),
    place: (expr) => placeOf(lower, expr),
    condition: (expr, then, otherwise) => lowerCondition(lower, expr, then, otherwise),
    run: (stmt) => lowerStatement(lower, stmt),
    runAll: (stmts) => lowerStatements(lower, stmts),
  };
  return lower;
}

/** Names as a function sees them: with the structs that it defines itself. */
function withTags(symbols: Symbols, scope: Scope, content: ItemContent): Symbols {
  return {
    ...symbols,
    tagged: (name) => {
      const node = scope.tag(name);
      return node ? { node, content } : symbols.tagged(name);
    },
  };
}

function lowerBody(lower: Lower, fn: FunctionDef): IrFunction {
  const { builder, returns } = lower;
  const params = declareParameters(lower, fn);
  if (fn.body) lower.run(fn.body);
  endOfBody(lower, fn.body?.span ?? fn.nameSpan);
  const isPlain = returns.kind !== 'void' && returns.kind !== 'struct';
  return compact({
    name: fn.name,
    linkage: fn.isStatic ? 'static' : 'global',
    attributes: fn.attributes,
    params,
    returns: isPlain ? bitsOf(returns) : null,
    registers: builder.registers,
    slots: builder.slots,
    blocks: builder.finish(fn.nameSpan),
    places: builder.places,
    statics: lower.statics.map(({ object }) => object),
  });
}

function declareParameters(lower: Lower, fn: FunctionDef): readonly Param[] {
  if (fn.wrapper !== null && lower.facts.readings.isWrapper(fn.wrapper)) return [wrapped(lower, fn)];
  const own = fn.params.map((param): Param => {
    const type = typeOfParameter(lower, param);
    const name = param.name ?? '';
    const value = declareParameter(lower, name, param.span, type);
    return {
      register: value,
      bits: bitsOf(type),
      name: param.name,
      role: type.kind === 'struct' ? 'struct' : 'value',
    };
  });
  return lower.returns.kind === 'struct' ? [resultParameter(lower), ...own] : own;
}

/** Arrays and functions are passed by their addresses. */
function typeOfParameter(lower: Lower, { type }: Parameter): Type {
  const resolved = type.kind === 'function' ? unknownType : lower.types.resolve(type);
  if (type.kind === 'function') return { kind: 'pointer', to: unknownType };
  return resolved.kind === 'array' ? { kind: 'pointer', to: resolved.of } : resolved;
}

function resultParameter(lower: Lower): Param {
  const value = register(lower, { kind: 'pointer', to: lower.returns });
  lower.result = value;
  return { register: value, bits: 64, name: null, role: 'result' };
}

/** A macro such as BPF_PROG takes the parameters out of the context, which it brings along as `ctx`. */
function wrapped(lower: Lower, fn: FunctionDef): Param {
  const context = declareParameter(lower, 'ctx', fn.paramsSpan, { kind: 'pointer', to: voidType });
  fn.params.forEach((param, i) => {
    if (param.name === null) return;
    const type = typeOfParameter(lower, param);
    const value = declareParameter(lower, param.name, param.span, type);
    const taken = takesWords(fn.wrapper)
      ? wordAt(lower, param, context, i)
      : havoc(lower, param.span, type, 'unknown macro', context);
    const { operand } = convert(lower, param.span, taken, type);
    const bits = bitsOf(type);
    emit(lower, param.span, { op: 'move', dst: value, bits, value: operand, opaque: false });
  });
  return { register: context, bits: 64, name: 'ctx', role: 'context' };
}

/** libbpf's BPF_PROG takes one word of the context for each parameter. */
function takesWords(wrapper: string | null): boolean {
  return wrapper === 'BPF_PROG' || wrapper === 'BPF_STRUCT_OPS';
}

function wordAt(
  lower: Lower,
  { span }: Parameter,
  context: number,
  index: number,
): { operand: number; type: Type } {
  const word: Type = { kind: 'integer', size: 8, signed: false };
  const address = register(lower, { kind: 'pointer', to: word });
  const offset = BigInt(8 * index);
  emit(lower, span, { op: 'ptr', dst: address, base: context, index: 0n, scale: 1, offset, member: null });
  const dst = register(lower, word);
  emit(lower, span, { op: 'load', dst, bits: 64, address, volatile: false });
  return { operand: dst, type: word };
}
