/**
 * How a finding is told: its severity, and a message in the one shape that all have (CONTRIBUTING.md). The only
 * place that knows either; a rule says what is wrong, what to do, and whether a doubt is left.
 */
import type { Finding, Severity } from '../finding.js';
import type { Settings } from '../engine/settings.js';
import type { RuleFinding, RuleMeta } from './rule.js';

/** What may keep the verifier from refusing, as the end of `Only a warning, because ...`. */
const reasons = {
  unused: 'the value is not used yet, so the compiler drops this load',
  uncalled: 'the result of the call is not used, so the compiler may drop it',
  unreached: 'a constant, a macro or a test above may keep every run from here',
  unneeded:
    'a constant, a macro or a test above may keep every run from here, or its value may not be needed',
  uncompiled: 'a macro that is not defined here decides whether this is compiled',
  unaligned: 'the compiler may split what is not aligned, or take it out of a wider access',
  merged: 'the compiler decides whether it merges them',
  addressed: 'the compiler decides whether it keeps the address in a register',
  harmless: 'no access through it was found that is refused',
  unread: 'the program does not use it',
  retyped: 'the program that loads it may set the type itself',
  attached: 'it may load there',
  woken: 'a loader can make the program sleepable with `bpf_program__set_flags`',
  between: 'that kernel only stands for a later one, which was not measured',
} as const;

export type Doubt = keyof typeof reasons;

/** A rule's finding with its severity and its message, for a rule that is not switched off. */
export function tell(
  { id, severity: gravest }: RuleMeta,
  { what, advice, doubt, ...rest }: RuleFinding,
  { severities }: Settings,
): Finding {
  const own = doubt !== null && gravest === 'error' ? 'warning' : gravest;
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
