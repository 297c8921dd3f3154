/**
 * What kernels refused, as findings of the text as it is now, each thing once; and what both they and our rules say at
 * a place, as one finding that is marked as confirmed.
 */
import type { Analysis } from '../engine/analysis.js';
import type { Finding, Related } from '../finding.js';
import { messagePage, type MessageTable } from '../log/messages.js';
import { codeLines, type CodeLine } from '../log/unverified.js';
import { lineColumn, type Span } from '../text.js';
import { holding, type Holding } from './holding.js';
import { versionOf, type KernelVerdict, type Verified } from './verdict.js';

export interface KernelFinding {
  /** `6.1`, `6.18` */
  readonly kernels: readonly string[];
  readonly program: string;
  /** A row of rules/messages.json. */
  readonly id: string | null;
  /** The address of the message's page. */
  readonly page: string | null;
  readonly message: string;
  readonly span: Span;
  /** Whether it is shown at the program's name, for it is of no line of this text. */
  readonly isOfProgram: boolean;
  readonly related: readonly Related[];
  /** What a hover adds, in sentences. */
  readonly more: readonly string[];
}

/** What kernels say against the programs of a text, in order of position. */
export function kernelFindings(runs: readonly Verified[], now: Analysis): readonly KernelFinding[] {
  const found = new Map<string, KernelFinding>();
  for (const held of runs.map((run) => holding(run, now))) {
    for (const verdict of held.verdicts.filter(isFault)) {
      const finding = findingOf(verdict, held, now);
      const { message, program, span } = finding;
      const key = JSON.stringify([message, program, span]);
      const before = found.get(key)?.kernels ?? [];
      found.set(key, { ...finding, kernels: [...new Set([...before, ...finding.kernels])] });
    }
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

function isFault({ verdict }: KernelVerdict): boolean {
  return verdict === 'refused' || verdict === 'not loaded';
}

function findingOf(verdict: KernelVerdict, held: Holding, now: Analysis): KernelFinding {
  const { release, id, why, message, fix, register, value, notes, trail, at } = verdict;
  const place = at && held.spanOf(at);
  const words = [...(place ? [] : elsewhere(verdict)), why, message].filter((each) => each !== null);
  return {
    kernels: [versionOf(release)],
    program: verdict.program ?? '',
    id,
    page: id === null ? null : messagePage(id),
    message: words.length === 0 ? `The program was ${verdict.verdict}.` : words.join('\n'),
    span: place ?? programSpan(verdict, now),
    isOfProgram: place === null,
    related: trail.flatMap((step) => {
      const span = held.spanOf(step);
      return span ? [{ span, message: step.what }] : [];
    }),
    more: [
      ...(register === null || value === null ? [] : [`${register}: ${value}.`]),
      ...(fix === null ? [] : [fix]),
      ...notes,
    ],
  };
}

/** Where it is, if that is a line of another file. */
function elsewhere({ at }: KernelVerdict): readonly string[] {
  return !at || at.file === null || at.line === null
    ? []
    : [`In ${at.file.replace(/^.*\//, '')}, line ${at.line + 1}:`];
}

/** The program's name; the start of the text where it has none of that name. */
export function programSpan({ program }: KernelVerdict, { file }: Analysis): Span {
  return file.programs.find(({ name }) => name === program)?.nameSpan ?? { start: 0, end: 0 };
}

export interface Combined {
  /** The same findings, those that a kernel confirms marked. */
  readonly findings: readonly Finding[];
  /** What only kernels say. */
  readonly others: readonly KernelFinding[];
}

/** Brings together what our rules and kernels say of a text: the same message about the same line is one finding. */
export function combine(
  { findings, lines }: Analysis,
  kernel: readonly KernelFinding[],
  messages: MessageTable,
): Combined {
  const meets = (finding: Finding, { id, span, isOfProgram, program }: KernelFinding): boolean => {
    if (finding.span.path !== undefined || finding.verifier === undefined) return false;
    if (id === null || messages.match(finding.verifier)?.row.id !== id) return false;
    const lineAt = (offset: number): number => lineColumn(lines, offset).line;
    if (isOfProgram) return finding.program === program;
    return lineAt(finding.span.start) <= lineAt(span.start) && lineAt(span.start) <= lineAt(finding.span.end);
  };
  return {
    findings: findings.map((finding) => {
      const confirming = kernel.filter((each) => meets(finding, each));
      return confirming.length === 0 ? finding : confirmed(finding, confirming);
    }),
    others: kernel.filter((each) => !findings.some((finding) => meets(finding, each))),
  };
}

/** Who is refused by a kernel has an error, whatever kept us from saying so. */
function confirmed(finding: Finding, by: readonly KernelFinding[]): Finding {
  const kernels = [...new Set(by.flatMap((each) => each.kernels))].join(', ');
  const related = by.flatMap((each) => each.related);
  return {
    ...finding,
    severity: 'error',
    message: `${finding.message}\nConfirmed: the verifier of ${kernels} refuses it here.`,
    related: [...finding.related, ...related],
  };
}

/** Lines that no kernel came to, of programs that were accepted. */
export function unverifiedSpans(runs: readonly Verified[], now: Analysis): readonly Span[] {
  const accepted = runs.flatMap((run) => {
    const held = holding(run, now);
    return held.verdicts.filter(({ verdict }) => verdict === 'accepted').map((each) => ({ ...each, held }));
  });
  const alive = new Set(
    accepted.flatMap((each) => verifiedLines(each).flatMap((line) => startOf(each, line))),
  );
  const dead = accepted.flatMap((each) => each.unverified.flatMap((line) => each.held.spanOf(line) ?? []));
  const spans = new Map(dead.filter(({ start }) => !alive.has(start)).map((span) => [span.start, span]));
  return [...spans.values()].sort((a, b) => a.start - b.start);
}

function verifiedLines({ runs, unverified }: KernelVerdict): readonly CodeLine[] {
  return codeLines(runs).filter(
    ({ file, line }) => !unverified.some((each) => each.line === line && each.file === file),
  );
}

function startOf({ held }: { readonly held: Holding }, line: CodeLine): readonly number[] {
  const span = held.spanOf(line);
  return span ? [span.start] : [];
}
