/**
 * C's macro expansion (C11 6.10.3), as compilers do it: replacements are scanned again in front of what follows, and
 * a macro is not expanded within its own replacement. Knows tokens and definitions; not where either comes from.
 */
import type { Definition } from '../directive.js';
import { Kind } from '../lexer.js';
import { bindArguments, type Arguments } from './arguments.js';
import { substitute } from './substitute.js';
import type { Spot, Tok, Use } from './tokens.js';

/** What a name means to the preprocessor where it is used; null where it is no macro. */
export type LookUp = (name: string) => Definition | null;

/** How deep uses may stand in arguments of uses. */
const mostNesting = 100;

/** What a use came to. */
export interface Expanded {
  readonly tokens: readonly Tok[];
  /** How many tokens of the source the use took, its name included; 0 where it is none. */
  readonly taken: number;
  readonly steps: number;
  /** Whether it was too much: then `tokens` is not all of it. */
  readonly isCut: boolean;
}

/** Tokens that are read one after the other; `name` is the macro whose replacement they are. */
interface Stream {
  readonly tokens: readonly Tok[];
  at: number;
  readonly name: string | null;
}

/** Expands the use that begins at `source[at]`, looking at `most` tokens at most. */
export function expandAt(source: readonly Tok[], at: number, lookUp: LookUp, most: number): Expanded {
  const token = source[at];
  if (token?.kind !== Kind.word) return { tokens: [], taken: 0, steps: 0, isCut: false };
  return new Expander({ tokens: source, at: at + 1, name: null }, lookUp, most).run(token, at);
}

class Expander {
  private streams: Stream[];
  private active = new Set<string>();
  private steps = 0;
  private nesting = 0;
  private isCut = false;
  /** Whether white space stood before a use that came to nothing. */
  private pending = false;

  constructor(
    private readonly source: Stream,
    private readonly lookUp: LookUp,
    private readonly most: number,
  ) {
    this.streams = [source];
  }

  run(first: Tok, at: number): Expanded {
    const isUse = this.enter(first);
    const tokens = isUse ? this.drain(1) : [];
    return { tokens, taken: isUse ? this.source.at - at : 0, steps: this.steps, isCut: this.isCut };
  }

  /** Reads until no more than `floor` streams are open. */
  private drain(floor: number): readonly Tok[] {
    const read: Tok[] = [];
    while (this.mayGoOn()) {
      this.leaveFinished(floor);
      const stream = this.streams.at(-1);
      if (!stream || this.streams.length <= floor) break;
      const token = this.spacedAfterNothing(stream.tokens[stream.at++]);
      if (!token) continue;
      if (token.kind !== Kind.word || token.painted) read.push(token);
      else if (this.active.has(token.word)) read.push({ ...token, painted: true });
      else if (!this.enter(token)) read.push(token);
    }
    return read;
  }

  private mayGoOn(): boolean {
    if (++this.steps > this.most || this.nesting > mostNesting) this.isCut = true;
    return !this.isCut;
  }

  private spacedAfterNothing(token: Tok | undefined): Tok | undefined {
    const spaced = this.pending && token && !token.spaced ? { ...token, spaced: true } : token;
    this.pending = false;
    return spaced;
  }

  /** Closes the streams above `floor` that are read to their end: their macros may be used again. */
  private leaveFinished(floor: number): void {
    for (let top = this.streams.at(-1); top && this.streams.length > floor; top = this.streams.at(-1)) {
      if (top.at < top.tokens.length) return;
      this.streams.pop();
      if (top.name !== null) this.active.delete(top.name);
    }
  }

  /** Opens the replacement of a use; false where the token begins none. */
  private enter(token: Tok): boolean {
    const definition = this.lookUp(token.word);
    if (!definition) return false;
    const read = definition.params ? this.readArguments(definition) : { given: none, close: undefined };
    if (!read) return false;
    const use: Use = { definition, spot: useSpot(token, read.close) };
    const replacement = substitute(use, read.given, this.expansions(read.given.args));
    this.steps += replacement.length;
    const [first, ...rest] = replacement;
    if (!first) this.pending ||= token.spaced;
    else {
      this.streams.push({ tokens: [{ ...first, spaced: token.spaced }, ...rest], at: 0, name: token.word });
      this.active.add(token.word);
    }
    return true;
  }

  /** The arguments that follow, one for each parameter; null, with nothing read, where they do not. */
  private readArguments(definition: Definition): Read | null {
    if (this.peek()?.word !== '(') return null;
    const before = this.streams.map((stream) => ({ stream, at: stream.at }));
    const active = new Set(this.active);
    const read: Tok[] = [];
    let depth = 0;
    for (let token = this.next(); token && this.mayGoOn(); token = this.next()) {
      if (token.word === '(') depth++;
      else if (token.word === ')' && --depth === 0) {
        const given = bindArguments(definition, read.slice(1));
        if (given) return { given, close: token };
        break;
      }
      read.push(token);
    }
    for (const { stream, at } of before) stream.at = at;
    this.streams.splice(0, Infinity, ...before.map(({ stream }) => stream));
    this.active = active;
    return null;
  }

  private next(): Tok | undefined {
    this.leaveFinished(1);
    const stream = this.streams.at(-1);
    return stream?.tokens[stream.at++];
  }

  private peek(): Tok | undefined {
    const stream = this.streams.findLast(({ tokens, at }) => at < tokens.length);
    return stream?.tokens[stream.at];
  }

  /** The arguments with their macros expanded, each when it is first asked for. */
  private expansions(args: readonly (readonly Tok[])[]): (index: number) => readonly Tok[] {
    const done = new Map<number, readonly Tok[]>();
    return (index) => {
      const before = done.get(index);
      if (before) return before;
      const tokens = this.expandArgument(args[index] ?? []);
      done.set(index, tokens);
      return tokens;
    };
  }

  private expandArgument(argument: readonly Tok[]): readonly Tok[] {
    if (!argument.some((token) => token.kind === Kind.word)) return argument;
    const { streams, pending } = this;
    this.streams = [{ tokens: argument, at: 0, name: null }];
    this.pending = false;
    this.nesting++;
    const tokens = this.drain(0);
    this.nesting--;
    this.streams = streams;
    this.pending = pending;
    return tokens;
  }
}

interface Read {
  readonly given: Arguments;
  readonly close: Tok | undefined;
}

const none: Arguments = { args: [], isElided: false };

/** From the name to the closing parenthesis, if both stand in the same text; else the name. */
function useSpot(name: Tok, close: Tok | undefined): Spot {
  const start = lastSpot(name);
  const end = close ? lastSpot(close) : start;
  return start.use === end.use && start.end <= end.start ? { ...start, end: end.end } : start;
}

/** Where a token stands in the text that it is read from. */
function lastSpot({ spots }: Tok): Spot {
  return spots.at(-1) ?? { start: 0, end: 0, use: null };
}
