/** What a BPF file defines: its programs with section and type, and its maps with theirs. */
import type { Analysis } from '../engine/analysis.js';
import type { SectionMark } from '../syntax/file.js';
import type { Span } from '../text.js';

export interface BpfSymbol {
  readonly kind: 'program' | 'map';
  readonly name: string;
  /** `SEC("xdp"), BPF_PROG_TYPE_XDP`; the type and the key and value of a map. */
  readonly detail: string;
  /** The whole definition. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** In order of position. */
export function symbolsOf(analysis: Analysis): readonly BpfSymbol[] {
  if (!analysis.isBpf) return [];
  const { programs, otherSections } = analysis.file;
  const source = withoutComments(analysis);
  return [
    ...programs.map((program): BpfSymbol => {
      const { name, nameSpan, section, match, span } = program;
      const type = match ? `, ${match.spec.programType}` : '';
      return {
        kind: 'program',
        name,
        detail: `SEC("${section.name ?? '...'}")${type}`,
        span: { start: Math.min(span.start, section.span.start), end: span.end },
        nameSpan,
      };
    }),
    ...otherSections.flatMap((mark) => mapOf(source, mark)),
  ].sort((a, b) => a.span.start - b.span.start);
}

/** The text with blanks for comments, so that their braces do not count. */
function withoutComments({ text, file }: Analysis): string {
  let result = '';
  let at = 0;
  for (const { span } of file.comments) {
    result += text.slice(at, span.start) + ' '.repeat(span.end - span.start);
    at = span.end;
  }
  return result + text.slice(at);
}

function mapOf(source: string, mark: SectionMark): readonly BpfSymbol[] {
  if (mark.name === 'maps') return legacyMap(source, mark);
  return mark.name === '.maps' ? btfMap(source, mark) : [];
}

/** `struct { __uint(type, BPF_MAP_TYPE_HASH); ... } name SEC(".maps");`, or a named struct in place of the braces. */
function btfMap(source: string, mark: SectionMark): readonly BpfSymbol[] {
  const before = source.slice(0, mark.span.start);
  const declarator = /([A-Za-z_]\w*)(?:\s*\[[^\]]*\])*\s*$/.exec(before);
  if (!declarator?.[1]) return [];
  const nameSpan = { start: declarator.index, end: declarator.index + declarator[1].length };
  const open = openingBrace(before, declarator.index);
  const start = definitionStart(before, open ?? declarator.index);
  const body = open === null ? '' : source.slice(open, declarator.index);
  const end = (/^[^;]*;/.exec(source.slice(mark.span.end))?.[0].length ?? 0) + mark.span.end;
  return [{ kind: 'map', name: declarator[1], detail: mapDetail(body), span: { start, end }, nameSpan }];
}

/** Where `struct {` or, without braces, the declarator's line begins. */
function definitionStart(before: string, at: number): number {
  return at - (/(?:\b\w+[ \t]+)*\b\w+\s*$/.exec(before.slice(0, at))?.[0].length ?? 0);
}

/** Where the brace opens that closes right before a declarator; null where none does. */
function openingBrace(text: string, declarator: number): number | null {
  let depth = 0;
  for (let at = text.slice(0, declarator).trimEnd().length - 1; at >= 0; at--) {
    if (text[at] === '}') depth++;
    else if (text[at] === '{' && --depth === 0) return at;
    if (depth === 0) return null;
  }
  return null;
}

function mapDetail(body: string): string {
  const type = /__uint\s*\(\s*type\s*,\s*(\w+)\s*\)/.exec(body)?.[1];
  const part = (name: string): string | undefined =>
    new RegExp(`__(?:type|array)\\s*\\(\\s*${name}\\s*,\\s*([^;]*?)\\s*\\)\\s*;`).exec(body)?.[1];
  const [key, value] = [part('key'), part('value')];
  const types = key !== undefined && value !== undefined ? `${key} → ${value}` : value;
  return [type ?? 'map', types].filter(Boolean).join(', ');
}

/** `struct bpf_map_def SEC("maps") name = { .type = BPF_MAP_TYPE_HASH, ... };` */
function legacyMap(source: string, mark: SectionMark): readonly BpfSymbol[] {
  const after = /^\s*([A-Za-z_]\w*)[^;]*?;/.exec(source.slice(mark.span.end));
  if (!after?.[1]) return [];
  const nameStart = mark.span.end + after[0].indexOf(after[1]);
  const type = /\.type\s*=\s*(\w+)/.exec(after[0])?.[1] ?? 'map';
  return [
    {
      kind: 'map',
      name: after[1],
      detail: type,
      span: { start: mark.span.start, end: mark.span.end + after[0].length },
      nameSpan: { start: nameStart, end: nameStart + after[1].length },
    },
  ];
}
