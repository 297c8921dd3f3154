/**
 * The second pass of the masking: what BPF C writes inside of braces and plain C does not know, such as the loops of
 * bpf_for, the members of map definitions, types as arguments and inline assembly.
 */
import { maskAsm } from './asm.js';
import { matchBrackets, type Notes, put, type Token } from './draft.js';
import { maskDeclaration } from './heads.js';
import { Kind } from './lexer.js';
import { maskMember } from './members.js';
import { maskArguments } from './arguments.js';
import {
  ASM_WORDS,
  looksLikeType,
  LOOP_NAMES,
  SIZE_WORDS,
  STATEMENT_WORDS,
  STORAGE,
  TAG_WORDS,
  TYPE_WORDS,
  TYPEOF_WORDS,
} from './words.js';
import type { Scene } from './scene.js';

type Context = 'top' | 'block' | 'aggregate' | 'list';

/** Rewrites the visible tokens of an item; gives the offsets where a `;` is wanting. */
export function maskBodies(
  tokens: readonly Token[],
  notes: Notes,
  source: string,
  inBlock: boolean,
): readonly number[] {
  const scene: Scene = { tokens, match: matchBrackets(tokens), notes, semicolons: [], source };
  const contexts: Context[] = [inBlock ? 'block' : 'top'];
  for (let i = 0; i < tokens.length; i++) visit(scene, contexts, i);
  return scene.semicolons.sort((a, b) => a - b);
}

function visit(scene: Scene, contexts: Context[], i: number): void {
  const token = scene.tokens[i];
  if (!token || token.masked === '') return;
  const context = contexts.at(-1) ?? 'top';
  if (token.kind === Kind.word) visitWord(scene, context, i, token.word);
  else if (token.word === '{') contexts.push(contextOf(scene.tokens, i, context));
  else if (token.word === '}' && contexts.length > 1) contexts.pop();
  else if (token.word === '...' && isCaseRange(scene.tokens, i)) put(token, '|');
}

/** What a brace opens, from what stands before it. */
function contextOf(tokens: readonly Token[], i: number, outer: Context): Context {
  const before = tokens[i - 1]?.word ?? '';
  const earlier = tokens[i - 2]?.word ?? '';
  const tag = TAG_WORDS.has(before) ? before : TAG_WORDS.has(earlier) ? earlier : null;
  if (tag) return tag === 'enum' ? 'list' : 'aggregate';
  if (before === '=' || before === ',' || outer === 'list') return before === '(' ? 'block' : 'list';
  if (before === ']' || before === '[') return 'list';
  return before === ')' && isCompoundLiteral(tokens, i - 1) ? 'list' : 'block';
}

/** `(struct foo){ ... }`, told from `if (x) {` by the words in and before the parentheses. */
function isCompoundLiteral(tokens: readonly Token[], close: number): boolean {
  let depth = 0;
  let i = close;
  for (; i >= 0; i--) {
    const word = tokens[i]?.word;
    if (word === ')') depth++;
    else if (word === '(' && --depth === 0) break;
  }
  const first = tokens[i + 1]?.word ?? '';
  const before = tokens[i - 1];
  return (TAG_WORDS.has(first) || TYPE_WORDS.has(first)) && before?.kind !== Kind.word;
}

function visitWord(scene: Scene, context: Context, i: number, word: string): void {
  const { tokens } = scene;
  if (context === 'aggregate' && startsPart(tokens, i)) {
    maskMember(scene, i);
    return;
  }
  if (ASM_WORDS.has(word)) {
    maskAsm(scene, i, context === 'block' && startsPart(tokens, i));
    return;
  }
  if (word === 'offsetof') put(tokens[i], 'offseto_');
  const called = tokens[i + 1]?.word === '(';
  if (context === 'block' && startsPart(tokens, i)) startStatement(scene, i, word, called);
  if (
    called &&
    (context === 'block' || context === 'list') &&
    !STATEMENT_WORDS.has(word) &&
    !TYPEOF_WORDS.has(word)
  ) {
    maskArguments(scene, i);
  }
  if (called && isSizeBeforeSign(scene, i)) maskArguments(scene, i);
}

/** `sizeof(int) - 8`: the grammar would take the size of `(int)-8`. */
function isSizeBeforeSign({ tokens, match }: Scene, i: number): boolean {
  const close = match[i + 1] ?? -1;
  return close > 0 && SIZE_WORDS.has(tokens[i]?.word ?? '') && /^[-+*&]$/.test(tokens[close + 1]?.word ?? '');
}

/** Whether a statement or a member starts at token `i`. */
function startsPart(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  if (!before) return true;
  return before.kind === Kind.punct
    ? '{};:)'.includes(before.word)
    : before.word === 'else' || before.word === 'do';
}

function startStatement(scene: Scene, i: number, word: string, called: boolean): void {
  const typed = looksLikeType(word) && scene.tokens[i + 1]?.kind === Kind.word;
  if (typed || STORAGE.has(word) || TYPE_WORDS.has(word) || TAG_WORDS.has(word)) {
    maskDeclaration(scene, i, false);
    return;
  }
  if (called && !STATEMENT_WORDS.has(word)) {
    macroStatement(scene, i, word);
    return;
  }
  const next = scene.tokens[i + 1];
  if (next?.word === ':' && scene.tokens[i + 2]?.word === '}') addSemicolon(scene, i + 1);
}

/** `bpf_for(...) {` is a loop; `MACRO(...)` alone on its line has its `;` inside. */
function macroStatement(scene: Scene, i: number, word: string): void {
  const close = scene.match[i + 1] ?? -1;
  const next = scene.tokens[close + 1];
  if (close < 0 || !next) return;
  const before = scene.tokens[i - 1]?.word;
  const isLoop = LOOP_NAMES.has(word) || word.includes('for_each') || (next.word === '{' && before !== ')');
  if (isLoop && next.word !== ';') {
    put(scene.tokens[i], word.length < 5 ? 'if' : 'while');
    return;
  }
  const startsNext = next.kind === Kind.word || next.word === '}';
  if (startsNext && before !== ')' && isBreak(scene.source, scene.tokens[close]?.end ?? 0, next.start))
    addSemicolon(scene, close);
}

function isBreak(source: string, from: number, to: number): boolean {
  return source.slice(from, to).includes('\n');
}

function addSemicolon(scene: Scene, i: number): void {
  const end = scene.tokens[i]?.end ?? 0;
  if ((scene.tokens[i + 1]?.start ?? end) > end) scene.semicolons.push(end);
}

/** `case 1 ... 5:`; in `[0 ... 5] = x` and in parameters the dots are C. */
function isCaseRange(tokens: readonly Token[], i: number): boolean {
  for (let k = i - 1; k >= 0 && k > i - 60; k--) {
    const word = tokens[k]?.word ?? '';
    if (word === 'case') return true;
    if (';{}['.includes(word)) return false;
  }
  return false;
}
