/**
 * What the macros of a file mean for the masking: which of them put code into a section, and which stand for
 * attributes or for nothing. Knows definitions; expands nothing but section names.
 */
import type { Define } from './file.js';
import { lex, Kind } from './lexer.js';
import { ATTRIBUTE_NAMES, ATTRIBUTE_WORDS, SECTION_WORDS, STORAGE, TYPE_WORDS } from './words.js';

/** The macros of one file that matter before parsing. */
export interface Macros {
  readonly all: ReadonlyMap<string, Define>;
  /** Macros whose expansion holds a section. */
  readonly sections: ReadonlyMap<string, SectionMacro>;
  /** Macros that expand to attributes or to nothing. */
  readonly attributes: ReadonlySet<string>;
  /** Equal for two files whose macros mask alike. */
  readonly key: string;
}

/** A macro that puts what follows it into a section. */
export interface SectionMacro {
  readonly define: Define;
  /** The words of the expansion outside the section: `static`, `__always_inline`, `int`. */
  readonly words: readonly string[];
  readonly hasType: boolean;
  /** Whether the expansion goes on to declare a name, as `SEC(#n) int prog_##n` does. */
  readonly hasName: boolean;
}

/** Sorts out the macros of a file; of two with one name the last counts. */
export function macrosOf(defines: readonly Define[]): Macros {
  const all = new Map(defines.map((define) => [define.name, define]));
  const sections = sectionMacros(all);
  const attributes = new Set<string>();
  for (const define of all.values()) if (!sections.has(define.name)) attributes.add(define.name);
  for (const define of defines) if (!isAttribute(define)) attributes.delete(define.name);
  const parts = [...sections.values()].map(
    (macro) => `${macro.define.name}(${macro.define.params?.join() ?? ''})${macro.define.body}`,
  );
  return { all, sections, attributes, key: [...parts, ...attributes].join('\n') };
}

function sectionMacros(all: ReadonlyMap<string, Define>): ReadonlyMap<string, SectionMacro> {
  const found = new Map<string, SectionMacro>();
  for (let pass = 0; pass < 4; pass++) {
    const before = found.size;
    for (const define of all.values()) {
      if (!found.has(define.name) && holdsSection(define, found))
        found.set(define.name, describe(define, found));
    }
    if (found.size === before) break;
  }
  return found;
}

function holdsSection(define: Define, known: ReadonlyMap<string, SectionMacro>): boolean {
  if (SECTION_WORDS.has(define.name) || ATTRIBUTE_NAMES.has(define.name) || define.body.length > 400)
    return false;
  if (/[;{]/.test(define.body)) return false;
  if (/\b(?:SEC|__section)\s*\(|\bsection\s*\(/.test(define.body)) return true;
  return known.size > 0 && (define.body.match(/[A-Za-z_]\w*/g) ?? []).some((word) => known.has(word));
}

/** A macro that uses another one says what that one says. */
function describe(define: Define, known: ReadonlyMap<string, SectionMacro>): SectionMacro {
  const used = (define.body.match(/[A-Za-z_]\w*/g) ?? [])
    .map((word) => known.get(word))
    .find((macro) => macro !== undefined);
  if (used?.hasType) return { ...used, define };
  const outside = define.body.replace(/\b\w+\s*\((?:[^()]|\([^()]*\))*\)/g, ' ');
  const words = outside.match(/[A-Za-z_]\w*/g) ?? [];
  const type = words.findIndex((word) => TYPE_WORDS.has(word));
  const last = words.at(-1) ?? '';
  const hasName = type >= 0 && type < words.length - 1 && !TYPE_WORDS.has(last) && !isAttributeWord(last);
  return { define, words, hasType: type >= 0, hasName };
}

/**
 * Nothing, or attribute words with their arguments: `#define __fast __attribute__((hot)) __noinline`. A macro like
 * `debug(...)` that is empty in one build is a call in another.
 */
function isAttribute(define: Define): boolean {
  if (define.body === '') return define.params === null || define.name.startsWith('__');
  if (define.body.length > 200 || !/^[A-Za-z_]/.test(define.body)) return false;
  const tokens = lex(define.body);
  let depth = 0;
  for (let i = 0; i < tokens.count; i++) {
    const word = define.body.slice(tokens.starts[i], tokens.ends[i]);
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (depth === 0 && !(tokens.kinds[i] === Kind.word && isAttributeWord(word))) return false;
  }
  return true;
}

function isAttributeWord(word: string): boolean {
  return (
    ATTRIBUTE_WORDS.has(word) || ATTRIBUTE_NAMES.has(word) || (STORAGE.has(word) && word.includes('inline'))
  );
}
