/** Brings each SEC("...") together with the function it stands at. */
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { SectionMatch } from '../kernel/sections.js';
import type { FunctionDef, Parameter } from '../syntax/ast.js';
import type { Item, SectionMark, SyntaxFile } from '../syntax/file.js';
import { shift, type Span } from '../text.js';
import { isParameterUsed } from './walk/liveness.js';
import type { Located } from './walk/located.js';
import type { ContextParameter, Program } from './file.js';

/** A SEC with the function that it stands at. */
export interface PlacedProgram {
  readonly item: Item;
  readonly fn: FunctionDef;
  readonly section: SectionMark;
  /** What the loaders make of the section; null when neither knows it. */
  readonly match: SectionMatch | null;
  /** The header that holds it; null for the text itself. */
  readonly path: string | null;
}

export interface Placed {
  readonly programs: readonly PlacedProgram[];
  readonly otherSections: readonly SectionMark[];
}

/** The programs in order of position. A SEC on a declaration holds for the definition that follows. */
export function placePrograms(
  file: SyntaxFile,
  facts: KernelFacts,
  loader: Loader,
  path: string | null,
): Placed {
  const programs: PlacedProgram[] = [];
  const otherSections: SectionMark[] = [];
  const declared = new Map<string, SectionMark>();
  const marked = new Set<Item>();
  for (const mark of file.sections) {
    const item = itemOf(file.items, mark);
    const fn = item?.content.node.kind === 'function' ? item.content.node : null;
    if (!item || !fn || marked.has(item)) otherSections.push(mark);
    else if (!fn.body) declared.set(fn.name, mark);
    else {
      marked.add(item);
      programs.push(placeProgram(item, fn, mark, facts, loader, path));
    }
  }
  for (const item of file.items) {
    const fn = item.content.node;
    const mark = fn.kind === 'function' && fn.body && !marked.has(item) ? declared.get(fn.name) : undefined;
    if (mark && fn.kind === 'function') programs.push(placeProgram(item, fn, mark, facts, loader, path));
  }
  return { programs: programs.sort((a, b) => a.item.start - b.item.start), otherSections };
}

/** The item that a mark stands in (before its body), else the next one. Items are in order of position. */
function itemOf(items: readonly Item[], mark: SectionMark): Item | null {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.end ?? 0) < mark.span.end) low = middle + 1;
    else high = middle;
  }
  const item = items[low];
  return item && !standsInBody(item, mark) ? item : null;
}

function standsInBody(item: Item, mark: SectionMark): boolean {
  const { node } = item.content;
  return (
    node.kind === 'function' && node.body !== null && mark.span.start >= item.start + node.body.span.start
  );
}

function placeProgram(
  item: Item,
  fn: FunctionDef,
  section: SectionMark,
  facts: KernelFacts,
  loader: Loader,
  path: string | null,
): PlacedProgram {
  const match = section.name === null ? null : facts.match(section.name, loader);
  return { item, fn, section, match, path };
}

/** The program at its places in the text. */
export function inText(placed: PlacedProgram): Program {
  const { item, section } = placed;
  return describe(placed, section, (span) => shift(span, item.start));
}

/** The program with all its places within its own item, whatever stands above it. */
export function withinItem(placed: PlacedProgram): Program {
  const { content, start: base } = placed.item;
  const at = ({ start, end }: Span): Located => ({ content, start, end });
  const back = (span: Span): Located => at(shift(span, -base));
  const { section } = placed;
  return describe(placed, { ...section, span: back(section.span), nameSpan: back(section.nameSpan) }, at);
}

/** `at` places what is given within the item. */
function describe(
  { item, fn, match, path }: PlacedProgram,
  section: SectionMark,
  at: (span: Span) => Span,
): Program {
  const [first, ...rest] = fn.wrapper === null ? fn.params : [];
  return {
    name: fn.name,
    path,
    nameSpan: at(fn.nameSpan),
    span: at({ start: 0, end: item.end - item.start }),
    section,
    match,
    context: first ? contextParameter(first, at) : null,
    wrapper: fn.wrapper,
    furtherParameters: rest.map((param) => ({
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
