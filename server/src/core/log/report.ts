/**
 * The report that Linux 7.3 adds to a refusal, in the form of kernel/bpf/diagnostics.c: category, reason, place,
 * causal path, suggestion. It repeats instructions and source lines, which are no part of the log proper.
 */
import type { LogLine } from './log.js';

/** A place that a report names. Lines and columns from 0; null where the report leaves them out. */
export interface ReportPlace {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
  readonly pc: number | null;
  /** `update: R2 changed from ...`; empty where nothing stands there. */
  readonly what: string;
}

export interface KernelReport {
  readonly category: string;
  readonly problem: string;
  readonly reason: string;
  readonly at: ReportPlace | null;
  readonly causes: readonly ReportPlace[];
  readonly suggestion: string;
}

/** A log with its report taken out. */
export interface SplitLog {
  readonly lines: readonly LogLine[];
  readonly report: KernelReport | null;
}

const title = /^Verification failed: ([^:]+): (.+)$/;
const after =
  /^(?:verification time|stack depth|processed \d|subprog \d+ \(|BPF_EXIT |insns? processed|libbpf: )/;
const headings = ['Reason:', 'At:', 'Causal path:', 'Suggestion:'] as const;
type Heading = (typeof headings)[number];

/** Takes the first report out of a log; what stands behind it stays. A log cut at the top may begin inside it. */
export function splitReport(lines: readonly LogLine[]): SplitLog {
  const named = lines.findIndex(({ text }) => title.test(text));
  const start = named >= 0 ? named : headlessStart(lines);
  if (start < 0) return { lines, report: null };
  const length = lines.slice(start).findIndex(({ text }) => after.test(text));
  const end = length < 0 ? lines.length : start + length;
  return {
    lines: [...lines.slice(0, start), ...lines.slice(end)],
    report: readReport(lines.slice(start, end).map(({ text }) => text)),
  };
}

/** Where the title was cut off: the first heading that has rows of a report behind it. */
function headlessStart(lines: readonly LogLine[]): number {
  const isReport =
    lines.some(({ text }) => text.startsWith('>>>')) &&
    lines.some(({ text }) => /^(?:Causal path|Suggestion):$/.test(text));
  return isReport
    ? lines.findIndex(({ text }) => /^(?:Reason|At|Causal path):$|^(?:>>> *)?\d+ \|/.test(text))
    : -1;
}

function readReport(lines: readonly string[]): KernelReport {
  const [, category = '', problem = ''] = title.exec(lines[0] ?? '') ?? [];
  const part = sections(lines);
  return {
    ...{ category, problem },
    reason: part['Reason:'].join(' ').trim(),
    at: readPlaces(part['At:'])[0] ?? null,
    causes: readPlaces(part['Causal path:']),
    suggestion: part['Suggestion:'].join(' ').trim(),
  };
}

function sections(lines: readonly string[]): Readonly<Record<Heading, readonly string[]>> {
  const found: Record<Heading, string[]> = {
    'Reason:': [],
    'At:': [],
    'Causal path:': [],
    'Suggestion:': [],
  };
  let current: Heading | null = null;
  for (const line of lines) {
    const heading = headings.find((name) => line === name);
    if (heading) current = heading;
    else if (current) found[current].push(line);
  }
  return found;
}

const place = /^(\S+) @ (.+?):(\d+)(?::(\d+))?$/;

/** Each place is a line of its own, followed by source lines, a mark below one of them, and instructions. */
function readPlaces(lines: readonly string[]): readonly ReportPlace[] {
  const starts = lines.flatMap((line, at) => (place.test(line) ? [at] : []));
  return starts.map((start, i) => readPlace(lines.slice(start, starts[i + 1])));
}

function readPlace(lines: readonly string[]): ReportPlace {
  const [, name = '', file = '', line = '1', column] = place.exec(lines[0] ?? '') ?? [];
  const pc = lines.flatMap((each) => /^>>> *(\d+) \| \([0-9a-f]{2}\) /.exec(each)?.[1] ?? []).at(0);
  return {
    ...{ function: name, file, line: Number(line) - 1 },
    column: column === undefined || column === '0' ? null : Number(column) - 1,
    pc: pc === undefined ? null : Number(pc),
    what: markOf(lines),
  };
}

/** `| ^-- update: R2 changed from`, which goes on over rows that begin with a bar. */
function markOf(lines: readonly string[]): string {
  const start = lines.findIndex((line) => /^\| +\^-- /.test(line));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const length = rest.findIndex((line) => !/^\| +/.test(line));
  const words = [lines[start] ?? '', ...rest.slice(0, length < 0 ? undefined : length)];
  return words.map((line) => line.replace(/^\| +(?:\^-- )?/, '')).join(' ');
}
