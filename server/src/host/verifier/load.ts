/** Asks the loader: what is in an object, and what libbpf and the verifier say to one program of it. */
import type { LoaderAnswer } from '../../core/log/loaded.js';
import { run, type User } from './run.js';

export interface Contents {
  /** `v1.1` */
  readonly libbpf: string;
  /** Capabilities that loading takes and that are not held. */
  readonly missing: readonly string[];
  readonly programs: readonly {
    readonly program: string;
    readonly section: string;
    readonly typed: boolean;
  }[];
  readonly maps: readonly { readonly map: string; readonly bytes: number }[];
  /** libbpf's words where it cannot open the object; null where it can. */
  readonly unopened: string | null;
}

export interface Loading {
  readonly load: string;
  /** Whether the loader is there for the next run, too. */
  readonly isKept: boolean;
  readonly object: string;
  readonly folder: string;
  /** Whom the loader becomes where it is started by root; null for nobody. */
  readonly user: User | null;
  readonly signal: AbortSignal;
}

const seconds = 60;

/** What an object holds; a string says why the loader does not tell. Nothing is loaded. */
export async function listObject(loading: Loading): Promise<Contents | string> {
  const lines = await ask(loading, ['--list']);
  if (typeof lines === 'string') return lines;
  const first = lines[0] as { loader: string; missing: readonly string[] } | undefined;
  if (!first) return 'the loader did not answer';
  const unopened = lines.find((line) => 'unopened' in line);
  return {
    libbpf: first.loader,
    missing: first.missing,
    programs: lines.filter((line) => 'program' in line) as unknown as Contents['programs'],
    maps: lines.filter((line) => 'map' in line) as unknown as Contents['maps'],
    unopened: unopened ? String(unopened['libbpf']) : null,
  };
}

/** Loads one program by itself; `as` is a section of rules/programs.json where libbpf does not know the program's own. */
export async function loadProgram(
  loading: Loading,
  program: string,
  as: string | null,
): Promise<LoaderAnswer | string> {
  const lines = await ask(loading, [
    '--program',
    program,
    ...(as === null ? [] : ['--as', `${program}=${as}`]),
  ]);
  if (typeof lines === 'string') return lines;
  const answer = lines.find((line) => line['program'] === program && 'error' in line);
  return answer ? (answer as unknown as LoaderAnswer) : 'the loader did not answer';
}

export type Line = Readonly<Record<string, unknown>>;

/** The lines of JSON that a loader wrote; the last one may be cut. */
export function loaderLines(text: string): readonly Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}

async function ask(
  { load, object, folder, user, signal }: Loading,
  words: readonly string[],
): Promise<readonly Line[] | string> {
  const who = user === null ? [] : ['--user', `${user.uid}:${user.gid}`];
  // The loader itself needs the rights that it then gives up.
  const command = {
    program: load,
    arguments: [...who, ...words, object],
    folder,
    seconds,
    user: null,
    signal,
  };
  const { status, stdout, stopped } = await run(command);
  if (stopped !== null) return `the loader ${stopped}`;
  if (status !== 0) return 'the loader cannot give up its rights here';
  return loaderLines(stdout);
}
