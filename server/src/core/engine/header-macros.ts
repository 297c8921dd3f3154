/** The macros that a header finds defined before it, and which of them matter to it. Knows names; parses nothing. */
import { withLines, type Macros } from '../syntax/expand/table.js';
import type { Definition, MacroLine } from '../syntax/directive.js';

/** The macros behind some lines; the same object where neither those before nor a definition changed. */
export type Behind = (before: Macros, lines: readonly MacroLine[]) => Macros;

/** How many continuations of the same macros are remembered. */
const mostRemembered = 8;

export function rememberingMacros(): Behind {
  const known = new WeakMap<Macros, { readonly lines: readonly MacroLine[]; readonly macros: Macros }[]>();
  return (before, lines) => {
    if (lines.length === 0) return before;
    const continuations = known.get(before) ?? [];
    const same = continuations.find((each) => isSame(each.lines, lines));
    if (same) return same.macros;
    const macros = withLines(before, lines);
    known.set(before, [{ lines, macros }, ...continuations].slice(0, mostRemembered));
    return macros;
  };
}

function isSame(a: readonly MacroLine[], b: readonly MacroLine[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((line, i) => line.definition === b[i]?.definition && line.name === b[i].name))
  );
}

/** Whether a text sees the same macros, in itself and in what they come to. */
export function isSameFor(text: string, before: Macros, now: Macros): boolean {
  if (before === now) return true;
  const seen = new Set<string>();
  const pending = [text];
  for (let source = pending.pop(); source !== undefined; source = pending.pop()) {
    for (const [name] of source.matchAll(words)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const definition: Definition | null | undefined = now.get(name);
      if (definition !== before.get(name)) return false;
      if (definition) pending.push(definition.source);
    }
  }
  return true;
}

const words = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/g;
