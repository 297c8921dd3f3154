/** Analyses and mends one source after the other, and keeps what came out for the report. */
import { resolve, sep } from 'node:path';
import type { Analysis, Notice } from '../core/engine/analysis.js';
import type { Engine } from '../core/engine/engine.js';
import type { Settings } from '../core/engine/settings.js';
import type { SourcePath } from '../host/files.js';
import type { FileIncludeReader } from '../host/includes.js';
import { replaceFile } from '../host/replace-file.js';
import { encodeSource, type SourceText } from '../host/source.js';
import { fixText, type Fixed } from './fix.js';
import type { HeaderReaders } from './headers.js';
import type { CheckOptions } from './options.js';
import type { SettingsResolver } from './settings.js';
import type { Timing } from './timing.js';

/** A source that was checked. */
export interface CheckedSource {
  /** As given, with `/` separators. */
  readonly path: string;
  /** The path that readers of headers know it by. */
  readonly place: string;
  readonly settings: Settings;
  readonly reader: FileIncludeReader;
  /** The text as it was read, with its encoding. */
  readonly source: SourceText;
  /** Of the text as it was read. */
  readonly first: Analysis;
  /** The text with all wanted fixes applied, whether or not they are written. */
  readonly fixed: Fixed;
}

export interface CheckerParts {
  readonly engine: Engine;
  readonly resolver: SettingsResolver;
  readonly readers: HeaderReaders;
  readonly timing: Timing;
  readonly cwd: string;
}

/** Checks one source, whatever it turns out to be. */
export async function checkSource(
  file: SourcePath,
  source: SourceText,
  options: CheckOptions,
  parts: CheckerParts,
): Promise<CheckedSource> {
  const { settings, includePaths } = await parts.resolver.settingsFor(file.path);
  const reader = parts.readers.readerFor(file.path, includePaths);
  const place = reader.pathOf(resolve(parts.cwd, file.path));
  const known = { path: file.path.split(sep).join('/'), place, settings, reader, source };
  const { first, fixed } = parts.timing.measure(file.path, () => mend(known, source.text, options, parts));
  return { ...known, first, fixed };
}

/** Analyses a text of a source, and applies the wanted fixes to it. */
export function mend(
  { place, settings, reader }: Pick<CheckedSource, 'place' | 'settings' | 'reader'>,
  text: string,
  options: CheckOptions,
  { engine }: Pick<CheckerParts, 'engine'>,
): { readonly first: Analysis; readonly fixed: Fixed } {
  const session = engine.open(place, reader);
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

/** What the engine had to say of a kind, as words that follow the file's name. */
export function noticesOf({ first }: CheckedSource, kind: Notice['kind']): readonly string[] {
  return first.notices.filter((notice) => notice.kind === kind).map(({ message }) => message);
}

/** The file's bytes before and after its fixes. */
export function bytesOf({ source, fixed }: CheckedSource): {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
} {
  return { before: encodeSource(source.text, source), after: encodeSource(fixed.text, source) };
}

/** Null when all went well, else what went wrong, as words that follow the file's name. */
export async function writeBack(checked: CheckedSource, cwd: string): Promise<string | null> {
  if (checked.fixed.text === checked.source.text) return null;
  const { before, after } = bytesOf(checked);
  const failure = await replaceFile(resolve(cwd, checked.path), before, after);
  return failure === null ? null : `the fixes could not be written: the file ${failure}`;
}
