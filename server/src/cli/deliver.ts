/** Brings what a check found to where it belongs: report, diff and fixed text; stdout, stderr or a file. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bytesOf, type CheckedSource } from './checker.js';
import type { CommandContext } from './command.js';
import { unifiedDiff } from './diff.js';
import { isAtLeast } from './severities.js';
import { type CheckOptions } from './options.js';
import { printable } from './report/columns.js';
import { concise } from './report/concise.js';
import type { Gathered } from './report/gather.js';
import { github } from './report/github.js';
import { json } from './report/json.js';
import { pretty } from './report/pretty.js';
import type { Report, Reporter } from './report/report.js';
import { sarif } from './report/sarif.js';
import type { Severity } from '../core/finding.js';
import { reason } from '../host/source.js';
import { targetName, type SettingsResolver } from './settings.js';
import { noColours } from './terminal.js';
import { UsageError } from './usage-error.js';

const reporters: Readonly<Record<CheckOptions['format'], Reporter>> = {
  pretty,
  concise,
  json,
  sarif,
  github,
};

/** Hints are for editors: people get them when they ask, programs can leave them out themselves. */
const leastShown: Readonly<Record<CheckOptions['format'], Severity>> = {
  pretty: 'information',
  concise: 'information',
  github: 'hint',
  json: 'hint',
  sarif: 'hint',
};

/**
 * Prints the report, or with `--diff` the diff, or with `--stdin --fix` the fixed text and the report on
 * stderr; `-o` takes the report in any case. Throws a UsageError when that file cannot be written.
 */
export async function deliver(
  sources: readonly CheckedSource[],
  found: Gathered,
  options: CheckOptions,
  resolver: SettingsResolver,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context;
  const report = await reportOf(sources, found, options, resolver, context);
  const render = reporters[options.format];
  const isFilter = options.stdin && options.fix && !options.diff;
  if (options.diff) for (const source of sources) terminal.print(diffOf(source));
  if (isFilter) for (const source of sources) terminal.print(bytesOf(source).after);
  if (options.output !== null) {
    await writeOutput(
      resolve(terminal.cwd, options.output),
      render(report, { colours: noColours, columns: null }),
    );
  } else if (isFilter) {
    terminal.notice(render(report, { colours: terminal.noticeColours, columns: terminal.columns }).trimEnd());
  } else if (!options.diff) {
    terminal.print(render(report, { colours: terminal.colours, columns: terminal.columns }));
  }
  sayWhatWasFixed(sources, options, context);
}

function diffOf(source: CheckedSource): Uint8Array {
  const { before, after } = bytesOf(source);
  return unifiedDiff(source.path, before, after);
}

async function reportOf(
  sources: readonly CheckedSource[],
  found: Gathered,
  options: CheckOptions,
  resolver: SettingsResolver,
  { engine, terminal, version }: CommandContext,
): Promise<Report> {
  const used = sources.map(({ settings }) => settings);
  const settings = used.length > 0 ? used : [(await resolver.settingsIn(terminal.cwd)).settings];
  const least = options.minSeverity ?? leastShown[options.format];
  const files = found.files.map((file) => ({
    ...file,
    findings: file.findings.filter(({ severity }) => isAtLeast(severity, least)),
  }));
  const hints = found.files.flatMap((file) => file.findings.filter(({ severity }) => severity === 'hint'));
  const isUnasked = options.minSeverity === null && !isAtLeast('hint', least);
  return {
    files,
    sources: found.sources,
    missingHeaders: found.missingHeaders,
    hiddenHints: isUnasked ? hints.length : 0,
    kernels: [...new Set(settings.map((each) => targetName(each, engine.facts)))],
    loaders: [...new Set(settings.map(({ loader }) => loader))],
    rules: engine.rules,
    version,
  };
}

async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UsageError(`--output: ${path} ${reason(error)}.`, 'check');
  }
}

function sayWhatWasFixed(
  sources: readonly CheckedSource[],
  options: CheckOptions,
  { terminal }: CommandContext,
): void {
  if (options.quiet) return;
  const fixed = options.fix && !options.diff ? sources.filter((source) => source.fixed.applied > 0) : [];
  const fixes = fixed.reduce((sum, source) => sum + source.fixed.applied, 0);
  if (fixes > 0)
    terminal.notice(
      `applied ${fixes} fix${fixes === 1 ? '' : 'es'} in ${fixed.map(({ path }) => printable(path)).join(', ')}`,
    );
  if (options.unsafeFixes && !options.fix && !options.diff) {
    terminal.notice('--unsafe-fixes changes nothing without --fix or --diff');
  }
}
