/** Asks one rule; knows what happens where it throws. */
import { isLocated } from '../model/walk/located.js';
import type { RuleFinding, RuleMeta } from '../rules/rule.js';
import { TimeOver } from '../syntax/watch.js';
import type { FileSpan } from '../text.js';
import type { Notice } from './analysis.js';

/** What a rule says, before it is told. */
export interface Said {
  readonly rule: RuleMeta;
  readonly finding: RuleFinding;
}

/** A rule that throws is left out for this program, which is noted; the others go on. */
export function runRule(
  { id }: RuleMeta,
  ask: () => Iterable<RuleFinding>,
  notices: Notice[],
): readonly RuleFinding[] {
  try {
    return [...ask()];
  } catch (error) {
    if (error instanceof TimeOver) throw error;
    const words = error instanceof Error ? error.message : String(error);
    notices.push({ kind: 'failure', message: `the rule ${id} failed: ${words}` });
    return [];
  }
}

/** The text of a place within an item, or else within `text`. */
export function textOf(span: FileSpan, text: string): string {
  return (isLocated(span) ? span.content.text : text).slice(span.start, span.end);
}

/** Null where the time of the analysis ended first. */
export function inTime<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof TimeOver) return null;
    throw error;
  }
}
