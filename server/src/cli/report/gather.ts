/** The files of a report: the checked ones with what others find in them, then the headers that were reached. */
import { isAbsolute, relative, sep } from 'node:path';
import type { Analysis, HeaderAnalysis } from '../../core/engine/analysis.js';
import { findingsIn, mergeFindings } from '../../core/features/header-findings.js';
import type { Finding } from '../../core/finding.js';
import type { CheckedFile, SourceFile } from './report.js';

/** A checked file as the report sees it. */
export interface Checked {
  /** As given, with `/` separators. */
  readonly path: string;
  /** The path that spans name it by. */
  readonly place: string;
  readonly analysis: Analysis;
}

export interface Gathered {
  readonly files: readonly CheckedFile[];
  /** By the path that spans name a file by. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** The paths, as written, of headers that were not found; each once. */
  readonly missingHeaders: readonly string[];
}

/** What texts that include a header have to say of it. */
interface View {
  readonly header: HeaderAnalysis;
  readonly includer: Checked;
}

/** A header has an entry of its own where something was found in it, or programs stand in it. */
export function gather(checked: readonly Checked[], cwd: string): Gathered {
  const views = viewsByPlace(checked);
  const own = checked.map((file) => checkedFile(file, views.get(file.place) ?? []));
  const sources = new Map<string, SourceFile>(
    checked.map(({ place }, at) => [place, own[at]] as const).flatMap(present),
  );
  const headers: CheckedFile[] = [];
  for (const [place, seen] of views) {
    if (sources.has(place)) continue;
    const file = headerFile(place, seen, cwd);
    sources.set(place, file);
    if (file.findings.length > 0 || file.programs.length > 0) headers.push(file);
  }
  const missing = checked.flatMap(({ analysis }) => (analysis.isBpf ? analysis.missingHeaders : []));
  return { files: [...own, ...headers], sources, missingHeaders: [...new Set(missing)] };
}

function present<T>([place, file]: readonly [string, T | undefined]): (readonly [string, T])[] {
  return file === undefined ? [] : [[place, file]];
}

function viewsByPlace(checked: readonly Checked[]): ReadonlyMap<string, readonly View[]> {
  const views = new Map<string, View[]>();
  for (const includer of checked) {
    for (const header of includer.analysis.headers) {
      const seen = views.get(header.path);
      if (seen) seen.push({ header, includer });
      else views.set(header.path, [{ header, includer }]);
    }
  }
  return views;
}

function checkedFile({ path, analysis }: Checked, views: readonly View[]): CheckedFile {
  const { text, lines } = analysis;
  const findings = mergeFindings([analysis.findings, ...views.map(findingsOf)]);
  const { programs, unjudged } = analysis.file;
  const own = unjudged.filter((program) => program.path === null);
  return { path, source: { text, lines }, programs, unjudged: own, findings };
}

function headerFile(place: string, views: readonly View[], cwd: string): CheckedFile {
  const { text = '', lines = [0] } = views[0]?.header ?? {};
  const { headerPrograms = [], unjudged = [] } = views[0]?.includer.analysis.file ?? {};
  const isGivenWhole = views.some(({ includer }) => isAbsolute(includer.path));
  return {
    path: shownPath(place, isGivenWhole, cwd),
    source: { text, lines },
    programs: headerPrograms.filter((program) => program.path === place),
    unjudged: unjudged.filter((program) => program.path === place),
    findings: mergeFindings(views.map(findingsOf)),
  };
}

function findingsOf({ header, includer }: View): readonly Finding[] {
  return findingsIn(header, includer.place);
}

/** Absolute where the includer was named so, else relative to where the run stands. */
function shownPath(place: string, isAbsolutely: boolean, cwd: string): string {
  return (isAbsolutely ? place : relative(cwd, place)).split(sep).join('/');
}
