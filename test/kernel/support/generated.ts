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
