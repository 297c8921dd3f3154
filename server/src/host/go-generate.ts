/** The `go:generate` lines of a Go file that run bpf2go: which source they compile, and with which flags. */
import { dirname, resolve } from 'node:path';
import { splitCommand } from './build-flags.js';

/** One run of bpf2go. */
export interface Bpf2goRun {
  /** Absolute path of the C source. */
  readonly source: string;
  /** What clang is given, without what stands in variables. */
  readonly flags: readonly string[];
  /** The folder that the flags are relative to. */
  readonly directory: string;
  /** From 1. */
  readonly line: number;
}

/** The runs that a Go file asks for; `path` is absolute. Lines that make no sense are left out. */
export function bpf2goRuns(text: string, path: string): readonly Bpf2goRun[] {
  const directory = dirname(path);
  return text.split('\n').flatMap((line, at) => {
    const [, command] = /^\/\/go:generate\s+(.*bpf2go.*)$/i.exec(line.trimEnd()) ?? [];
    const words = command === undefined ? [] : wordsOf(command);
    const start = words.findIndex((word) => /bpf2go(?:@\S*)?$/i.test(word));
    const parts = words.slice(start + 1);
    const dashes = parts.indexOf('--');
    const source = parts.slice(0, dashes < 0 ? undefined : dashes).find((word) => /\.[ch]$/.test(word));
    if (start < 0 || source === undefined || source.includes('$')) return [];
    const flags = [...flagsOption(parts), ...(dashes < 0 ? [] : parts.slice(dashes + 1))];
    return [{ source: resolve(directory, source), flags, directory, line: at + 1 }];
  });
}

/** A command may stand in quotes as a whole, for a shell: `sh -c "bpf2go ..."`. */
function wordsOf(command: string): readonly string[] {
  return splitCommand(command).flatMap((word) => (/bpf2go\S*\s/i.test(word) ? splitCommand(word) : [word]));
}

/** `-cflags "-O2 -DX"`; what a variable holds is not known here. */
function flagsOption(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => /^--?cflags(?:=|$)/.test(word));
  const word = words[at];
  if (word === undefined) return [];
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[at + 1] ?? '');
  return splitCommand(value).filter((flag) => !flag.includes('$'));
}
