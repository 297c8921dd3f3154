/** What the headers of a text contribute to its model: names, programs, and where their items stand. */
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { SyntaxFile } from '../syntax/file.js';
import type { Places } from './place.js';
import { declaredSections, placePrograms, type Declared, type PlacedProgram } from './programs.js';
import { collectSymbols, type Symbols } from './symbols.js';

/** A parsed header of the text. */
export interface HeaderFile {
  readonly path: string;
  readonly file: SyntaxFile;
}

/** What the headers of a text contribute. */
export interface HeaderView {
  readonly symbols: Symbols;
  readonly programs: readonly PlacedProgram[];
  readonly declared: Declared;
  readonly places: Places;
}

/** Looks at the same headers once only. */
export function headerViewer(
  facts: KernelFacts,
): (headers: readonly HeaderFile[], loader: Loader) => HeaderView {
  let last: { files: readonly SyntaxFile[]; loader: Loader; view: HeaderView } | null = null;
  return (headers, loader) => {
    const files = headers.map(({ file }) => file);
    const isSame =
      last?.loader === loader &&
      last.files.length === files.length &&
      last.files.every((file, i) => file === files[i]);
    if (!last || !isSame) last = { files, loader, view: viewHeaders(headers, facts, loader) };
    return last.view;
  };
}

function viewHeaders(headers: readonly HeaderFile[], facts: KernelFacts, loader: Loader): HeaderView {
  const declared = new Map(headers.flatMap(({ path, file }) => [...declaredSections(file, path)]));
  return {
    symbols: collectSymbols(headers.map(({ file }) => file)),
    programs: headers.flatMap(({ path, file }) => placePrograms(file, facts, loader, path, declared)),
    declared,
    places: placesOf(headers, { items: new Map(), definitions: new Map() }),
  };
}

/** Where the items and definitions of some files stand, beside those of others. */
export function placesOf(
  files: readonly { readonly path: string | null; readonly file: SyntaxFile }[],
  others: Places,
): Places {
  const items = new Map(others.items);
  const definitions = new Map(others.definitions);
  for (const { path, file } of files) {
    for (const { content, start } of file.items) items.set(content, { start, path });
    for (const { definition, span } of file.defines)
      definitions.set(definition, [...(definitions.get(definition) ?? []), { start: span.start, path }]);
  }
  return { items, definitions };
}
