/**
 * The lines that loaders print around a log: libbpf and bpftool, veristat, tc, cilium/ebpf, Aya, bcc. Knows what each
 * of them says of a program, and nothing of the log itself.
 */

/** What a line of a loader tells; a part that it does not hold is absent. */
export interface WrapperLine {
  readonly kind: 'begin' | 'end' | 'result';
  readonly program?: string;
  readonly section?: string;
  /** Whether the program was refused; absent where the line does not say. */
  readonly refused?: boolean;
  /** The loader's own words on why the program could not be handed to the kernel. */
  readonly reason?: string;
  /** The begin of the log on the same line, or all that the loader left of it. */
  readonly rest?: readonly string[];
  /** Lines of the log that the loader left out. */
  readonly omitted?: number;
  /** Not a program but its types: the log of a BTF object. */
  readonly isTypes?: boolean;
}

type Make = (match: Readonly<Record<string, string | undefined>>) => WrapperLine;

const loads: readonly (readonly [RegExp, Make])[] = [
  [
    /^libbpf: prog '(?<program>.+?)': -- BEGIN PROG LOAD LOG --/,
    ({ program }) => ({ kind: 'begin', ...named(program) }),
  ],
  [/^libbpf: -- BEGIN BTF LOAD LOG --/, () => ({ kind: 'begin', isTypes: true })],
  [/^libbpf: -- BEGIN DUMP LOG --/, () => ({ kind: 'begin' })],
  [/^(?:libbpf: (?:prog '.+?': )?)?-- END (?:PROG LOAD |BTF LOAD )?LOG --/, () => ({ kind: 'end' })],
  [
    /^libbpf: prog '(?<program>.+?)': BPF program load failed: /,
    ({ program }) => ({ kind: 'result', ...named(program), refused: true }),
  ],
  [
    /^libbpf: (?:prog '(?<program>.+?)': failed to load: -\d+|failed to load program '(?<old>.+?)')/,
    ({ program, old }) => ({ kind: 'result', ...named(program ?? old), refused: true }),
  ],
  [
    /^libbpf: prog '(?<program>.+?)': (?!relo #|found |added |CO-RE|subprog|insn|performing|sec |auto)(?<reason>.*(?:failed|missing|not |unsupported|unrecognized|invalid|can't|couldn't|bad ).*)/i,
    ({ program, reason }) => ({ kind: 'result', ...named(program), refused: true, reason: reason ?? '' }),
  ],
  [
    /^libbpf: (?<reason>(?:extern \(|map '|failed to (?:find|create|guess)).*)/,
    ({ reason }) => ({ kind: 'result', refused: true, reason: reason ?? '' }),
  ],
  [/^libbpf: load bpf program failed: /, () => ({ kind: 'result', refused: true })],
  [
    /^PROCESSING (?:.*\/)?(?<program>[^/\s]+), DURATION US: \d+, VERDICT: (?<verdict>\w+)/,
    ({ program, verdict }) => ({ kind: 'begin', ...named(program), refused: verdict !== 'success' }),
  ],
  [
    /^Prog section '(?<section>.+?)' (?<verdict>rejected|loaded)/,
    ({ section = '', verdict }) => ({ kind: 'result', section, refused: verdict === 'rejected' }),
  ],
  [/^Verifier analysis:/, () => ({ kind: 'begin' })],
  [
    /\bVerifier (?:output|log): ?(?<rest>.*)$/,
    ({ rest }) => ({ kind: 'begin', refused: true, ...left(rest) }),
  ],
  [/\bBPF_PROG_LOAD\b.*(?:failed|returned)/, () => ({ kind: 'result', refused: true })],
  [/^bpf: Failed to load program: /, () => ({ kind: 'begin', refused: true })],
  [
    /(?:program (?<program>[\w.]+): )?load program: (?<error>[a-z ]+?):?(?<rest>(?:(?<=:) ?.*?)?)(?: \((?<omitted>\d+) line\(s\) omitted\))?$/,
    ({ program, rest, omitted }) => ({
      kind: 'begin',
      ...named(program),
      refused: true,
      ...left(rest),
      ...(omitted !== undefined && { omitted: Number(omitted) }),
    }),
  ],
];

function named(program: string | undefined): { readonly program?: string } {
  return program === undefined ? {} : { program };
}

/** What Go leaves of a log stands on one line, joined by `: `. */
function left(rest: string | undefined): { readonly rest?: readonly string[] } {
  const text = rest?.trim() ?? '';
  if (text === '') return {};
  const instruction = /^(\d+: \([0-9a-f]{2}\) (?:(?!: )[^])+?): (.+)$/.exec(text);
  return { rest: instruction ? [instruction[1] ?? '', ...joined(instruction[2] ?? '')] : joined(text) };
}

function joined(text: string): readonly string[] {
  return text.split(/: (?=R\d+ |invalid |processed )/);
}

/** Reads a loader's line; null for any other, which nearly all are. */
export function readWrapper(text: string): WrapperLine | null {
  if (/^(?:\d+: [(R]|; )/.test(text)) return null;
  if (
    !/^libbpf: |^-- END|^PROCESSING |^Prog section|erifier |BPF_PROG_LOAD|^bpf: Failed|load program: /.test(
      text,
    )
  )
    return null;
  for (const [pattern, make] of loads) {
    const match = pattern.exec(text);
    if (match) return make(match.groups ?? {});
  }
  return null;
}

/** What tools print after a log, or beside it, that is no message of the verifier. */
const trailers =
  /^(?:libbpf:|HINT: |Error(?: |:)|Unable to load|Error fetching program|Caused by:|Processed \d+ files|Skipped \d+ bytes|make(?:\[\d+\])?: |.*exited with (?:code|status)|File "|Traceback|thread '|note: run with|goroutine \d|exit status|\s*at |panic: |\d{4}\/\d\d\/\d\d |- (?:Type|Attach Type|Instructions|License):|WARN|\[libbpf said\]|.*\.(?:go|rs|py):\d+)/;

/** Whether a line is some tool's and never the verifier's. */
export function isTrailer(text: string): boolean {
  return trailers.test(text);
}
