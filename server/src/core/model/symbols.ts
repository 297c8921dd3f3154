/** The names a file declares at top level. Knows no meaning of them, only where they are. */
import type { Expr, FunctionDef, TypeExpr, Variable } from '../syntax/ast.js';
import type { Item, ItemContent, SyntaxFile } from '../syntax/file.js';
import type { TypeSource } from '../kernel/uapi.js';
import type { Define } from '../syntax/directive.js';
import { isKernelTypeHeader, isNamedTypeDump } from '../syntax/known-headers.js';

/** A declaration with the item that holds it; spans in `node` are relative to that item. */
export interface Declared<T> {
  readonly node: T;
  readonly content: ItemContent;
}

/**
 * The top-level names of a file. Two symbol tables give the same object for a name when its declaration did
 * not change, so that what was concluded from it still holds.
 */
export interface Symbols {
  function(name: string): Declared<FunctionDef> | null;
  typedef(name: string): Declared<TypeExpr> | null;
  /** A struct, union or enum that is defined with a body; `keyword tag`. */
  tagged(name: string): Declared<TypeExpr> | null;
  variable(name: string): Declared<Variable> | null;
  /** The expression of an enum constant, or its position where none is written. */
  enumConstant(name: string): EnumValue | null;
  define(name: string): Define | null;
  /** Where the types come from that only the kernel declares. */
  readonly typeSource: TypeSource;
}

/** An enum constant: `base` plus `step`, where `base` is the last written value before it. */
export interface EnumValue {
  /** The item that declares it: while that is the same, so is what the constant says. */
  readonly content: ItemContent;
  readonly base: Expr | null;
  readonly step: number;
}

/**
 * The names of some files; what a later file declares goes before an earlier one's. `hasTypeDump`: they include a dump
 * of the kernel's types, whatever it is called.
 */
export function collectSymbols(files: readonly SyntaxFile[], hasTypeDump = false): Symbols {
  const tables = emptyTables();
  for (const file of files) {
    for (const [name, define] of lastDefines(file)) {
      if (define) tables.defines.set(name, define);
      else tables.defines.delete(name);
    }
    for (const item of file.items) collectItem(tables, item);
  }
  return {
    function: (name) => tables.functions.get(name) ?? null,
    typedef: (name) => tables.typedefs.get(name) ?? null,
    tagged: (name) => tables.tagged.get(name) ?? null,
    variable: (name) => tables.variables.get(name) ?? null,
    enumConstant: (name) => tables.enumConstants.get(name) ?? null,
    define: (name) => tables.defines.get(name) ?? null,
    typeSource: hasTypeDump ? 'dump' : typeSourceOf(files),
  };
}

/** `upper`'s names, and where it has none, `lower`'s. A declaration without a body does not hide a function. */
export function layered(upper: Symbols, lower: Symbols): Symbols {
  return {
    function: (name) => {
      const own = upper.function(name);
      return own?.node.body ? own : (lower.function(name) ?? own);
    },
    typedef: (name) => upper.typedef(name) ?? lower.typedef(name),
    tagged: (name) => upper.tagged(name) ?? lower.tagged(name),
    variable: (name) => upper.variable(name) ?? lower.variable(name),
    enumConstant: (name) => upper.enumConstant(name) ?? lower.enumConstant(name),
    define: (name) => upper.define(name) ?? lower.define(name),
    typeSource: upper.typeSource === 'dump' ? 'dump' : (lower.typeSource ?? upper.typeSource),
  };
}

function typeSourceOf(files: readonly SyntaxFile[]): TypeSource {
  const includes = files.flatMap((file) => file.includes);
  if (includes.some(({ path }) => isNamedTypeDump(path))) return 'dump';
  return includes.some(isKernelTypeHeader) ? 'headers' : null;
}

/** What each macro is behind a file that defines it; null for one that it takes back. */
function lastDefines({ defines, macroLines }: SyntaxFile): ReadonlyMap<string, Define | null> {
  const byDefinition = new Map(defines.map((define) => [define.definition, define]));
  return new Map(
    macroLines.map(({ name, definition }) => [name, definition && (byDefinition.get(definition) ?? null)]),
  );
}

interface Tables {
  readonly functions: Map<string, Declared<FunctionDef>>;
  readonly typedefs: Map<string, Declared<TypeExpr>>;
  readonly tagged: Map<string, Declared<TypeExpr>>;
  readonly variables: Map<string, Declared<Variable>>;
  readonly enumConstants: Map<string, EnumValue>;
  readonly defines: Map<string, Define>;
}

function emptyTables(): Tables {
  return {
    functions: new Map(),
    typedefs: new Map(),
    tagged: new Map(),
    variables: new Map(),
    enumConstants: new Map(),
    defines: new Map(),
  };
}

function collectItem(tables: Tables, { content }: Item): void {
  const { node } = content;
  switch (node.kind) {
    case 'function':
      if (node.body || !tables.functions.has(node.name)) tables.functions.set(node.name, { node, content });
      return;
    case 'variables':
      for (const variable of node.variables) tables.variables.set(variable.name, { node: variable, content });
      node.types.forEach((type) => collectType(tables, type, content));
      return;
    case 'types':
      node.types.forEach((type) => collectType(tables, type, content));
      return;
    case 'typedef':
      for (const { name, type } of node.typedefs) {
        tables.typedefs.set(name, { node: type, content });
        collectType(tables, type, content);
      }
      return;
    case 'opaque':
      return;
  }
}

function collectType(tables: Tables, type: TypeExpr, content: ItemContent): void {
  if (type.kind === 'pointer') return collectType(tables, type.to, content);
  if (type.kind === 'array') return collectType(tables, type.of, content);
  if (type.kind !== 'tagged' || !type.body) return;
  if (type.tag !== null) tables.tagged.set(`${type.keyword} ${type.tag}`, { node: type, content });
  collectConstants(tables, type.body.constants, content);
  for (const member of type.body.members) collectType(tables, member.type, content);
}

function collectConstants(
  tables: Tables,
  constants: readonly { readonly name: string; readonly value: Expr | null }[],
  content: ItemContent,
): void {
  let base: Expr | null = null;
  let step = 0;
  for (const constant of constants) {
    if (constant.value) {
      base = constant.value;
      step = 0;
    }
    tables.enumConstants.set(constant.name, { content, base, step: step++ });
  }
}
