/** What the verifier and the tool say of the same programs, and whether that is the same. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile, load } from '../support/compiler.js';
import { isGeneratedTrouble } from '../support/generated.js';
import { checkFolder, inParallel, type Checked, type Finding } from '../support/tool.js';
import { render, type Draft } from './draft.js';
import { preamble } from './headers.js';

export interface Verdict {
  readonly draft: Draft;
  /** Null where it loads; else all that libbpf and the verifier said. */
  readonly refusal: string | null;
  readonly findings: readonly Finding[];
}

/** Files of programs that share their headers, by file name without ending. */
export type Files = ReadonlyMap<string, readonly Draft[]>;

/**
 * Compiles, loads and checks files of programs in a folder that is theirs alone. A file that does not compile is
 * left out; `broken` gets its name and the compiler's words.
 */
export async function judge(
  folder: string,
  loader: string,
  files: Files,
  broken: (file: string, words: string) => void,
): Promise<readonly Verdict[]> {
  for (const [name, drafts] of files) {
    const [first] = drafts;
    if (first)
      writeFileSync(join(folder, `${name}.bpf.c`), preamble(first.headers) + drafts.map(render).join('\n'));
  }
  const checking = checkFolder(folder);
  const loaded = await inParallel([...files], async ([name]) => {
    try {
      return await load(loader, await compile(join(folder, `${name}.bpf.c`), 'v3'));
    } catch (error) {
      broken(name, String((error as { stderr?: string }).stderr ?? error));
      return [];
    }
  });
  const checked = await checking;
  const refusals = new Map(loaded.flat().map(({ program, refusal }) => [program, refusal]));
  return [...files].flatMap(([name, drafts]) =>
    drafts.flatMap((draft) => {
      const refusal = refusals.get(draft.name);
      return refusal === undefined ? [] : [{ draft, refusal, findings: findingsOf(checked, name, draft) }];
    }),
  );
}

function findingsOf(
  checked: ReadonlyMap<string, Checked>,
  file: string,
  { name }: Draft,
): readonly Finding[] {
  const { errors = [], warnings = [] } = checked.get(`${basename(file)}.bpf.c`) ?? {};
  return [...errors, ...warnings].filter(({ program }) => program === name);
}

/** How the two disagree: a false alarm, a silence, or other words than the verifier's. */
export type Disagreement = 'false alarm' | 'missed' | 'other words';

/**
 * What came of a program. `warned`: a load that the compiler may make was foretold as possible, and it made it.
 * `compiler-made`: it moved the context pointer for reasons of its own, which nobody foretells.
 */
export type Judgement = 'agreed' | 'warned' | 'compiler-made' | Disagreement;

export function judgementOf(verdict: Verdict): Judgement {
  const { draft, refusal, findings } = verdict;
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (refusal === null) return errors.length > 0 ? 'false alarm' : 'agreed';
  const says = (each: Finding): boolean => quotes(draft, refusal, each);
  if (errors.some(says)) return 'agreed';
  if (findings.some((each) => each.rule === 'ctx-load-merge' && says(each))) return 'warned';
  if (errors.length > 0) return 'other words';
  return draft.headers === 'core' && isGeneratedTrouble(refusal) ? 'compiler-made' : 'missed';
}

/** Null where there is nothing to look into. */
export function disagreementOf(verdict: Verdict): Disagreement | null {
  const judgement = judgementOf(verdict);
  return judgement === 'agreed' || judgement === 'warned' || judgement === 'compiler-made' ? null : judgement;
}

/** Whether the verifier says what a finding foretells. */
function quotes(draft: Draft, refusal: string, { rule, verifier }: Finding): boolean {
  if (verifier === undefined) return false;
  const isMoved = verifier === 'variable ctx access' || rule === 'ctx-load-merge';
  if (isMoved || (rule === 'ctx-variable-offset' && movedPointer.test(refusal)))
    return movedPointer.test(refusal);
  const plain = (words: string): string => {
    const own = withoutNumbers(words);
    return isAnyOrder(draft) ? own.replace(/access off=\d+/g, 'access off=#') : own;
  };
  return plain(refusal).includes(plain(verifier));
}

/** Of an offset that varies the compiler makes one register, or a choice of registers with constant ones; and back. */
const movedPointer = /variable ctx access var_off=|dereference of modified ctx ptr R\d+ off=\d+ disallowed/;

/** Of several refused elements the compiler's first is the one that is named, and the author wrote no order. */
function isAnyOrder(draft: Draft): boolean {
  return /^\s*for \(.*--\)$|__builtin_memcpy\(/m.test(render(draft));
}

/** Which register holds a pointer is up to the compiler, and the offset of a merged load is that of one arm. */
function withoutNumbers(words: string): string {
  return words
    .replace(/\bR\d+/g, 'R#')
    .replace(/func#\d*/g, 'func#')
    .replace(/modified ctx ptr R# off=\d+/g, 'modified ctx ptr R# off=#')
    .replace(/smin=-?\d+ smax=-?\d+/g, 'smin=# smax=#')
    .replace(/var_off=\(0x[0-9a-f]+; 0x[0-9a-f]+\)/g, 'var_off=#');
}

/** The verifier's own line, which stands before its statistics; else the last lines. */
export function wordsOf(refusal: string): string {
  const line = /([^\n]*)\nprocessed \d+ insns/.exec(refusal)?.[1];
  return line ?? refusal.trim().split('\n').slice(-4).join(' / ');
}
