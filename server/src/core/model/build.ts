/** Builds a file's model, and keeps what a program's walk found for as long as nothing it rests on changed. */
import { headerViewer, placesOf, type HeaderFile } from './header-view.js';
import type { KernelTypes } from '../btf/kernel-types.js';
import type { Settings } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { SectionMatch } from '../kernel/sections.js';
import type { ItemContent, SyntaxFile } from '../syntax/file.js';
import { isAllRead } from './all-read.js';
import { TimeOver, type Watch } from '../syntax/watch.js';
import { includesOf, type Includes } from './includes.js';
import { licenceOf, type Licence } from './licence.js';
import { declaredContexts } from './declared-contexts.js';
import { recordDependencies, type Dependencies } from './dependencies.js';
import type { BpfFile } from './file.js';
import { late, type FileModel, type ProgramModel } from './model.js';
import { doingsOf, mergeDoings, noDoings, placeDoings, placing } from './place.js';
import {
  declaredSections,
  inText,
  otherSections,
  placedFunctions,
  placePrograms,
  withinItem,
  type PlacedProgram,
} from './programs.js';
import type { ParseStatements } from './resolve.js';
import { structOpsMembers, type StructOpsMember } from './struct-ops.js';
import { collectSymbols, layered, type Symbols } from './symbols.js';
import { mapFinder, type PlacedMap } from './placed-maps.js';
import { lostPrograms, unjudgedPrograms } from './unjudged.js';
import type { ReachedFunction } from './walk/walk.js';
import { walkProgram, type SeenKernel } from './walk/walk-program.js';
import type { ModelledProgram } from './modelled-program.js';

/** What a text includes. */
export interface Headers {
  readonly headers: readonly HeaderFile[];
  /** Whether a dump of the kernel's types is among them. */
  readonly hasTypeDump: boolean;
  /** What was not found. */
  readonly missing: readonly string[];
}

export interface Models {
  /** The names of the text and its headers. */
  readonly symbols: Symbols;
  readonly programs: readonly ModelledProgram[];
  /** Found when they are first asked for. */
  readonly maps: () => readonly PlacedMap[];
  /**
   * Made when first asked for: most keystrokes need no place of what stands there already. `cut` are the programs that
   * rules were not asked to the end about.
   */
  readonly file: (cut: ReadonlySet<ProgramModel>) => BpfFile;
}

/** Builds the models of one document, text after text; a program's model is the same object while it holds. */
export interface ModelBuilder {
  build(file: SyntaxFile, headers: Headers, settings: Pick<Settings, 'loader' | 'types'>): Models;
  /** Has a program walked anew the next time: what is known of its paths was cut off. */
  forget(program: ModelledProgram): void;
}

interface Kept {
  readonly key: string;
  readonly match: SectionMatch | null;
  /** The item that names the section. */
  readonly marked: ItemContent;
  readonly dependencies: Dependencies;
  readonly types: KernelTypes | null;
  /** The item that declares the licence. */
  readonly licence: ItemContent | null;
  /** The item that sets it to a member. */
  readonly setter: ItemContent | null;
  readonly model: ProgramModel;
}

