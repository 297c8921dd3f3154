/**
 * What macros mean while the directives of a text are read one after the other: its own definitions as far as they are
 * surely compiled, and those of its headers. Knows names; not what a condition asks.
 */
import type { MacroLookup, Meaning } from './conditions.js';
import type { Definition } from './directive.js';
import type { Macros } from './expand/table.js';

/** The macros of others: those in front of a text, and those behind its last `#include`. */
export interface Outside {
  readonly before: Macros;
  readonly behind: Macros;
}

export const nothingOutside: Outside = { before: new Map(), behind: new Map() };

/** How sure it is that a branch is compiled. */
export type Branching = 'sure' | 'open' | 'dead';

/** What names mean at the place that was reached. */
export interface MacroScope extends MacroLookup {
  /** A conditional branch begins; what an open one defines is not sure behind it. */
  enter(): void;
  /** `defaulted` is the name that the branch asks to be undefined. */
  leave(branching: Branching, defaulted: string | null): void;
  define(definition: Definition): void;
  undefine(name: string): void;
  /** `#pragma push_macro` and `pop_macro`. */
  push(name: string): void;
  pop(name: string): void;
  /** The last `#include` was reached. */
  passIncludes(): void;
}

/** What clang and GCC both define for BPF. */
const ofEveryCompiler = ['__bpf__', '__BPF__', '__STDC__'].map((name): readonly [string, Definition] => {
  const source = `#define ${name} 1`;
  const rest = { params: null, variadic: false, certainty: 'sure', body: '1' } as const;
  return [name, { name, ...rest, source, bodyStart: source.length - 1 }];
});

/** A scope in which nothing is known but what is known of others, what compilers say, and that BPF C is never C++. */
export function macroScope({ before, behind }: Outside): MacroScope {
  const known = new Map<string, Meaning>([['__cplusplus', 'absent'], ...ofEveryCompiler]);
  /** Names that were set in front of the last `#include`. */
  const early = new Set<string>();
  const kept = new Map<string, Meaning[]>();
  /** The names that each branch set that is not closed. */
  const branches: Set<string>[] = [];
  let isBehind = false;
  const set = (name: string, meaning: Meaning): void => {
    known.set(name, meaning);
    if (!isBehind) early.add(name);
    branches.at(-1)?.add(name);
  };
  const lookup = (name: string): Meaning => {
    const own = known.get(name);
    if (own === undefined) return meaningOf((isBehind ? behind : before).get(name));
    const mayBeOthers = isBehind && early.has(name) && behind.get(name) !== undefined;
    return mayBeOthers && behind.get(name) !== before.get(name) && behind.get(name) !== own ? 'unknown' : own;
  };
  return {
    lookup,
    enter: () => void branches.push(new Set()),
    leave(branching, defaulted) {
      for (const name of branches.pop() ?? []) {
        if (branching === 'sure') set(name, lookup(name));
        else set(name, name === defaulted && known.get(name) !== 'absent' ? 'defined' : 'unknown');
      }
    },
    define: (definition) => set(definition.name, definition),
    undefine: (name) => set(name, 'absent'),
    push: (name) => void kept.set(name, [...(kept.get(name) ?? []), lookup(name)]),
    pop(name) {
      const meaning = kept.get(name)?.pop();
      if (meaning !== undefined) set(name, meaning);
    },
    passIncludes: () => void (isBehind = true),
  };
}

/** What another file's definition says; one that it takes back may be defined again behind that. */
export function meaningOf(definition: Definition | null | undefined): Meaning {
  if (!definition) return 'unknown';
  return definition.certainty === 'sure'
    ? definition
    : definition.certainty === 'default'
      ? 'defined'
      : 'unknown';
}
