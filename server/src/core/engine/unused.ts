/**
 * Suppression comments that silence nothing. A rule of the engine's own, because only suppressing tells which
 * directives were needed.
 */
import type { Finding, Fix } from '../finding.js';
import type { RuleMeta } from '../rules/rule.js';
import { closest } from '../rules/closest.js';
import { tell } from '../rules/telling.js';
import { contains, type Span } from '../text.js';
import type { Settings } from './settings.js';
import type { Directive, UnusedDirective } from './suppress.js';

export const unusedSuppression: RuleMeta = {
  id: 'unused-suppression',
  severity: 'hint',
  fixable: true,
  summary: 'A suppression comment silences nothing',
};

/** Parts of the text about which nothing is known, so that nothing in them is said to be needless. */
export interface Unjudged {
  /** Whether a budget ran out or a rule failed. */
  readonly all: boolean;
  readonly spans: readonly Span[];
}

/** A finding for each directive, or each id in one, that could go; `asked` are the rules that were in force. */
export function unusedFindings(
  unused: readonly UnusedDirective[],
  text: string,
  settings: Settings,
  knownRules: readonly string[],
  asked: readonly string[],
  unjudged: Unjudged,
): readonly Finding[] {
  if (settings.severities[unusedSuppression.id] === 'off' || unjudged.all) return [];
  return unused
    .map(({ directive, ids }) => ({ directive, ids: ids.filter((id) => isJudged(id, knownRules, asked)) }))
    .filter(({ directive, ids }) => ids.length > 0 || directive.ids.length === 0)
    .filter(({ directive }) => !reachesInto(directive, unjudged.spans))
    .flatMap((each) => describe(each, text, settings, knownRules));
}

/** A rule that is not in force finds nothing; whether it would is not known. */
function isJudged(id: string, knownRules: readonly string[], asked: readonly string[]): boolean {
  return id !== unusedSuppression.id && (asked.includes(id) || !knownRules.includes(id));
}

/** Whether a directive may be about a damaged part: one that reaches on is about everything after it. */
function reachesInto({ verb, comment }: Directive, spans: readonly Span[]): boolean {
  return spans.some((span) =>
    verb === 'disable' ? span.end >= comment.start : contains(span, comment) || span.start >= comment.start,
  );
}

function describe(
  { directive, ids }: UnusedDirective,
  text: string,
  settings: Settings,
  knownRules: readonly string[],
): Finding[] {
  const isWhole = ids.length === directive.ids.length;
  if (isWhole && ids.every((id) => knownRules.includes(id))) {
    return [finding(directive.span, whole(ids), removal(directive, text), settings)];
  }
  return ids.map((id) => {
    const at = directive.ids.indexOf(id);
    const fix = isWhole && ids.length === 1 ? removal(directive, text) : removalOfId(directive, at);
    const span = directive.idSpans[at] ?? directive.span;
    return knownRules.includes(id)
      ? finding(span, `\`${id}\` is not reported here: naming it silences nothing`, fix, settings)
      : mistyped(id, span, fix, settings, knownRules);
  });
}

function whole(ids: readonly string[]): string {
  if (ids.length === 0) return 'This comment silences nothing';
  return `${ids.map((id) => `\`${id}\``).join(', ')} ${ids.length === 1 ? 'is' : 'are'} not reported here: this comment silences nothing`;
}

/** Told louder than what is only needless: something was meant to be silenced. */
function mistyped(
  id: string,
  span: Span,
  removing: Fix | null,
  settings: Settings,
  knownRules: readonly string[],
): Finding {
  const known = closest(id, knownRules);
  const what = `\`${id}\` is no rule: naming it silences nothing`;
  const fixes = [
    ...(known === null ? [] : [{ title: `Name \`${known}\``, safe: false, edits: [{ span, text: known }] }]),
    ...(removing ? [removing] : []),
  ];
  const advice = known === null ? '' : `Did you mean \`${known}\`?`;
  const said = { what, advice, doubt: null, span, related: [], fixes, tags: [] } as const;
  return tell({ ...unusedSuppression, severity: 'information' }, said, settings);
}

function finding(span: Span, what: string, fix: Fix | null, settings: Settings): Finding {
  const fixes = fix ? [fix] : [];
  const said = { what, advice: '', doubt: null, span, related: [], fixes, tags: ['unnecessary'] } as const;
  return tell(unusedSuppression, said, settings);
}

/** Not safe: with another target kernel or loader the comment may be needed. */
function removal({ comment, isWholeComment }: Directive, text: string): Fix | null {
  if (!isWholeComment) return null;
  return { title: 'Remove the suppression', safe: false, edits: [{ span: around(comment, text), text: '' }] };
}

/** The comment with its line where it stands alone, else with the blanks before it. */
function around({ start, end }: Span, text: string): Span {
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const first = start - before;
  const isAtLineStart = first === 0 || /[\r\n\uFEFF]/.test(text[first - 1] ?? '');
  const rest = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end))?.[0];
  if (isAtLineStart && rest !== undefined) return { start: first, end: end + rest.length };
  return { start: isAtLineStart ? start : first, end };
}

function removalOfId({ ids, idSpans }: Directive, at: number): Fix | null {
  const own = idSpans[at];
  if (!own || ids.length < 2) return null;
  const start = at === 0 ? own.start : (idSpans[at - 1]?.end ?? own.start);
  const end = at === 0 ? (idSpans[1]?.start ?? own.end) : own.end;
  return {
    title: `Remove \`${ids[at]}\` from the suppression`,
    safe: false,
    edits: [{ span: { start, end }, text: '' }],
  };
}
