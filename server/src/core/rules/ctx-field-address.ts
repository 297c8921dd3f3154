/** Addresses of context fields given to helpers as memory, or to functions that are not inlined. */
import { refusedPointer } from './passed-pointers.js';
import type { Rule } from './rule.js';

export const ctxFieldAddress: Rule = {
  meta: {
    id: 'ctx-field-address',
    severity: 'error',
    fixable: false,
    summary: 'The address of a context field is used as if it were memory of the program',
  },
  *check(input) {
    for (const address of input.model.addresses) {
      if (address.path === '') continue;
      const advice = 'Copy the field into a local variable and pass the address of that.';
      yield* refusedPointer(address, advice, input);
    }
  },
};
