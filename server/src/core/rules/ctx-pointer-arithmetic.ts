/** Context pointers that were moved and are then handed on. */
import { refusedPointer } from './passed-pointers.js';
import type { Rule } from './rule.js';

export const ctxPointerArithmetic: Rule = {
  meta: {
    id: 'ctx-pointer-arithmetic',
    severity: 'error',
    fixable: false,
    summary: 'A context pointer that was moved is handed to a function',
  },
  *check(input) {
    for (const address of input.model.addresses) {
      if (address.path !== '') continue;
      const advice = 'Pass the context itself, or what was read from it.';
      yield* refusedPointer(address, 'A context pointer that was moved', advice, input);
    }
  },
};
