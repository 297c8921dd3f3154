/**
 * A function that the parser could make nothing of as a whole: its head is parsed alone, and each statement of its
 * body alone, so that one of them is lost and not all. Knows brackets and semicolons.
 */
import { childIn, type Cst } from './cst.js';
import type { Engine } from './engine.js';
import { Kind, lex, type Tokens } from './lexer.js';

const HEAD = 'void f(){';

/** A tree for the masked text of a function, its offsets moved by `shift`; null when it has no sound head. */
export function salvageFunction(engine: Engine, text: string, shift: number, deadline: number): Cst | null {
  const tokens = lex(text);
  const open = bodyStart(text, tokens);
  if (open < 0) return null;
  const root = engine.parse(`${text.slice(0, open)}{}`, shift, deadline);
  const definition = root?.children[0];
  const body =
    definition?.type === 'function_definition' && !definition.damaged
      ? childIn(definition, 'body')
      : undefined;
  if (!root || !definition || !body) return null;
  const children = chunks(text, tokens, open).flatMap(([from, to]) =>
    parseChunk(engine, text.slice(from, to), from, shift, deadline),
  );
  const whole: Cst = { ...body, end: text.length + shift, damaged: true, children };
  return {
    ...root,
    damaged: true,
    children: [
      {
        ...definition,
        damaged: true,
        children: definition.children.map((child) => (child === body ? whole : child)),
      },
    ],
  };
}

function parseChunk(
  engine: Engine,
  source: string,
  from: number,
  shift: number,
  deadline: number,
): readonly Cst[] {
  const root = engine.parse(`${HEAD}${source}}`, from + shift - HEAD.length, deadline);
  const definition = root?.children.length === 1 ? root.children[0] : undefined;
  const body = definition?.type === 'function_definition' ? childIn(definition, 'body') : undefined;
  const start = from + shift;
  if (body)
    return body.children.filter((child) => child.start >= start && child.end <= start + source.length);
  return [
    {
      type: 'ERROR',
      field: null,
      start,
      end: start + source.length,
      named: true,
      broken: true,
      damaged: true,
      children: [],
    },
  ];
}

function bodyStart(text: string, tokens: Tokens): number {
  let depth = 0;
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== Kind.punct) continue;
    const start = tokens.starts[i] ?? 0;
    const char = text.charAt(start);
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '{' && depth === 0) return start;
    else if (char === ';' || char === '=') return -1;
  }
  return -1;
}

/** The spans of the statements right in the body whose brace is at `open`. */
function chunks(text: string, tokens: Tokens, open: number): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  const stack: string[] = [];
  let from = -1;
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.starts[i] ?? 0;
    if (start <= open) continue;
    const char = tokens.kinds[i] === Kind.punct ? text.charAt(start) : '';
    if (char === '}' && stack.length === 0) continue;
    if (from < 0) from = start;
    if (endsStatement(stack, char, wordBefore(text, tokens, i)) && !goesOn(text, tokens, i + 1, char)) {
      found.push([from, tokens.ends[i] ?? start]);
      from = -1;
    }
  }
  if (from >= 0) found.push([from, text.length]);
  return found;
}

function wordBefore(text: string, tokens: Tokens, i: number): string {
  return i > 0 ? text.slice(tokens.starts[i - 1], tokens.ends[i - 1]) : '';
}

/** Follows the brackets; a `;` ends what is open before it, except in the head of a `for`. */
function endsStatement(stack: string[], char: string, before: string): boolean {
  if (char === '(' || char === '[' || char === '{')
    stack.push(char === '(' && before === 'for' ? 'for' : char);
  else if (char === ')' && (stack.at(-1) === '(' || stack.at(-1) === 'for')) stack.pop();
  else if (char === ']' && stack.at(-1) === '[') stack.pop();
  else if (char === '}') while (stack.length > 0 && stack.pop() !== '{');
  else if (char === ';') while (stack.at(-1) === '(' || stack.at(-1) === '[') stack.pop();
  return stack.length === 0 && (char === ';' || char === '}');
}

/** Whether what follows a brace belongs to the same statement. */
function goesOn(text: string, tokens: Tokens, next: number, char: string): boolean {
  if (char !== '}' || next >= tokens.count) return false;
  const word = text.slice(tokens.starts[next], tokens.ends[next]);
  return (
    word === 'else' ||
    word === 'while' ||
    (tokens.kinds[next] === Kind.punct && !'{}(*+-&'.includes(word.charAt(0)))
  );
}
