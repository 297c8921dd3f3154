/** What a check found, as every report format reads it: plain data, in the order of the files. */
import type { Loader } from '../../core/engine/settings.js';
import type { Finding, Severity } from '../../core/finding.js';
import type { Program } from '../../core/model/file.js';
import type { UnjudgedProgram, UnjudgedReason } from '../../core/model/file.js';
import type { RuleMeta } from '../../core/rules/rule.js';
import type { FileSpan } from '../../core/text.js';
import type { Colours } from '../terminal.js';
import type { Lines } from './positions.js';

/** A file that findings stand in, or that they point to. */
export interface SourceFile {
  /** As given, with `/` separators. */
  readonly path: string;
  readonly source: Lines;
}

export interface CheckedFile extends SourceFile {
  readonly programs: readonly Program[];
  readonly unjudged: readonly UnjudgedProgram[];
  /** Those that are to be shown. */
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly files: readonly CheckedFile[];
  /** Every file that was read, by the path that spans name it by. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** The targets in force; more than one where folders are configured differently. */
  readonly kernels: readonly string[];
  readonly loaders: readonly Loader[];
  /** The paths, as written, of headers that were not found. */
  readonly missingHeaders: readonly string[];
  /** Hints that are left out because nobody asked for them. */
  readonly hiddenHints: number;
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
  /** Programs of which everything was looked at. */
  readonly judged: number;
  /** The others, by the reason. */
  readonly unjudged: Readonly<Record<UnjudgedReason, number>>;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
}

/** The file that a span of a finding in `file` stands in. */
export function fileOf({ path }: FileSpan, file: SourceFile, { sources }: Report): SourceFile {
  return (path === undefined ? file : sources.get(path)) ?? file;
}

/** Counts what a report shows. */
export function summarise(files: readonly CheckedFile[]): Summary {
  const findings = files.flatMap((file) => file.findings);
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const programs = files.reduce((sum, each) => sum + each.programs.length, 0);
  const unjudged = files.flatMap((file) => file.unjudged);
  const because = (reason: UnjudgedReason): number =>
    unjudged.filter((program) => program.reason === reason).length;
  return {
    files: files.length,
    programs,
    judged: programs - unjudged.filter(({ name }) => name !== null).length,
    unjudged: {
      'unknown-section': because('unknown-section'),
      'too-large': because('too-large'),
      damaged: because('damaged'),
    },
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
    hints: count('hint'),
  };
}
