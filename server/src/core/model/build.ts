/** Builds a file's model, and keeps what a program's walk found for as long as nothing it rests on changed. */
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { ItemContent, SyntaxFile } from '../syntax/ast.js';
import { declaredContexts } from './declared-contexts.js';
import { recordDependencies, type Dependencies } from './dependencies.js';
import type { BpfFile } from './file.js';
import type { FileModel } from './model.js';
import { mergeDoings, placeDoings } from './place.js';
import { placePrograms, type PlacedProgram } from './programs.js';
import type { ParseStatements } from './resolve.js';
import { collectSymbols, type Symbols } from './symbols.js';
import type { Recorded } from './walk/recorded.js';
import { walkProgram } from './walk/walk-program.js';

/** Builds the models of one document, text after text. */
export interface ModelBuilder {
  build(
    file: SyntaxFile,
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
  const recordedFor = ({ fn, item }: PlacedProgram, spec: ProgramSpec, symbols: Symbols): Recorded => {
    const before = kept.get(item.content);
    if (before?.spec === spec && before.dependencies.holdIn(symbols)) return before.recorded;
    const noting = recordDependencies(symbols);
    const recorded = walkProgram({ node: fn, content: item.content }, spec, noting.symbols, facts, parse);
    kept.set(item.content, { spec, dependencies: noting.dependencies, recorded });
    return recorded;
  };
  return {
    build(file, text, loader) {
      const symbols = collectSymbols(file);
      const { programs, otherSections } = placePrograms(file, facts, loader);
      const placed: BpfFile = {
        programs: programs.map(({ program }) => program),
        otherSections,
        declaredContexts: declaredContexts(file, facts),
        defines: file.defines,
        comments: file.comments,
      };
      const starts = new Map(file.items.map((item) => [item.content, item.start]));
      const walked = programs.flatMap((each) => {
        const spec = each.program.match?.spec;
        return spec ? [{ each, spec, recorded: recordedFor(each, spec, symbols) }] : [];
      });
      const doings = walked.map(({ each, spec, recorded }) => placeDoings(each, spec, recorded, starts));
      const truncated = walked
        .filter(({ recorded }) => recorded.truncated)
        .map(({ each }) => each.program.name);
      const model: FileModel = { ...mergeDoings(doings), file: placed, text, truncated };
      return { model, programs };
    },
  };
}
