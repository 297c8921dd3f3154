/**
 * Mends headers by what the sources that reach them find there, and the sources again by what the headers say
 * then, until nothing changes. Only sources of the run are mended.
 */
import { findingsIn, mergeFindings } from '../core/features/header-findings.js';
import { chooseFixes, editsOf } from '../core/features/fixes.js';
import { applyEdits } from '../core/text.js';
import { mend, type CheckedSource, type CheckerParts } from './checker.js';
import type { CheckOptions } from './options.js';

/** Headers that include each other take as many rounds as they are deep; more mean that fixes undo each other. */
const mostRounds = 10;

/** The sources with fixes applied across files; `parts.readers` then show the mended texts. */
export function fixHeaders(
  checked: readonly CheckedSource[],
  options: CheckOptions,
  parts: CheckerParts,
): readonly CheckedSource[] {
  const { edited } = parts.readers;
  const seen = new Set<string>();
  let sources = checked;
  let changed = note(sources, edited);
  for (let round = 0; round < mostRounds; round++) {
    sources = sources.map((source) => (reaches(source, changed) ? again(source, options, parts) : source));
    const mended = sources.map((source) => mendHeader(source, sources, seen, options, parts));
    const isDone = mended.every((source, at) => source.fixed.text === sources[at]?.fixed.text);
    sources = mended;
    changed = note(sources, edited);
    if (isDone && changed.size === 0) break;
  }
  return sources;
}

/** Shows the mended texts to the readers; returns the places of those that they did not know yet. */
function note(sources: readonly CheckedSource[], edited: Map<string, string>): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const { place, source, fixed } of sources) {
    if (fixed.text === (edited.get(place) ?? source.text)) continue;
    edited.set(place, fixed.text);
    changed.add(place);
  }
  return changed;
}

function reaches({ fixed }: CheckedSource, places: ReadonlySet<string>): boolean {
  return fixed.analysis.headers.some(({ path }) => places.has(path));
}

function again(source: CheckedSource, options: CheckOptions, parts: CheckerParts): CheckedSource {
  const { fixed } = mend(source, source.fixed.text, options, parts);
  return { ...source, fixed: { ...fixed, applied: source.fixed.applied + fixed.applied } };
}

function mendHeader(
  header: CheckedSource,
  sources: readonly CheckedSource[],
  seen: Set<string>,
  options: CheckOptions,
  parts: CheckerParts,
): CheckedSource {
  const views = sources.flatMap(({ place, fixed }) =>
    fixed.analysis.headers
      .filter(({ path, text }) => path === header.place && text === header.fixed.text)
      .map((view) => findingsIn(view, place)),
  );
  const fixes = chooseFixes({ findings: mergeFindings(views) }, options.unsafeFixes);
  if (fixes.length === 0) return header;
  const text = applyEdits(header.fixed.text, editsOf(fixes));
  // Two programs may want opposite things of a function that they share.
  const state = `${header.place}\n${text}`;
  if (seen.has(state)) return header;
  seen.add(state);
  const { fixed } = mend(header, text, options, parts);
  return { ...header, fixed: { ...fixed, applied: header.fixed.applied + fixes.length + fixed.applied } };
}
