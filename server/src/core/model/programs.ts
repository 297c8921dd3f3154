/** Brings each SEC("...") together with the function it stands at. */
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { SectionMatch } from '../kernel/sections.js';
import type { FunctionDef, Parameter } from '../syntax/ast.js';
import { copiedPlace } from '../syntax/expand/origins.js';
import type { Item, SectionMark, SyntaxFile } from '../syntax/file.js';
import type { Span } from '../text.js';
import { isParameterUsed } from './walk/liveness.js';
import type { Located } from './walk/located.js';
import type { ContextParameter, PlacedFunction, Program } from './file.js';
import { inFile } from './place.js';

/** A SEC, and the item that names it; its spans are relative to that item. */
export interface Marked {
  readonly mark: SectionMark;
  readonly item: Item;
  /** The header that holds it; null for the text itself. */
  readonly path: string | null;
}

/** A SEC with the function that it stands at. */
export interface PlacedProgram {
  readonly item: Item;
  readonly fn: FunctionDef;
  readonly marked: Marked;
  /** What the loaders make of the section; null when neither knows it. */
  readonly match: SectionMatch | null;
  /** The header that holds it; null for the text itself. */
  readonly path: string | null;
}

/** The sections of functions that are declared without a body: they hold for the definition, wherever it stands. */
export type Declared = ReadonlyMap<string, Marked>;

export function declaredSections(file: SyntaxFile, path: string | null): Declared {
  const declared = new Map<string, Marked>();
  for (const item of file.items) {
    const { node, sections } = item.content;
    const [mark] = sections;
    if (mark && node.kind === 'function' && !node.body) declared.set(node.name, { mark, item, path });
  }
  return declared;
}

/** The programs in order of position. */
export function placePrograms(
  file: SyntaxFile,
  facts: KernelFacts,
  loader: Loader,
  path: string | null,
  declared: Declared,
): readonly PlacedProgram[] {
  const programs: PlacedProgram[] = [];
  for (const item of file.items) {
    const { node: fn, sections } = item.content;
    if (fn.kind !== 'function' || !fn.body) continue;
    const own = sections.length === 0 ? undefined : headMark(fn, sections);
    const marked = own ? { mark: own, item, path } : declared.get(fn.name);
    if (!marked) continue;
    const match = marked.mark.name === null ? null : facts.match(marked.mark.name, loader);
    programs.push({ item, fn, marked, match, path });
  }
  return programs;
}

/** The section that a function's head names. */
function headMark({ body }: FunctionDef, sections: readonly SectionMark[]): SectionMark | undefined {
  return sections.find((mark) => !body || mark.span.start < body.span.start);
}

/** The functions with a body, in order. */
export function placedFunctions({ items }: SyntaxFile): readonly PlacedFunction[] {
  return items.flatMap(({ content, start }) => {
    const { node, text } = content;
    if (node.kind !== 'function' || !node.body) return [];
    return [{ name: node.name, span: inFile(content, start, { start: 0, end: text.length }) }];
  });
}

/** The sections that hold no function, at their places in the text. */
export function otherSections({ items }: SyntaxFile): readonly SectionMark[] {
  return items.flatMap(({ content, start }) => {
    const { node, sections } = content;
    const own = node.kind === 'function' ? headMark(node, sections) : undefined;
    const others = sections.filter((mark) => mark !== own);
    return others.map((mark) => movedMark(mark, (span) => inFile(content, start, span)));
  });
}

/** A section whose places are told otherwise. */
export function movedMark(mark: SectionMark, at: (span: Span) => Span): SectionMark {
  return { ...mark, span: at(mark.span), nameSpan: at(mark.nameSpan) };
}

/** The program at its places in the text: where a macro made it, at the macro's use. */
export function inText(placed: PlacedProgram): Program {
  const { item, marked, path, fn } = placed;
  const at = (span: Span): Span => inFile(item.content, item.start, span);
  const section =
    marked.path === path
      ? movedMark(marked.mark, (span) => inFile(marked.item.content, marked.item.start, span))
      : { name: marked.mark.name, span: at(fn.nameSpan), nameSpan: at(fn.nameSpan) };
  return describe(placed, section, at);
}

/** The program with all its places within items, whatever stands above them. */
export function withinItem(placed: PlacedProgram): Program {
  const at =
    ({ content }: Item) =>
    ({ start, end }: Span): Located => ({ content, start, end });
  const { marked } = placed;
  return describe(placed, movedMark(marked.mark, at(marked.item)), at(placed.item));
}

/** `at` places what is given within the item. */
function describe(
  { item, fn, match, path, marked }: PlacedProgram,
  section: SectionMark,
  at: (span: Span) => Span,
): Program {
  const [first, ...rest] = fn.wrapper === null ? fn.params : [];
  const { origins } = marked.item.content;
  return {
    name: fn.name,
    path,
    nameSpan: at(fn.nameSpan),
    span: at({ start: 0, end: item.content.text.length }),
    section,
    isSectionWritten:
      marked.path === path && (!origins || copiedPlace(origins, marked.mark.nameSpan) !== null),
    match,
    context: first ? contextParameter(first, at) : null,
    wrapper: fn.wrapper,
    furtherParameters: rest.map((param) => ({
      name: param.name,
      span: at(param.span),
      isUsed: param.name !== null && isParameterUsed(fn, param.name),
    })),
    parametersSpan: at(fn.paramsSpan),
  };
}

function contextParameter(param: Parameter, at: (span: Span) => Span): ContextParameter {
  const to = param.type.kind === 'pointer' ? param.type.to : null;
  return {
    name: param.name,
    span: at(param.span),
    typeSpan: at(param.typeSpan),
    struct: to?.kind === 'tagged' && to.keyword === 'struct' ? to.tag : null,
  };
}
