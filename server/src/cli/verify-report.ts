/** What `verify` prints: the report of `explain-log` with the kernel's name, and the table for a job's summary. */
import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Explained } from '../core/log/explained.js';
import { reason } from '../host/source.js';
import type { Verified } from '../host/verifier/verify.js';
import { conciseLog } from './log-report/concise.js';
import { githubLog } from './log-report/github.js';
import { programJson } from './log-report/json.js';
import { prettyLog } from './log-report/pretty.js';
import type { LogReport } from './log-report/report.js';
import { sarifLog } from './log-report/sarif.js';
import { summaryTable } from './log-report/summary.js';
import { printable } from './report/columns.js';
import type { Terminal } from './terminal.js';
import type { VerifyOptions } from './verify-options.js';

/** The report in a format. */
export function render(
  format: VerifyOptions['format'],
  report: LogReport,
  result: Verified,
  terminal: Terminal,
): string {
  const style = { colours: terminal.colours, columns: terminal.columns };
  switch (format) {
    case 'pretty':
      return `${prettyLog(report, style)}${style.colours.dim(footer(result))}\n`;
    case 'json':
      return json(report, result);
    case 'concise':
      return conciseLog(report, style);
    case 'github':
      return githubLog(report, style);
    case 'sarif':
      return sarifLog(report, style);
  }
}

function footer({ release, libbpf, programs }: Verified): string {
  const count = `${programs.length} program${programs.length === 1 ? '' : 's'}`;
  return `${count}, libbpf ${libbpf}, on the running kernel ${printable(release)}; another build of this version may decide otherwise.`;
}

function json(report: LogReport, { release, libbpf, leftOut, programs }: Verified): string {
  const members = report.programs.map((found, index) => ({
    section: programs[index]?.section ?? null,
    ...programJson(found),
  }));
  const kernel = { name: 'host', release };
  return `${JSON.stringify({ version: 1, kernel, loader: `libbpf ${libbpf}`, refusedFlags: leftOut, programs: members }, null, 2)}\n`;
}

/** Appends the table where one is wanted; whether that went well. */
export async function summarise(
  { summary, file }: VerifyOptions,
  { release }: Verified,
  programs: readonly Explained[],
  terminal: Terminal,
): Promise<boolean> {
  if (summary === null) return true;
  try {
    await appendFile(
      resolve(terminal.cwd, summary),
      summaryTable(file, `${release} (this machine)`, programs),
    );
    return true;
  } catch (error) {
    terminal.notice(`--summary ${printable(summary)}: ${reason(error)}`);
    return false;
  }
}
