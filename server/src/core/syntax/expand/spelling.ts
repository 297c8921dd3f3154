/** Tokens made of others: what `#` writes as a string, and what `##` joins. Knows how tokens are spelled. */
import { Kind } from '../lexer.js';
import type { Spot, Tok } from './tokens.js';
import { firstSpot } from './tokens.js';

/** `#argument` (C11 6.10.3.2). */
export function stringOf(argument: readonly Tok[], at: Spot, spaced: boolean): Tok {
  let text = '';
  argument.forEach((token, i) => {
    const word =
      token.kind === Kind.string || token.kind === Kind.char
        ? token.word.replace(/["\\]/g, (char) => `\\${char}`)
        : token.word;
    text += i > 0 && token.spaced ? ` ${word}` : word;
  });
  const written = firstSpot(argument, at);
  return {
    kind: Kind.string,
    word: `"${text}"`,
    spots: written === at ? [at] : [written, at],
    spaced,
  };
}

const spellings: readonly (readonly [number, RegExp])[] = [
  [Kind.word, /^[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*$/],
  [Kind.number, /^\.?\d(?:[eEpP][+-]|[\w.])*$/],
  [Kind.string, /^(?:L|u8?|U)"(?:[^"\\]|\\.)*"$/],
  [Kind.char, /^(?:L|u8?|U)'(?:[^'\\]|\\.)*'$/],
  [Kind.punct, /^(?:->|\+\+|--|<<=?|>>=?|[=!<>+*/%&|^-]=|&&|\|\||##|\.\.\.)$/],
];

/** `left##right`; null where the two are no token together. The place is an argument's where one is. */
export function pasted(left: Tok, right: Tok): Tok | null {
  const word = left.word + right.word;
  const kind = spellings.find(([, spelling]) => spelling.test(word))?.[0];
  if (kind === undefined) return null;
  const { spots } = left.spots.length > 1 || right.spots.length < 2 ? left : right;
  return { kind, word, spots, spaced: left.spaced };
}
