/** The maps that a text and its headers define, kept for as long as nothing they rest on changes, with their places. */
import type { KernelFacts } from '../kernel/facts.js';
import type { Item, ItemContent, SyntaxFile } from '../syntax/file.js';
import { recordDependencies, type Dependencies } from './dependencies.js';
import { mapMark, mapOf, type MapDefinition } from './maps.js';
import { placing, type Places, type Placing } from './place.js';
import { typeResolver, type ParseStatements } from './resolve.js';
import type { Symbols } from './symbols.js';

/** A map, with what places it in the text as it is now. */
export interface PlacedMap {
  readonly map: MapDefinition;
  readonly place: Placing;
}

/** A file with its path; null for the text itself. */
export interface PathedFile {
  readonly path: string | null;
  readonly file: SyntaxFile;
}

/** Finds the maps of one text after the other; a map is the same object while it means the same. */
export function mapFinder(
  facts: KernelFacts,
  parse: ParseStatements,
): (files: readonly PathedFile[], symbols: Symbols, places: Places) => readonly PlacedMap[] {
  const kept = new WeakMap<
    ItemContent,
    { readonly dependencies: Dependencies; readonly maps: readonly MapDefinition[] }
  >();
  const mapsOf = (content: ItemContent, symbols: Symbols): readonly MapDefinition[] => {
    const before = kept.get(content);
    if (before?.dependencies.holdIn(symbols)) return before.maps;
    const noting = recordDependencies(symbols);
    const maps = mapsIn(content, noting.symbols, facts, parse);
    kept.set(content, { dependencies: noting.dependencies, maps });
    return maps;
  };
  return (files, symbols, places) =>
    files.flatMap(({ path, file }) =>
      file.items.filter(isMapItem).flatMap(({ content, start }) => {
        const place = placing(places, { content, start, path });
        return mapsOf(content, symbols).map((map) => ({ map, place }));
      }),
    );
}

function isMapItem({ content }: Item): boolean {
  return content.node.kind === 'variables' && mapMark(content) !== null;
}

function mapsIn(
  content: ItemContent,
  symbols: Symbols,
  facts: KernelFacts,
  parse: ParseStatements,
): readonly MapDefinition[] {
  const { node } = content;
  if (node.kind !== 'variables') return [];
  const types = typeResolver(symbols, facts, parse);
  return node.variables.flatMap((variable) => mapOf({ node: variable, content }, symbols, types) ?? []);
}
