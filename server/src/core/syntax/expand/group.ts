/**
 * The text of some top-level items with the macros of the project expanded: what stands between uses stays as it is,
 * comments and directives included. Knows tokens and places; not what an item is.
 */
import type { Definition } from '../directive.js';
import type { Lexed } from '../lexed.js';
import { Kind } from '../lexer.js';
import { isSpaced, withoutSplices } from './definitions.js';
import { detached } from '../scan.js';
import { expandAt, type LookUp } from './expander.js';
import type { Piece } from './origins.js';
import type { MacroTable } from './table.js';
import type { Tok } from './tokens.js';

/** A name that was looked up, where, and what it meant. */
export interface Asked {
  readonly name: string;
  /** From the group's first token. */
  readonly at: number;
  readonly definition: Definition | null;
}

/** Some items as the parser is to see them; offsets count from the first token. */
export interface Group extends Lexed {
  readonly pieces: readonly Piece[];
  /** The names that are macros somewhere, each with its first meaning. */
  readonly asked: readonly Asked[];
  /** Every word that was looked at. */
  readonly words: ReadonlySet<string>;
  /** How many tokens were looked at for it. */
  readonly steps: number;
  /** Whether uses were left as they are because they, or all of them together, are too large. */
  readonly isCut: boolean;
}

/** The most tokens that the uses in one group may be looked at for: a list with a program for each hook needs 60,000. */
const mostSteps = 100_000;

/** Whether a macro of the project is named among the compiled tokens `from` to `to`. */
export function namesMacro(
  { text, tokens, live }: Lexed,
  from: number,
  to: number,
  table: MacroTable,
): boolean {
  for (let i = from; i < to; i++)
    if (
      live[i] === 1 &&
      tokens.kinds[i] === Kind.word &&
      table.knows(text.slice(tokens.starts[i], tokens.ends[i]))
    )
      return true;
  return false;
}

/** Expands the tokens `from` to `to`; uses that begin at an offset in `left` stay as they are. */
export function expandGroup(
  lexed: Lexed,
  from: number,
  to: number,
  table: MacroTable,
  left: ReadonlySet<number>,
): Group {
  const base = lexed.tokens.starts[from] ?? 0;
  const { source, indices } = readTokens(lexed, from, to, base);
  const asking = new Asking(table, base);
  const writer = new Writer(lexed, base, from);
  let steps = 0;
  let isCut = false;
  for (let i = 0; i < source.length; i++) {
    const token = source[i];
    const start = token?.spots[0]?.start ?? 0;
    if (!token || left.has(start) || !asking.isMacro(token)) continue;
    const expanded = expandAt(source, i, asking.at(start), mostSteps - steps);
    steps += expanded.steps;
    isCut ||= expanded.isCut;
    if (expanded.taken === 0 || expanded.isCut) continue;
    writer.replace(indices[i] ?? from, indices[i + expanded.taken - 1] ?? from, expanded.tokens);
    i += expanded.taken - 1;
  }
  return { ...writer.finish(to), asked: asking.asked, words: asking.words, steps, isCut };
}

/** The compiled tokens, and where each stands among all. */
function readTokens(
  { text, tokens, live }: Lexed,
  from: number,
  to: number,
  base: number,
): { readonly source: readonly Tok[]; readonly indices: readonly number[] } {
  const source: Tok[] = [];
  const indices: number[] = [];
  for (let i = from; i < to; i++) {
    if (live[i] !== 1) continue;
    const start = tokens.starts[i] ?? 0;
    const end = tokens.ends[i] ?? 0;
    const spaced = i > from && isSpaced(text, tokens.ends[i - 1] ?? start, start);
    const spot = { start: start - base, end: end - base, use: null };
    const word = withoutSplices(text.slice(start, end));
    source.push({ kind: tokens.kinds[i] ?? Kind.other, word, spots: [spot], spaced });
    indices.push(i);
  }
  return { source, indices };
}

