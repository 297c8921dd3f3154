/** Analyses and mends one source after the other, and keeps what came out for the report. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Analysis, Notice } from '../core/engine/analysis.js';
import type { Engine } from '../core/engine/engine.js';
import type { Settings } from '../core/engine/settings.js';
import type { SourcePath } from '../host/files.js';
import { encodeSource, reason, type SourceText } from '../host/source.js';
import { fixText, type Fixed } from './fix.js';
import type { CheckOptions } from './options.js';
import type { SettingsResolver } from './settings.js';
import type { Timing } from './timing.js';

/** A source that was checked. */
export interface CheckedSource {
  /** As given, with `/` separators. */
  readonly path: string;
  readonly settings: Settings;
  /** What the findings are about: the text as it is after the run. */
  readonly analysis: Analysis;
  /** The file's bytes. */
  readonly before: Uint8Array;
  /** The same with all wanted fixes applied, whether or not they were written. */
  readonly after: Uint8Array;
  readonly fixesApplied: number;
}

/** `source` is null where there is nothing to report on; the lines follow the file's name on stderr. */
export interface Outcome {
  readonly source: CheckedSource | null;
  readonly notices: readonly string[];
  readonly failures: readonly string[];
}

export interface CheckerParts {
  readonly engine: Engine;
  readonly resolver: SettingsResolver;
  readonly timing: Timing;
  readonly cwd: string;
}

/** Checks one source; with `--fix`, writes it back unless it came from standard input. Never throws. */
export async function checkSource(
  file: SourcePath,
  source: SourceText,
  options: CheckOptions,
  parts: CheckerParts,
): Promise<Outcome> {
  const { settings } = await parts.resolver.settingsFor(file.path);
  try {
    const { first, fixed } = parts.timing.measure(file.path, () =>
      analyse(file.path, source.text, settings, options, parts),
    );
    if (!first.isBpf && !file.named) return { source: null, notices: [], failures: [] };
    const failure = await writeBack(file.path, source, fixed, options, parts.cwd);
    const isMended = options.fix && !options.diff && failure === null;
    const said = (kind: Notice['kind']): readonly string[] =>
      first.notices.filter((notice) => notice.kind === kind).map(({ message }) => message);
    const limits = said('limit');
    return {
      source: {
        path: file.path.replaceAll('\\', '/'),
        settings,
        analysis: isMended ? fixed.analysis : first,
        before: encodeSource(first.text, source),
        after: encodeSource(fixed.text, source),
        fixesApplied: isMended ? fixed.applied : 0,
      },
      notices: first.isBpf || limits.length > 0 ? limits : ['not BPF C, so nothing was checked'],
      failures: [...said('failure'), ...(failure === null ? [] : [failure])],
    };
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { source: null, notices: [], failures: [`internal error: ${words}`] };
  }
}

function analyse(
  path: string,
  text: string,
  settings: Settings,
  options: CheckOptions,
  { engine }: CheckerParts,
): { readonly first: Analysis; readonly fixed: Fixed } {
  const session = engine.open(path);
  try {
    const first = session.analyse(text, settings);
    const wantsFixes = options.fix || options.diff;
    const again = (mended: string): Analysis => session.analyse(mended, settings);
    const fixed = wantsFixes
      ? fixText(first, again, options.unsafeFixes)
      : { text, analysis: first, applied: 0 };
    return { first, fixed };
  } finally {
    session.dispose();
  }
}

/** Null when all went well, else what went wrong, as words that follow the file's name. */
async function writeBack(
  path: string,
  source: SourceText,
  fixed: Fixed,
  options: CheckOptions,
  cwd: string,
): Promise<string | null> {
  if (!options.fix || options.diff || options.stdin || fixed.text === source.text) return null;
  try {
    await writeFile(resolve(cwd, path), encodeSource(fixed.text, source));
    return null;
  } catch (error) {
    return `the fixes could not be written: the file ${reason(error)}`;
  }
}
