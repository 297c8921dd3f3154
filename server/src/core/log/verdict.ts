/**
 * Finds in the log of one program what the verifier complains of, and its figures. Tells messages from the many lines
 * that are none; explains nothing.
 */
import type { Block } from './blocks.js';
import { isInstruction } from './instruction.js';
import type { LogLine, Statistics } from './log.js';
import type { Match, MessageTable } from './messages.js';
import { isTrailer } from './wrappers.js';

export interface Complaint {
  /** The line that says most of the fault; its row is null where the table does not know it. */
  readonly text: string;
  readonly match: Match | null;
  /** Other lines of the same refusal. */
  readonly more: readonly string[];
  /** The line of the given text. */
  readonly line: number;
}

/** Lines of kernel/bpf/ that tell of the verifier's work, not of a fault. */
const noise =
  /^(?:; |func '\w+' arg\d+ has |\d+: <|\d+: (?:R\d|frame\d|safe|fp-|refs=|[.0-9]{11} )|from \d+ to \d+|(?:frame\d+: ?)?R\d+(?:_\w+)?=|frame\d+:|fp-\d+|func#\d+ @|Live regs before|mark_precise:|last_idx|regs=|parent |propagating|stack=|returning from callee|to caller at|caller:|callee:|Validating \S+ func#|Func#\d+ |(?:Global )?[Ff]unction .*\bis safe\b|verification time|stack depth|subprog \d+ \(|processed \d+|\(\d+(?:,\d+)*\) (?:frame|live)|live stack|cur state:|old state:|Loops? |SCC|added by|\[|Unrecognized arg#|-+$|$)/;

/** The complaint in a program's log (without a report); null where it holds none. */
export function complaintOf(block: Block, lines: readonly LogLine[], table: MessageTable): Complaint | null {
  const last = lines.findLastIndex(({ text }) => isInstruction(text));
  const behind = lines.slice(last + 1).filter(({ text }) => !noise.test(text));
  const known = behind.flatMap(({ text, line }) => ({ text, line, match: table.match(text) }));
  const first =
    known.find(({ match }) => match !== null) ?? (isRefused(block, lines) ? unknown(known) : null);
  if (!first) return loaderComplaint(block, table);
  const at = known.indexOf(first);
  const more = known.filter((each, i) => i !== at && (each.match !== null || isNear(each, i - at)));
  return { ...first, more: more.map(({ text }) => text) };
}

type Candidate = LogLine & { readonly match: Match | null };

/** A message that no row knows is the line that stands right behind the instruction. */
function unknown(candidates: readonly Candidate[]): Candidate | null {
  return candidates.find(({ text }) => !isTrailer(text)) ?? null;
}

/** The kernel goes on with a register, or in a sentence. */
function isNear({ text }: Candidate, distance: number): boolean {
  return Math.abs(distance) === 1 && !isTrailer(text) && /^(?:R\d+ |[a-z])/.test(text);
}

/** Whether there is a reason to believe that a program was refused, when no line says so. */
function isRefused({ refused }: Block, lines: readonly LogLine[]): boolean {
  if (refused !== null) return refused;
  const last = lines.findLast(({ text }) => isInstruction(text));
  return (
    last !== undefined &&
    !/^\d+: \(95\) exit/.test(last.text) &&
    !lines.some(({ text }) => /: safe$/.test(text))
  );
}

/** libbpf's own words, where the kernel was not asked. */
function loaderComplaint({ reason, start, lines }: Block, table: MessageTable): Complaint | null {
  if (reason === null || lines.some(({ text }) => isInstruction(text))) return null;
  return { text: reason, match: table.match(reason), more: [], line: start };
}

/** The figures behind a log, as far as they are there. */
export function statisticsOf(lines: readonly LogLine[]): Statistics {
  const text = lines
    .slice(-40)
    .map((line) => line.text)
    .join('\n');
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const stack = /^stack depth (?:max )?(\S+)/m.exec(text)?.[1];
  const all = {
    instructions: number(/^processed (\d+) insns/m),
    limit: number(/insns \(limit (\d+)\)/),
    states: number(/\btotal_states (\d+)/),
    peak: number(/\bpeak_states (\d+)/),
    microseconds: number(/^verification time (\d+) usec/m),
    stack,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
