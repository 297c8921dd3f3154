/** A rule id in a suppression comment, in words. */
import type { Analysis } from '../engine/analysis.js';
import { ruleList } from '../engine/rule-list.js';
import { directivesIn } from '../engine/suppress.js';
import { rulePage } from '../rules/page.js';
import { touches } from '../text.js';
import type { HoverText } from './hover-text.js';

/** Null where the offset is on no id of a directive, or on one that no rule has. */
export function hoverOfRule({ file, lines }: Analysis, offset: number): HoverText | null {
  for (const { ids, idSpans } of directivesIn(file.comments, lines)) {
    const at = idSpans.findIndex((span) => touches(span, offset));
    const rule = ruleList.find(({ id }) => id === ids[at]);
    const span = idSpans[at];
    if (!rule || !span) continue;
    const fix = rule.fixable ? ', has quick fixes' : '';
    const markdown = `**\`${rule.id}\`** — ${rule.severity}${fix}\n\n${rule.summary}.\n\n[About the rule](${rulePage(rule.id)})`;
    return { span, markdown };
  }
  return null;
}