/** Models of the text at `path`. */
export function modelBuilder(
  facts: KernelFacts,
  parse: ParseStatements,
  watch: Watch,
  path: string,
): ModelBuilder {
  const kept = new WeakMap<ItemContent, Kept>();
  const headerViews = headerViewer(facts);
  const findMaps = mapFinder(facts, parse);
  const walk = (
    placed: PlacedProgram,
    symbols: Symbols,
    includes: Includes,
    kernel: SeenKernel,
    setTo: StructOpsMember | null,
  ): ProgramModel => {
    const { content } = placed.item;
    const spec = placed.match?.spec ?? null;
    const program = withinItem(placed);
    const recorded =
      spec && walkProgram({ node: placed.fn, content }, spec, symbols, facts, parse, watch, kernel);
    const doings = spec && recorded ? doingsOf(program, spec, recorded) : noDoings;
    return {
      ...{ ...doings, program, setTo, ...includes },
      functions: eachOnce(recorded?.functions ?? []),
      truncated: recorded?.truncated ?? false,
      isOverasked: () => recorded?.search.isExceeded() ?? false,
      unjudged: null,
    };
  };
  const modelOf = (
    placed: PlacedProgram,
    symbols: Symbols,
    includes: Includes,
    kernel: SeenKernel,
    setTo: StructOpsMember | null,
  ): ProgramModel => {
    const { content } = placed.item;
    const key = keyOf(placed, includes, kernel);
    const before = kept.get(content);
    const marked = placed.marked.item.content;
    if (
      before?.match === placed.match &&
      before.marked === marked &&
      before.key === key &&
      before.types === kernel.types &&
      before.licence === itemOf(includes.licence) &&
      before.setter === (setTo?.at.content ?? null) &&
      before.dependencies.holdIn(symbols)
    )
      return before.model;
    const noting = recordDependencies(symbols);
    const model = unlessItFails(placed, includes, () =>
      walk(placed, noting.symbols, includes, kernel, setTo),
    );
    if (model.unjudged !== late)
      kept.set(content, {
        key,
        match: placed.match,
        marked,
        dependencies: noting.dependencies,
        types: kernel.types,
        licence: itemOf(includes.licence),
        setter: setTo?.at.content ?? null,
        model,
      });
    return model;
  };
  return {
    forget: ({ placed }) => void kept.delete(placed.item.content),
    build(file, { headers, hasTypeDump, missing }, { loader, types = null }) {
      const outer = headerViews(headers, loader);
      const symbols = layered(collectSymbols([file], hasTypeDump), outer.symbols);
      const declared = new Map([...outer.declared, ...declaredSections(file, null)]);
      const own = placePrograms(file, facts, loader, null, declared);
      const files = [file, ...headers.map((each) => each.file)];
      const isWhole = isAllRead(files, missing, path);
      const read = { isAllRead: isWhole, licence: licenceOf(files, isWhole) };
      const includes = { ...includesOf(files, symbols), ...read };
      const members = structOpsMembers(files);
      const kernel = { types, hasHeaders: includes.isRelocated && missing.length === 0 };
      const places = placesOf([{ path: null, file }], outer.places);
      const programs = [...own, ...outer.programs].map((placed) => ({
        placed,
        model: modelOf(placed, symbols, includes, kernel, members.get(placed.fn.name) ?? null),
        place: placing(places, { ...placed.item, path: placed.path }),
      }));
      let placedFile: BpfFile | null = null;
      const makeFile = (cut: ReadonlySet<ProgramModel>): BpfFile => ({
        ...bpfFile(file, own, outer.programs, facts),
        unjudged: [
          ...unjudgedPrograms(programs, cut),
          ...lostPrograms(file, (name) => facts.match(name, loader) !== null),
        ],
      });
      let maps: readonly PlacedMap[] | null = null;
      return {
        symbols,
        programs,
        maps: () => (maps ??= findMaps([{ path: null, file }, ...headers], symbols, places)),
        file: (cut) => (placedFile ??= makeFile(cut)),
      };
    },
  };
}

/** Each function with the first way that led there. */
function eachOnce(functions: readonly ReachedFunction[]): readonly ReachedFunction[] {
  return [...new Map(functions.toReversed().map((each) => [each.node, each])).values()].toReversed();
}

/** A walk that throws is a defect of ours, and costs one program: nothing is said of it. So does one that takes too long. */
function unlessItFails(placed: PlacedProgram, includes: Includes, run: () => ProgramModel): ProgramModel {
  try {
    return run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unjudged = error instanceof TimeOver ? late : ({ kind: 'failure', message } as const);
    const program = withinItem(placed);
    return {
      ...noDoings,
      program,
      setTo: null,
      ...includes,
      functions: [],
      truncated: false,
      isOverasked: () => false,
      unjudged,
    };
  }
}

function itemOf(licence: Licence): ItemContent | null {
  return licence.kind === 'declared' ? licence.at.content : null;
}

/** What a program's model rests on beside its item, its section's meaning and what it looks up. */
function keyOf(
  { marked: { mark }, match, path }: PlacedProgram,
  { isRelocated, hasCoreRead, hasEndian, isAllRead, licence }: Includes,
  { hasHeaders }: SeenKernel,
): string {
  return `${mark.name} ${match?.understood} ${isRelocated} ${hasCoreRead} ${hasEndian} ${isAllRead} ${licence.kind} ${hasHeaders} ${path}`;
}

function bpfFile(
  file: SyntaxFile,
  own: readonly PlacedProgram[],
  outer: readonly PlacedProgram[],
  facts: KernelFacts,
): Omit<BpfFile, 'unjudged'> {
  return {
    programs: own.map(inText),
    functions: placedFunctions(file),
    headerPrograms: outer.map(inText),
    otherSections: otherSections(file),
    declaredContexts: declaredContexts(file, facts),
    defines: file.defines,
    comments: file.comments,
  };
}

/** All doings at their places in the text: for whoever asks about a place. */
export function placedModel({ programs }: Models, file: BpfFile): FileModel {
  return {
    ...mergeDoings(programs.map(({ model, placed, place }) => placeDoings(model, inText(placed), place))),
    file,
  };
}
