/** What the files of a build say about who loads the programs beside them. Knows their texts, not where they lie. */
import type { Loader } from '../core/engine/settings.js';

/** Who loads, and how one can tell, as words that follow the file's name. */
export interface LoaderEvidence {
  readonly loader: Loader;
  readonly words: string;
}

/** Files that name the libraries of a program, in the order in which they are asked in one folder. */
export const manifestNames = ['go.mod', 'Cargo.toml'] as const;
/** Files that show less: a build may take libbpf for its headers only. */
export const makefileNames = ['Makefile', 'meson.build', 'CMakeLists.txt'] as const;

export type BuildFileName = (typeof manifestNames)[number] | (typeof makefileNames)[number];

/** Null for a file that says nothing of a loader. */
export function loaderEvidence(name: BuildFileName, text: string): LoaderEvidence | null {
  if (name === 'go.mod') return ofGoModule(text);
  if (name === 'Cargo.toml') return ofCrate(text);
  return /\blibbpf\b|-lbpf\b/.test(text) ? { loader: 'libbpf', words: 'names libbpf' } : null;
}

/** Aya follows libbpf's section names. */
function ofCrate(text: string): LoaderEvidence | null {
  const crate = /^\s*(?:\[.*dependencies\.)?"?(libbpf-rs|libbpf-cargo|libbpf-sys|aya)\b/m.exec(text)?.[1];
  return crate === undefined ? null : { loader: 'libbpf', words: `depends on ${crate}` };
}

/** What other modules need indirectly says nothing; bindings of libbpf beside cilium/ebpf load what is written in C. */
function ofGoModule(text: string): LoaderEvidence | null {
  const direct = text.replace(/^.*\/\/\s*indirect.*$/gm, '').replace(/\/\/.*$/gm, '');
  if (/\bgithub\.com\/[\w.-]+\/libbpfgo\b/.test(direct))
    return { loader: 'libbpf', words: 'requires libbpfgo' };
  const requires = /^\s*(?:require\s+|tool\s+)?github\.com\/cilium\/ebpf(?:\s+v|\/cmd\/bpf2go)/m;
  return requires.test(direct) ? { loader: 'cilium', words: 'requires github.com/cilium/ebpf' } : null;
}
