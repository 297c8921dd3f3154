/**
 * What `#if` comes out as, from the macros that the text itself defines above it. Three-valued: what another file
 * or the command line may define is not known. Knows directives' expressions, no C.
 */
import type { Definition } from './directive.js';
import { charValue } from './literals.js';

/** What a name means: `absent` where it is surely no macro, `defined` where it is one that nobody knows, else `unknown`. */
export type Meaning = Definition | 'absent' | 'defined' | 'unknown';

/** What names mean to a condition. */
export interface MacroLookup {
  lookup(name: string): Meaning;
}
const tokenPattern =
  /\s*([A-Za-z_$][\w$]*|(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)[uUlL]*|'(?:[^'\\\n]|\\.)+'|&&|\|\||[=!<>]=|<<|>>|[-+*/%&|^!~<>?:()])/y;
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
/** Beyond so many tokens a condition is not looked at. */
const mostTokens = 500;

/** A number of a condition: 64 bits, as intmax_t or uintmax_t (C11 6.10.1). */
interface Value {
  readonly number: bigint;
  readonly isUnsigned: boolean;
}

/** Whether a condition's expression is not 0; null where that is not known, or it is no such expression. */
export function conditionValue(expression: string, scope: MacroLookup): boolean | null {
  const written = tokensOf(expression);
  const tokens = written && expanded(written, scope);
  if (!tokens || tokens.length === 0) return null;
  const reader = { tokens, at: 0 };
  const value = readChoice(reader);
  return value && reader.at === tokens.length ? value.number !== 0n : null;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function tokensOf(expression: string): readonly string[] | null {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  const text = expression.trimEnd();
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (!match?.[1] || tokens.length > mostTokens) return null;
    tokens.push(match[1]);
  }
  return tokens;
}

/** Stands for a number that is not known. */
const unknown = '@';

/** The tokens with the macros in them replaced, and `defined` by what it gives; null where that is too much. */
function expanded(
  tokens: readonly string[],
  scope: MacroLookup,
  painted: ReadonlySet<string> = new Set(),
): readonly string[] | null {
  const result: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at] ?? '';
    const isDefined = token === 'defined';
    const named = isDefined ? nameAsked(tokens, at + 1) : null;
    const made = named
      ? [definedness(scope.lookup(named.name))]
      : /^[A-Za-z_$]/.test(token)
        ? meaningOf(token, scope, painted)
        : [token];
    if (!made || isDefined !== (named !== null) || result.length > mostTokens) return null;
    result.push(...made);
    at = named?.end ?? (made[0] === unknown ? behindArguments(tokens, at + 1) : at + 1);
  }
  return result;
}

/** The name behind `defined`, and where what follows it begins. */
function nameAsked(
  tokens: readonly string[],
  at: number,
): { readonly name: string; readonly end: number } | null {
  const isBare = tokens[at] !== '(';
  const name = tokens[isBare ? at : at + 1];
  if (name === undefined || !/^[A-Za-z_$]/.test(name) || (!isBare && tokens[at + 2] !== ')')) return null;
  return { name, end: isBare ? at + 1 : at + 3 };
}

function definedness(meaning: Meaning): string {
  return meaning === 'unknown' ? unknown : meaning === 'absent' ? '0' : '1';
}

/** What a name is replaced by: a name that is no macro is 0, and so is one within its own replacement. */
function meaningOf(name: string, scope: MacroLookup, painted: ReadonlySet<string>): readonly string[] | null {
  const meaning = painted.has(name) ? 'absent' : scope.lookup(name);
  if (meaning === 'absent') return ['0'];
  if (typeof meaning === 'string' || meaning.params !== null) return [unknown];
  const body = tokensOf(meaning.body);
  return body && expanded(body, scope, new Set([...painted, name]));
}

/** The arguments of what may be a macro with parameters are skipped. */
function behindArguments(tokens: readonly string[], at: number): number {
  if (tokens[at] !== '(') return at;
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    if (tokens[i] === '(') depth++;
    else if (tokens[i] === ')' && --depth === 0) return i + 1;
  }
  return tokens.length;
}

