/**
 * What every part of the lowering shares: the item's own text, and what the masking noted about it. Knows offsets;
 * not the shapes of C.
 */
import type { Expr, Stmt } from './ast.js';
import type { Cst } from './cst.js';
import type { Notes, TypeNote } from './draft.js';
import type { Span } from '../text.js';

/** The item or fragment that is being lowered. */
export interface Lowering {
  /** The unmasked text; a node's offsets are offsets in it. */
  readonly text: string;
  readonly notes: Notes;
  /** What to add to a node's offset to find its note. */
  readonly noteShift: number;
  /** What to add to a node's offset to get the span that is reported. */
  readonly spanShift: number;
  /** Parses statements out of a note's text; spans start at `spanShift`. Null when they are damaged. */
  readonly nested: (source: string, spanShift: number) => readonly Stmt[] | null;
}

/** The reported span of a node. */
export function spanOf(ctx: Lowering, node: Cst): Span {
  return { start: Math.max(0, node.start) + ctx.spanShift, end: Math.max(0, node.end) + ctx.spanShift };
}

/** A node as it is written in the file, not as the parser saw it. */
export function textOf(ctx: Lowering, node: Cst): string {
  return ctx.text.slice(Math.max(0, node.start), Math.max(0, node.end));
}

/** The word that stands in the file where a node starts. */
export function wordAt(ctx: Lowering, node: Cst): string {
  return /^[\w$]+/.exec(ctx.text.slice(Math.max(0, node.start), node.start + 64))?.[0] ?? '';
}

/** The type that the masking noted where a node starts. */
export function typeNote(ctx: Lowering, node: Cst): TypeNote | undefined {
  return ctx.notes.types.size === 0 ? undefined : ctx.notes.types.get(node.start + ctx.noteShift);
}

/** An expression about which nothing is said. */
export function opaque(ctx: Lowering, node: Cst): Expr {
  return { kind: 'opaque', span: spanOf(ctx, node) };
}

/** The attributes that were hidden between two node offsets. */
export function hiddenWords(ctx: Lowering, from: number, to: number): readonly string[] {
  const { hidden } = ctx.notes;
  if (hidden.length === 0) return [];
  const inside = hidden.filter(({ start }) => start - ctx.noteShift >= from && start - ctx.noteShift < to);
  return inside.map(({ word }) => word);
}

/** Whether a declaration has this storage word or qualifier. */
export function hasWord(ctx: Lowering, node: Cst, type: string, word: string): boolean {
  return node.children.some(
    (child) => child.type === type && textOf(ctx, child).replaceAll('_', '') === word,
  );
}
