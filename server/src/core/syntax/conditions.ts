/**
 * What `#if` comes out as, from the macros that the text itself defines above it. Three-valued: what another file
 * or the command line may define is not known. Knows directives' expressions, no C.
 */
import type { Define } from './directive.js';

/** The macros that are surely defined, or surely not, at a place in a text. */
export interface MacroScope {
  /** A conditional branch begins; what it defines is not sure behind it. */
  enter(): void;
  leave(): void;
  define(define: Define): void;
  undefine(name: string): void;
  /** The definition; `absent` where there is surely none, `unknown` where there may be one. */
  lookup(name: string): Define | 'absent' | 'unknown';
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
  /\s*(defined\b|[A-Za-z_$][\w$]*|(?:0[xX][\da-fA-F]+|\d+)[uUlL]*|&&|\|\||[=!<>]=|<<|>>|[-+*/%&|^!~<>?:()])/y;
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

/** The value of a condition's expression; null where it is not known or no such expression. */
export function conditionValue(expression: string, scope: MacroScope, nesting = 0): number | null {
  const tokens = tokensOf(expression);
  if (!tokens || tokens.length === 0 || nesting > mostNesting) return null;
  const reader = { tokens, at: 0, scope, nesting };
  const value = readChoice(reader);
  return reader.at === tokens.length ? value : null;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly scope: MacroScope;
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

function readChoice(reader: Reader): number | null {
  const test = readLevel(reader, 0);
  if (!accept(reader, '?')) return test;
  const then = readChoice(reader);
  accept(reader, ':');
  const otherwise = readChoice(reader);
  return test === null ? null : test !== 0 ? then : otherwise;
}

function readLevel(reader: Reader, level: number): number | null {
  const operators = levels[level];
  if (!operators) return readUnary(reader);
  let left = readLevel(reader, level + 1);
  for (let op = accept(reader, ...operators); op !== null; op = accept(reader, ...operators)) {
    left = combine(op, left, readLevel(reader, level + 1));
  }
  return left;
}

/** A deciding operand of `&&` and `||` is enough. */
function combine(op: string, left: number | null, right: number | null): number | null {
  if (op === '&&') return left === 0 || right === 0 ? 0 : left === null || right === null ? null : 1;
  if (op === '||') return isTrue(left) || isTrue(right) ? 1 : left === null || right === null ? null : 0;
  if (left === null || right === null) return null;
  return arithmetic[op]?.(left, right) ?? null;
}

function isTrue(value: number | null): boolean {
  return value !== null && value !== 0;
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number | null>> = {
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '&': (left, right) => left & right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<<': (left, right) => left * 2 ** right,
  '>>': (left, right) => Math.floor(left / 2 ** right),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? null : Math.trunc(left / right)),
  '%': (left, right) => (right === 0 ? null : left % right),
};

function readUnary(reader: Reader): number | null {
  const op = accept(reader, '!', '-', '+', '~');
  if (op === null) return readPrimary(reader);
  const value = readUnary(reader);
  if (value === null) return null;
  return op === '!' ? Number(value === 0) : op === '-' ? -value : op === '~' ? ~value : value;
}

function readPrimary(reader: Reader): number | null {
  if (accept(reader, '(')) {
    const value = readChoice(reader);
    return accept(reader, ')') ? value : null;
  }
  if (accept(reader, 'defined')) return readDefined(reader);
  const token = reader.tokens[reader.at++];
  if (token === undefined) return null;
  if (/^\d/.test(token))
    return Number(
      /^0[0-7]/.test(token) ? `0o${token.slice(1).replace(/[uUlL]+$/, '')}` : token.replace(/[uUlL]+$/, ''),
    );
  return /^[A-Za-z_$]/.test(token) ? macroValue(token, reader) : null;
}

function readDefined(reader: Reader): number | null {
  const inParentheses = accept(reader, '(') !== null;
  const name = reader.tokens[reader.at++] ?? '';
  if (inParentheses) accept(reader, ')');
  const found = reader.scope.lookup(name);
  return found === 'unknown' ? null : Number(found !== 'absent');
}

/** A name without a definition is 0; a macro with parameters is more than this reads. */
function macroValue(name: string, { scope, nesting }: Reader): number | null {
  const found = scope.lookup(name);
  if (found === 'absent') return 0;
  if (found === 'unknown' || found.params !== null) return null;
  return conditionValue(found.body, scope, nesting + 1);
}
