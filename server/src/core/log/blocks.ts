/**
 * Cuts a text into the logs of single programs, by the lines of loaders and by the verifier's own statistics, which
 * end each log. Knows who a log is about; reads none of its lines.
 */
import { isInstruction } from './instruction.js';
import type { LogLine } from './log.js';
import { readWrapper, type WrapperLine } from './wrappers.js';

/** All that a text holds on one program. */
export interface Block {
  readonly program: string | null;
  readonly section: string | null;
  /** What the loader says of it; null where it says nothing. */
  readonly refused: boolean | null;
  /** The loader's own reason, where the kernel was never asked. */
  readonly reason: string | null;
  readonly lines: readonly LogLine[];
  /** Lines of the log that the loader left out; 0 where it left out none. */
  readonly omitted: number;
  /** The line at which it begins in the text. */
  readonly start: number;
}

/** A log that is still being read. */
interface Draft {
  program: string | null;
  section: string | null;
  refused: boolean | null;
  reason: string | null;
  lines: LogLine[];
  omitted: number;
  start: number;
  isTypes: boolean;
  /** Statistics, or the loader's own mark, were read: what follows is another program's. */
  isDone: boolean;
}

/** `isMessage` tells a line that is a verifier's message whatever stands around it. */
export function blocksOf(lines: readonly LogLine[], isMessage: (text: string) => boolean): readonly Block[] {
  const reader = new BlockReader(isMessage);
  for (const line of lines) reader.take(line);
  return withoutRepetitions(
    reader.blocks.filter(({ isTypes, ...block }) => !isTypes && isWorthTelling(block)),
  );
}

class BlockReader {
  readonly blocks: Draft[] = [];

  /** The source line of an instruction that may begin a log. */
  private annotation: LogLine | null = null;

  constructor(private readonly isMessage: (text: string) => boolean) {}

  take(line: LogLine): void {
    const wrapper = readWrapper(line.text);
    if (wrapper) this.takeWrapper(wrapper, line);
    else this.takeLog(line);
  }

  private get last(): Draft | undefined {
    return this.blocks.at(-1);
  }

  private takeWrapper(wrapper: WrapperLine, { line }: LogLine): void {
    const { kind } = wrapper;
    if (kind === 'end') {
      if (this.last) this.last.isDone = true;
      return;
    }
    const draft = kind === 'begin' ? this.begin(wrapper, line) : this.about(wrapper, line);
    draft.program ??= wrapper.program ?? null;
    draft.section ??= wrapper.section ?? null;
    draft.refused = wrapper.refused ?? draft.refused;
    draft.reason ??= wrapper.reason ?? null;
    draft.omitted += wrapper.omitted ?? 0;
    for (const text of wrapper.rest ?? []) draft.lines.push({ text, line });
  }

  /** A log's begin; its program may have been named on the line before. */
  private begin({ program, isTypes = false }: WrapperLine, line: number): Draft {
    const { last } = this;
    const isAnnounced = last && !last.isDone && isSame(last.program, program) && !this.holdsLog(last);
    if (isAnnounced) return Object.assign(last, { isTypes: last.isTypes || isTypes, lines: [] });
    return this.add(line, isTypes);
  }

  private holdsLog({ lines }: Draft): boolean {
    return lines.some(({ text }) => isVerifiers(text) || this.isMessage(text));
  }

  /** The program that a loader's sentence is about: the one whose log was just read, or a new one. */
  private about({ program }: WrapperLine, line: number): Draft {
    const { last } = this;
    if (last && !last.isTypes && isSame(last.program, program)) return last;
    const known =
      program === undefined ? undefined : this.blocks.findLast((each) => each.program === program);
    return known ?? this.add(line, false);
  }

  private takeLog(line: LogLine): void {
    const { last } = this;
    if (last && !last.isDone) {
      if (last.lines.length > 0 && startsAgain(line.text, last)) this.add(line.line, false).lines.push(line);
      else if (line.text !== '') last.lines.push(line);
      if (isStatistics(line.text) && this.last) this.last.isDone = true;
    } else if (isVerifiers(line.text) || this.isMessage(line.text)) {
      this.add(line.line, false).lines.push(...(this.annotation ? [this.annotation] : []), line);
    }
    if (line.text !== '') this.annotation = line.text.startsWith('; ') ? line : null;
  }

  private add(start: number, isTypes: boolean): Draft {
    const draft: Draft = {
      ...{ program: null, section: null, refused: null, reason: null, lines: [], omitted: 0 },
      ...{ start, isTypes, isDone: false },
    };
    this.blocks.push(draft);
    return draft;
  }
}

function isSame(known: string | null, named: string | undefined): boolean {
  return known === null || named === undefined || known === named;
}

/** The last line of every log that is whole: kernel/bpf/verifier.c: print_verification_stats. */
function isStatistics(text: string): boolean {
  return text.startsWith('processed ') && /^processed \d+ insns/.test(text);
}

/** The first lines of a log; two logs may stand together without statistics between. */
function startsAgain(text: string, { lines }: Draft): boolean {
  const first = text.startsWith('func#0 @0')
    ? 'func#0 @0'
    : /^0: R1=\S+ R10=fp0?$/.test(text)
      ? '0: ('
      : null;
  return first !== null && lines.some((line) => line.text.startsWith(first));
}

function isVerifiers(text: string): boolean {
  return (
    isInstruction(text) ||
    isStatistics(text) ||
    /^(?:verification time \d|stack depth \d|(?:Reason|At|Causal path):$|func#\d+ @\d+|0: R1=|Validating \S+ func#|; .+ @ \S+:\d+$|Verification failed: )/.test(
      text,
    )
  );
}

function isWorthTelling({ lines, reason, program }: Block | Omit<Draft, 'isTypes'>): boolean {
  return lines.length > 0 || reason !== null || program !== null;
}

/** A failure that is told twice, first cut to a line and then whole, is one. */
function withoutRepetitions(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter(({ omitted, lines, program }, at) => {
    const next = blocks[at + 1];
    if (omitted === 0 || !next || !isSame(next.program, program ?? undefined)) return true;
    return next.lines.length <= lines.length || next.omitted > 0;
  });
}
