/** A generated program in pieces that can be left out one by one, and its text. */
import type { Headers } from '../support/compiler.js';

/** A statement, or a statement around others. */
export interface Piece {
  /** Which way of the generator made it. */
  readonly way: string;
  readonly text: string;
  readonly body?: readonly Piece[];
  /** What closes `body`. */
  readonly end?: string;
}

export interface Draft {
  readonly name: string;
  readonly section: string;
  readonly headers: Headers;
  readonly parameters: string;
  /** Functions, macros and structs of this program alone. */
  readonly declarations: readonly string[];
  readonly pieces: readonly Piece[];
  /** The expression that is returned at the end. */
  readonly result: string;
}

/** The C of a program. */
export function render(draft: Draft): string {
  return [
    ...draft.declarations,
    `SEC("${draft.section}")`,
    `int ${draft.name}(${draft.parameters})`,
    '{',
    '\t__u64 acc = knobs[0];',
    '',
    ...draft.pieces.flatMap((piece) => lines(piece, '\t')),
    '\tsink = acc;',
    `\treturn ${draft.result};`,
    '}',
    '',
  ].join('\n');
}

/** The ways that a program goes, without repetition. */
export function waysOf(draft: Draft): readonly string[] {
  const names = (piece: Piece): readonly string[] => [piece.way, ...(piece.body ?? []).flatMap(names)];
  return [...new Set(draft.pieces.flatMap(names))];
}

function lines({ text, body, end }: Piece, indent: string): readonly string[] {
  if (!body) return text.split('\n').map((line) => indent + line);
  return [
    `${indent}${text} {`,
    ...body.flatMap((inner) => lines(inner, `${indent}\t`)),
    `${indent}}${end ?? ''}`,
  ];
}
