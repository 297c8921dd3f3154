/**
 * The tokens of C as flat arrays of offsets: the one pass over every character of a file. Knows spelling only;
 * neither what a word means nor which preprocessor branch is taken.
 */
import type { Change } from './change.js';
import {
  afterNewline,
  BLANK,
  classOf,
  DIGIT,
  endOfComment,
  endOfQuoted,
  isDigit,
  isExponent,
  isNewline,
  isStringPrefix,
  isWordCode,
  LETTER,
  punctLength,
} from './characters.js';

/** What a token is. Numbers rather than names: a file has tens of thousands, looked at on every keystroke. */
export const Kind = { word: 0, number: 1, string: 2, char: 3, punct: 4, directive: 5, other: 6 } as const;

/** Tokens in order of position; comments and blanks stand between them. Offsets in UTF-16 code units. */
export interface Tokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Start and end of every comment, one after the other. */
  readonly comments: readonly number[];
}

/** Splits any text into tokens. Never throws: what is no C is a token of the kind `other`. */
export function lex(text: string): Tokens {
  return new Lexer(text, (text.length >> 2) + 16).run(0);
}

/** The tokens from `from` on of a text that is a single directive, where `#` starts no other one. */
export function lexInLine(text: string, from: number): Tokens {
  return new Lexer(text, ((text.length - from) >> 1) + 8).run(from, true);
}

/** The same as `lex(text)`, from the tokens of the text before `change`: only what it touched is read again. */
export function relex(text: string, before: Tokens, change: Change): Tokens {
  return new Lexer(text, before.count + change.newEnd - change.start + 64).rerun(before, change);
}

/** How far behind its end a token's length may depend on what follows. */
const LOOKAHEAD = 4;

class Lexer {
  private readonly comments: number[] = [];
  private kinds: Uint8Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private count = 0;
  private lineHasToken = false;

  constructor(
    private readonly text: string,
    room: number,
  ) {
    this.kinds = new Uint8Array(room);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
  }

  run(from: number, isInLine = false): Tokens {
    this.lineHasToken = isInLine;
    let at = from;
    while (at < this.text.length) at = this.next(at);
    return this.result();
  }

  rerun(before: Tokens, change: Change): Tokens {
    const kept = firstFrom(before.ends, before.count, change.start - LOOKAHEAD);
    let at = this.copyHead(before, kept);
    let old = kept;
    while (at < this.text.length) {
      const count = this.count;
      at = this.next(at);
      if (this.count === count || at < change.newEnd) continue;
      const start = (this.starts[count] ?? 0) - change.newEnd + change.oldEnd;
      while (old < before.count && (before.starts[old] ?? 0) < start) old++;
      if (start >= change.oldEnd && this.agrees(before, old, start))
        return this.copyTail(before, old + 1, change);
    }
    return this.result();
  }

  private result(): Tokens {
    const { count, kinds, starts, ends, comments } = this;
    return { count, kinds, starts, ends, comments };
  }

  /** Takes over the first `kept` tokens; gives the offset from which to go on. */
  private copyHead(before: Tokens, kept: number): number {
    this.kinds.set(before.kinds.subarray(0, kept));
    this.starts.set(before.starts.subarray(0, kept));
    this.ends.set(before.ends.subarray(0, kept));
    this.count = kept;
    if (kept === 0) return 0;
    const at = before.ends[kept - 1] ?? 0;
    this.lineHasToken = before.kinds[kept - 1] !== Kind.directive;
    for (const offset of before.comments) {
      if (offset > at) break;
      this.comments.push(offset);
    }
    if (this.comments.length % 2 === 1) this.comments.pop();
    return at;
  }

  /** Whether the last token is the one at `old` in its new place: then all that follow are as they were. */
  private agrees(before: Tokens, old: number, start: number): boolean {
    const last = this.count - 1;
    const length = (this.ends[last] ?? 0) - (this.starts[last] ?? 0);
    return (
      before.starts[old] === start &&
      before.kinds[old] === this.kinds[last] &&
      before.ends[old] === start + length
    );
  }

