/**
 * Refusals that are made by the compiler and not written by the author, which the tool does not foretell: whether
 * they happen depends on the compiler's version, and every access in the source is legal.
 */

/** clang moved the context pointer and loads through the moved one, where the kernel wants a constant offset. */
const movedPointer = /dereference of modified ctx ptr R\d+ off=\d+ disallowed/;

/** Whether libbpf's and the verifier's words tell of such a refusal. */
export function isGeneratedTrouble(refusal: string): boolean {
  return movedPointer.test(refusal);
}

/**
 * Programs that the tool calls refused and that load all the same when one compiler makes them. clang 14 reads eight
 * bytes of a field that is aligned to four in two halves; clang 16 and 19 read them at once and are refused, so the
 * tool keeps its error.
 */
const madeToLoad: readonly string[] = ['eight_bytes_in_place'];

/** Whether this compiler turns the refused access of a program into accepted ones. */
export function isMadeToLoad(program: string): boolean {
  return madeToLoad.includes(program);
}
