/**
 * The head of one declaration: keeps storage words, one type, stars and one declarator, and hides every other name,
 * with its arguments, as an attribute nobody listed. Knows the order of declarations; not the names.
 */
import type { Scene } from './scene.js';
import { hideAll } from './draft.js';
import { Kind } from './lexer.js';
import {
  looksLikeAttribute,
  looksLikeType,
  STATEMENT_WORDS,
  STORAGE,
  TAG_WORDS,
  TYPE_WORDS,
} from './words.js';

/** A part of a head: tokens `from` to `to`, both included. */
interface Part {
  readonly kind: 'storage' | 'type' | 'star' | 'name' | 'call' | 'other';
  readonly from: number;
  readonly to: number;
  readonly word: string;
}

/** What was found out about a head. */
export interface Head {
  readonly hasType: boolean;
  /** The index of the declared name; -1 without one. */
  readonly name: number;
  /** The index of the last token of a declarator with parameters; -1 when it has none. */
  readonly close: number;
}

/** Masks the declaration whose first token is `i`; with `withParams` the parameters of its function, too. */
export function maskDeclaration(scene: Scene, i: number, withParams: boolean): Head {
  const head = maskHead(scene, partsOf(scene, i, scene.tokens.length));
  if (withParams && head.close > 0) maskParameters(scene, head.name + 1, head.close);
  return head;
}

/** The parameters between the parentheses `open` and `close`, each a head of its own. */
export function maskParameters(scene: Scene, open: number, close: number): void {
  const { tokens, match } = scene;
  let from = open + 1;
  for (let k = from; k <= close; k++) {
    const inner = match[k] ?? -1;
    if (inner > k) k = inner;
    else if (tokens[k]?.word === ',' || k === close) {
      if (k - from > 1) maskHead(scene, partsOf(scene, from, k));
      from = k + 1;
    }
  }
}

const ENDS: ReadonlySet<string> = new Set([';', '=', ',', ':', '[', '{', ')', '}']);

function partsOf(scene: Scene, from: number, to: number): readonly Part[] {
  const parts: Part[] = [];
  let isTyped = false;
  for (let i = from; i < to; i++) {
    const token = scene.tokens[i];
    if (!token || (token.kind === Kind.punct && ENDS.has(token.word))) break;
    if (token.masked === '') continue;
    const part = partAt(scene, i, isTyped);
    parts.push(part);
    isTyped ||= part.kind === 'type';
    if (part.kind === 'other') break;
    i = part.to;
  }
  return parts;
}

function partAt(scene: Scene, i: number, typed: boolean): Part {
  const { tokens, match } = scene;
  const token = tokens[i];
  const word = token?.word ?? '';
  if (word === '*') return { kind: 'star', from: i, to: i, word };
  if (token?.kind !== Kind.word || STATEMENT_WORDS.has(word)) return { kind: 'other', from: i, to: i, word };
  if (STORAGE.has(word)) return { kind: 'storage', from: i, to: i, word };
  if (TAG_WORDS.has(word)) return { kind: 'type', from: i, to: tagEnd(scene, i), word };
  const close = tokens[i + 1]?.word === '(' ? (match[i + 1] ?? -1) : -1;
  if (close > 0 && !'*^'.includes(tokens[i + 2]?.word ?? ''))
    return { kind: 'call', from: i, to: close, word };
  return { kind: isTypeHere(word, typed) ? 'type' : 'name', from: i, to: i, word };
}

/** Behind a type, `u32` may be a name; `int` never is one. */
function isTypeHere(word: string, typed: boolean): boolean {
  return TYPE_WORDS.has(word) || (!typed && (word === 'typeof' || looksLikeType(word)));
}

/** The end of `struct tag { ... }`, from its keyword. */
function tagEnd({ tokens, match }: Scene, i: number): number {
  const named = tokens[i + 1]?.kind === Kind.word;
  const at = named ? i + 1 : i;
  if (tokens[at + 1]?.word !== '{') return at;
  return Math.max(at, match[at + 1] ?? at);
}

function maskHead(scene: Scene, parts: readonly Part[]): Head {
  const names = parts.filter((part) => part.kind === 'name' || part.kind === 'call');
  const type = typePart(parts, names);
  const after = type ? names.filter((part) => part.from > type.from) : names;
  const name = after.length > 1 ? declarator(after) : after[0];
  for (const part of names) {
    if (part !== name && part !== type) hidePart(scene, part);
  }
  const close = name?.kind === 'call' ? name.to : -1;
  return { hasType: type !== undefined, name: name?.from ?? -1, close };
}

function hidePart(scene: Scene, part: Part): void {
  scene.notes.hidden.push({ start: scene.tokens[part.from]?.start ?? 0, word: part.word });
  hideAll(scene.tokens, part.from, part.to);
}

/** The part that is the type: a certain one, the name before a star, or the first name that may be one. */
function typePart(parts: readonly Part[], names: readonly Part[]): Part | undefined {
  const certain = parts.find((part) => part.kind === 'type');
  if (certain) return certain;
  const starred = parts.find((part, i) => part.kind === 'name' && parts[i + 1]?.kind === 'star');
  if (starred) return starred;
  const group = parts.find((part, i) => part.kind === 'name' && parts[i + 1]?.kind === 'other');
  if (group) return group;
  const plain = names.slice(0, -1).filter((part) => part.kind === 'name');
  const calls = names.filter((part) => part.kind === 'call');
  if (names.at(-1)?.kind === 'name' && calls.length > 0 && plain.length === 0) return undefined;
  return plain.find((part) => !looksLikeAttribute(part.word)) ?? plain[0];
}

/** Of several names behind the type the one that is declared. */
function declarator(names: readonly Part[]): Part | undefined {
  const likely = names.filter((part) => !looksLikeAttribute(part.word));
  const calls = likely.filter((part) => part.kind === 'call');
  if (likely.length > 0) return calls[0] ?? likely.at(-1);
  const capitals = names.filter((part) => !part.word.startsWith('__'));
  return (
    capitals.find((part) => part.kind === 'call') ??
    names.find((part) => part.kind === 'call') ??
    capitals[0] ??
    names[0]
  );
}

/** Hides the attributes behind the name that a typedef defines. */
export function maskTypedef(scene: Scene): void {
  const { tokens } = scene;
  for (let i = tokens.length - 2; i > 2; i--) {
    const token = tokens[i];
    const before = tokens[i - 1];
    if (token?.kind !== Kind.word || !looksLikeAttribute(token.word) || before?.kind !== Kind.word) return;
    const earlier = tokens[i - 2]?.word ?? '';
    const beforeIsType = looksLikeType(before.word) || TAG_WORDS.has(before.word) || STORAGE.has(before.word);
    if (
      TAG_WORDS.has(earlier) ||
      earlier === 'typedef' ||
      STORAGE.has(earlier) ||
      (beforeIsType && !looksLikeType(earlier) && earlier !== '}' && earlier !== '*')
    )
      return;
    scene.notes.hidden.push({ start: token.start, word: token.word });
    hideAll(tokens, i, i);
  }
}
