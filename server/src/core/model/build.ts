/** Builds a file's model, and keeps what a program's walk found for as long as nothing it rests on changed. */
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { ItemContent, SyntaxFile } from '../syntax/ast.js';
import { declaredContexts } from './declared-contexts.js';
import { recordDependencies, type Dependencies } from './dependencies.js';
import type { BpfFile } from './file.js';
import type { FileModel } from './model.js';
import { mergeDoings, placeDoings, type ItemPlace } from './place.js';
import { placePrograms, type PlacedProgram } from './programs.js';
import type { ParseStatements } from './resolve.js';
import { collectSymbols, layered, type Symbols } from './symbols.js';
import type { Recorded } from './walk/recorded.js';
import { walkProgram } from './walk/walk-program.js';

/** A parsed header of the text. */
export interface HeaderFile {
  readonly path: string;
  readonly file: SyntaxFile;
}

/** Builds the models of one document, text after text. */
export interface ModelBuilder {
  build(
    file: SyntaxFile,
    headers: readonly HeaderFile[],
    text: string,
    loader: Loader,
  ): { readonly model: FileModel; readonly programs: readonly PlacedProgram[] };
}

interface Kept {
  readonly spec: ProgramSpec;
  readonly dependencies: Dependencies;
  readonly recorded: Recorded;
}

export function modelBuilder(facts: KernelFacts, parse: ParseStatements): ModelBuilder {
  const kept = new WeakMap<ItemContent, Kept>();
  const headerViews = headerViewer(facts);
  const recordedFor = ({ fn, item }: PlacedProgram, spec: ProgramSpec, symbols: Symbols): Recorded => {
    const before = kept.get(item.content);
    if (before?.spec === spec && before.dependencies.holdIn(symbols)) return before.recorded;
    const noting = recordDependencies(symbols);
    const recorded = walkProgram({ node: fn, content: item.content }, spec, noting.symbols, facts, parse);
    kept.set(item.content, { spec, dependencies: noting.dependencies, recorded });
    return recorded;
  };
  return {
    build(file, headers, text, loader) {
      const outer = headerViews(headers, loader);
      const symbols = layered(collectSymbols([file]), outer.symbols);
      const own = placePrograms(file, facts, loader, null);
      const programs = [...own.programs, ...outer.programs];
      const walked = programs.flatMap((each) => {
        const spec = each.program.match?.spec;
        return spec ? [{ each, spec, recorded: recordedFor(each, spec, symbols) }] : [];
      });
      const places = new Map(outer.places);
      for (const item of file.items) places.set(item.content, { start: item.start, path: null });
      const doings = walked.map(({ each, spec, recorded }) => placeDoings(each, spec, recorded, places));
      const placed: BpfFile = {
        programs: own.programs.map(({ program }) => program),
        headerPrograms: outer.programs.map(({ program }) => program),
        otherSections: own.otherSections,
        declaredContexts: declaredContexts(file, facts),
        defines: file.defines,
        comments: file.comments,
      };
      const truncated = walked
        .filter(({ recorded }) => recorded.truncated)
        .map(({ each }) => each.program.name);
      return {
        model: {
          ...mergeDoings(doings),
          file: placed,
          text,
          isRelocated: isRelocated([file, ...headers.map((each) => each.file)]),
          truncated,
        },
        programs,
      };
    },
  };
}

/** What the headers of a text contribute. */
interface HeaderView {
  readonly symbols: Symbols;
  readonly programs: readonly PlacedProgram[];
  readonly places: ReadonlyMap<ItemContent, ItemPlace>;
}

/** Looks at the same headers once only. */
function headerViewer(facts: KernelFacts): (headers: readonly HeaderFile[], loader: Loader) => HeaderView {
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
  const places = new Map<ItemContent, ItemPlace>();
  for (const { path, file } of headers) {
    for (const item of file.items) places.set(item.content, { start: item.start, path });
  }
  return {
    symbols: collectSymbols(headers.map(({ file }) => file)),
    programs: headers.flatMap(({ path, file }) => placePrograms(file, facts, loader, path).programs),
    places,
  };
}

function isRelocated(files: readonly SyntaxFile[]): boolean {
  return files.some((file) =>
    file.includes.some((include) => /(?:^|\/)vmlinux[\w-]*\.h$/.test(include.path)),
  );
}
