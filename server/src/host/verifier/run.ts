/**
 * Runs one program: by its absolute path, without a shell, in an environment that holds nothing of ours, for a limited
 * time and output. The only file that may start a process.
 */
import { spawn } from 'node:child_process';
import { reason } from '../source.js';

export interface Command {
  /** Absolute. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** The folder it runs in, which also takes its temporary files. */
  readonly folder: string;
  readonly seconds: number;
  /** Null for the user that we are. */
  readonly user: User | null;
  /** Ends it before its time. */
  readonly signal: AbortSignal;
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface Finished {
  /** Null where it did not end by itself. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not end by itself, as words that follow its name; null where it did. */
  readonly stopped: string | null;
}

/** Bytes of either output that are taken; a program that writes more is stopped. */
const mostOutput = 16 * 1024 * 1024;

/** Runs a command to its end; never throws. */
export function run({
  program,
  arguments: words,
  folder,
  seconds,
  user,
  signal,
}: Command): Promise<Finished> {
  if (signal.aborted)
    return Promise.resolve({ status: null, stdout: '', stderr: '', stopped: 'was cancelled' });
  return new Promise((resolve) => {
    const child = spawn(program, [...words], {
      cwd: folder,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', HOME: folder, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    let stopped: string | null = null;
    const stop = (why: string): void => {
      stopped ??= why;
      child.kill('SIGKILL');
    };
    const cancel = (): void => stop('was cancelled');
    signal.addEventListener('abort', cancel);
    const timer = setTimeout(() => stop(`was not done within ${seconds} seconds`), seconds * 1000);
    const [stdout, stderr] = [gather(child.stdout, stop), gather(child.stderr, stop)];
    const end = (status: number | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve({ status, stdout: stdout(), stderr: stderr(), stopped });
    };
    child.on('error', (error) => {
      stopped ??= `cannot be run: it ${reason(error)}`;
      end(null);
    });
    child.on('close', (status, killedBy) => {
      if (killedBy !== null) stopped ??= `was ended by ${killedBy}, as for using too much time or memory`;
      end(status);
    });
  });
}

function gather(stream: NodeJS.ReadableStream, stop: (why: string) => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostOutput) stop('wrote too much');
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
