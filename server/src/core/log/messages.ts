/** What each message of the verifier means: a view over rules/messages.json. Knows no log, only single lines. */

/** The categories of Linux 7.3's own reports, and one for what a loader says. */
export type Category =
  | 'Register Type Safety'
  | 'Memory Safety'
  | 'Call Type Safety'
  | 'Resource Lifetime Safety'
  | 'Execution Context Safety'
  | 'Policy'
  | 'Program Structure'
  | 'Loader';

/** What a program may be inside of, and has to leave before it ends. */
export type Region = 'lock' | 'rcu' | 'preempt' | 'irq';

/** How the reason for a message is found in the log; a row without one has its own sentence only. */
export type ReasonKind =
  | 'null'
  | 'type'
  | 'packet'
  | 'object'
  | 'length'
  | 'arithmetic'
  | 'uninitialised'
  | 'leak'
  | 'region'
  | 'loop';

/** A row of rules/messages.json. */
export interface MessageRow {
  readonly id: string;
  readonly category: Category;
  readonly title: string;
  /** A regular expression with named groups; `register` names the register that is to blame. */
  readonly pattern: string;
  readonly reason?: ReasonKind;
  /** What the program is inside of, for the reason `region`. */
  readonly region?: Region | 'any';
  /** `program`: no single instruction is to blame. */
  readonly about?: 'program';
  /** A sentence with the pattern's groups in braces. */
  readonly why: string;
  /** The same where the source names the member of a struct that is accessed: `{member}`. */
  readonly whyOfMember?: string;
  readonly explanation: string;
  readonly causes: readonly string[];
  /** What to do. */
  readonly fix: string;
  /** BPF C that is refused for exactly this; absent where C cannot bring it about. */
  readonly example?: readonly string[];
  /** Why there is no example. */
  readonly noExample?: string;
  readonly source: readonly { readonly file: string; readonly function: string }[];
  /** Our rules that foresee it. */
  readonly rules?: readonly string[];
  /** Kernels that say it so, as far as is known. */
  readonly since?: string;
  readonly until?: string;
}

/** rules/messages.json */
export interface RawMessages {
  readonly messages: readonly MessageRow[];
  /** What calls do besides returning: kernel facts that a log does not print. */
  readonly calls: {
    readonly movesPacket: { readonly names: readonly string[] };
    readonly releases: { readonly names: readonly string[] };
    readonly enters: { readonly regions: Readonly<Record<Region, readonly string[]>> };
  };
}

/** A line that a row knows, and what the row's groups caught. */
export interface Match {
  readonly row: MessageRow;
  readonly groups: Readonly<Record<string, string>>;
  /** The line from the message's first word to its end. */
  readonly text: string;
}

export interface MessageTable {
  readonly rows: readonly MessageRow[];
  /** The first row that knows a line; null where none does. */
  match(line: string): Match | null;
  /** Whether any row knows a line; as cheap as one test. */
  knows(line: string): boolean;
  row(id: string): MessageRow | null;
  /** Whether a call may move the packet, so that all pointers to it from before are void. */
  movesPacket(call: string): boolean;
  /** Whether a call enters a region. */
  enters(call: string, region: Region | 'any'): boolean;
  /** Whether a call takes back what another one gave. */
  releases(call: string): boolean;
}

/** The view over a parsed rules/messages.json. Throws on a pattern that is no regular expression. */
export function messageTable(raw: RawMessages): MessageTable {
  const rows = raw.messages.map((row) => ({ row, pattern: new RegExp(row.pattern) }));
  const any = new RegExp(rows.map(({ row }) => `(?:${row.pattern.replace(/\(\?<\w+>/g, '(?:')})`).join('|'));
  const [movers, releasers] = [raw.calls.movesPacket, raw.calls.releases].map(({ names }) => new Set(names));
  return {
    rows: raw.messages,
    match(line) {
      if (!any.test(line)) return null;
      for (const { row, pattern } of rows) {
        const match = pattern.exec(line);
        if (match) return { row, groups: definedGroups(match), text: line };
      }
      return null;
    },
    knows: (line) => any.test(line),
    row: (id) => raw.messages.find((row) => row.id === id) ?? null,
    movesPacket: (call) => movers?.has(call) === true,
    enters: (call, region) =>
      Object.entries(raw.calls.enters.regions).some(
        ([name, calls]) => (region === 'any' || region === name) && calls.includes(call),
      ),
    releases: (call) => releasers?.has(call) === true,
  };
}

/** A digit behind a name is for another alternative of the same: `register2` is `register`. */
function definedGroups(match: RegExpExecArray): Readonly<Record<string, string>> {
  const groups = (match.groups ?? {}) as Readonly<Record<string, string | undefined>>;
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.replace(/\d$/, ''), value]],
    ),
  );
}

const pages = 'https://github.com/ebpf-verdict/ebpf-verdict/blob/main/docs/messages';

/** The address of a message's page. */
export function messagePage(id: string): string {
  return `${pages}/${id}.md`;
}
