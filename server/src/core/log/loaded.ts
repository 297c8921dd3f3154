/**
 * What our own loader says of a program, as an explanation. Knows the loader's answer and what keeps the kernel from
 * judging a program; reads logs by `explain.ts` alone.
 */
import type { Explained } from './explained.js';
import { explainLog, nothing, type LogContext } from './explain.js';
import type { LineRun } from './place.js';
import { unverifiedLines, type CodeLine } from './unverified.js';

/** A line of rules/probe/load.c. */
export interface LoaderAnswer {
  readonly program: string;
  /** As the object names it. */
  readonly section: string;
  /** 0, or a negative errno. */
  readonly error: number;
  /** The verifier's log; empty where it was not asked. */
  readonly log: string;
  /** libbpf's own words. */
  readonly libbpf: string;
  /** Of an accepted program, pairs of the first and the last instruction of each run that was verified, where known. */
  readonly visited?: readonly number[];
}

/** What is told of a program that was loaded, or was to be. */
export interface Loaded extends Explained {
  readonly section: string;
  /** What the kernel and libbpf wrote, as it is. */
  readonly log: string;
  /** Which lines its instructions are of; empty where the object does not tell. */
  readonly runs: readonly LineRun[];
  /** Those of an accepted program that the verifier never came to. */
  readonly unverified: readonly CodeLine[];
}

export interface LoadContext extends LogContext {
  /** Whether the kernel's lockdown is `confidentiality`. */
  readonly isConfidential: boolean;
  /** Whether the kernel has the modules that it has in use. */
  readonly hasModules: boolean;
  /** Whether the kernel judged any program of the same object. */
  readonly isPermitted: boolean;
}

interface Obstacle {
  readonly why: string;
  readonly fix: string | null;
}

interface KnownObstacle extends Obstacle {
  readonly pattern: RegExp;
}

/** find_kernel_btf_id() and bpf_object__resolve_ksym_func_btf_id() in libbpf.c: in no BTF, modules' included. */
const inNoModule: KnownObstacle = {
  pattern: /failed to find kernel BTF type ID of '.*': -3\b|not found in kernel or module BTFs/,
  why: 'The kernel image itself has no such target, and without the modules that may have it this is no verdict.',
  fix: 'Correct the name, if no module has it.',
};

/** libbpf's words for what says nothing of the program itself. */
const obstacles: readonly KnownObstacle[] = [
  {
    pattern: /attach program FD is not set/,
    why: 'It extends a program that must be loaded before it, and none is.',
    fix: 'Load it beside its target in a test of your own.',
  },
  {
    // find_kernel_btf_id() in libbpf.c asks the modules where vmlinux has no such name.
    pattern: /failed to iterate BTF objects: -1\b|failed to get BTF object .*: -1\b/,
    why: 'The kernel itself has no such target, and those of modules may only be listed with CAP_SYS_ADMIN.',
    fix: 'Correct the name, if no module of yours has it.',
  },
];

const forbidden: Obstacle = {
  why: 'The kernel permits no loading here, although the capabilities are held: a filter of system calls, as containers have it, or the lockdown forbids it.',
  fix: 'Run it outside of the container, or in one that is started with --privileged.',
};

const forbiddenOne: Obstacle = {
  why: 'The kernel does not permit the loading of this program, although it judged another one of this object and the capabilities are held.',
  fix: 'What it takes more is a right that the loader gives up, or that a security module keeps back: load it with your own loader.',
};

/** EPERM. */
const notPermitted = -1;

/** Whether the kernel was asked, and answered: it accepted the program, or its verifier wrote a log. */
export function isJudged({ error, log }: LoaderAnswer): boolean {
  return error === 0 || log !== '';
}

/** Explains an answer; places are those of the object's line table. */
export function explainAnswer(answer: LoaderAnswer, context: LoadContext): Loaded {
  const { program, section, error, log, libbpf, visited = null } = answer;
  const runs = context.tables?.of(program, new Map())?.runs() ?? [];
  return {
    ...verdictOf(answer, context),
    section,
    log: [log.trimEnd(), libbpf.trimEnd()].filter((text) => text !== '').join('\n'),
    runs,
    unverified: error === 0 ? unverifiedLines(runs, visited) : [],
  };
}

function verdictOf(answer: LoaderAnswer, context: LoadContext): Explained {
  const { program, section, error, log, libbpf } = answer;
  const found = bestOf(explainLog(textOf(answer), context));
  const base: Explained = { ...(found ?? { ...nothing, verdict: 'refused', stats: {} }), program };
  if (error === 0) return { ...nothing, program, verdict: 'accepted', stats: base.stats };
  const obstacle = log === '' ? obstacleOf(answer, context) : null;
  if (obstacle) return notTried(program, obstacle.why, obstacle.fix, firstWords(libbpf));
  if (context.isConfidential && isHidden(base)) return notTried(program, confidential, null, base.message);
  return {
    ...base,
    verdict: log === '' ? 'not loaded' : 'refused',
    message: base.message ?? firstWords(libbpf),
    fix: base.fix && withSection(base.fix, section),
  };
}

/** Rows of messages.json leave the section open, which a log does not tell. */
function withSection(fix: string, section: string): string {
  return fix.replaceAll('<section>', section.replace(/^\?/, ''));
}

/** A program that was not even handed to the loader, and why. */
export function untried(program: string, section: string, why: string): Loaded {
  return { ...notTried(program, why, null, null), section, log: '', runs: [], unverified: [] };
}

/** A program that the verifier did not judge, and why. */
function notTried(program: string, why: string, fix: string | null, message: string | null): Explained {
  return { ...nothing, program, verdict: 'not tried', why, fix, message, stats: {} };
}

/** As libbpf prints it, so that the log is known to be this program's. */
function textOf({ program, log, libbpf }: LoaderAnswer): string {
  if (log === '') return libbpf;
  const begin = `libbpf: prog '${program}': -- BEGIN PROG LOAD LOG --`;
  return [begin, log.trimEnd(), '-- END PROG LOAD LOG --', libbpf].join('\n');
}

function bestOf(found: readonly Explained[]): Explained | null {
  return found.find(({ message }) => message !== null) ?? found[0] ?? null;
}

function obstacleOf({ libbpf, error }: LoaderAnswer, context: LoadContext): Obstacle | null {
  if (!context.hasModules && inNoModule.pattern.test(libbpf)) return inNoModule;
  const known = obstacles.find(({ pattern }) => pattern.test(libbpf));
  if (known || error !== notPermitted) return known ?? null;
  return context.isPermitted ? forbiddenOne : forbidden;
}

const confidential =
  'The lockdown of this kernel is "confidentiality", which hides helpers that read kernel memory.';

/** bpf_base_func_proto(), kernel/bpf/helpers.c, and bpf_tracing_func_proto() ask security_locked_down(). */
function isHidden({ id, message }: Explained): boolean {
  return id === 'helper-type' && /\bbpf_probe_read(?:_kernel)?(?:_str)?#/.test(message ?? '');
}

/** The line of libbpf's words that names what is missing, else the first one. */
function firstWords(libbpf: string): string | null {
  const lines = libbpf.split('\n').filter((each) => each.trim() !== '');
  const line = lines.find((each) => /\bfailed to find\b|\bnot found in\b/.test(each)) ?? lines[0];
  return line?.replace(/^libbpf: (?:prog '[^']*': )?/, '') ?? null;
}
