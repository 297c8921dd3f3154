/** Reads of context fields that the verifier refuses for this program type and attach type. */
import { refusedFields } from './field-access.js';
import type { Rule } from './rule.js';

export const ctxFieldRead: Rule = {
  meta: {
    id: 'ctx-field-read',
    severity: 'error',
    fixable: false,
    summary: 'A context field is read that this program type and attach type may not read',
  },
  check: (input) => refusedFields(input, 'read'),
};
