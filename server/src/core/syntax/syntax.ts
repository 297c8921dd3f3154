/** What the rest of core may ask of the parser: the one door into the rooms that name tree-sitter. */
import type { Stmt } from './ast.js';
import type { Macros } from './expand/table.js';
import type { Outline, SyntaxFile } from './file.js';

/** One open document: keeps the tree between keystrokes. */
export interface SyntaxSession {
  /** What a text includes and defines; costs no parse, and the parse of the same text that follows costs less. */
  outline(text: string, outer: Macros, before: Macros): Outline;
  /**
   * Parses the text as it is now; never throws, whatever the text. `outer` are the macros behind its last `#include`,
   * `before` those that are defined in front of it.
   */
  parse(text: string, outer?: Macros, before?: Macros): SyntaxFile;
  /** Frees the tree. Calling it twice is harmless. */
  dispose(): void;
}

export interface Syntax {
  open(): SyntaxSession;
  /**
   * Parses statements on their own, as a macro's expansion is; spans are offsets in `text`. Null when the
   * text is no sequence of statements (a lone expression counts as one, with or without `;`). Cached by text. Throws a `TimeOver` when the analysis took too long.
   */
  parseStatements(text: string): readonly Stmt[] | null;
}
