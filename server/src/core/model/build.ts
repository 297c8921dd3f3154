/** Builds a file's model, and keeps what a program's walk found for as long as nothing it rests on changed. */
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { ItemContent, SyntaxFile } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { declaredContexts } from './declared-contexts.js';
import { recordDependencies, type Dependencies } from './dependencies.js';
import type { BpfFile, ContextAccess, HelperCall, ProbeRead, ProgramReturn, Reached } from './file.js';
import type { FileModel } from './model.js';
import { placePrograms, type PlacedProgram } from './programs.js';
import type { ParseStatements } from './resolve.js';
import { collectSymbols, type Symbols } from './symbols.js';
import type { Located } from './walk/located.js';
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
      const parts = programs.flatMap((each) => {
        const spec = each.program.match?.spec;
        return spec ? [place(each, spec, recordedFor(each, spec, symbols), starts)] : [];
      });
      const model: FileModel = {
        file: placed,
        text,
        accesses: parts.flatMap((part) => part.accesses),
        probeReads: parts.flatMap((part) => part.probeReads),
        returns: parts.flatMap((part) => part.returns),
        helperCalls: parts.flatMap((part) => part.helperCalls),
        truncated: parts.flatMap((part) => (part.truncated ? [part.name] : [])),
      };
      return { model, programs };
    },
  };
}

interface PlacedFindings {
  readonly name: string;
  readonly accesses: readonly ContextAccess[];
  readonly probeReads: readonly ProbeRead[];
  readonly returns: readonly ProgramReturn[];
  readonly helperCalls: readonly HelperCall[];
  readonly truncated: boolean;
}

/** Turns places within items into places in the text. */
function place(
  { program, item }: PlacedProgram,
  spec: ProgramSpec,
  recorded: Recorded,
  starts: ReadonlyMap<ItemContent, number>,
): PlacedFindings {
  const absolute = ({ content, start, end }: Located): Span => {
    const base = content === item.content ? item.start : (starts.get(content) ?? 0);
    return { start: base + start, end: base + end };
  };
  const reached = (at: Located, calls: readonly Located[]): Reached => ({
    program,
    spec,
    calls: calls.map(absolute),
    span: absolute(at),
  });
  return {
    name: program.name,
    accesses: recorded.accesses.map(({ at, fieldAt, calls, path, ...rest }) => ({
      ...rest,
      ...reached(at, calls),
      field: path || null,
      fieldSpan: absolute(fieldAt),
    })),
    probeReads: recorded.probeReads.map(({ at, calls, ...rest }) => ({ ...rest, ...reached(at, calls) })),
    returns: recorded.returns.map(({ at, ...rest }) => ({ ...rest, ...reached(at, []) })),
    helperCalls: recorded.helperCalls.map(({ at, calls, ...rest }) => ({ ...rest, ...reached(at, calls) })),
    truncated: recorded.truncated,
  };
}
