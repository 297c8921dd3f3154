/** Written types to types: typedefs, tags and array lengths. */
import type { KernelTypes } from '../btf/kernel-types.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { Expr, Stmt, TypeExpr } from '../syntax/ast.js';
import type { Define } from '../syntax/directive.js';
import { constantValue, type ConstantScope } from './constants.js';
import { kernelLayout } from './kernel-layouts.js';
import { declaredLayout, opaqueLayout } from './layouts.js';
import type { Symbols } from './symbols.js';
import { recordLayout, tableLayout, uapiLayout } from './table-layouts.js';
import {
  alignOf,
  integerType,
  sizeOf,
  tableType,
  unknownType,
  voidType,
  type Layout,
  type Tagged,
  type Type,
} from './types.js';

/** Parses statements, as a macro's replacement is. */
export type ParseStatements = (text: string) => readonly Stmt[] | null;

export interface TypeResolver extends ConstantScope {
  readonly resolve: (type: TypeExpr) => Type;
  /** A struct by its tag. */
  readonly struct: (tag: string) => Type;
  readonly tagged: Tagged;
  /** The value of a constant expression or of the text of one; null where it is not known, or no count of anything. */
  readonly count: (of: Expr | string) => number | null;
}

const maximumDepth = 40;

/**
 * Names that mean nothing here resolve to the unknown type, and so does whatever nests too deep. `kernel` has the structs
 * that the file takes from a vmlinux.h; null where it takes none, or they are not known.
 */
export function typeResolver(
  symbols: Symbols,
  facts: KernelFacts,
  parse: ParseStatements,
  kernel: KernelTypes | null = null,
): TypeResolver {
  let depth = 0;
  const layouts = new Map<string, Layout>();
  /** Of structs without a tag, by their declaration: what mentions one twice means one layout. */
  const nameless = new Map<TypeExpr, Layout>();
  const constants = new Map<string, bigint | null>();

  const deeper = <T>(otherwise: T, run: () => T): T => {
    if (depth >= maximumDepth) return otherwise;
    depth++;
    try {
      return run();
    } finally {
      depth--;
    }
  };

  const structLayout = (keyword: 'struct' | 'union', tag: string): Layout => {
    const key = `${keyword} ${tag}`;
    const known = layouts.get(key);
    if (known) return known;
    const row = facts.context(tag);
    const declared = symbols.tagged(key)?.node;
    const layout = row
      ? tableLayout(row, byTag)
      : declared?.kind === 'tagged'
        ? declaredLayout(declared, resolver.resolve, count)
        : (recordLayout(tag, facts.readings.recordHead, byTag) ??
          ofHeaders(key, tag) ??
          (kernel && kernelLayout(kernel, keyword, tag, byTag)) ??
          opaqueLayout(tag));
    layouts.set(key, layout);
    return layout;
  };

  const byTag: Tagged = (keyword, tag) => ({ kind: 'struct', layout: structLayout(keyword, tag) });

  const ofHeaders = (key: string, tag: string): Layout | null => {
    const record = facts.uapi.record(key);
    return record && uapiLayout(tag, record, facts.uapi.align(key, symbols.typeSource), byTag);
  };

  const tagged = (type: Extract<TypeExpr, { kind: 'tagged' }>): Type => {
    if (type.keyword === 'enum') return enumType(type);
    if (type.tag !== null) return { kind: 'struct', layout: structLayout(type.keyword, type.tag) };
    const layout = nameless.get(type) ?? declaredLayout(type, resolver.resolve, count);
    nameless.set(type, layout);
    return { kind: 'struct', layout };
  };

  /** As clang chooses: signed where a constant is negative, of eight bytes where one needs them. */
  const enumType = (type: Extract<TypeExpr, { kind: 'tagged' }>): Type => {
    const declared = type.body || type.tag === null ? type : symbols.tagged(`enum ${type.tag}`)?.node;
    const known = declared?.kind === 'tagged' ? null : facts.uapi.typedef(`enum ${type.tag ?? ''}`);
    if (known !== null) return tableType(known, byTag);
    const constants = declared?.kind === 'tagged' ? (declared.body?.constants ?? []) : [];
    const values = constants.map(({ name }) => resolver.constant(name) ?? 0n);
    const signed = values.some((value) => value < 0n);
    const wrapped = (value: bigint): bigint =>
      signed ? BigInt.asIntN(32, value) : BigInt.asUintN(32, value);
    const fits = values.every((value) => wrapped(value) === value);
    return { kind: 'integer', size: fits ? 4 : 8, signed };
  };

  const named = (name: string): Type => {
    if (name === 'void') return voidType;
    const typedef = symbols.typedef(name);
    if (typedef) return resolver.resolve(typedef.node);
    const known = integerType(name) ?? facts.uapi.typedef(name);
    return typeof known === 'string' ? tableType(known, byTag) : (known ?? unknownType);
  };

  /** Of the kernel's headers where no file that is read says anything. */
  const constantOf = (name: string): bigint | null => {
    if (symbols.enumConstant(name)) return constantOfEnum(name);
    const define = symbols.define(name);
    return define ? constantOfDefine(define) : facts.uapi.constant(name);
  };

  const constantOfDefine = (define: Define): bigint | null => {
    if (define.params || define.body === '') return null;
    const first = parse(define.body)?.[0];
    return first?.kind === 'expression' ? constantValue(first.expression, resolver) : null;
  };

  const constantOfEnum = (name: string): bigint | null => {
    const constant = symbols.enumConstant(name);
    if (!constant) return null;
    const base = constant.base ? constantValue(constant.base, resolver) : 0n;
    return base === null ? null : base + BigInt(constant.step);
  };

  const count = (of: Expr | string): number | null => {
    const first = typeof of === 'string' ? parse(of)?.[0] : null;
    const expr = typeof of === 'string' ? (first?.kind === 'expression' ? first.expression : null) : of;
    const value = expr && constantValue(expr, resolver);
    return value === null || value < 0n || value > 0x7fffffffn ? null : Number(value);
  };

  const resolver: TypeResolver = {
    struct: (tag) => byTag('struct', tag),
    tagged: byTag,
    count,
    resolve: (type) =>
      deeper<Type>(unknownType, () => {
        switch (type.kind) {
          case 'name':
            return named(type.name);
          case 'tagged':
            return tagged(type);
          case 'pointer':
            return {
              kind: 'pointer',
              to: resolver.resolve(type.to),
              ...(type.isVolatile ? { isVolatile: true } : {}),
            };
          case 'array':
            return {
              kind: 'array',
              of: resolver.resolve(type.of),
              length: type.length && count(type.length),
            };
          case 'typeof':
            return type.type ? resolver.resolve(type.type) : unknownType;
          default:
            return unknownType;
        }
      }),
    // Remembered: what a macro's macros come to is asked for at every mention.
    constant(name) {
      const before = constants.get(name);
      if (before !== undefined) return before;
      const value = deeper<bigint | null>(null, () => constantOf(name));
      constants.set(name, value);
      return value;
    },
    sizeOf({ operator, type }) {
      if (!type) return null;
      if (operator === 'sizeof') return sizeOf(resolver.resolve(type));
      return /^_Alignof$|^__alignof/.test(operator) ? alignOf(resolver.resolve(type)) : null;
    },
  };
  return resolver;
}
