/** What kernels said to the programs of a text, and the text they said it of. Plain data. */
import type { Analysis } from '../engine/analysis.js';
import type { Loaded } from '../log/loaded.js';
import type { PlacedFunction } from '../model/file.js';

/** What a kernel said to one program. */
export interface KernelVerdict extends Loaded {
  /** `6.18.44-amd64` */
  readonly release: string;
  /** What our rules say of the program for just this kernel. */
  readonly foreseen: readonly { readonly rule: string; readonly isError: boolean }[];
}

/** What of a text decides what a kernel says to its programs. */
export interface JudgedText {
  readonly text: string;
  readonly lines: readonly number[];
  readonly functions: readonly PlacedFunction[];
  /** The text outside of functions, without comments and space. */
  readonly outline: string;
  /** The texts of its headers, by path. */
  readonly headers: ReadonlyMap<string, string>;
}

/** One run of `verify` on a text. */
export interface Verified {
  readonly judged: JudgedText;
  /** The text's path, as the places in verdicts name it. */
  readonly path: string;
  readonly verdicts: readonly KernelVerdict[];
}

/** What is kept of a text to see later whether a verdict on it still holds. */
export function judgedText({ text, lines, file, headers }: Analysis): JudgedText {
  const { functions, comments } = file;
  const left = [...functions, ...comments].map(({ span }) => span).sort((a, b) => a.start - b.start);
  let outline = '';
  let at = 0;
  for (const { start, end } of left) {
    outline += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return {
    ...{ text, lines, functions },
    outline: `${outline}${text.slice(at)}`.replace(/\s+/g, ''),
    headers: new Map(headers.map((header) => [header.path, header.text])),
  };
}

/** `6.18` of `6.18.44-amd64`. */
export function versionOf(release: string): string {
  return /^\d+\.\d+/.exec(release)?.[0] ?? release;
}
