/**
 * Cuts a file into its top-level items, from the brackets alone. Every item is parsed on its own: what is broken
 * in one cannot spoil the next. Knows where items end; not what is in them.
 */
import { Kind, type Tokens } from './lexer.js';
import {
  ATTRIBUTE_NAMES,
  ATTRIBUTE_WORDS,
  SECTION_WORDS,
  STATEMENT_WORDS,
  STORAGE,
  TAG_WORDS,
  TYPE_WORDS,
} from './words.js';

/** Tokens `from` (inclusive) to `to` (exclusive); tokens between them that are not compiled count as well. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** How deep brackets nest in it. */
  readonly depth: number;
  /** Whether every token in it is compiled. */
  readonly whole: boolean;
  /** Whether it ends where an item does, not just where the text does. */
  readonly isClosed: boolean;
}

/** The items of a file in order. `live` says which tokens are compiled. */
export function segments(text: string, tokens: Tokens, live: Uint8Array): readonly Segment[] {
  return new Cutter(text, tokens, live).run();
}

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

class Cutter {
  private readonly found: Segment[] = [];
  private stack: number[] = [];
  private from = -1;
  private last = -1;
  private deepest = 0;
  private whole = true;
  private gap = false;
  private parens = false;
  private equals = false;
  private tag = false;
  private typedef = false;
  private isFunction = false;
  /** Set once an item ran to the end of the file: from there on a new item at the left margin cuts the old one. */
  private recovering = false;
  private linkageDepth = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Tokens,
    private readonly live: Uint8Array,
  ) {}

  run(): readonly Segment[] {
    this.scan(0);
    if (this.stack.length > 0 && this.from >= 0) {
      const from = this.from;
      this.recovering = true;
      this.reset();
      this.scan(from);
    }
    this.finish();
    return this.found;
  }

  private scan(from: number): void {
    const { kinds, starts, count } = this.tokens;
    for (let i = from; i < count; i++) {
      if (this.live[i] !== 1) {
        this.gap = this.from >= 0;
        continue;
      }
      if (this.gap) this.whole = this.gap = false;
      const kind = kinds[i];
      if (this.recovering && this.stack.length > 0 && this.atMargin(i)) this.recover(i);
      if (kind === Kind.punct) this.punct(i, this.text.charCodeAt(starts[i] ?? 0));
      else this.other(i, kind === Kind.word);
    }
  }

  private other(i: number, isWord: boolean): void {
    if (this.stack.length === 0 && isWord) {
      if (this.startsAnew(i)) this.finish();
      this.noteWord(i);
    }
    this.take(i);
  }

  private noteWord(i: number): void {
    const code = this.text.charCodeAt(this.tokens.starts[i] ?? 0);
    if (code !== 115 && code !== 117 && code !== 101 && code !== 116) return;
    const word = this.word(i);
    if (TAG_WORDS.has(word)) this.tag = true;
    else if (word === 'typedef') this.typedef = true;
  }

  private take(i: number): void {
    if (this.from < 0) this.from = i;
    this.last = i;
  }

  private punct(i: number, code: number): void {
    const top = this.stack.length === 0;
    if (code === CLOSE_BRACE) {
      this.closeBrace(i);
      return;
    }
    if (top && code === 59) {
      this.take(i);
      this.finish(true);
      return;
    }
    if (top && code === OPEN_BRACE && this.opensLinkage()) {
      this.enterLinkage();
      return;
    }
    if (top && code === OPEN_BRACE) this.isFunction = this.from < 0 || this.looksLikeFunction(i);
    if (top && code === 61 && (this.tokens.ends[i] ?? 0) - (this.tokens.starts[i] ?? 0) === 1)
      this.equals = true;
    this.take(i);
    if (code === 40 || code === 91 || code === OPEN_BRACE) this.open(code, top);
    else if (code === 41 || code === 93) this.close(code === 41 ? 40 : 91);
  }

  private open(code: number, top: boolean): void {
    if (top && code === 40) this.parens = true;
    this.stack.push(code);
    if (this.stack.length > this.deepest) this.deepest = this.stack.length;
  }

  private close(opener: number): void {
    if (this.stack.at(-1) === opener) this.stack.pop();
  }

  private closeBrace(i: number): void {
    if (this.stack.length === 0) {
      this.strayBrace(i);
      return;
    }
    while (this.stack.length > 0 && this.stack.pop() !== OPEN_BRACE);
    this.take(i);
    if (this.stack.length === 0 && this.isFunction) this.finish(true);
  }

  private strayBrace(i: number): void {
    this.finish();
    if (this.linkageDepth > 0) {
      this.linkageDepth--;
      return;
    }
    this.take(i);
    this.finish(true);
  }

  private opensLinkage(): boolean {
    if (this.from < 0 || this.word(this.from) !== 'extern') return false;
    return this.tokens.kinds[this.last] === Kind.string && this.last > this.from;
  }

  private enterLinkage(): void {
    this.linkageDepth++;
    this.reset();
  }

  private finish(isClosed = false): void {
    const { from, last, deepest: depth, whole } = this;
    if (from >= 0) this.found.push({ from, to: last + 1, depth, whole, isClosed });
    this.reset();
  }

  private reset(): void {
    this.from = -1;
    this.last = -1;
    this.stack = [];
    this.deepest = 0;
    this.whole = true;
    this.gap = false;
    this.parens = this.equals = this.tag = this.typedef = this.isFunction = false;
  }

  private looksLikeFunction(i: number): boolean {
    if (!this.parens || this.equals || this.typedef) return false;
    return !this.tag || this.namesAfterTag(i) > 1;
  }

  /** How many names that are no attributes stand between the last `struct` and the brace at `i`. */
  private namesAfterTag(i: number): number {
    let names = 0;
    let depth = 0;
    for (let k = i - 1; k >= this.from; k--) {
      if (this.live[k] !== 1) continue;
      if (this.tokens.kinds[k] === Kind.punct) {
        const code = this.text.charCodeAt(this.tokens.starts[k] ?? 0);
        depth += code === 41 ? 1 : code === 40 ? -1 : 0;
      }
      if (depth > 0 || this.tokens.kinds[k] !== Kind.word) continue;
      const word = this.word(k);
      if (TAG_WORDS.has(word)) return names;
      if (
        !ATTRIBUTE_NAMES.has(word) &&
        !ATTRIBUTE_WORDS.has(word) &&
        !SECTION_WORDS.has(word) &&
        !STORAGE.has(word)
      )
        names++;
    }
    return names;
  }

  /** Whether the item before lacks its `;`: a section or a definition starts a line behind an initializer. */
  private startsAnew(i: number): boolean {
    if (!this.equals || !this.atMargin(i) || !this.endsValue(this.last)) return false;
    const word = this.word(i);
    return SECTION_WORDS.has(word) || STORAGE.has(word) || TYPE_WORDS.has(word) || TAG_WORDS.has(word);
  }

  private endsValue(i: number): boolean {
    if (this.tokens.kinds[i] !== Kind.punct) return true;
    const code = this.text.charCodeAt(this.tokens.starts[i] ?? 0);
    return code === 41 || code === 93 || code === CLOSE_BRACE;
  }

  /** Ends a broken item before a token at the left margin that no statement starts with. */
  private recover(i: number): void {
    const { kinds, starts, ends } = this.tokens;
    if (kinds[i] !== Kind.word) {
      if (this.text.charCodeAt(starts[i] ?? 0) === CLOSE_BRACE) this.stack = [OPEN_BRACE];
      return;
    }
    const isLabel = this.text.charAt(ends[i] ?? 0) === ':';
    if (!isLabel && !STATEMENT_WORDS.has(this.word(i))) this.finish();
  }

  private atMargin(i: number): boolean {
    const start = this.tokens.starts[i] ?? 0;
    if (start === 0) return true;
    const before = this.text.charCodeAt(start - 1);
    return before === 10 || before === 13;
  }

  private word(i: number): string {
    return this.text.slice(this.tokens.starts[i], this.tokens.ends[i]);
  }
}
