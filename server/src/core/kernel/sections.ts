/**
 * Which program a SEC("...") string means to each loader: a view over rules/sections.json and
 * rules/programs.json. Holds no fact of its own.
 */
import type { Loader } from '../engine/settings.js';

/** How a loader compares a section with a pattern. `slash`: the pattern itself, or followed by `/rest`. */
export type SectionMatching = 'exact' | 'slash' | 'prefix';

/** One row of rules/sections.json. */
export interface SectionRow {
  readonly pattern: string;
  /** Key into rules/programs.json: the section's canonical spelling, as in `cgroup/post_bind4`. */
  readonly program: string;
  /** Null where that loader does not know the pattern. */
  readonly libbpf: SectionMatching | null;
  readonly cilium: SectionMatching | null;
  readonly sleepable: boolean;
  /** How a kernel without the attach type attaches such a program all the same. */
  readonly alsoAttaches?: string;
  /** What stands behind the slash, e.g. `kernel function`; null when nothing may. */
  readonly target: string | null;
  /** Whether that is any function of the kernel, which the next one may lack. */
  readonly internal?: true;
}

/** What the names of some functions of the kernel mean: rows of rules/sections.json. */
export interface FunctionRows {
  /** Functions whose one parameter points to the registers that a system call was made with. */
  readonly syscallWrappers: readonly { readonly prefix: string }[];
  /** Sections that run where a function does, without its name; what follows the prefix follows them. */
  readonly steadier: readonly { readonly prefix: string; readonly sections: readonly string[] }[];
}

/** A section name that older loaders took, and how it is written today. */
export interface LegacySectionRow {
  readonly pattern: string;
  readonly match: SectionMatching;
  readonly modern: string;
  readonly note: string;
}

/** One row of rules/programs.json: a program type with its attach type. */
export interface ProgramSpec {
  /** The section's canonical spelling, the key of every other table. */
  readonly section: string;
  /** `BPF_PROG_TYPE_...` */
  readonly programType: string;
  /** `BPF_...`; null where the type has none. */
  readonly attachType: string | null;
  /** The context's struct as BPF C names it; null where the context has none (tracepoint records, u64 args[]). */
  readonly context: string | null;
  /** Set where it gets the arguments, and follows the rules, of a function of another program. */
  readonly takesOver?: true;
  /** Whether the kernel rewrites accesses to the context, and the function that does. */
  readonly rewritten: boolean;
  readonly rewrittenBy: string | null;
  /** The kernel's own struct behind the context, e.g. `sock`; null where there is none. */
  readonly kernelContext: string | null;
  /** Whether arguments are typed kernel pointers (BTF) that may be dereferenced, with the kernel's source. */
  readonly btfEnabled: boolean;
  readonly btfSource: string;
  /** When the kernel runs such a program. */
  readonly runs: string;
  /** A few words: `cgroup socket create`. */
  readonly title: string;
  /** The kernel function that runs it or checks it. */
  readonly source: string;
  /** The macro of libbpf's headers that turns the context into named arguments. */
  readonly wrapper?: string;
  /** Why the kernel attaches no such program that may sleep: the function that refuses it, and its words or its reason. */
  readonly neverSleeps?: string;
  /** What of the kernel's types (BTF) the target names; absent where it names nothing there. */
  readonly attachesTo?: {
    readonly kind: 'function' | 'typedef';
    /** What stands before the target's name there. */
    readonly prefix: string;
    /** Whether a module may bring it. */
    readonly inModules: boolean;
  };
  /** Set where an argument may have another type than the function's prototype says. */
  readonly retypesArguments?: string;
  /** The row whose measured verdicts hold here, where it is not this one. */
  readonly measuredAs?: string;
  /** The measured target whose accesses hold here, as in `fentry/tcp_connect`: set by the section that was matched. */
  readonly accessAs?: string;
  /** What stands behind the section's slash, where the helpers it may call, or whether it loads, depend on that. */
  readonly target?: string;
  /** Set where no section names this row: the section it belongs to, loaded without an attach type. */
  readonly variantOf?: string;
  /** The first release that has it, where known. */
  readonly since?: string;
}

export interface SectionMatch {
  readonly row: SectionRow;
  readonly spec: ProgramSpec;
  /** Whether the loader in force takes the section; the other one does when it is false. */
  readonly understood: boolean;
  /** Who takes it. */
  readonly loaders: readonly Loader[];
  /** A leading `?`: libbpf does not load the program by itself. */
  readonly optional: boolean;
  /** What follows the pattern's slash: `tcp_connect` in `fentry/tcp_connect`. */
  readonly target: string | null;
}

/** The key of a program's measured verdicts. */
export function measuredKey(spec: ProgramSpec): string {
  return spec.measuredAs ?? spec.section;
}

/**
 * What a section means, by the first row that a loader's own comparison accepts; null when neither loader
 * knows it. The loader in force decides first, the other one is asked where it knows nothing.
 * Rests on libbpf's sec_def_matches() and cilium/ebpf's matchSectionName().
 */
export function matchSection(
  rows: readonly SectionRow[],
  programs: ReadonlyMap<string, ProgramSpec>,
  section: string,
  loader: Loader,
): SectionMatch | null {
  const optional = section.startsWith('?');
  const name = optional ? section.slice(1) : section;
  const other: Loader = loader === 'libbpf' ? 'cilium' : 'libbpf';
  const own = findRow(rows, name, loader);
  const row = own ?? findRow(rows, name, other);
  const spec = row && programs.get(row.program);
  if (!row || !spec) return null;
  const target = targetOf(row, name);
  const loaders = ([loader, other] as const).filter((who) => matches(row, name, who));
  return { row, spec: forTarget(spec, target), understood: own !== null, loaders, optional, target };
}

/**
 * Whether a match is what somebody means who asks for a section by name: `xdpp`, which only the prefix of a loader that
 * is not in force accepts, is a mistyped `xdp`.
 */
export function isNamed({ row, understood }: SectionMatch, section: string): boolean {
  return understood || matchesPattern(row.pattern, 'slash', section.replace(/^\?/, ''));
}

function findRow(rows: readonly SectionRow[], name: string, loader: Loader): SectionRow | null {
  return rows.find((row) => matches(row, name, loader)) ?? null;
}

function matches(row: SectionRow, name: string, loader: Loader): boolean {
  return row[loader] !== null && matchesPattern(row.pattern, row[loader], name);
}

/** Whether a section name (without a leading `?`) fits a pattern. */
export function matchesPattern(pattern: string, matching: SectionMatching, name: string): boolean {
  if (name === pattern) return true;
  if (matching === 'prefix') return name.startsWith(pattern);
  return matching === 'slash' && name.startsWith(`${pattern}/`);
}

function targetOf(row: SectionRow, name: string): string | null {
  return name.startsWith(`${row.pattern}/`) ? name.slice(row.pattern.length + 1) : null;
}

const specsOfTargets = new WeakMap<ProgramSpec, Map<string, ProgramSpec>>();

/** `bpf_iter__<target>` with the target in its place; the same object for the same target. */
function forTarget(spec: ProgramSpec, target: string | null): ProgramSpec {
  if (!spec.context?.includes('<target>')) return spec;
  const known = specsOfTargets.get(spec) ?? new Map<string, ProgramSpec>();
  specsOfTargets.set(spec, known);
  const key = target ?? '';
  const own = known.get(key) ?? {
    ...spec,
    context: target === null ? null : spec.context.replace('<target>', target),
  };
  known.set(key, own);
  return own;
}
