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
