/** `explain-log`: reads a log and what it may be held against, has it explained, prints, and says how it went. */
import { resolve } from 'node:path';
import { explainLog } from '../core/log/explain.js';
import type { Explained } from '../core/log/explained.js';
import { messageTable } from '../core/log/messages.js';
import type { LineTables } from '../core/log/place.js';
import type { SourceText } from '../core/log/sources.js';
import { lineTables } from '../core/object/line-table.js';
import { loadMessages } from '../host/assets.js';
import { decodeLog, readLog, readObject, type LogResult } from '../host/log-file.js';
import { readSource } from '../host/source.js';
import type { CommandContext } from './command.js';
import { conciseLog } from './log-report/concise.js';
import { githubLog } from './log-report/github.js';
import { jsonLog } from './log-report/json.js';
import { prettyLog } from './log-report/pretty.js';
import type { LogReporter } from './log-report/report.js';
import { sarifLog } from './log-report/sarif.js';
import type { ExplainLogOptions } from './explain-log-options.js';
import { printable } from './report/columns.js';
import { shortPath, withShortPaths } from './short-paths.js';
import type { Terminal } from './terminal.js';

const reporters: Readonly<Record<ExplainLogOptions['format'], LogReporter>> = {
  pretty: prettyLog,
  concise: conciseLog,
  json: jsonLog,
  sarif: sarifLog,
  github: githubLog,
};

/** Runs the command; the result is the exit code. */
export async function explainLogCommand(
  options: ExplainLogOptions,
  { terminal, root }: Pick<CommandContext, 'terminal' | 'root'>,
): Promise<number> {
  const name = options.log === '-' ? 'standard input' : options.log;
  const log = await read(options.log, terminal);
  if ('unreadable' in log) return refuse(name, log.unreadable, terminal);
  const inputs = new Inputs(terminal);
  const [sources, tables] = [await inputs.sources(options.sources), await inputs.tables(options.object)];
  const messages = messageTable(await loadMessages(root));
  const programs = explainLog(log.text, { messages, sources, tables }).map((found) =>
    withShortPaths(found, terminal.cwd),
  );
  if (programs.length === 0 && options.format !== 'json') return refuse(name, noLog, terminal);
  const style = { colours: terminal.colours, columns: terminal.columns };
  const reported = programs.map((found) => ({
    ...found,
    kernels: [],
    figures: [found.stats],
    unverified: [],
  }));
  terminal.print(
    reporters[options.format]({ programs: reported, sources, messages, cwd: terminal.cwd }, style),
  );
  if (programs.length === 0) return refuse(name, noLog, terminal);
  return inputs.failures > 0 ? 2 : exitCode(programs);
}

const noLog =
  'holds no verifier log. Load with a log level of at least 1 and paste all of it: bpftool -d prog load, ' +
  'libbpf with kernel_log_level = 1, or in Go the error with %+v';

function exitCode(programs: readonly Explained[]): number {
  if (programs.some(({ verdict }) => verdict === 'refused' || verdict === 'not loaded')) return 1;
  return programs.some(({ verdict }) => verdict === 'unknown') ? 2 : 0;
}

function refuse(name: string, why: string, terminal: Terminal): number {
  terminal.notice(`${printable(name)}: ${why}`);
  return 2;
}

async function read(log: string, terminal: Terminal): Promise<LogResult> {
  return log === '-' ? decodeLog(await terminal.readInput()) : readLog(resolve(terminal.cwd, log));
}

/** What the log is held against; what cannot be read is named, and the rest goes on. */
class Inputs {
  failures = 0;

  constructor(private readonly terminal: Terminal) {}

  async sources(paths: readonly string[]): Promise<readonly SourceText[]> {
    const found: SourceText[] = [];
    for (const path of paths) {
      const absolute = resolve(this.terminal.cwd, path);
      const source = await readSource(absolute);
      if ('text' in source) found.push({ path: shortPath(absolute, this.terminal.cwd), text: source.text });
      else this.fail(path, source.unreadable);
    }
    return found;
  }

  async tables(path: string | null): Promise<LineTables | null> {
    if (path === null) return null;
    const object = await readObject(resolve(this.terminal.cwd, path));
    const tables = 'unreadable' in object ? object.unreadable : lineTables(object.bytes);
    if (typeof tables !== 'string') return tables;
    this.fail(path, tables);
    return null;
  }

  private fail(path: string, why: string): void {
    this.failures++;
    this.terminal.notice(`${printable(path)}: ${why}`);
  }
}
