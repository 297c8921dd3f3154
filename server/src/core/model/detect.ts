/** Tells BPF C from other C, so that nothing is said about code that is none of our business. */
import type { SyntaxFile } from '../syntax/file.js';
import { isBpfHeader } from '../syntax/known-headers.js';
import type { PlacedProgram } from './programs.js';

/**
 * By name (`.bpf.c`), by a BPF header that the text or a header of it includes, or by a function in a section that a
 * loader knows. `files` are the text and its headers, `programs` those of all of them.
 */
export function isBpfSource(
  path: string,
  files: readonly SyntaxFile[],
  programs: readonly PlacedProgram[],
): boolean {
  return (
    /\.bpf\.[ch]$/.test(path) ||
    files.some(({ includes }) => includes.some((include) => isBpfHeader(include.path))) ||
    programs.some(({ match }) => match !== null)
  );
}
