/**
 * Runs one program: by its absolute path, without a shell, in an environment that holds nothing of ours, for a limited
 * time and output. The only file that may start a process.
 */
import { spawn, type ChildProcessWithoutNullStreams as Child } from 'node:child_process';
import { reason } from '../source.js';

export interface Program {
  /** Absolute. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** The folder it runs in, which also takes its temporary files. */
  readonly folder: string;
  /** Null for the user that we are. */
  readonly user: User | null;
}

export interface Command extends Program {
  readonly seconds: number;
  /** Ends it before its time. */
  readonly signal: AbortSignal;
  /** What it reads on its standard input; nothing where absent. */
  readonly input?: Uint8Array;
  /** Set for what reaches others in the user's name, and so is told of the agent for keys and of proxies. */
  readonly isOfUser?: true;
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
export function run(command: Command): Promise<Finished> {
  const { seconds, signal, input } = command;
  if (signal.aborted)
    return Promise.resolve({ status: null, stdout: '', stderr: '', stopped: 'was cancelled' });
  return new Promise((resolve) => {
    const child = begin(command);
    let stopped: string | null = null;
    const stop = (why: string): void => {
      stopped ??= why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(`was not done within ${seconds} seconds`), seconds * 1000);
    const cancel = (): void => stop('was cancelled');
    signal.addEventListener('abort', cancel);
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
    child.stdin.end(input ?? '');
  });
}

/** A process that is talked to. */
export interface Running {
  readonly isAlive: boolean;
  write(bytes: Uint8Array): void;
  /** The next line that it writes; null where it ended, or wrote none for so many seconds. */
  line(seconds: number): Promise<string | null>;
  /** What it said on its standard error so far. */
  stderr(): string;
  stop(): void;
}

/** Starts a program that runs until it is stopped; it does not outlive us. */
export function start(program: Program): Running {
  const child = begin(program);
  const stop = (): void => void child.kill('SIGKILL');
  const stderr = gather(child.stderr, stop);
  const lines: string[] = [];
  let [rest, isAlive] = ['', true];
  let wake: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > mostOutput) stop();
    lines.push(...parts);
    wake();
  });
  const end = (): void => {
    isAlive = false;
    wake();
  };
  child.on('error', end).on('close', end);
  return {
    get isAlive() {
      return isAlive;
    },
    write: (bytes) => void child.stdin.write(bytes),
    line: async (seconds) => {
      const limit = Date.now() + seconds * 1000;
      while (lines.length === 0 && isAlive && Date.now() < limit)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, limit - Date.now());
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      return lines.shift() ?? null;
    },
    stderr,
    stop,
  };
}

function begin({ program, arguments: words, folder, user, ...rest }: Program | Command): Child {
  const names = 'isOfUser' in rest ? ['SSH_AUTH_SOCK', 'http_proxy', 'https_proxy', 'no_proxy'] : [];
  const told = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(program, [...words], {
    cwd: folder,
    env: {
      ...{ PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', HOME: folder, TMPDIR: folder },
      ...Object.fromEntries(told),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...user,
  });
  // Who ends before it has read all is told of otherwise.
  child.stdin.on('error', () => undefined);
  return child;
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
