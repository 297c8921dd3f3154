/** Which macro a name means where: the text's own definitions by place, then its headers'. Expands nothing. */
import type { Definition, MacroLine } from '../directive.js';

/** What names mean behind some headers; null for one that was taken back. */
export type Macros = ReadonlyMap<string, Definition | null>;

/** The macros of a text and its headers. */
export interface MacroTable {
  /** Whether a name is a macro anywhere. */
  knows(name: string): boolean;
  /** What it means at an offset of the text. */
  lookUp(name: string, at: number): Definition | null;
}

/** `isLibrary` tells macros that are never expanded, because the masking or rules/reads.json know them. */
export function macroTable(
  outer: Macros,
  own: readonly MacroLine[],
  isLibrary: (macro: Definition) => boolean,
): MacroTable {
  const isProject = (macro: Definition | null | undefined): macro is Definition =>
    macro !== null && macro !== undefined && !isLibrary(macro);
  const lines = byName(own.filter(({ definition }) => definition === null || isProject(definition)));
  const inText = (name: string, at: number): MacroLine | undefined => lastBefore(lines.get(name) ?? [], at);
  return {
    knows: (name) => lines.has(name) || isProject(outer.get(name)),
    lookUp(name, at) {
      const line = inText(name, at);
      const found = line ? line.definition : outer.get(name);
      return isProject(found) ? found : null;
    },
  };
}

/** The names whose meaning is another one in `after` than in `before`, or in another order. */
export function changedNames(
  before: readonly MacroLine[],
  after: readonly MacroLine[],
  outerBefore: Macros,
  outerAfter: Macros,
): ReadonlySet<string> {
  const changed = new Set<string>();
  const [old, fresh] = [byName(before), byName(after)];
  for (const name of [...old.keys(), ...fresh.keys()]) {
    const [a, b] = [old.get(name) ?? [], fresh.get(name) ?? []];
    const isSame = a.length === b.length && a.every((line, i) => line.definition === b[i]?.definition);
    if (!isSame) changed.add(name);
  }
  if (outerBefore === outerAfter) return changed;
  for (const name of [...outerBefore.keys(), ...outerAfter.keys()])
    if (outerBefore.get(name) !== outerAfter.get(name)) changed.add(name);
  return changed;
}

function byName(lines: readonly MacroLine[]): ReadonlyMap<string, readonly MacroLine[]> {
  const found = new Map<string, MacroLine[]>();
  for (const line of lines) {
    const before = found.get(line.name);
    if (before) before.push(line);
    else found.set(line.name, [line]);
  }
  return found;
}

/** Of lines in order of position the last one that does not stand behind an offset. */
function lastBefore(lines: readonly MacroLine[], at: number): MacroLine | undefined {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return lines[low - 1];
}

/** `outer` with what a header defines and takes back. */
export function withLines(outer: Macros, lines: readonly MacroLine[]): Macros {
  if (lines.length === 0) return outer;
  const all = new Map(outer);
  for (const { name, definition } of lines) all.set(name, definition);
  return all;
}
