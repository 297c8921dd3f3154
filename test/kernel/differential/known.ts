/** Disagreements that are understood and left as they are, each with its reason. */
import { isGeneratedTrouble } from '../support/generated.js';
import { disagreementOf, type Verdict } from './verdicts.js';

interface Class {
  readonly holds: (verdict: Verdict) => boolean;
  readonly reason: string;
}

const classes: readonly Class[] = [
  {
    holds: (verdict) =>
      disagreementOf(verdict) === 'other words' &&
      verdict.draft.headers === 'core' &&
      verdict.refusal !== null &&
      isGeneratedTrouble(verdict.refusal),
    reason:
      'Both refuse. The tool names what the author wrote; before that the verifier meets a context pointer that ' +
      'the compiler moved by a relocated offset.',
  },
];

/** Why a verdict is left as it is; null where it agrees, or where nobody knows. */
export function knownReason(verdict: Verdict): string | null {
  return classes.find(({ holds }) => holds(verdict))?.reason ?? null;
}
