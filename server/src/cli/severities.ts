/** Severities on the command line: which of them count, and what a rule is set to. */
import type { Severity } from '../core/finding.js';
import { asSeverity, severityNames } from '../host/config-keys.js';
import { flag, oneOf, text, type Parsed } from './arguments.js';
import { UsageError } from './usage-error.js';

/** `id=severity`, as `--rule` takes it. Throws a UsageError on anything else. */
export function readRuleSetting(setting: string): readonly [string, Severity | 'off'] {
  const [id = '', ...level] = setting.split('=');
  const severity = asSeverity(level.join('='));
  if (id === '' || !severity) {
    throw new UsageError(
      `--rule takes id=severity with one of ${severityNames.join(', ')}, not "${setting}".`,
      'check',
    );
  }
  return [id, severity];
}

/** From the loudest to the faintest. */
const severities = ['error', 'warning', 'information', 'hint'] as const;

/** The three options say the same thing, so that only one of them may be given. */
export function readMinSeverity(values: Parsed['values']): Severity | null {
  const level = text(values['min-severity']);
  const given = [flag(values['quiet']), level !== null, flag(values['hints'])].filter(Boolean).length;
  if (given > 1) throw new UsageError('--quiet, --hints and --min-severity exclude each other.', 'check');
  if (level !== null) return oneOf('--min-severity', level, severities, 'check');
  if (flag(values['quiet'])) return 'error';
  return flag(values['hints']) ? 'hint' : null;
}

/** Whether a severity is at least as loud as another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}
