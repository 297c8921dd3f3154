/**
 * The functions and objects of a text and its headers, lowered when they are first asked for, and kept from one text
 * to the next for as long as their item and all names that they use mean the same.
 */
import type { KernelFacts } from '../kernel/facts.js';
import { recordDependencies, type Dependencies } from '../model/dependencies.js';
import { type MapDefinition, mapMark, mapOf } from '../model/maps.js';
import type { ParseStatements } from '../model/resolve.js';
import type { Declared, Symbols } from '../model/symbols.js';
import type { FunctionDef, Variable } from '../syntax/ast.js';
import type { ItemContent, SyntaxFile } from '../syntax/file.js';
import type { GlobalObject, IrFunction, IrUnit } from './ir.js';
import { createLower, lowerFunction } from './lower-function.js';
import { globalObject } from './static-objects.js';
import { typeOfWritten, withLength } from './types.js';

interface Kept<T> {
  readonly dependencies: Dependencies;
  readonly value: T;
}

/** A unit that knows where its functions are written. */
export interface LoweredUnit extends IrUnit {
  /** The item that holds a function with a body; the function's places are offsets in it. Null for any other name. */
  item(fn: string): ItemContent | null;
  /** The definition of a map; null for any other name. */
  map(name: string): MapDefinition | null;
}

/** Lowers one text after the other; `symbols` are those of the text and its headers. */
export function irBuilder(
  facts: KernelFacts,
  parse: ParseStatements,
): (file: SyntaxFile, symbols: Symbols) => LoweredUnit {
  const functions = new WeakMap<ItemContent, Kept<IrFunction>>();
  const kept = new WeakMap<ItemContent, Kept<GlobalObject>>();
  return (file, symbols) => {
    const asked = new Map<string, IrFunction | null>();
    const objects = new Map<string, GlobalObject | null>();
    const lowered = ({ node, content }: Declared<FunctionDef>): IrFunction => {
      const before = functions.get(content);
      if (before?.value.name === node.name && before.dependencies.holdIn(symbols)) return before.value;
      const noting = recordDependencies(symbols);
      const value = lowerFunction({ symbols: noting.symbols, facts, parse }, node, content);
      functions.set(content, { dependencies: noting.dependencies, value });
      return value;
    };
    const laidOut = (name: string): GlobalObject | null => {
      const declared = symbols.variable(name);
      if (!declared) return null;
      const before = kept.get(declared.content);
      if (before?.value.name === name && before.dependencies.holdIn(symbols)) return before.value;
      const noting = recordDependencies(symbols);
      const value = objectOf({ symbols: noting.symbols, facts, parse }, name, declared);
      kept.set(declared.content, { dependencies: noting.dependencies, value });
      return value;
    };
    const maps = new Map<string, MapDefinition | null>();
    const defined = (name: string): MapDefinition | null => {
      const declared = symbols.variable(name);
      if (!declared) return null;
      const { types } = createLower(
        { symbols, facts, parse },
        name,
        { kind: 'unknown' },
        declared.content,
        new Set(),
      );
      return mapOf(declared, symbols, types);
    };
    const unit: LoweredUnit = {
      functions: functionsOf(file),
      item: (fn) => symbols.function(fn)?.content ?? null,
      map(name) {
        const known = maps.get(name);
        if (known !== undefined) return known;
        const map = defined(name);
        maps.set(name, map);
        return map;
      },
      function(name) {
        const known = asked.get(name);
        if (known !== undefined) return known;
        const declared = symbols.function(name);
        const fn = declared?.node.body ? lowered(declared) : null;
        asked.set(name, fn);
        return fn;
      },
      global(name) {
        const known = objects.get(name);
        if (known !== undefined) return known;
        const object = staticOf(unit, name) ?? laidOut(name);
        objects.set(name, object);
        return object;
      },
    };
    return unit;
  };
}

function functionsOf({ items }: SyntaxFile): readonly string[] {
  return items.flatMap(({ content: { node } }) => (node.kind === 'function' && node.body ? [node.name] : []));
}

/** `function.name` is a static local. */
function staticOf(unit: IrUnit, name: string): GlobalObject | null {
  const owner = /^(\w+)\./.exec(name)?.[1];
  const fn = owner === undefined ? null : unit.function(owner);
  return fn?.statics.find((each) => each.name === name) ?? null;
}

function objectOf(
  outer: Parameters<typeof lowerFunction>[0],
  name: string,
  { node, content }: Declared<Variable>,
): GlobalObject {
  const lower = createLower(outer, name, { kind: 'unknown' }, content, new Set());
  const type = withLength(lower, typeOfWritten(lower, node.type), node.init);
  return globalObject(lower, name, node, type, mapMark(content) !== null);
}
