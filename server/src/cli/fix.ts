/** Applies fixes to a text until none is left, each fix wholly or not at all. */
import type { Analysis } from '../core/engine/analysis.js';
import type { Fix } from '../core/finding.js';
import { applyEdits, withoutOverlaps, type TextEdit } from '../core/text.js';

export interface Fixed {
  readonly text: string;
  /** The analysis of `text`. */
  readonly analysis: Analysis;
  /** How many fixes were applied. */
  readonly applied: number;
}

/** A fix may make room for another one; more rounds than this mean that two undo each other. */
const mostRounds = 10;

/** `unsafe` also takes fixes that may change meaning, where a finding has no safe one. */
export function fixText(start: Analysis, analyse: (text: string) => Analysis, unsafe: boolean): Fixed {
  let fixed: Fixed = { text: start.text, analysis: start, applied: 0 };
  const seen = new Set([start.text]);
  for (let round = 0; round < mostRounds; round++) {
    const fixes = chooseFixes(fixed.analysis, unsafe);
    const text = applyEdits(fixed.text, editsOf(fixes));
    if (seen.has(text)) break;
    seen.add(text);
    fixed = { text, analysis: analyse(text), applied: fixed.applied + fixes.length };
  }
  return fixed;
}

/** One fix a finding, in order of position, leaving out those that touch what an earlier one edits. */
function chooseFixes(analysis: Analysis, unsafe: boolean): readonly Fix[] {
  const chosen: Fix[] = [];
  for (const { fixes } of analysis.findings) {
    const fix = fixes.find((candidate) => candidate.safe) ?? (unsafe ? fixes[0] : undefined);
    if (fix && fix.edits.length > 0 && agree([...chosen, fix])) chosen.push(fix);
  }
  return chosen;
}

/** Whether no edit of these fixes would be left out; the same edit wanted twice is no quarrel. */
function agree(fixes: readonly Fix[]): boolean {
  const edits = editsOf(fixes);
  return withoutOverlaps(edits).length === edits.length;
}

function editsOf(fixes: readonly Fix[]): readonly TextEdit[] {
  const unique = new Map<string, TextEdit>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    unique.set(`${edit.span.start}:${edit.span.end}:${edit.text}`, edit);
  }
  return [...unique.values()];
}
