/** What the preprocessor's lines of a text say, as plain data. Reads none of them: that is directives.ts. */
import type { Span } from '../text.js';

/** `#define`; `params` is null for an object-like macro. Absolute offsets. */
export interface Define {
  readonly name: string;
  readonly params: readonly string[] | null;
  /** Whether the parameters end in `...` (then the last of `params` is `__VA_ARGS__` or the named one). */
  readonly variadic: boolean;
  /** The replacement, line splices and comments removed, trimmed. */
  readonly body: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly definition: Definition;
}

/**
 * Whether it holds behind its line: `default` where it stands under `#ifndef` of its own name, so that the name is
 * defined, though perhaps by another line; `open` where nobody knows whether it is compiled.
 */
export type Certainty = 'sure' | 'default' | 'open';

/** What a `#define` says wherever it stands: the same object for as long as its line stays as it is. */
export interface Definition {
  readonly name: string;
  readonly params: readonly string[] | null;
  readonly variadic: boolean;
  readonly certainty: Certainty;
  /** The replacement, line splices and comments removed, trimmed. */
  readonly body: string;
  /** The directive as it is written, from its `#`. */
  readonly source: string;
  /** Where the replacement begins in `source`. */
  readonly bodyStart: number;
}

/** A place from which on a name means another macro, or none. */
export interface MacroLine {
  readonly name: string;
  readonly definition: Definition | null;
  /** Absolute offset. */
  readonly at: number;
}

/** `#include`. Absolute offsets. */
export interface Include {
  readonly path: string;
  readonly form: 'quoted' | 'angled';
  readonly span: Span;
}
