/**
 * Members of structs that are macros: those of libbpf's map definitions, of the kernel's context structs, and ones
 * that nobody knows. Knows their spelling; the lowering gives them their types.
 */
import type { Scene } from './scene.js';
import { hide, merge, put } from './draft.js';
import { maskDeclaration } from './heads.js';
import { Kind } from './lexer.js';
import { looksLikeType, TAG_WORDS } from './words.js';

/** How the arguments of a map member are written in C; the lowering makes the type that libbpf means. */
const MAP_MEMBERS: ReadonlyMap<string, 'length' | 'type'> = new Map<string, 'length' | 'type'>([
  ['__uint', 'length'],
  ['__ulong', 'length'],
  ['__type', 'type'],
  ['__array', 'type'],
]);

/** Masks the member that starts at token `i`. */
export function maskMember(scene: Scene, i: number): void {
  const { tokens, match } = scene;
  const word = tokens[i]?.word ?? '';
  const close = tokens[i + 1]?.word === '(' ? (match[i + 1] ?? -1) : -1;
  if (close < 0 || tokens[close + 1]?.word !== ';') {
    maskPlainMember(scene, i);
    return;
  }
  const comma = commaIn(scene, i + 1, close);
  const form = MAP_MEMBERS.get(word);
  if (form && comma > 0) {
    maskMapMember(scene, i, comma, close, form);
    return;
  }
  if (word === '__bpf_md_ptr' && comma > 0) {
    for (const at of [i, i + 1, comma, close]) hide(tokens[at]);
  } else merge(tokens, i, close);
}

function maskPlainMember(scene: Scene, i: number): void {
  maskDeclaration(scene, i, false);
  const { tokens } = scene;
  let at = i;
  while (tokens[at]?.kind === Kind.word) at++;
  if (tokens[at]?.word === ':') maskPadding(scene, at);
}

/** `int : 8;` has no name, and the grammar wants one: the colon becomes it, where it is one. */
function maskPadding({ tokens }: Scene, colon: number): void {
  const before = tokens[colon - 1]?.word ?? '';
  const tagged = TAG_WORDS.has(tokens[colon - 2]?.word ?? '');
  const onlyType = tagged || looksLikeType(before) || tokens[colon - 2]?.kind !== Kind.word;
  if (!onlyType) return;
  put(tokens[colon], 'T');
  for (let k = colon + 1; k < tokens.length && tokens[k]?.word !== ';'; k++) hide(tokens[k]);
}

function maskMapMember(
  { tokens }: Scene,
  i: number,
  comma: number,
  close: number,
  form: 'length' | 'type',
): void {
  put(tokens[i], 'int');
  hide(tokens[i + 1]);
  put(tokens[comma], form === 'length' ? '[' : '(');
  if (form === 'length') put(tokens[close], ']');
}

/** The first comma directly inside the parentheses at `open`; -1 without one. */
function commaIn({ tokens, match }: Scene, open: number, close: number): number {
  for (let k = open + 1; k < close; k++) {
    const inner = match[k] ?? -1;
    if (tokens[k]?.word === ',') return k;
    if (inner > k) k = inner;
  }
  return -1;
}
