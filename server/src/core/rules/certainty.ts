/** How sure a finding is: it is an error only where an execution of the program was found that runs into it. */
import type { Use } from '../model/walk/recorded.js';
import type { Executed } from '../model/file.js';
import type { Doubt } from './doubts.js';

interface Doing extends Executed {
  readonly guarded: boolean;
  readonly use?: Use;
}

/** Whether the compiler emits it and the verifier gets there, whatever the two of them know. */
export function isSure(each: Doing): boolean {
  return !each.guarded && each.use !== 'dropped' && each.isExecuted();
}

/** What may keep the verifier from seeing it; null where it is sure. `what` is a load, or anything else. */
export function doubtOf(each: Doing, what: 'load' | 'other'): Doubt | null {
  if (each.use === 'dropped') return what === 'load' ? 'unused' : 'uncalled';
  if (isSure(each)) return null;
  return what === 'load' ? 'unneeded' : 'unreached';
}
