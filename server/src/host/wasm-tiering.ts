/** When V8 optimizes the grammar. Knows nothing of what is parsed with it. */
import { setFlagsFromString } from 'node:v8';

/** In bytes of code that a function ran through: more than small files need, less than a large folder does. */
const budget = 200_000_000;

/**
 * Keeps V8 from optimizing the grammar's lexer as soon as it is warm: that takes longer than checking a small file, and the
 * end of the process waits for it. Must come before the first module is compiled.
 */
export function optimizeWasmLate(): void {
  setFlagsFromString(`--wasm-tiering-budget=${budget}`);
}
