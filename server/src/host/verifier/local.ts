/** The loader as a process of this machine, a new one for each question: for the running kernel. */
import { loaderLines, type Loader } from './load.js';
import { run, type User } from './run.js';

export interface LocalLoading {
  /** Absolute paths of the loader and of the object. */
  readonly load: string;
  readonly object: string;
  readonly folder: string;
  /** Whom the loader becomes where it is started by root; null for nobody. */
  readonly user: User | null;
  readonly signal: AbortSignal;
}

const seconds = 60;

export function localLoader({ load, object, folder, user, signal }: LocalLoading): Loader {
  const who = user === null ? [] : ['--user', `${user.uid}:${user.gid}`];
  return {
    async ask(words) {
      // The loader itself needs the rights that it then gives up.
      const command = { program: load, arguments: [...who, ...words, object], folder, seconds, user: null };
      const { status, stdout, stopped } = await run({ ...command, signal });
      if (stopped !== null) return `the loader ${stopped}`;
      if (status !== 0) return 'the loader cannot give up its rights here';
      return loaderLines(stdout);
    },
  };
}
