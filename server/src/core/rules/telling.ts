/**
 * How a finding is told: its severity, and a message in the one shape that all have (CONTRIBUTING.md). The only
 * place that knows either; a rule says what is wrong, what to do, and whether a doubt is left.
 */
import type { Finding, Severity } from '../finding.js';
import type { Settings } from '../engine/settings.js';
import { reasons, type Doubt } from './doubts.js';
import type { RuleFinding, RuleMeta } from './rule.js';

/** A rule's finding with its severity and its message, for a rule that is not switched off. */
export function tell(
  { id, severity: gravest }: RuleMeta,
  { what, advice, doubt, atMost, ...rest }: RuleFinding,
  { severities }: Settings,
): Finding {
  const own = atMost ?? (doubt !== null && gravest === 'error' ? 'warning' : gravest);
  const level = severities[id];
  const severity = level === undefined || level === 'off' ? own : level;
  const complaint = rest.verifier === undefined ? `${what}.` : `${what}: \`${rest.verifier}\`.`;
  const message = [complaint, advice, reasonFor(severity, own, doubt)].filter(Boolean).join(' ');
  return { ...rest, rule: id, severity, message };
}

/** Why it is a warning, in a sentence of its own; empty for every other severity. */
function reasonFor(severity: Severity, own: Severity, doubt: Doubt | null): string {
  if (severity !== 'warning') return '';
  if (own !== 'warning') return 'A warning, because the settings say so.';
  return doubt === null ? '' : `Only a warning, because ${reasons[doubt]}.`;
}
