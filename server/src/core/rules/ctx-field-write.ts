/** Writes to context fields that the verifier refuses for this program type and attach type. */
import { refusedFields } from './field-access.js';
import type { Rule } from './rule.js';

export const ctxFieldWrite: Rule = {
  meta: {
    id: 'ctx-field-write',
    severity: 'error',
    fixable: false,
    summary: 'A context field is written that this program type and attach type may not write',
  },
  check: (input) => refusedFields(input, 'write'),
};
