/**
 * Makes one item of BPF C into C that the grammar knows, of the same length, so that every position stands. Knows
 * the order of the passes; each pass is a file of its own.
 */
import { maskBodies } from './bodies.js';
import type { Scene } from './scene.js';
import { assemble, emptyNotes, hide, matchBrackets, type Notes, type Token } from './draft.js';
import { maskDeclaration, maskParameters, maskTypedef } from './heads.js';
import { hideAttributes } from './hide.js';
import { Kind } from './lexer.js';

/** An item as the parser sees it. */
export interface Masked {
  /** Offset of the first visible token from the item's first token. */
  readonly start: number;
  /** Starts at `start`; '' when nothing is visible. */
  readonly text: string;
  /** Offsets count from the item's first token. */
  readonly notes: Notes;
  /** Whether the head names no type, so that the parser needs one in front. */
  readonly needsType: boolean;
}

/** Masks the tokens of a top-level item; `source` is its text in the file. */
export function maskItem(tokens: readonly Token[], source: string): Masked {
  const notes = emptyNotes();
  const visible = hideAttributes(tokens, notes);
  hideLinkage(visible);
  const needsType = maskTop(visible, notes, source);
  const semicolons = maskBodies(visible, notes, source, false);
  return finish(visible, notes, semicolons, needsType);
}

/** Masks a sequence of statements. */
export function maskStatements(tokens: readonly Token[], source: string): Masked {
  const notes = emptyNotes();
  const visible = hideAttributes(tokens, notes);
  const semicolons = maskBodies(visible, notes, source, true);
  return finish(visible, notes, semicolons, false);
}

function finish(
  visible: readonly Token[],
  notes: Notes,
  semicolons: readonly number[],
  needsType: boolean,
): Masked {
  const start = visible.find((token) => token.masked !== '')?.start ?? -1;
  return {
    start: Math.max(start, 0),
    text: start < 0 ? '' : assemble(visible, start, semicolons),
    notes,
    needsType,
  };
}

/** `extern "C"` before a single declaration. */
function hideLinkage(visible: Token[]): void {
  if (visible[0]?.word === 'extern' && visible[1]?.kind === Kind.string) hide(visible[1]);
}

function maskTop(visible: readonly Token[], notes: Notes, source: string): boolean {
  const scene: Scene = { tokens: visible, match: matchBrackets(visible), notes, semicolons: [], source };
  const first = visible.findIndex((token) => token.masked !== '');
  if (first < 0) return false;
  if (visible.some((token) => token.word === 'typedef')) {
    maskTypedef(scene);
    return false;
  }
  const head = maskDeclaration(scene, first, true);
  if (head.close < 0) return false;
  const outer = visible[head.close + 1]?.word === '(' ? (scene.match[head.close + 1] ?? -1) : -1;
  if (outer > 0) maskParameters(scene, head.close + 1, outer);
  return !head.hasType && visible[(outer > 0 ? outer : head.close) + 1]?.word === '{';
}