function accept(reader: Reader, ...words: readonly string[]): string | null {
  const token = reader.tokens[reader.at];
  if (token === undefined || !words.includes(token)) return null;
  reader.at++;
  return token;
}

function readChoice(reader: Reader): Value | null {
  const test = readLevel(reader, 0);
  if (!accept(reader, '?')) return test;
  const then = readChoice(reader);
  accept(reader, ':');
  const otherwise = readChoice(reader);
  if (!test || !then || !otherwise) return null;
  return fit((test.number !== 0n ? then : otherwise).number, then.isUnsigned || otherwise.isUnsigned);
}

function readLevel(reader: Reader, level: number): Value | null {
  const operators = levels[level];
  if (!operators) return readUnary(reader);
  let left = readLevel(reader, level + 1);
  for (let op = accept(reader, ...operators); op !== null; op = accept(reader, ...operators)) {
    left = combine(op, left, readLevel(reader, level + 1));
  }
  return left;
}

/** A deciding operand of `&&` and `||` is enough. */
function combine(op: string, left: Value | null, right: Value | null): Value | null {
  if (op === '&&' || op === '||') {
    const decides = op === '||';
    if ([left, right].some((each) => each && (each.number !== 0n) === decides)) return truth(decides);
    return left && right && truth(!decides);
  }
  if (!left || !right) return null;
  // A shift has the type of its left operand; elsewhere one unsigned operand makes both unsigned.
  const isUnsigned = left.isUnsigned || (right.isUnsigned && op !== '<<' && op !== '>>');
  return compute(op, fit(left.number, isUnsigned).number, fit(right.number, isUnsigned).number, isUnsigned);
}

function truth(value: boolean): Value {
  return { number: value ? 1n : 0n, isUnsigned: false };
}

function fit(number: bigint, isUnsigned: boolean): Value {
  return { number: isUnsigned ? BigInt.asUintN(64, number) : BigInt.asIntN(64, number), isUnsigned };
}

const comparisons: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

const arithmetic: Readonly<Record<string, (left: bigint, right: bigint) => bigint | null>> = {
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '&': (left, right) => left & right,
  '<<': (left, right) => (right >= 0n && right < 64n ? left << right : null),
  '>>': (left, right) => (right >= 0n && right < 64n ? left >> right : null),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0n ? null : left / right),
  '%': (left, right) => (right === 0n ? null : left % right),
};

function compute(op: string, left: bigint, right: bigint, isUnsigned: boolean): Value | null {
  const compared = comparisons[op]?.(left, right);
  if (compared !== undefined) return truth(compared);
  const number = arithmetic[op]?.(left, right) ?? null;
  return number === null ? null : fit(number, isUnsigned);
}

function readUnary(reader: Reader): Value | null {
  const op = accept(reader, '!', '-', '+', '~');
  if (op === null) return readPrimary(reader);
  const value = readUnary(reader);
  if (!value) return null;
  const { number, isUnsigned } = value;
  if (op === '!') return truth(number === 0n);
  return fit(op === '-' ? -number : op === '~' ? ~number : number, isUnsigned);
}

function readPrimary(reader: Reader): Value | null {
  if (accept(reader, '(')) {
    const value = readChoice(reader);
    return accept(reader, ')') ? value : null;
  }
  const token = reader.tokens[reader.at++];
  if (token?.startsWith("'")) return character(token);
  return token !== undefined && /^\d/.test(token) ? literal(token) : null;
}

function character(token: string): Value | null {
  const number = charValue(token);
  return number === null ? null : { number, isUnsigned: false };
}

/** A constant is unsigned where it says so, or where it fits no signed number. */
function literal(token: string): Value | null {
  const digits = token.replace(/[uUlL]+$/, '');
  const octal = /^0[0-7]+$/.test(digits);
  if (/^0[0-9]*[89]/.test(digits)) return null;
  const number = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  if (number >= 1n << 64n) return null;
  return { number, isUnsigned: /[uU]/.test(token.slice(digits.length)) || number >= 1n << 63n };
}
