/**
 * What stands before the cursor in code that need not parse: `ctx->sk->`, followed back through simple aliases
 * to the context of the program around it. Reads text; knows nothing of what is allowed.
 */
import type { Analysis } from '../engine/analysis.js';
import type { Loader } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { SectionMark } from '../syntax/file.js';
import { lineBefore, type Span } from '../text.js';

/** A member access of a context that is being typed. */
export interface TypedChain {
  readonly spec: ProgramSpec;
  /** The section as written. */
  readonly section: string;
  /** The fields between the context and the cursor: `sk` in `ctx->sk->`. */
  readonly path: readonly string[];
  readonly operator: '->' | '.';
  /** The operator, blanks around it included. */
  readonly operatorSpan: Span;
  /** The part of a field's name that is there already. */
  readonly nameSpan: Span;
}

const chain = /([A-Za-z_]\w*(?:\s*->\s*[A-Za-z_]\w*)*)(\s*(->|\.)\s*)(\w*)$/;

/** Null where no member of a known program's context is being typed. */
export function typedChain(
  { text, model, settings }: Analysis,
  facts: KernelFacts,
  offset: number,
): TypedChain | null {
  const before = text.slice(Math.max(0, offset - 400), offset);
  const match = chain.exec(before);
  const [whole = '', names = '', space = '', operator = '', name = ''] = match ?? [];
  if (!match || isContinued(before.slice(0, match.index)) || isInString(before)) return null;
  const sections = [...model.file.programs.map((program) => program.section), ...model.file.otherSections];
  const enclosing = headerBefore(text, offset - whole.length, sections, settings.loader, facts);
  if (!enclosing) return null;
  const path = pathTo(linksOf(names), enclosing);
  const end = offset - name.length;
  return (
    path && {
      spec: enclosing.spec,
      section: enclosing.section,
      path,
      operator: operator === '.' ? '.' : '->',
      operatorSpan: { start: end - space.length, end },
      nameSpan: { start: end, end: offset },
    }
  );
}

/** Whether the chain's first name is a member itself: `a.` in `a.ctx->`. */
function isContinued(before: string): boolean {
  return /(?:->|\.)\s*$/.test(before);
}

function isInString(before: string): boolean {
  const line = lineBefore(before, before.length);
  return (line.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}

/** A function with a SEC, as far as it is typed: its context, and what stands between its brace and the cursor. */
interface Enclosing {
  readonly spec: ProgramSpec;
  readonly section: string;
  readonly parameter: string;
  readonly body: string;
}

const header = /^[^;{}]*?\(\s*(?:const\s+)?struct\s+(\w+)\s*\*\s*(\w+)\s*[^;{}]*\{/;

/** The nearest SEC above, unless its function has ended or takes another struct than its context. */
function headerBefore(
  text: string,
  offset: number,
  sections: readonly SectionMark[],
  loader: Loader,
  facts: KernelFacts,
): Enclosing | null {
  const above = sections.filter((mark) => mark.span.end <= offset);
  const mark = above.reduce<SectionMark | null>(
    (nearest, each) => (nearest && nearest.span.end > each.span.end ? nearest : each),
    null,
  );
  const spec = mark === null || mark.name === null ? null : facts.match(mark.name, loader)?.spec;
  if (!mark || !spec) return null;
  const since = text.slice(mark.span.end, offset);
  const [head, struct, parameter] = header.exec(since) ?? [];
  if (head === undefined || parameter === undefined || struct !== spec.context) return null;
  const body = since.slice(head.length);
  if (/^\}/m.test(body)) return null;
  return { spec, section: mark.name ?? '', parameter, body };
}

function linksOf(names: string): readonly string[] {
  return names.split(/\s*->\s*/);
}

/** The fields from the context to what `names` leads to, through pointers that were assigned before. */
function pathTo(
  [root = '', ...fields]: readonly string[],
  { parameter, body }: Enclosing,
): readonly string[] | null {
  const aliases = new Map<string, readonly string[]>([[parameter, []]]);
  const assignments = body.matchAll(/\b([A-Za-z_]\w*)\s*=\s*([A-Za-z_]\w*(?:\s*->\s*[A-Za-z_]\w*)*)\s*[;,]/g);
  for (const [, name = '', value = ''] of assignments) {
    const [from = '', ...rest] = linksOf(value);
    const known = aliases.get(from);
    if (known) aliases.set(name, [...known, ...rest]);
    else aliases.delete(name);
  }
  const known = aliases.get(root);
  return known ? [...known, ...fields] : null;
}