  private copyTail(before: Tokens, from: number, change: Change): Tokens {
    const shift = change.newEnd - change.oldEnd;
    const rest = before.count - from;
    while (this.count + rest > this.kinds.length) this.grow();
    this.kinds.set(before.kinds.subarray(from, before.count), this.count);
    for (let i = from; i < before.count; i++) {
      this.starts[this.count] = (before.starts[i] ?? 0) + shift;
      this.ends[this.count++] = (before.ends[i] ?? 0) + shift;
    }
    const end = before.ends[from - 1] ?? 0;
    for (let i = 0; i + 1 < before.comments.length; i += 2) {
      const start = before.comments[i] ?? 0;
      if (start >= end) this.comments.push(start + shift, (before.comments[i + 1] ?? 0) + shift);
    }
    return this.result();
  }

  private next(at: number): number {
    const code = this.text.charCodeAt(at);
    const group = classOf(code);
    if (group === BLANK) {
      if (code === 10 || code === 13) this.lineHasToken = false;
      return at + 1;
    }
    if (code === 92 && isNewline(this.text.charCodeAt(at + 1))) return afterNewline(this.text, at + 1);
    if (code === 47 && this.startsComment(at)) return this.comment(at);
    if (code === 35 && !this.lineHasToken) return this.directive(at);
    this.lineHasToken = true;
    if (group === LETTER) return this.word(at);
    if (group === DIGIT || (code === 46 && isDigit(this.text.charCodeAt(at + 1)))) return this.number(at);
    if (code === 34 || code === 39) return this.quoted(at, at, code);
    return this.punct(at, code);
  }

  private push(kind: number, start: number, end: number): number {
    if (this.count === this.kinds.length) this.grow();
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
    return end;
  }

  private grow(): void {
    const room = this.kinds.length * 2;
    const kinds = new Uint8Array(room);
    const starts = new Int32Array(room);
    const ends = new Int32Array(room);
    kinds.set(this.kinds);
    starts.set(this.starts);
    ends.set(this.ends);
    this.kinds = kinds;
    this.starts = starts;
    this.ends = ends;
  }

  private word(start: number): number {
    let at = start + 1;
    while (at < this.text.length && isWordCode(this.text.charCodeAt(at))) at++;
    const quote = this.text.charCodeAt(at);
    if ((quote === 34 || quote === 39) && at - start <= 2 && isStringPrefix(this.text, start, at)) {
      return this.quoted(start, at, quote);
    }
    return this.push(Kind.word, start, at);
  }

  private number(start: number): number {
    let at = start + 1;
    for (; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      const signed = (code === 43 || code === 45) && isExponent(this.text, start, at - 1);
      if (!isWordCode(code) && code !== 46 && !signed) break;
    }
    return this.push(Kind.number, start, at);
  }

  private quoted(start: number, quoteAt: number, quote: number): number {
    const end = endOfQuoted(this.text, quoteAt + 1, quote);
    return this.push(quote === 34 ? Kind.string : Kind.char, start, end);
  }

  private punct(start: number, code: number): number {
    const known = code > 32 && code < 127 && code !== 64 && code !== 96 && code !== 92;
    return this.push(known ? Kind.punct : Kind.other, start, start + punctLength(this.text, start, code));
  }

  private startsComment(at: number): boolean {
    const next = this.text.charCodeAt(at + 1);
    return next === 47 || next === 42;
  }

  private comment(start: number): number {
    const end = endOfComment(this.text, start);
    this.comments.push(start, end);
    return end;
  }

  private directive(start: number): number {
    let at = start + 1;
    while (at < this.text.length) {
      const code = this.text.charCodeAt(at);
      if (isNewline(code)) break;
      if (code === 92 && isNewline(this.text.charCodeAt(at + 1))) at = afterNewline(this.text, at + 1);
      else if (code === 34 || code === 39) at = endOfQuoted(this.text, at + 1, code);
      else if (code === 47 && this.startsComment(at)) {
        if (this.text.charCodeAt(at + 1) === 47) break;
        at = this.comment(at);
      } else at++;
    }
    return this.push(Kind.directive, start, at);
  }
}

/** The first index whose value is greater than `limit`, in ascending values. */
function firstFrom(values: Int32Array, count: number, limit: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