/** Looks names up, and remembers what was asked. */
class Asking {
  readonly words = new Set<string>();
  readonly asked: Asked[] = [];
  private readonly seen = new Map<string, Definition | null>();

  constructor(
    private readonly table: MacroTable,
    private readonly base: number,
  ) {}

  isMacro({ kind, word }: Tok): boolean {
    if (kind !== Kind.word) return false;
    this.note(word);
    return this.table.knows(word);
  }

  /** What names mean at an offset from the group's first token. */
  at(offset: number): LookUp {
    return (name) => {
      this.note(name);
      if (!this.table.knows(name)) return null;
      const definition = this.table.lookUp(name, this.base + offset);
      if (this.seen.get(name) !== definition) {
        this.seen.set(name, definition);
        this.asked.push({ name: detached(name), at: offset, definition });
      }
      return definition;
    };
  }

  private note(word: string): void {
    if (!this.words.has(word)) this.words.add(detached(word));
  }
}

/** Writes the group's text, token by token and run by run. */
class Writer {
  private text = '';
  /** The last character of the text; reading it off the text would copy that each time. */
  private last = '';
  private readonly kinds: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly live: number[] = [];
  private readonly pieces: Piece[] = [];
  /** The first token that is not written yet, and the offset up to which the source is. */
  private next: number;
  private written: number;

  constructor(
    private readonly source: Lexed,
    private readonly base: number,
    from: number,
  ) {
    this.next = from;
    this.written = base;
  }

  /** Writes what stands before the use of tokens `first` to `last`, and its replacement. */
  replace(first: number, last: number, replacement: readonly Tok[]): void {
    this.copy(first, this.source.tokens.starts[first] ?? 0);
    for (const token of replacement) this.make(token);
    this.next = last + 1;
    this.written = this.source.tokens.ends[last] ?? 0;
  }

  finish(to: number): Lexed & { readonly pieces: readonly Piece[] } {
    this.copy(to, this.source.tokens.ends[to - 1] ?? this.base);
    const { text, kinds, starts, ends, pieces } = this;
    const tokens = {
      count: kinds.length,
      kinds: Uint8Array.from(kinds),
      starts: Int32Array.from(starts),
      ends: Int32Array.from(ends),
      comments: [],
    };
    return { text, tokens, live: Uint8Array.from(this.live), pieces };
  }

  /** Writes the source up to a token and an offset as it is. */
  private copy(to: number, offset: number): void {
    const { text, tokens, live } = this.source;
    if (offset <= this.written) return;
    this.keepApart(text.charAt(this.written));
    const by = this.text.length - this.written;
    this.pieces.push({ start: this.text.length, end: offset + by, at: this.written - this.base });
    this.append(text.slice(this.written, offset));
    for (let i = this.next; i < to; i++)
      this.push(tokens.kinds[i] ?? 0, (tokens.starts[i] ?? 0) + by, (tokens.ends[i] ?? 0) + by, live[i] ?? 0);
  }

  private make({ kind, word, spaced, spots }: Tok): void {
    if (spaced && /\S/.test(this.last)) this.append(' ');
    this.keepApart(word.charAt(0));
    const start = this.text.length;
    this.append(word);
    this.pieces.push({ start, end: this.text.length, spots });
    this.push(kind, start, this.text.length, 1);
  }

  /** A blank between two characters that would become one token together. */
  private keepApart(next: string): void {
    const { last } = this;
    const joins = /[\w$"'.]/.test(last) ? /[\w$"'.]/ : /[-+&|<>=!*/%^#]/.test(last) ? /[-+&|<>=*/#]/ : null;
    if (joins?.test(next)) this.append(' ');
  }

  private append(text: string): void {
    this.text += text;
    this.last = text.charAt(text.length - 1) || this.last;
  }

  private push(kind: number, start: number, end: number, live: number): void {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
    this.live.push(live);
  }
}
