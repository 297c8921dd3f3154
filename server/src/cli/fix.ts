/** Applies fixes to a text until none is left, each fix wholly or not at all. */
import type { Analysis } from '../core/engine/analysis.js';
import { chooseFixes, editsOf } from '../core/features/fixes.js';
import { applyEdits } from '../core/text.js';

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
