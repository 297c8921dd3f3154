/** What `verify` does only if the user says so: by a flag, or by an answer on a terminal. */
import type { Consent, Question } from '../host/verifier/kernel-run.js';
import { printable } from './report/columns.js';
import type { Terminal } from './terminal.js';
import type { VerifyOptions } from './verify-options.js';

type Given = Pick<VerifyOptions, 'yes' | 'mayPanic' | 'fetch'>;

interface Asked {
  /** The option that consents beforehand. */
  readonly flag: string;
  readonly isGiven: (options: Given) => boolean;
  readonly question: string;
}

const anyway = 'Load all the same?';

const asked: Readonly<Record<Question['kind'], Asked>> = {
  'large-maps': { flag: '--yes', isGiven: ({ yes }) => yes, question: anyway },
  'panic-on-warn': { flag: '--allow-panic-on-warn', isGiven: ({ mayPanic }) => mayPanic, question: anyway },
  'fetch-image': { flag: '--fetch', isGiven: ({ fetch }) => fetch, question: 'Do so?' },
};

/** Consents where a flag does, or where a person says yes. */
export function consentOf(options: Given, terminal: Terminal): Consent {
  return async ({ kind, text }) => {
    const { isGiven, question } = asked[kind];
    if (kind === 'fetch-image' && isGiven(options)) terminal.notice(printable(text));
    return isGiven(options) || (await terminal.confirm(`${printable(text)}. ${question}`));
  };
}

/** The way to consent to what was declined, as words that follow the failure. */
export function consentHint(declined: Question['kind'] | null): string {
  return declined === null ? '' : `; ${asked[declined].flag} does it all the same`;
}
