/** How sure a finding is: it is an error only where an execution of the program was found that runs into it. */
import type { Use } from '../model/walk/recorded.js';
import type { Executed } from '../model/file.js';
import type { RuleFinding } from './rule.js';

interface Doing extends Executed {
  readonly guarded: boolean;
  readonly use?: Use;
}

/** Whether the compiler emits it and the verifier gets there, whatever the two of them know. */
export function isSure(each: Doing): boolean {
  return !each.guarded && each.use !== 'dropped' && each.isExecuted();
}

/** A warning where it is not sure; else the rule's own severity. */
export function unlessSure(each: Doing): Pick<RuleFinding, 'severity'> {
  return isSure(each) ? {} : { severity: 'warning' };
}

/** Why it is only a warning, in a sentence of its own; empty where it is sure. `what` is a load, or anything else. */
export function reasonFor(each: Doing, what: 'load' | 'other'): string {
  if (each.use === 'dropped')
    return 'Only a warning, because the value is not used yet: the compiler drops this load, and the program is refused as soon as it is.';
  if (isSure(each)) return '';
  const unneeded = what === 'load' ? ', or that its value is not needed' : '';
  return `Only a warning, because a constant, a macro or a test above may decide that this is never reached${unneeded}: then the verifier never sees it.`;
}

/** A sentence that follows another one, if there is one. */
export function asSentence(words: string): string {
  return words && ` ${words}`;
}
