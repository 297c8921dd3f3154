/** What follows from a function's code alone: computed when it is first asked for, and kept with the function. */
import type { IrFunction } from './ir.js';

/** The same answer for the same function; functions are never changed. */
export function perFunction<T>(compute: (fn: IrFunction) => T): (fn: IrFunction) => T {
  const known = new WeakMap<IrFunction, { readonly answer: T }>();
  return (fn) => {
    const before = known.get(fn);
    if (before) return before.answer;
    const answer = compute(fn);
    known.set(fn, { answer });
    return answer;
  };
}
