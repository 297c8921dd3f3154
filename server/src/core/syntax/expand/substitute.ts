/**
 * Puts arguments in the place of parameters: `#`, `##`, `__VA_ARGS__`, `__VA_OPT__` and GNU's `, ##args`
 * (C11 6.10.3.1 to 6.10.3.3). Knows one definition and its arguments; expands nothing.
 */
import { Kind } from '../lexer.js';
import type { Arguments } from './arguments.js';
import { bodyOf, type BodyToken } from './definitions.js';
import { pasted, stringOf } from './spelling.js';
import type { Spot, Tok, Use } from './tokens.js';

/** What takes the place of a use. */
interface Substitution extends Arguments {
  readonly use: Use;
  /** An argument with its macros expanded. */
  readonly expanded: (index: number) => readonly Tok[];
}

/** A part of the result before anything is joined; no tokens where an argument is empty. */
interface Part {
  readonly tokens: readonly Tok[];
  /** Whether it is joined with what comes before it. */
  readonly joins: boolean;
}

/** The replacement of a use, ready to be scanned again. */
export function substitute(
  use: Use,
  given: Arguments,
  expanded: (index: number) => readonly Tok[],
): readonly Tok[] {
  const substitution = { use, ...given, expanded };
  return joined(partsOf(substitution, optional(substitution, bodyOf(use.definition))));
}

function partsOf(substitution: Substitution, body: readonly BodyToken[]): readonly Part[] {
  const parts: Part[] = [];
  let joins = false;
  /** Whether white space stood before an argument that is empty. */
  let gap = false;
  for (let i = 0; i < body.length; i++) {
    const token = body[i];
    if (!token) continue;
    if (token.word === '##' && parts.length > 0 && i + 1 < body.length) {
      joins = !dropsComma(substitution, body, i, parts);
      continue;
    }
    const isString = token.word === '#' && substitution.use.definition.params && isParameter(body[i + 1]);
    const tokens = isString
      ? [stringified(substitution, token, body[++i])]
      : replaced(substitution, token, isPaste(body[i - 1]) || isPaste(body[i + 1]));
    parts.push({ tokens: gap && !joins ? spacedOut(tokens) : tokens, joins });
    gap = tokens.length === 0 && (gap || token.spaced);
    joins = false;
  }
  return parts;
}

function spacedOut([first, ...rest]: readonly Tok[]): readonly Tok[] {
  return first ? [{ ...first, spaced: true }, ...rest] : [];
}

function isPaste(token: BodyToken | undefined): boolean {
  return token?.word === '##';
}

function isParameter(token: BodyToken | undefined): boolean {
  return token !== undefined && token.param >= 0;
}

/** `, ##args`: joins nothing, and takes the comma away where there are no arguments. */
function dropsComma(
  { use: { definition }, args, isElided }: Substitution,
  body: readonly BodyToken[],
  at: number,
  parts: Part[],
): boolean {
  const last = (definition.params?.length ?? 0) - 1;
  if (!definition.variadic || body[at - 1]?.word !== ',' || body[at + 1]?.param !== last) return false;
  if (isElided) parts.pop();
  return isElided || args[last]?.length !== 0;
}

function stringified({ use, args }: Substitution, hash: BodyToken, name: BodyToken | undefined): Tok {
  const at: Spot = { start: hash.start, end: name?.end ?? hash.end, use };
  return stringOf(args[name?.param ?? -1] ?? [], at, hash.spaced);
}

/** Next to `##` an argument stands as it was written. */
function replaced(
  { use, args, expanded }: Substitution,
  token: BodyToken,
  isOperand: boolean,
): readonly Tok[] {
  const at: Spot = { start: token.start, end: token.end, use };
  const { kind, word, spaced } = token;
  if (token.param < 0) return [{ kind, word, spots: [at], spaced }];
  const argument = isOperand ? (args[token.param] ?? []) : expanded(token.param);
  return argument.map((each, i) => ({
    ...each,
    spots: [...each.spots, at],
    spaced: i === 0 ? spaced : each.spaced,
  }));
}

/** Joins what `##` stands between; what makes no token together stays apart. */
function joined(parts: readonly Part[]): readonly Tok[] {
  const result: Tok[] = [];
  /** How many tokens the operand on the left of a `##` has. */
  let left = 0;
  for (const { tokens, joins } of parts) {
    const last = result.at(-1);
    const [first, ...rest] = tokens;
    const token = joins && left > 0 && last && first ? pasted(last, first) : null;
    if (token) {
      result[result.length - 1] = token;
      for (const each of rest) result.push(each);
    } else for (const each of tokens) result.push(each);
    left = joins ? left + tokens.length : tokens.length;
  }
  return result;
}

/** The body with `__VA_OPT__(...)` replaced by what is in it, or by nothing where there are no variable arguments. */
function optional(substitution: Substitution, body: readonly BodyToken[]): readonly BodyToken[] {
  const { variadic, params } = substitution.use.definition;
  if (!variadic || !body.some((token) => token.word === '__VA_OPT__')) return body;
  const isGiven = substitution.expanded((params?.length ?? 0) - 1).length > 0;
  const kept: BodyToken[] = [];
  for (let i = 0; i < body.length; i++) {
    const token = body[i];
    if (!token) continue;
    const close = token.word === '__VA_OPT__' && body[i + 1]?.word === '(' ? closing(body, i + 1) : -1;
    if (close < 0) kept.push(token);
    else {
      if (isGiven) kept.push(...body.slice(i + 2, close));
      i = close;
    }
  }
  return kept;
}

function closing(body: readonly BodyToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < body.length; i++) {
    const token = body[i];
    if (token?.kind !== Kind.punct) continue;
    if (token.word === '(') depth++;
    else if (token.word === ')' && --depth === 0) return i;
  }
  return -1;
}
