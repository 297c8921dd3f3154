/**
 * The lines of a verifier log as the kernel wrote them, from a text as people paste it: without the prefix that a
 * CI system, a journal or a mail put before each line, and with lines joined that were wrapped. Understands no line.
 */
import { isInstruction } from './instruction.js';
import type { LogLine } from './log.js';
import { linesOf } from './records.js';

/** The cleaned lines, without space around them. Lines that lack a prefix which the log's lines have are left out. */
export function cleanLines(text: string): readonly LogLine[] {
  const lines = linesOf(text);
  const prefix = commonPrefix(lines);
  return unwrapped(prefix ? withoutPrefix(lines, prefix) : lines.map(trimmed)).flatMap(separated);
}

function trimmed(line: LogLine): LogLine {
  const text = line.text.trim();
  return text === line.text ? line : { ...line, text };
}

/** Lines that are the kernel's wherever they stand: instructions, its figures, and the rows of its own report. */
const somewhere =
  /(?:^|[^\w.])(\d+: \([0-9a-f]{2}\) |\d+ \| \([0-9a-f]{2}\) |processed \d+ insns|Verification failed: )/;
const mostSampled = 400;

/** What stands before most instructions, as a pattern in which numbers may be any; null where nothing does. */
function commonPrefix(lines: readonly LogLine[]): RegExp | null {
  const counts = new Map<string, number>();
  let sampled = 0;
  for (const { text } of lines) {
    const match = somewhere.exec(text);
    // What was checked again later is told as `regs=r1 before 55: (54) w1 &= 255`.
    if (!match?.[1] || text.slice(0, match.index).endsWith(' before')) continue;
    const shape = shapeOf(text.slice(0, match.index + match[0].length - match[1].length));
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
    if (++sampled === mostSampled) break;
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  // One line may be all that a loader left, and what stands before it is the loader's.
  if (!best || best[0] === '' || best[1] < 2 || best[1] * 2 <= sampled) return null;
  return new RegExp(`^\\s*${best[0]}`);
}

/** Numbers, identifiers of containers and requests, and space may be others on the next line. */
function shapeOf(prefix: string): string {
  const parts = /\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d+|\s+|[.*+?^${}()|[\]\\]/g;
  return prefix.trim().replace(parts, (part) => {
    if (/^\s/.test(part)) return '\\s*';
    if (/^\d+$/.test(part)) return '\\d+';
    return /^\w/.test(part) ? '[0-9a-f]+' : `\\${part}`;
  });
}

function withoutPrefix(lines: readonly LogLine[], prefix: RegExp): readonly LogLine[] {
  return lines.flatMap(({ text, line }) => {
    const match = prefix.exec(text);
    return match ? [{ text: text.slice(match[0].length).trim(), line }] : [];
  });
}

/** Widths at which terminals and mails wrap. A kernel's own line is rarely so short where states are printed. */
const widest = 132;
const unfinished = /(?:^|\s)(?:R\d+|fp-\d+)(?:_\w+)?=[^\s(]*\([^)]*$/;

/** Joins what was wrapped; known by a state that ends within its brackets. */
function unwrapped(lines: readonly LogLine[]): readonly LogLine[] {
  if (!lines.some(({ text }) => text.length <= widest && unfinished.test(text))) return lines;
  const width = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  if (width > widest) return lines;
  const joined: LogLine[] = [];
  let last = '';
  for (const line of lines) {
    const before = joined.at(-1);
    const isRest = before !== undefined && !startsLine(line.text) && wouldNotFit(last, line.text, width);
    if (isRest)
      joined[joined.length - 1] = { ...before, text: glue(before.text, line.text, last.length === width) };
    else joined.push(line);
    last = line.text;
  }
  return joined;
}

function wouldNotFit(line: string, next: string, width: number): boolean {
  return line !== '' && next !== '' && line.length + 1 + (/^\S+/.exec(next)?.[0].length ?? 0) > width - 1;
}

function glue(line: string, rest: string, isFull: boolean): string {
  return isFull ? line + rest : `${line} ${rest}`;
}

/** Whether the kernel begins a line so. */
function startsLine(text: string): boolean {
  return (
    isInstruction(text) ||
    /^(?:; |from \d+ to|\d+: (?:R\d|frame)|R\d+(?:_\w+)?[= ]|processed \d|verification time|stack depth|libbpf:)/.test(
      text,
    )
  );
}

/** Lines that came to stand behind another one: statistics without a line end before them. */
const glued = /(?<=.)(?=verification time \d+ usec|processed \d+ insns \(limit)/;

function separated(line: LogLine): readonly LogLine[] {
  if (!line.text.includes(' usec') && !line.text.includes(' insns (limit')) return [line];
  return line.text.split(glued).map((text) => ({ text: text.trim(), line: line.line }));
}
