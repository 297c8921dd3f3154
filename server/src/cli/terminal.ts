/** The process around the commands: where their output goes, and whether colours are wanted there. */
import { createInterface } from 'node:readline/promises';
import { createColors } from 'picocolors';

export type Colours = ReturnType<typeof createColors>;

export interface Terminal {
  readonly cwd: string;
  /** Whether a person reads stdout. */
  readonly isInteractive: boolean;
  /** Width of that person's terminal in columns; null when nobody is there. */
  readonly columns: number | null;
  /** For stdout. */
  readonly colours: Colours;
  /** For stderr. */
  readonly noticeColours: Colours;
  /** Data, to stdout. */
  print(data: string | Uint8Array): void;
  /** A line for whoever runs the command, to stderr. */
  notice(line: string): void;
  /** Asks a question that is answered with yes or no; no where nobody is there to answer. */
  confirm(question: string): Promise<boolean>;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
}

/** Colours for nobody: files, and other programs. */
export const noColours: Colours = createColors(false);

/**
 * Whether to colour a stream: NO_COLOR (not empty) says no, FORCE_COLOR says yes (`0` and `false` say no),
 * otherwise only a terminal that is not dumb gets colours.
 */
function wantsColours(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}

/** The real thing. Output that cannot be written ends the process, but for a reader that went away (`| head`). */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const noticeColours = createColors(wantsColours(env, stderr.isTTY));
  stdout.on('error', (error: Error) => leaveUnlessClosed(error, noticeColours));
  // Where notices cannot be written, the exit code still tells.
  stderr.on('error', () => undefined);
  return {
    cwd: process.cwd(),
    isInteractive: stdout.isTTY,
    // Some terminals say that they are 0 columns wide.
    columns: stdout.isTTY && stdout.columns > 0 ? stdout.columns : null,
    colours: createColors(wantsColours(env, stdout.isTTY)),
    noticeColours,
    print: (data) => void stdout.write(data),
    notice: (line) => void stderr.write(`${line}\n`),
    confirm,
    readInput,
  };
}

async function confirm(question: string): Promise<boolean> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return false;
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    return /^\s*y(?:es)?\s*$/i.test(await reader.question(`${question} [y/N] `));
  } finally {
    reader.close();
  }
}

/** Who closed the pipe has read enough: the run goes on to its exit code. Anything else is output that is lost. */
function leaveUnlessClosed(error: NodeJS.ErrnoException, { bold, red }: Colours): void {
  if (error.code === 'EPIPE') return;
  const why = error.message.replace(/, write$/, '');
  process.stderr.write(`${bold(red('error:'))} standard output cannot be written: ${why}\n`);
  process.exit(2);
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
