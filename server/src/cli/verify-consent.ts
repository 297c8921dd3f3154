/** What `verify` does only if the user says so: by a flag, or by an answer on a terminal. */
import type { Consent, Question } from '../host/verifier/kernel-run.js';
import { printable } from './report/columns.js';
import type { Terminal } from './terminal.js';
import type { VerifyOptions } from './verify-options.js';

interface Asked {
  /** The option that consents beforehand. */
  readonly flag: string;
  readonly isGiven: (options: Pick<VerifyOptions, 'yes' | 'mayPanic'>) => boolean;
}

const asked: Readonly<Record<Question['kind'], Asked>> = {
  'large-maps': { flag: '--yes', isGiven: ({ yes }) => yes },
  'panic-on-warn': { flag: '--allow-panic-on-warn', isGiven: ({ mayPanic }) => mayPanic },
};

/** Consents where a flag does, or where a person says yes. */
export function consentOf(options: Pick<VerifyOptions, 'yes' | 'mayPanic'>, terminal: Terminal): Consent {
  return async ({ kind, text }) =>
    asked[kind].isGiven(options) || (await terminal.confirm(`${printable(text)}. Load all the same?`));
}

/** The way to consent to what was declined, as words that follow the failure. */
export function consentHint(declined: Question['kind'] | null): string {
  return declined === null ? '' : `; ${asked[declined].flag} loads all the same`;
}
