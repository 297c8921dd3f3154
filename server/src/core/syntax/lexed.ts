/** Tokens with what conditions make of them, as plain data. */
import type { Tokens } from './lexer.js';

/** Tokens of a text, and which of them are compiled. */
export interface Lexed {
  readonly text: string;
  readonly tokens: Tokens;
  readonly live: Uint8Array;
}

/** What `liveTokens` says of a token. */
export const Live = {
  /** No build compiles it. */
  dead: 0,
  compiled: 1,
  /** A directive that counts. */
  directive: 2,
  /** A directive that counts in some builds; of `#if` and its kin, that what follows is compiled in some. */
  open: 3,
  /** A definition of a name that was not defined in front of it. */
  default: 4,
} as const;
