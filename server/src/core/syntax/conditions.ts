/**
 * What `#if` comes out as, from the macros that the text itself defines above it. Three-valued: what another file
 * or the command line may define is not known. Knows directives' expressions, no C.
 */
import type { Define } from './directive.js';

/** What a name means to a condition. */
export interface MacroLookup {
  /** The definition; `absent` where there is surely none, `unknown` where there may be one. */
  lookup(name: string): Define | 'absent' | 'unknown';
}

/** The macros that are surely defined, or surely not, at a place in a text. */
export interface MacroScope extends MacroLookup {
  /** A conditional branch begins; what it defines is not sure behind it. */
  enter(): void;
  leave(): void;
  define(define: Define): void;
  undefine(name: string): void;
}

/** A scope in which nothing is known but that BPF C is never C++. */
export function macroScope(): MacroScope {
  const known = new Map<string, Define | 'absent' | 'unknown'>([['__cplusplus', 'absent']]);
  /** The names that each open branch set; a name that an inner one set is unknown already. */
  const branches: Set<string>[] = [];
  const set = (name: string, value: Define | 'absent'): void => {
    known.set(name, value);
    branches.at(-1)?.add(name);
  };
  return {
    enter: () => void branches.push(new Set()),
    leave() {
      for (const name of branches.pop() ?? []) known.set(name, 'unknown');
    },
    define: (define) => set(define.name, define),
    undefine: (name) => set(name, 'absent'),
    lookup: (name) => known.get(name) ?? 'unknown',
  };
}

const tokenPattern =
  /\s*(defined\b|[A-Za-z_$][\w$]*|(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+)[uUlL]*|&&|\|\||[=!<>]=|<<|>>|[-+*/%&|^!~<>?:()])/y;
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
const mostNesting = 16;

/** A number of a condition: 64 bits, as intmax_t or uintmax_t (C11 6.10.1). */
interface Value {
  readonly number: bigint;
  readonly isUnsigned: boolean;
}

/** Whether a condition's expression is not 0; null where that is not known, or it is no such expression. */
export function conditionValue(expression: string, scope: MacroLookup): boolean | null {
  const value = evaluate(expression, scope, 0);
  return value && value.number !== 0n;
}

function evaluate(expression: string, scope: MacroLookup, nesting: number): Value | null {
  const tokens = tokensOf(expression);
  if (!tokens || tokens.length === 0 || nesting > mostNesting) return null;
  const reader = { tokens, at: 0, scope, nesting };
  const value = readChoice(reader);
  return reader.at === tokens.length ? value : null;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly scope: MacroLookup;
  readonly nesting: number;
}

function tokensOf(expression: string): readonly string[] | null {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  const text = expression.trimEnd();
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (!match?.[1] || tokens.length > 500) return null;
    tokens.push(match[1]);
  }
  return tokens;
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
  if (accept(reader, 'defined')) return readDefined(reader);
  const token = reader.tokens[reader.at++];
  if (token === undefined) return null;
  if (/^\d/.test(token)) return literal(token);
  return /^[A-Za-z_$]/.test(token) ? macroValue(token, reader) : null;
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

function readDefined(reader: Reader): Value | null {
  const inParentheses = accept(reader, '(') !== null;
  const name = reader.tokens[reader.at++] ?? '';
  if (inParentheses) accept(reader, ')');
  const found = reader.scope.lookup(name);
  return found === 'unknown' ? null : truth(found !== 'absent');
}

/** A name without a definition is 0; a macro with parameters is more than this reads. */
function macroValue(name: string, { scope, nesting }: Reader): Value | null {
  const found = scope.lookup(name);
  if (found === 'absent') return truth(false);
  if (found === 'unknown' || found.params !== null) return null;
  return evaluate(found.body, scope, nesting + 1);
}
