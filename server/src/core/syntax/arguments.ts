/**
 * What only macros take for arguments: types, of which each becomes one name that is noted as a type, and designated
 * initializers, of which the value is left.
 */
import type { Scene } from './scene.js';
import { hide, hideAll, merge, type Token } from './draft.js';
import { spaced } from './hide.js';
import { Kind } from './lexer.js';
import { TAG_WORDS, TYPE_WORDS } from './words.js';

/** Masks the arguments of the call whose name is token `i` that no function takes. */
export function maskArguments(scene: Scene, i: number): void {
  const { tokens, match } = scene;
  const close = match[i + 1] ?? -1;
  let from = i + 2;
  for (let k = from; k <= close; k++) {
    const word = tokens[k]?.word ?? '';
    const inner = match[k] ?? -1;
    if (inner > k && tokens[k]?.kind === Kind.punct) k = inner;
    else if (word === ',' || k === close) {
      if (isType(tokens, from, k)) noteType(scene, from, k - 1);
      else if (tokens[from]?.word === '{' && tokens[from + 1]?.word === '.') noteOpaque(scene, from, k - 1);
      else if (tokens[from]?.word === '.') hideDesignator(tokens, from, k);
      else if (k === from && k === close && tokens[k - 1]?.word === ',') hide(tokens[k - 1]);
      from = k + 1;
    }
  }
}

/** `.field = value` is what a macro puts into an initializer. */
function hideDesignator(tokens: readonly Token[], from: number, to: number): void {
  for (let k = from; k < to; k++)
    if (tokens[k]?.word === '=') {
      hideAll(tokens, from, k);
      return;
    }
}

function isType(tokens: readonly Token[], from: number, to: number): boolean {
  const first = tokens[from];
  const last = tokens[to - 1];
  if (!first || !last || to <= from || first.kind !== Kind.word) return false;
  if (to - from === 1 && isReserved(first.word)) return true;
  const certain =
    TAG_WORDS.has(first.word) ||
    TYPE_WORDS.has(first.word) ||
    first.word === 'const' ||
    first.word === 'volatile';
  if (!certain && !(last.word === '*' && to - from > 1)) return false;
  if (TAG_WORDS.has(first.word) && tokens.slice(from, from + 3).some((token) => token.word === '{'))
    return last.word === '}' || last.word === '*';
  return tokens
    .slice(from, to)
    .every((token) => token.kind === Kind.word || token.kind === Kind.number || '*[]'.includes(token.word));
}

function noteOpaque({ tokens, notes }: Scene, from: number, to: number): void {
  notes.opaque.add(tokens[from]?.start ?? 0);
  merge(tokens, from, to);
}

/** Typedefs that the grammar takes for keywords. */
function isReserved(word: string): boolean {
  return /^(?:u?int(?:8|16|32|64|ptr)|char(?:8|16|32|64|ptr)|s?size|ptrdiff|max_align)_t$/.test(word);
}

function noteType({ tokens, notes }: Scene, from: number, to: number): void {
  const start = tokens[from]?.start ?? 0;
  const end = tokens[to]?.end ?? start;
  notes.types.set(start, {
    kind: 'type',
    start,
    end,
    inner: spaced(tokens.slice(from, to + 1)),
    innerStart: start,
  });
  merge(tokens, from, to);
}
