/** Section names in a SEC string that is being typed: every one that the loader in force takes. */
import type { Analysis } from '../engine/analysis.js';
import { compareVersions, type Settings } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec, SectionRow } from '../kernel/sections.js';
import { kernelsInRange, listKernels, type KernelSet } from '../kernel/versions.js';
import { lineBefore, type Span } from '../text.js';
import type { Completion } from './completion-entry.js';
import { describeMatch } from './hover-section.js';

/** Null where the offset is in no SEC string. */
export function completeSection(
  analysis: Analysis,
  facts: KernelFacts,
  offset: number,
): readonly Completion[] | null {
  const place = stringAt(analysis, offset);
  if (!place) return null;
  if (place.isVariable) return variableSections(place.span);
  const kernels = kernelsInRange(facts.kernels, analysis.settings.kernel);
  return facts.sections
    .filter((row) => row[analysis.settings.loader] !== null)
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1))
    .flatMap((row) => sectionItem(row, place.span, analysis, facts, kernels))
    .sort((a, b) => Number(a.isRefused) - Number(b.isRefused));
}

interface StringPlace {
  /** Between the quotes, or to the offset where the string has no end yet. */
  readonly span: Span;
  /** Whether a declarator stands before the SEC: then it is no program's. */
  readonly isVariable: boolean;
}

/** `__section` is the kernel's own word, too, so it counts in BPF C only. */
function stringAt({ text, isBpf }: Analysis, offset: number): StringPlace | null {
  const line = lineBefore(text, offset);
  const match = /^(.*?)\b(SEC|__section|section)\s*\(\s*"\??([^"]*)$/.exec(line);
  if (!match || (match[2] !== 'SEC' && !isBpf)) return null;
  const start = offset - (match[3] ?? '').length;
  const rest = /^[^"\r\n]*"/.exec(text.slice(offset))?.[0] ?? '"';
  const before = (match[1] ?? '').replace(/__attribute__\s*\(\(\s*$/, '');
  return { span: { start, end: offset + rest.length - 1 }, isVariable: /[\w}\]]\s*$/.test(before) };
}

/** The two sections that every loader reads besides programs and plain data. */
function variableSections(span: Span): readonly Completion[] {
  const item = (label: string, documentation: string): Completion => ({
    kind: 'section',
    label,
    hint: '',
    detail: 'no program',
    documentation,
    isRefused: false,
    span,
  });
  return [
    item('.maps', 'Maps that are declared with BTF: `struct { __uint(type, ...); ... } name SEC(".maps");`'),
    item(
      'license',
      'The licence, as in `char LICENSE[] SEC("license") = "GPL";`. Without a GPL-compatible one many helpers are refused.',
    ),
  ];
}

function sectionItem(
  row: SectionRow,
  span: Span,
  analysis: Analysis,
  facts: KernelFacts,
  kernels: KernelSet,
): readonly Completion[] {
  const match = facts.match(row.pattern, analysis.settings.loader);
  if (!match || match.row !== row) return [];
  const lack = lackOn(match.spec, analysis.settings, facts, kernels);
  return [
    {
      kind: 'section',
      label: row.target === null ? row.pattern : `${row.pattern}/`,
      ...(row.target !== null && { snippet: `${escaped(row.pattern)}/\${1:${escaped(row.target)}}` }),
      filter: row.pattern,
      hint: row.target === null ? '' : row.target,
      detail: lack ?? typesOf(match.spec),
      documentation: describeMatch(row.pattern, match, analysis, facts),
      isRefused: lack !== null,
      span,
    },
  ];
}

/** Why a target kernel cannot have such programs: it does not load them, or could not attach them. */
function lackOn(
  spec: ProgramSpec,
  { kernel }: Settings,
  facts: KernelFacts,
  kernels: KernelSet,
): string | null {
  const refusedOn = facts.loads.refusedOn(spec, kernels);
  if (refusedOn.length > 0) return `not in ${listKernels(refusedOn)}`;
  const isLater = kernel && spec.since !== undefined && compareVersions(spec.since, kernel.min) > 0;
  return isLater ? `since Linux ${spec.since}` : null;
}

/** Without the words that all of them begin with. */
function typesOf({ programType, attachType }: ProgramSpec): string {
  const type = programType.replace(/^BPF_PROG_TYPE_/, '');
  return attachType === null ? type : `${type}, ${attachType.replace(/^BPF_/, '')}`;
}

/** What a snippet would take for a placeholder. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
