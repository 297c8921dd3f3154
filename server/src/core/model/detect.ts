/** Tells BPF C from other C, so that nothing is said about code that is none of our business. */
import type { SyntaxFile } from '../syntax/file.js';
import type { PlacedProgram } from './programs.js';

const headers =
  /(?:^|\/)(?:vmlinux|bpf_helpers|bpf_core_read|bpf_tracing|bpf_endian|bpf_helper_defs|bpf_api)\.h$/;

/** By name (`.bpf.c`), by a BPF header, or by a function in a section that a loader knows. */
export function isBpfSource(path: string, file: SyntaxFile, programs: readonly PlacedProgram[]): boolean {
  return (
    /\.bpf\.[ch]$/.test(path) ||
    file.includes.some((include) => headers.test(include.path)) ||
    programs.some(({ match }) => match !== null)
  );
}
