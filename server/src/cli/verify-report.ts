/** What `verify` prints: the report of `explain-log` for each kernel, and the table for a job's summary. */
import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Explained } from '../core/log/explained.js';
import { reason } from '../host/source.js';
import type { Told } from '../host/verifier/told.js';
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
import { byKernels, merged } from './verify-merge.js';
import type { VerifyOptions } from './verify-options.js';

export interface VerifyReport extends Omit<LogReport, 'programs'> {
  readonly told: readonly Told[];
  /** Whether several kernels were asked, so that each has to be named. */
  readonly isSeveral: boolean;
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
  const programs = merged(report.told, report.isSeveral);
  if (format !== 'pretty') return findings[format]({ ...report, programs }, style);
  const parts = byKernels(programs).map(([kernels, said]) => {
    const heading = kernels === '' ? '' : `${style.colours.bold(printable(`On ${kernels}:`))}\n\n`;
    return `${heading}${prettyLog({ ...report, programs: said }, style)}`;
  });
  return `${parts.join('')}${style.colours.dim(footer(report.told))}\n`;
}

/** How much was loaded where; an object has the same programs everywhere. */
function footer(told: readonly Told[]): string {
  const count = Math.max(...told.map(({ programs }) => programs.length));
  const libraries = [...new Set(told.map(({ run }) => run.libbpf))];
  const kernels = told.map(({ run: { kind, release } }) => inWords[kind](printable(release)));
  return (
    `${count} program${count === 1 ? '' : 's'}, libbpf ${libraries.join(' and ')}, on ${kernels.join(', ')}; ` +
    `another build of ${told.length === 1 ? 'this version' : 'a version'} may decide otherwise.`
  );
}

const inWords: Readonly<Record<Told['run']['kind'], (release: string) => string>> = {
  host: (release) => `the running kernel ${release}`,
  image: (release) => `${release} in QEMU`,
  ssh: (release) => `${release} over ssh`,
};

function json({ told, leftOut }: VerifyReport): string {
  const kernels = told.map(({ run: { kind, release, libbpf } }) => ({ kind, release, libbpf }));
  const programs = told.flatMap(({ run, programs: all }) =>
    all.map((found) => ({
      kernel: run.release,
      section: found.section,
      ...programJson(found),
      unverified: found.unverified.map(({ file, line }) => ({ file, line: line + 1 })),
    })),
  );
  return `${JSON.stringify({ version: 1, kernels, refusedFlags: leftOut, programs }, null, 2)}\n`;
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
