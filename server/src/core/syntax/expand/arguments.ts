/** The arguments of a function-like macro's use (C11 6.10.3), and which parameter gets which of them. */
import type { Definition } from '../directive.js';
import type { Tok } from './tokens.js';

/** Splits what stands between the parentheses of a use at its outer commas; `most` parts, the last with the rest. */
export function splitArguments(tokens: readonly Tok[], most: number): readonly (readonly Tok[])[] {
  const parts: Tok[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.word === '(') depth++;
    else if (token.word === ')') depth--;
    if (token.word === ',' && depth === 0 && parts.length < most) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** One argument for each parameter. */
export interface Arguments {
  readonly args: readonly (readonly Tok[])[];
  /** Whether there are no variable arguments, not even an empty one: GNU's `, ##args` is then nothing. */
  readonly isElided: boolean;
}

/** The arguments of a use; null where their number does not fit. */
export function bindArguments({ params, variadic }: Definition, tokens: readonly Tok[]): Arguments | null {
  const count = params?.length ?? 0;
  const parts = splitArguments(tokens, variadic ? count : Infinity);
  if (count === 0) return tokens.length === 0 ? { args: [], isElided: false } : null;
  if (variadic && parts.length === count - 1) return { args: [...parts, []], isElided: true };
  const isElided = variadic && count === 1 && tokens.length === 0;
  return parts.length === count ? { args: parts, isElided } : null;
}
