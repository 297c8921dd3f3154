/** Written types to types: typedefs, tags and array lengths. */
import type { KernelTypes } from '../btf/kernel-types.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { EnumConstant, Expr, Stmt, TypeExpr } from '../syntax/ast.js';
import type { Define } from '../syntax/directive.js';
import { constantValue, type ConstantScope } from './constants.js';
import { kernelLayout } from './kernel-layouts.js';
import { declaredLayout, opaqueLayout, type Nested } from './layouts.js';
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

/** What a type may ask of the names around it. */
export type TypeNames = Pick<Symbols, 'tagged' | 'typedef' | 'enumConstant' | 'define' | 'typeSource'>;

type TaggedExpr = Extract<TypeExpr, { kind: 'tagged' }>;

const maximumDepth = 40;
/** Structs in structs; those that hold more are of no known size. */
const mostNested = 200;

function nestingUpTo(most: number): Nested {
  let depth = 0;
  return (otherwise, run) => {
    if (depth >= most) return otherwise;
    depth++;
    try {
      return run();
    } finally {
      depth--;
    }
  };
}

/**
 * Names that mean nothing here resolve to the unknown type, and so does whatever nests too deep. `kernel` has the structs
 * that the file takes from a vmlinux.h; null where it takes none, or they are not known. What `symbols` does not declare,
 * `outer` resolves: the types of the file, where these are of a function.
 */
export function typeResolver(
  symbols: TypeNames,
  facts: KernelFacts,
  parse: ParseStatements,
  kernel: KernelTypes | null = null,
  outer: TypeResolver | null = null,
): TypeResolver {
  const layouts = new Map<string, Layout>();
  /** By their declaration: a tag may be declared again in an inner block, and some structs have none. */
  const declared = new Map<TypeExpr, Layout>();
  const constants = new Map<string, bigint | null>();

  const deeper = nestingUpTo(maximumDepth);
  const nested = nestingUpTo(mostNested);

  const structLayout = (keyword: 'struct' | 'union', tag: string): Layout => {
    const key = `${keyword} ${tag}`;
    const row = facts.context(tag);
    const own = row ? null : symbols.tagged(key)?.node;
    if (own?.kind === 'tagged') return layoutOf(own);
    const known = layouts.get(key);
    if (known) return known;
    const layout = row
      ? tableLayout(row, byTag)
      : (recordLayout(tag, facts.readings.recordHead, byTag) ??
        ofHeaders(key, tag) ??
        (kernel && kernelLayout(kernel, keyword, tag, byTag)) ??
        opaqueLayout(tag));
    layouts.set(key, layout);
    return layout;
  };

  const byTag: Tagged = (keyword, tag) =>
    outer && !symbols.tagged(`${keyword} ${tag}`)
      ? outer.tagged(keyword, tag)
      : { kind: 'struct', layout: structLayout(keyword, tag) };

  const layoutOf = (type: TaggedExpr): Layout => {
    const layout = declared.get(type) ?? declaredLayout(type, resolver.resolve, count, nested);
    declared.set(type, layout);
    return layout;
  };

  const ofHeaders = (key: string, tag: string): Layout | null => {
    const record = facts.uapi.record(key);
    return record && uapiLayout(tag, record, facts.uapi.align(key, symbols.typeSource), byTag);
  };

  const tagged = (type: TaggedExpr): Type => {
    const { keyword, tag } = type;
    if (keyword === 'enum') return enumType(type);
    const isDeclaredHere = tag === null || (type.body && !facts.context(tag));
    return isDeclaredHere ? { kind: 'struct', layout: layoutOf(type) } : byTag(keyword, tag);
  };

  /** As clang chooses: signed where a constant is negative, of eight bytes where one needs them. */
  const enumType = (type: TaggedExpr): Type => {
    const own = type.body || type.tag === null ? type : symbols.tagged(`enum ${type.tag}`)?.node;
    if (own?.kind !== 'tagged' && outer) return outer.resolve(type);
    const known = own?.kind === 'tagged' ? null : facts.uapi.typedef(`enum ${type.tag ?? ''}`);
    if (known !== null) return tableType(known, byTag);
    const values = own?.kind === 'tagged' ? valuesOf(own.body?.constants ?? []) : [];
    if (!values) return unknownType;
    const signed = values.some((value) => value < 0n);
    const wrapped = (value: bigint): bigint =>
      signed ? BigInt.asIntN(32, value) : BigInt.asUintN(32, value);
    const fits = values.every((value) => wrapped(value) === value);
    return { kind: 'integer', size: fits ? 4 : 8, signed };
  };

  /** Of the constants of an enum; null where one is not known. */
  const valuesOf = (constants: readonly EnumConstant[]): readonly bigint[] | null => {
    const values: bigint[] = [];
    let next: bigint | null = 0n;
    for (const { value } of constants) {
      if (value) next = constantValue(value, resolver);
      if (next === null) return null;
      values.push(next++);
    }
    return values;
  };

  const named = (name: string): Type => {
    if (name === 'void') return voidType;
    const typedef = symbols.typedef(name);
    if (typedef) return resolver.resolve(typedef.node);
    if (outer) return outer.resolve({ kind: 'name', name });
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
      if (outer) return outer.constant(name);
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
