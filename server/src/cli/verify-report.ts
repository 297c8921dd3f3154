/** What `verify` prints: the report of `explain-log` for each kernel, and the table for a job's summary. */
import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Explained } from '../core/log/explained.js';
import { reason } from '../host/source.js';
import type { KernelRun } from '../host/verifier/kernel-run.js';
import type { Format } from './formats.js';
import { conciseLog } from './log-report/concise.js';
import { githubLog } from './log-report/github.js';
import { programJson } from './log-report/json.js';
import { prettyLog } from './log-report/pretty.js';
import type { LogReport, LogReporter } from './log-report/report.js';
import { sarifLog } from './log-report/sarif.js';
import { summaryTable } from './log-report/summary.js';
import { printable } from './report/columns.js';
import type { Terminal } from './terminal.js';
import type { Told } from './verify-explain.js';
import type { VerifyOptions } from './verify-options.js';

export interface VerifyReport extends Omit<LogReport, 'programs'> {
  readonly told: readonly Told[];
  readonly leftOut: readonly string[];
}

const findings: Readonly<Record<Exclude<Format, 'pretty' | 'json'>, LogReporter>> = {
  concise: conciseLog,
  github: githubLog,
  sarif: sarifLog,
};

/** The report in a format. */
export function render(format: Format, report: VerifyReport, terminal: Terminal): string {
  const style = { colours: terminal.colours, columns: terminal.columns };
  if (format === 'json') return json(report);
  if (format !== 'pretty') return findings[format]({ ...report, programs: merged(report.told) }, style);
  return report.told
    .map(
      ({ run, programs }) =>
        `${prettyLog({ ...report, programs }, style)}${style.colours.dim(footer(run))}\n`,
    )
    .join('\n');
}

function footer({ kind, release, libbpf, programs }: KernelRun): string {
  const count = `${programs.length} program${programs.length === 1 ? '' : 's'}`;
  const where =
    kind === 'host' ? `the running kernel ${printable(release)}` : `${printable(release)} in QEMU`;
  return `${count}, libbpf ${libbpf}, on ${where}; another build of this version may decide otherwise.`;
}

function json({ told, leftOut }: VerifyReport): string {
  const kernels = told.map(({ run: { kind, release, libbpf } }) => ({ kind, release, libbpf }));
  const programs = told.flatMap(({ run, programs: all }) =>
    all.map((found, index) => ({
      kernel: run.release,
      section: run.programs[index]?.section ?? '',
      ...programJson(found),
    })),
  );
  return `${JSON.stringify({ version: 1, kernels, refusedFlags: leftOut, programs }, null, 2)}\n`;
}

/** What several kernels say in the same words at the same place is told once, with their names. */
function merged(told: readonly Told[]): readonly Explained[] {
  const groups = new Map<string, { readonly found: Explained; readonly kernels: string[] }>();
  for (const { run, programs } of told) {
    for (const found of programs) {
      const { program, verdict, id, at, why, message } = found;
      const key = JSON.stringify([program, verdict, id, at?.file, at?.line, at?.column, why ?? message]);
      const group = groups.get(key) ?? { found, kernels: [] };
      group.kernels.push(run.release);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ found, kernels }) =>
    told.length === 1 ? found : { ...found, program: `${found.program ?? ''} (${kernels.join(', ')})` },
  );
}

/** Appends the table where one is wanted; whether that went well. */
export async function summarise(
  { summary, file }: Pick<VerifyOptions, 'summary' | 'file'>,
  told: readonly Told[],
  terminal: Terminal,
): Promise<boolean> {
  if (summary === null) return true;
  try {
    await appendFile(resolve(terminal.cwd, summary), summaryTable(file, told.map(column)));
    return true;
  } catch (error) {
    terminal.notice(`--summary ${printable(summary)}: ${reason(error)}`);
    return false;
  }
}

function column({ run, programs }: Told): {
  readonly kernel: string;
  readonly programs: readonly Explained[];
} {
  return { kernel: run.kind === 'host' ? `${run.release} (this machine)` : run.release, programs };
}
