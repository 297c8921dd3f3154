/** Statements that stand alone: macro expansions, and types and operands that the masking set aside. */
import type { Stmt } from './ast.js';
import type { Cst } from './cst.js';
import { takeTokens } from './draft.js';
import type { Engine } from './engine.js';
import { Kind, lex } from './lexer.js';
import { lowerBlock } from './lower-statements.js';
import type { Lowering } from './lowering.js';
import { maskStatements } from './mask.js';
import { liveTokens } from './branches.js';
import { nothingOutside } from './macro-scope.js';

const HEAD = 'void f(){';
/** A longer text is no macro's expansion. */
const MAX_LENGTH = 100_000;
/** How deep fragments may hold fragments, as typeof in typeof does. */
const MAX_NESTING = 6;
/** How deep brackets may nest. */
export const MAX_BRACKETS = 1000;

/** The statements of `text`, spans counted from `spanShift`; null when it is none or takes too long. */
export function parseFragment(
  engine: Engine,
  text: string,
  spanShift: number,
  deadline: number,
  nesting = 0,
): readonly Stmt[] | null {
  if (text.length > MAX_LENGTH || nesting > MAX_NESTING) return null;
  const tokens = lex(text);
  const taken = takeTokens(text, tokens, liveTokens(text, tokens, nothingOutside), 0, tokens.count, 0);
  if (bracketDepth(taken.map((token) => (token.kind === Kind.punct ? token.word : ''))) > MAX_BRACKETS)
    return null;
  const masked = maskStatements(taken, text);
  const root = engine.parse(HEAD + closed(masked.text) + '}', masked.start - HEAD.length, deadline);
  const body = root && !root.damaged && !hasBroken(root) ? bodyOf(root) : undefined;
  if (!body) return null;
  const nested: Lowering['nested'] = (source, shift) =>
    parseFragment(engine, source, shift, deadline, nesting + 1);
  return lowerBlock({ text, notes: masked.notes, noteShift: 0, spanShift, nested }, body);
}

/** A lone expression becomes a statement. */
function closed(text: string): string {
  return /[;}]\s*$/.test(text) || text === '' ? text : `${text};`;
}

function bodyOf(root: Cst): Cst | undefined {
  const only = root.children.length === 1 ? root.children[0] : undefined;
  return only?.type === 'function_definition'
    ? only.children.find((child) => child.field === 'body')
    : undefined;
}

/** Whether the parser made up a `;` or a `}`: then the text is cut off somewhere. */
function hasBroken(root: Cst): boolean {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.broken) return true;
    pending.push(...node.children);
  }
  return false;
}

function bracketDepth(words: readonly string[]): number {
  let depth = 0;
  let deepest = 0;
  for (const word of words) {
    if (word === '(' || word === '[' || word === '{') deepest = Math.max(deepest, ++depth);
    else if (word === ')' || word === ']' || word === '}') depth--;
  }
  return deepest;
}
