/** What a check found, as every report format reads it: plain data, in the order of the files. */
import type { Analysis } from '../../core/engine/analysis.js';
import type { Loader } from '../../core/engine/settings.js';
import type { Finding, Severity } from '../../core/finding.js';
import type { RuleMeta } from '../../core/rules/rule.js';
import type { Colours } from '../terminal.js';

export interface CheckedFile {
  /** As given, with `/` separators. */
  readonly path: string;
  readonly analysis: Analysis;
  /** Those of the analysis that are to be shown. */
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly files: readonly CheckedFile[];
  /** The targets in force; more than one where folders are configured differently. */
  readonly kernels: readonly string[];
  readonly loaders: readonly Loader[];
  readonly rules: readonly RuleMeta[];
  /** The package's version. */
  readonly version: string;
}

/** How a report is to look where people read it. */
export interface Style {
  readonly colours: Colours;
  /** Width of the terminal; null where nothing should be wrapped or cut to it. */
  readonly columns: number | null;
}

/** Turns a report into text, with a final line end unless it is empty. */
export type Reporter = (report: Report, style: Style) => string;

export interface Summary {
  readonly files: number;
  readonly programs: number;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
}

/** Counts what a report shows. */
export function summarise(files: readonly CheckedFile[]): Summary {
  const findings = files.flatMap((file) => file.findings);
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    files: files.length,
    programs: files.reduce((sum, { analysis }) => sum + analysis.file.programs.length, 0),
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
    hints: count('hint'),
  };
}
