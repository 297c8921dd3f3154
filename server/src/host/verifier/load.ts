/**
 * Asks our loader, wherever it runs: what is in an object, and what libbpf and the verifier say to one program of it.
 * Knows its words and its lines of JSON; not how they get there.
 */
import type { LoaderAnswer } from '../../core/log/loaded.js';

/** A loader that has an object before it. */
export interface Loader {
  /** The lines that it answers some words with; a string says why there are none. */
  ask(words: readonly string[]): Promise<readonly Line[] | string>;
}

export type Line = Readonly<Record<string, unknown>>;

export interface Contents {
  /** Of the kernel that the loader runs on. */
  readonly release: string;
  /** `v1.1` */
  readonly libbpf: string;
  /** Capabilities that loading takes and that are not held. */
  readonly missing: readonly string[];
  /** Whether a warning of the kernel would stop the whole machine. */
  readonly panicsOnWarnings: boolean;
  /** Whether the lockdown hides kernel memory from BPF. */
  readonly isConfidential: boolean;
  readonly programs: readonly {
    readonly program: string;
    readonly section: string;
    readonly typed: boolean;
  }[];
  readonly maps: readonly { readonly map: string; readonly bytes: number }[];
  /** libbpf's words where it cannot open the object; null where it can. */
  readonly unopened: string | null;
}

interface FirstLine {
  readonly release: string;
  readonly loader: string;
  readonly missing: readonly string[];
  readonly panics: boolean;
  readonly confidential: boolean;
}

/** What an object holds; a string says why the loader does not tell. Nothing is loaded. */
export async function listObject(loader: Loader): Promise<Contents | string> {
  const lines = await loader.ask(['--list']);
  if (typeof lines === 'string') return lines;
  const first = lines[0] as FirstLine | undefined;
  if (!first) return noAnswer;
  const unopened = lines.find((line) => 'unopened' in line);
  return {
    release: first.release,
    libbpf: first.loader,
    missing: first.missing,
    panicsOnWarnings: first.panics,
    isConfidential: first.confidential,
    programs: lines.filter((line) => 'program' in line) as unknown as Contents['programs'],
    maps: lines.filter((line) => 'map' in line) as unknown as Contents['maps'],
    unopened: unopened ? String(unopened['libbpf']) : null,
  };
}

/** Loads one program by itself; `as` is a section of rules/programs.json where libbpf does not know the program's own. */
export async function loadProgram(
  loader: Loader,
  program: string,
  as: string | null,
): Promise<LoaderAnswer | string> {
  const lines = await loader.ask([
    ...['--program', program],
    ...(as === null ? [] : ['--as', `${program}=${as}`]),
  ]);
  if (typeof lines === 'string') return lines;
  const answer = lines.find((line) => line['program'] === program && 'error' in line);
  return answer ? (answer as unknown as LoaderAnswer) : noAnswer;
}

const noAnswer = 'the loader did not answer';

/** A line of JSON; null for one that is cut, or none. */
export function loaderLine(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Line) : null;
  } catch {
    return null;
  }
}

/** The lines of JSON that a loader wrote; the last one may be cut. */
export function loaderLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .map(loaderLine)
    .filter((line) => line !== null);
}
